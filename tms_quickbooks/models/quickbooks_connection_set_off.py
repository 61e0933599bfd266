# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Credits that were matched before they were set off in QuickBooks are found once."""

from odoo import fields, models
from odoo.service.model import retrying
from odoo.tools import SQL


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    are_set_offs_found = fields.Boolean(readonly=True, copy=False)

    def _step_plan(self):
        if not self.are_set_offs_found:
            retrying(self._find_set_offs, self.env)
        return super()._step_plan()

    def _find_set_offs(self):
        """Queue what is open in QuickBooks only because nobody has set it off."""
        self.env["account.partial.reconcile"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT credit.res_id FROM quickbooks_object AS credit
                  JOIN account_move_line AS line ON line.move_id = credit.res_id
                  JOIN account_partial_reconcile AS part
                    ON part.debit_move_id = line.id OR part.credit_move_id = line.id
                 WHERE credit.connection_id = %s AND credit.type = ANY(%s)
                   AND credit.res_model = 'account.move' AND credit.balance > 0
                   AND part.qb_object_id IS NULL
                """,
                self.id,
                ["CreditMemo", "VendorCredit"],
            )
        )
        moves = self.env["account.move"].browse(row[0] for row in rows).exists()
        moves._qb_set_credits_off()
        self.are_set_offs_found = True
