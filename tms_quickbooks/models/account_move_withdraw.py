# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices and bills that do not count here any more while QuickBooks has them."""

from odoo import api, models


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_void_here(self):
        return self.filtered(lambda move: move.state in ("draft", "cancel"))

    @api.depends("state")
    def _compute_qb_withdrawing(self):
        return super()._compute_qb_withdrawing()

    @api.ondelete(at_uninstall=False)
    def _unlink_qb_left_behind(self):
        self._qb_concerned()._qb_check_left_behind()
