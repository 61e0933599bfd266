# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The token with which Intuit signs what it tells by itself."""

from odoo import api, fields, models


class QuickbooksApp(models.AbstractModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.app"

    verifier_token = fields.Char(
        compute="_compute_verifier_token",
        inverse="_inverse_verifier_token",
        help="Intuit shows it beside the webhook of your app on its developer site."
        " Stored encrypted and never shown again.",
    )
    has_verifier_token = fields.Boolean(compute="_compute_verifier_token")
    verifier_token_sealed = fields.Char(
        groups=fields.NO_ACCESS, copy=False, prefetch=False
    )

    @api.depends("verifier_token_sealed")
    def _compute_verifier_token(self):
        for connection in self:
            connection.verifier_token = False
            connection.has_verifier_token = bool(
                connection.sudo().verifier_token_sealed
            )

    def _inverse_verifier_token(self):
        for connection in self.filtered("verifier_token"):
            connection.sudo().verifier_token_sealed = connection._vault().seal(
                connection.verifier_token.strip()
            )
