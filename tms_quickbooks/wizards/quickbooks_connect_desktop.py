# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""QuickBooks Desktop: what the Web Connector shall do, and whether all is ready.

There is no sign-in to come back from: the connection is made, and waits for the first
session of the Web Connector.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.desktop import help as desktop_help
from ..lib.desktop import host as desktop_host

OLDER = "older"


class QuickbooksConnect(models.TransientModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connect"

    chosen_year = fields.Selection(
        "_select_year",
        string="Version",
        help="The year in the name of the product: press F2 in QuickBooks, or look at"
        " Help, About. Enterprise 24.0 is of 2024.",
    )
    oldest_year = fields.Integer(compute="_compute_oldest_year")
    company_file_path = fields.Char(
        string="Location of the Company File",
        compute="_compute_connector",
        store=True,
        readonly=False,
        precompute=True,
        help="In QuickBooks press F2: File Information, Location. Empty for the company"
        " file that is open when the Web Connector runs.",
    )
    run_minutes = fields.Integer(
        string="Run Every (Minutes)",
        compute="_compute_connector",
        store=True,
        readonly=False,
        precompute=True,
        help="The Web Connector can change it.",
    )
    unattended = fields.Boolean(
        string="Also While QuickBooks Is Closed",
        compute="_compute_connector",
        store=True,
        readonly=False,
        precompute=True,
        help="QuickBooks asks for that permission the first time.",
    )
    server_html = fields.Html(compute="_compute_server_html", sanitize=False)
    has_quickbooks = fields.Boolean(
        string="QuickBooks is open with our company file, in single-user mode, by the"
        " QuickBooks user Admin. This is needed the first time only."
    )
    has_connector = fields.Boolean(
        string="The QuickBooks Web Connector is installed on that computer. It comes"
        " with QuickBooks: look for “Web Connector” in the Start menu."
    )

    @api.model
    def _select_year(self):
        """The versions that can be connected, the newest first."""
        years = desktop_host.years(fields.Date.context_today(self))
        return [
            *((str(year), str(year)) for year in years),
            (OLDER, self.env._("%(year)s or older", year=years[-1] - 1)),
        ]

    @api.depends_context("tz")
    def _compute_oldest_year(self):
        self.oldest_year = desktop_host.years(fields.Date.context_today(self))[-1]

    @api.depends("connection_id")
    def _compute_connector(self):
        """As the connection has it; a new one as such connections begin."""
        new = self.env["quickbooks.connection"].new({})
        for sign_in in self:
            like = sign_in.connection_id or new
            sign_in.company_file_path = like.company_file_path
            sign_in.run_minutes = like.run_minutes
            sign_in.unattended = like.unattended

    @api.depends_context("lang")
    def _compute_server_html(self):
        connections = self.env["quickbooks.connection"]
        address = desktop_help.address(
            connections._connector_url(), connections._is_connector_served()
        )
        self.server_html = connections._help_html([address])

    # -- on to the Web Connector ---------------------------------------------------

    def action_prepare_desktop(self):
        """Make the connection, and show what is to be done at the other computer."""
        self.ensure_one()
        self._check_manager()
        self._check_free()
        self._check_confirmed()
        connection = self.connection_id or self.env["quickbooks.connection"].create(
            {
                "company_id": self.company_id.id,
                "provider": "desktop",
                "name": self.name,
            }
        )
        connection._prepare_connector(
            name=self.name,
            chosen_year=int(self.chosen_year),
            company_file_path=(self.company_file_path or "").strip().strip('"'),
            run_minutes=self.run_minutes,
            unattended=self.unattended,
        )
        self.connection_id = connection
        return connection._show_connector()

    def _check_confirmed(self):
        """:raises UserError: where QuickBooks could not be connected well"""
        if not self.chosen_year:
            raise UserError(self.env._("Choose the version of QuickBooks first."))
        if self.chosen_year == OLDER:
            raise UserError(
                self.env._(
                    "QuickBooks %(year)s and older cannot be connected: Intuit has"
                    " ended its support for them. Update QuickBooks first, or connect"
                    " QuickBooks Online.",
                    year=self.oldest_year - 1,
                )
            )
        if not (self.has_quickbooks and self.has_connector):
            raise UserError(
                self.env._(
                    "Confirm first that QuickBooks is open and that the Web Connector"
                    " is installed: tick both boxes."
                )
            )
