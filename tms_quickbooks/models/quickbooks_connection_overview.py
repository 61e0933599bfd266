# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a connection's card shows at a glance."""

from odoo import models

# A change of these shows on a card or a form.
SHOWN = {"state", "paused_until", "company_file", "name", "profile_checked_at"}


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    def write(self, vals):
        result = super().write(vals)
        if not SHOWN.isdisjoint(vals):
            self._tell_changed()
        return result

    def _tell_changed(self):
        """Screens of these connections are to look again."""
        for connection in self:
            self.env["quickbooks.live"]._changed(
                connection.company_id.id, self._name, connection.ids
            )
