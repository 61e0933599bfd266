# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The app registered with Intuit, and its client secret."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.online import auth, client
from ..lib.problems import QuickBooksError

_logger = logging.getLogger(__name__)

CALLBACK_PATH = "/quickbooks/oauth/callback"
API_URLS = {
    "production": client.Client.api_url_v3,
    "sandbox": client.Client.sandbox_api_url_v3,
}


class QuickbooksApp(models.AbstractModel):
    """Who speaks to Intuit: an environment, and the app that is registered there.

    For what signs in (`quickbooks.connect`) and what stays signed in
    (`quickbooks.connection`).
    """

    _name = "quickbooks.app"
    _description = "App Registered with Intuit"

    name = fields.Char(required=True, default="QuickBooks")
    environment = fields.Selection(
        [
            ("production", "Production"),
            ("sandbox", "Sandbox"),
            ("simulator", "Simulator"),
        ],
        required=True,
        default="production",
        help="Production is the live company. Sandbox is Intuit's test company. The "
        "simulator stands in for QuickBooks in demonstrations, training and tests.",
    )
    simulator_url = fields.Char(
        string="Simulator Address", help="Where the simulator listens."
    )
    realm_id = fields.Char(
        string="QuickBooks Company ID",
        readonly=True,
        copy=False,
        help="Intuit calls it the realm.",
    )
    redirect_uri = fields.Char(
        string="Redirect URI",
        compute="_compute_redirect_uri",
        help="Register this address with your app on Intuit's developer site.",
    )
    client_id = fields.Char(
        string="Client ID", copy=False, help="Of your app on Intuit's developer site."
    )
    client_secret = fields.Char(
        compute="_compute_client_secret",
        inverse="_inverse_client_secret",
        help="Of your app on Intuit's developer site. Stored encrypted and never shown "
        "again.",
    )
    has_client_secret = fields.Boolean(compute="_compute_client_secret")
    client_secret_sealed = fields.Char(
        groups=fields.NO_ACCESS, copy=False, prefetch=False
    )

    @api.depends("client_secret_sealed")
    def _compute_client_secret(self):
        for connection in self:
            connection.client_secret = False
            connection.has_client_secret = bool(connection.sudo().client_secret_sealed)

    def _inverse_client_secret(self):
        for connection in self.filtered("client_secret"):
            connection.sudo().client_secret_sealed = connection._vault().seal(
                connection.client_secret.strip()
            )

    def _compute_redirect_uri(self):
        base_url = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        self.redirect_uri = base_url + CALLBACK_PATH

    def _simulator_url(self):
        if not self.simulator_url:
            raise UserError(
                self.env._("Enter the address where the QuickBooks simulator listens.")
            )
        return self.simulator_url.rstrip("/")

    def _oauth_app(self):
        """The app, with its secret in clear, for a call to Intuit's sign-in."""
        self.ensure_one()
        environment = self.environment
        if environment == "simulator":
            environment = f"{self._simulator_url()}/.well-known/openid_configuration"
        return auth.OAuthApp(
            client_id=self.client_id or "",
            client_secret=self._open_secret("client_secret_sealed"),
            redirect_uri=self.redirect_uri,
            environment=environment,
        )

    def _make_client(self, access_token, realm_id=None, on_call=None):
        """The one door to the API of a QuickBooks company."""
        self.ensure_one()
        api_url = (
            f"{self._simulator_url()}/v3"
            if self.environment == "simulator"
            else API_URLS[self.environment]
        )
        return client.Client(
            api_url, realm_id or self.realm_id, access_token, on_call=on_call
        )

    def _revoke(self, refresh_token):
        """Whether Intuit has taken the permission behind a token back."""
        try:
            auth.revoke(self._oauth_app(), refresh_token)
        except (QuickBooksError, UserError) as error:
            _logger.warning("A permission was not revoked at Intuit: %s", error)
            return False
        return True

    def _lock(self):
        """Wait until no other transaction writes to this record, and keep it so."""
        self.ensure_one()
        self.env.execute_query(
            SQL(
                "SELECT FROM %s WHERE id = %s FOR NO KEY UPDATE",
                SQL.identifier(self._table),
                self.id,
            )
        )
