# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The app registered with Intuit, and its secrets at rest."""

import os
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..lib.online import auth, client
from ..lib.vault import Vault, VaultError

KEYS_OPTION = "tms_quickbooks_keys"
KEYS_VARIABLE = "TMS_QUICKBOOKS_KEYS"
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
    keys_missing = fields.Boolean(compute="_compute_keys_missing")

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

    @api.model
    def _configured_keys(self):
        """Encryption keys of the environment or odoo.conf, newest first."""
        text = os.environ.get(KEYS_VARIABLE) or config.get(KEYS_OPTION) or ""
        return [key.strip() for key in str(text).split(",") if key.strip()]

    @api.depends("environment")
    def _compute_keys_missing(self):
        self.keys_missing = not self._configured_keys()

    @api.model
    def _local_key(self):
        """A key of this installation's data folder, for test companies only.

        It keeps the tokens of a sandbox or simulator out of database dumps without
        asking anybody to configure a key first. Production wants a configured key,
        which backups of the data folder do not carry.
        """
        path = Path(config["data_dir"]) / "tms_quickbooks.key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(descriptor, "w") as file:
            file.write(Vault.new_key())
        return path.read_text().strip()

    def _vault(self):
        """The vault for this connection's secrets.

        :raises UserError: when production has no key, or a key is malformed
        """
        keys = self._configured_keys()
        if not keys and self.environment == "production":
            raise UserError(
                self.env._(
                    "No encryption key is configured, so the sign-in to your live books"
                    " would be readable in every copy of this database. Put a key into"
                    " odoo.conf as %(option)s or into the environment as %(variable)s,"
                    " restart Odoo and try again.",
                    option=KEYS_OPTION,
                    variable=KEYS_VARIABLE,
                )
            )
        try:
            return Vault(keys or [self._local_key()])
        except VaultError as error:
            raise UserError(
                self.env._(
                    "The encryption key in %(option)s is not usable. It must be a"
                    " Fernet key: 32 random bytes in URL-safe base64.",
                    option=KEYS_OPTION,
                )
            ) from error

    def _open_secret(self, field_name):
        """A stored secret in clear, for the call that needs it and nothing else."""
        self.ensure_one()
        try:
            return self._vault().open(self.sudo()[field_name])
        except VaultError as error:
            raise UserError(
                self.env._(
                    "The stored sign-in of %(name)s cannot be read with the encryption"
                    " key of this installation. Was the database copied from another"
                    " machine? Connect again, or configure the old key beside the new"
                    " one.",
                    name=self.name,
                )
            ) from error

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
