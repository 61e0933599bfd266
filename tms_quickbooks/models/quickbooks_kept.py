# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class QuickbooksKept(models.AbstractModel):
    """What signing in, the worker or QuickBooks keeps here is written by nobody else:
    a state, a QuickBooks company or a scheduled job of somebody's choice.

    These are the stored fields that are read-only.
    """

    _name = "quickbooks.kept"
    _description = "QuickBooks: Kept by the Connector"

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and field.readonly and field.store and not self.env.su:
            return False
        return super()._has_field_access(field, operation)
