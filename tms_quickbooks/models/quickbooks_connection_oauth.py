# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Signing in to Intuit, the life of the tokens, and the secrets at rest."""

import hashlib
import logging
import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, config, consteq
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..lib.online import auth, client
from ..lib.online import read as online_read
from ..lib.problems import NextAction, QuickBooksError
from ..lib.vault import Vault, VaultError
from .quickbooks_connection import OPEN_STATES

_logger = logging.getLogger(__name__)

KEYS_OPTION = "tms_quickbooks_keys"
KEYS_VARIABLE = "TMS_QUICKBOOKS_KEYS"
STATE_SCOPE = "tms_quickbooks.oauth_state"
STATE_LIFE = timedelta(minutes=15)
# An access token this close to its end is renewed before it is used: a batch may take
# two minutes, and Intuit checks the token when the request arrives.
RENEWAL_MARGIN = timedelta(minutes=5)

API_URLS = {
    "production": client.Client.api_url_v3,
    "sandbox": client.Client.sandbox_api_url_v3,
}


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

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
    access_token_sealed = fields.Char(
        groups=fields.NO_ACCESS, copy=False, prefetch=False
    )
    access_expires_at = fields.Datetime(groups=fields.NO_ACCESS, copy=False)
    refresh_token_sealed = fields.Char(
        groups=fields.NO_ACCESS, copy=False, prefetch=False
    )
    refresh_expires_at = fields.Datetime(
        string="Sign-in Valid Until",
        readonly=True,
        copy=False,
        help="Without any exchange until then, somebody has to sign in again.",
    )
    hard_expires_at = fields.Datetime(
        string="New Sign-in Required By", readonly=True, copy=False
    )
    oauth_nonce_hash = fields.Char(groups=fields.NO_ACCESS, copy=False)
    redirect_uri = fields.Char(
        string="Redirect URI",
        compute="_compute_redirect_uri",
        help="Register this address with your app on Intuit's developer site.",
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

    def _compute_redirect_uri(self):
        base_url = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        self.redirect_uri = f"{base_url}/quickbooks/oauth/callback"

    # -- keys ----------------------------------------------------------------------

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

    # -- signing in ----------------------------------------------------------------

    def _oauth_app(self):
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

    def _simulator_url(self):
        if not self.simulator_url:
            raise UserError(
                self.env._("Enter the address where the QuickBooks simulator listens.")
            )
        return self.simulator_url.rstrip("/")

    def action_connect(self):
        """Send the user to Intuit to sign in and to choose the company.

        The state is signed, expires, and is good for one return of this very user.
        """
        self.ensure_one()
        self._check_manager()
        if not self.client_id or not self.sudo().client_secret_sealed:
            raise UserError(
                self.env._(
                    "Enter the client ID and the client secret of your app on Intuit's"
                    " developer site first."
                )
            )
        nonce = secrets.token_urlsafe(24)
        self.sudo().oauth_nonce_hash = hashlib.sha256(nonce.encode()).hexdigest()
        state = hash_sign(
            self.sudo().env,
            STATE_SCOPE,
            [self.id, self.env.uid, nonce],
            expiration=STATE_LIFE,
        )
        try:
            url = auth.authorization_url(self._oauth_app(), state)
        except QuickBooksError as error:
            raise UserError(self._explain(error.problem)) from error
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group(
            "tms_quickbooks.group_quickbooks_manager"
        ):
            raise UserError(self.env._("Only a QuickBooks Manager can do this."))

    @api.model
    def _take_oauth_state(self, state):
        """The connection a state was made for; the state is used up by this.

        :raises UserError: for a state that is forged, expired, used or another user's
        """
        refusal = self.env._(
            "This sign-in link is not valid any more: it is good for one sign-in within"
            " fifteen minutes, by the user who started it. Start again from the"
            " QuickBooks connection."
        )
        try:
            values = verify_hash_signed(self.sudo().env, STATE_SCOPE, state or "")
        except (ValueError, TypeError, IndexError):
            values = None
        if not values or values[1] != self.env.uid:
            raise UserError(refusal)
        connection = self.browse(values[0]).exists()
        if not connection:
            raise UserError(refusal)
        connection._check_manager()
        connection.check_access("write")
        # The row lock makes the second of two simultaneous returns wait and lose.
        [[stored]] = self.env.execute_query(
            SQL(
                "SELECT oauth_nonce_hash FROM quickbooks_connection"
                " WHERE id = %s FOR NO KEY UPDATE",
                connection.id,
            )
        )
        given = hashlib.sha256(str(values[2]).encode()).hexdigest()
        if not stored or not consteq(stored, given):
            raise UserError(refusal)
        connection.sudo().oauth_nonce_hash = False
        return connection

    def _explain_refusal(self, error):
        """Why Intuit sent the user back without a code."""
        if error == "access_denied":
            return self.env._(
                "You did not allow the connection at Intuit, so nothing was connected."
                " Start again and choose Connect when Intuit asks."
            )
        return self.env._(
            "Intuit did not complete the sign-in (%(error)s). Nothing was connected."
            " Start again; if it happens again, check the client ID and the redirect"
            " URI of your app on Intuit's developer site.",
            error=error or "no code",
        )

    def _authorize(self, code, realm_id):
        """Turn the code of a finished sign-in into a connected company.

        Everything is stored at the end and at once: an error on the way leaves the
        connection as it was.

        :raises UserError: with what happened and what to do
        """
        self.ensure_one()
        if self.realm_id and self.realm_id != realm_id:
            raise UserError(
                self.env._(
                    "%(name)s belongs to the QuickBooks company %(old)s (%(old_id)s),"
                    " and you signed in to another one (%(new_id)s). Documents of two"
                    " companies would collide. Sign in to %(old)s, or make a new"
                    " connection for the other company.",
                    name=self.name,
                    old=self.company_file or self.realm_id,
                    old_id=self.realm_id,
                    new_id=realm_id,
                )
            )
        now = datetime.now(UTC)
        try:
            tokens = auth.exchange_code(self._oauth_app(), code, realm_id, now)
            api_client = self._make_client(tokens.access_token, realm_id)
            profile = online_read.profile(
                api_client.company_info(), api_client.preferences()
            )
        except QuickBooksError as error:
            raise UserError(self._explain(error.problem)) from error
        vals = {
            **self._token_vals(tokens),
            "state": "connected",
            "realm_id": realm_id,
            "company_file": profile.company_name,
            "connected_by_id": self.env.uid,
            "connected_at": fields.Datetime.now(),
            "profile": profile.to_dict(),
            "paused_until": False,
            "pause_reason": False,
            "lists_updated_at": False,
        }
        try:
            with self.env.cr.savepoint():
                self.sudo().write(vals)
                self.flush_recordset()
        except psycopg2.errors.UniqueViolation as error:
            raise UserError(
                self.env._(
                    "Either this company already has another connected QuickBooks"
                    " company, or %(company)s is connected to another company here."
                    " Disconnect that one first.",
                    company=profile.company_name,
                )
            ) from error
        self._wake()

    def _token_vals(self, tokens):
        vault = self._vault()
        return {
            "access_token_sealed": vault.seal(tokens.access_token),
            "access_expires_at": _naive(tokens.access_expires_at),
            "refresh_token_sealed": vault.seal(tokens.refresh_token),
            "refresh_expires_at": _naive(tokens.refresh_expires_at),
            "hard_expires_at": _naive(tokens.hard_expires_at),
        }

    def action_disconnect(self):
        """Revoke the sign-in at Intuit and forget it here; links and history stay."""
        self.ensure_one()
        self._check_manager()
        note = self.env._("Disconnected. The sign-in was revoked at Intuit.")
        try:
            auth.revoke(self._oauth_app(), self._open_secret("refresh_token_sealed"))
        except (QuickBooksError, UserError):
            note = self.env._(
                "Disconnected. Intuit could not be reached, so the sign-in is forgotten"
                " here but not revoked there: remove the app under Manage apps in"
                " QuickBooks."
            )
        self.sudo().write(
            {
                "state": "disconnected",
                "access_token_sealed": False,
                "access_expires_at": False,
                "refresh_token_sealed": False,
                "refresh_expires_at": False,
                "hard_expires_at": False,
            }
        )
        self.message_post(body=note)

    # -- tokens in use -------------------------------------------------------------

    def _make_client(self, access_token, realm_id=None, on_call=None):
        self.ensure_one()
        api_url = (
            f"{self._simulator_url()}/v3"
            if self.environment == "simulator"
            else API_URLS[self.environment]
        )
        return client.Client(
            api_url, realm_id or self.realm_id, access_token, on_call=on_call
        )

    def _access_token(self, refused=None):
        """The current access token, renewed first where needed.

        Nothing may be waiting to be written to the connection when this is called: the
        renewal happens in a transaction of its own.

        :param refused: a token that QuickBooks has just refused; it is renewed unless
            another worker has done so meanwhile
        :raises QuickBooksError: when it cannot be renewed
        """
        self.ensure_one()
        connection = self.sudo()
        connection.invalidate_recordset(["access_token_sealed", "access_expires_at"])
        expires_at = connection.access_expires_at
        if expires_at and expires_at > fields.Datetime.now() + RENEWAL_MARGIN:
            token = connection._open_secret("access_token_sealed")
            if token != refused:
                return token
        return self._renew_token(refused)

    def _renew_token(self, refused):
        """Renew under a row lock, in a transaction of its own, and commit before use.

        Intuit invalidates the previous refresh token a day after it has given a new
        one, so a renewed token that is lost with a rolled-back transaction would cost
        the connection. Whoever waited for the lock finds the renewed token.
        """
        with self.env.registry.cursor() as cr:
            connection = self.with_env(self.env(cr=cr, su=True))
            cr.execute("SET LOCAL lock_timeout = '150s'")
            cr.execute(
                "SELECT state FROM quickbooks_connection"
                " WHERE id = %s FOR NO KEY UPDATE",
                (self.id,),
            )
            if cr.fetchone() not in [(state,) for state in OPEN_STATES]:
                raise UserError(
                    self.env._("%(name)s is not connected.", name=self.name)
                )
            token = connection._open_secret("access_token_sealed")
            fresh = fields.Datetime.now() + RENEWAL_MARGIN
            if token != refused and (connection.access_expires_at or fresh) > fresh:
                return token
            try:
                tokens = auth.refresh(
                    connection._oauth_app(),
                    connection._open_secret("refresh_token_sealed"),
                    datetime.now(UTC),
                )
            except QuickBooksError as error:
                if error.problem.action is NextAction.RECONNECT:
                    connection._require_reconnect(error.problem)
                    # The state must outlive the error.
                    cr.commit()  # pylint: disable=invalid-commit
                raise
            connection.write(connection._token_vals(tokens))
            # Before first use: a token lost with a rollback would cost the connection.
            cr.commit()  # pylint: disable=invalid-commit
        self.invalidate_recordset()
        return tokens.access_token

    def _require_reconnect(self, problem):
        """Jobs wait untouched until somebody signs in again."""
        self.ensure_one()
        if self.state != "connected":
            return
        self.sudo().state = "reconnect"
        _logger.warning("QuickBooks connection %s needs a new sign-in", self.id)
        self.message_post(body=self._explain(problem), subtype_xmlid="mail.mt_comment")

    def _explain(self, problem):
        """A problem's sentence and its hint, in the user's language."""
        parts = (problem.text, problem.hint)
        return " ".join(
            self.env._(part.template, **part.params) for part in parts if part
        )


def _naive(moment):
    """Odoo stores naive UTC."""
    return moment and moment.astimezone(UTC).replace(tzinfo=None)
