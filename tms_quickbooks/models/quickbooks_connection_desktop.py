# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A connection to QuickBooks Desktop: who the Web Connector is, and what it runs."""

import secrets
import uuid

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Minutes between two runs of the Web Connector.
SHORTEST_RUN, LONGEST_RUN, USUAL_RUN = 15, 30, 15
# Of the user name; it is no secret, but nobody guesses one by chance.
USER_BYTES = 5


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    qb_user = fields.Char(
        string="Web Connector User",
        readonly=True,
        copy=False,
        help="The name under which the Web Connector logs in here.",
    )
    qb_password_hash = fields.Char(groups=fields.NO_ACCESS, copy=False, prefetch=False)
    file_id = fields.Char(
        string="File ID",
        readonly=True,
        copy=False,
        help="The Web Connector writes it into the company file, so that this"
        " connection knows its own again.",
    )
    company_file_path = fields.Char(
        string="Location of the Company File",
        tracking=True,
        help="As QuickBooks shows it (press F2 there, File Information). With it the"
        " Web Connector also runs while QuickBooks is closed. Empty for the company"
        " file that is open at the time.",
    )
    run_minutes = fields.Integer(
        string="Run Every (Minutes)",
        required=True,
        default=USUAL_RUN,
        help="How often the Web Connector comes by itself; it is written into its"
        " configuration file and can be changed in the Web Connector.",
    )
    unattended = fields.Boolean(
        string="Also While QuickBooks Is Closed",
        default=True,
        help="The Web Connector may open the company file by itself. QuickBooks asks"
        " for that permission the first time.",
    )
    chosen_year = fields.Integer(
        string="Chosen Version",
        readonly=True,
        copy=False,
        help="The year in the name of the QuickBooks product, as it was chosen when"
        " connecting. What QuickBooks itself reports counts.",
    )
    last_seen_at = fields.Datetime(
        string="Web Connector Last Seen", readonly=True, copy=False
    )
    host = fields.Json(
        readonly=True,
        copy=False,
        help="What QuickBooks has last reported of itself: product, year, version,"
        " country, company file.",
    )

    _one_per_qb_user = models.UniqueIndex(
        "(qb_user) WHERE qb_user IS NOT NULL",
        "Another connection has this Web Connector user already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        connections = super().create(vals_list)
        connections._ensure_connector()
        return connections

    def write(self, vals):
        result = super().write(vals)
        if vals.get("provider") == "desktop":
            self._ensure_connector()
        return result

    def _ensure_connector(self):
        """Give those to QuickBooks Desktop a user and a file id, for life."""
        for connection in self.sudo():
            if connection._is_desktop() and not connection.qb_user:
                connection.write(
                    {
                        "environment": "production",
                        "qb_user": f"odoo-{secrets.token_hex(USER_BYTES)}",
                        "file_id": f"{{{uuid.uuid4()}}}",
                    }
                )

    def _is_desktop(self):
        """Whether the Web Connector calls here, instead of Odoo calling QuickBooks."""
        self.ensure_one()
        return self.provider == "desktop"

    @api.constrains("run_minutes")
    def _check_run_minutes(self):
        for connection in self:
            if not SHORTEST_RUN <= connection.run_minutes <= LONGEST_RUN:
                raise ValidationError(
                    self.env._(
                        "The Web Connector runs every %(least)s to %(most)s minutes;"
                        " %(given)s is not between them.",
                        least=SHORTEST_RUN,
                        most=LONGEST_RUN,
                        given=connection.run_minutes,
                    )
                )
