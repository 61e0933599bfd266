# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Signing in to Intuit and signing out."""

import hashlib
import logging
import secrets
from datetime import UTC, datetime, timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, consteq
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..lib.online import auth
from ..lib.online import read as online_read
from ..lib.problems import QuickBooksError

_logger = logging.getLogger(__name__)

STATE_SCOPE = "tms_quickbooks.oauth_state"
STATE_LIFE = timedelta(minutes=15)


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    oauth_nonce_hash = fields.Char(groups=fields.NO_ACCESS, copy=False)

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
        self.check_access("write")

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
        app = self._oauth_app()
        try:
            tokens = auth.exchange_code(app, code, realm_id, datetime.now(UTC))
            api_client = self._make_client(tokens.access_token, realm_id)
            profile = online_read.profile(
                api_client.company_info(), api_client.preferences()
            )
        except QuickBooksError as error:
            if error.problem.code == "oauth.invalid_grant":
                # Of a code it means no lost permission but one that is too old or used.
                raise UserError(self._explain_refusal("invalid_grant")) from error
            raise UserError(self._explain(error.problem)) from error
        if self.realm_id and self.realm_id != realm_id:
            self._refuse_other_company(app, tokens, profile, realm_id)
        self._refuse_known_company(realm_id, profile)
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

    def _refuse_known_company(self, realm_id, profile):
        """Keep to the connection that has the links to a QuickBooks company.

        Through a second one, what is there already would be sent once more.

        :raises UserError: where another connection of this company has them
        """
        linked = self.env["quickbooks.object"].sudo().with_context(active_test=False)
        # Every simulator has the same companies, and each has books of its own.
        simulator = self.environment == "simulator" and self.simulator_url
        first = linked.search(
            [
                ("connection_id", "!=", self.id),
                ("connection_id.environment", "=", self.environment),
                ("connection_id.realm_id", "=", realm_id),
                ("company_id", "=", self.company_id.id),
                ("res_model", "!=", False),
                *([("connection_id.simulator_url", "=", simulator)] * bool(simulator)),
            ],
            limit=1,
        ).connection_id
        if first:
            raise UserError(
                self.env._(
                    "%(company)s has been connected before, as %(name)s, which knows"
                    " what is in QuickBooks already. A second connection would send"
                    " those documents twice. Open %(name)s and connect it again.",
                    company=profile.company_name,
                    name=first.name,
                )
            )

    def _refuse_other_company(self, app, tokens, profile, realm_id):
        """Give the permission for a company back that this connection is not about.

        :raises UserError: always
        """
        try:
            auth.revoke(app, tokens.refresh_token)
        except QuickBooksError as error:
            _logger.warning("A permission was not revoked at Intuit: %s", error)
        raise UserError(
            self.env._(
                "%(name)s belongs to the QuickBooks company %(old)s (%(old_id)s), and"
                " you signed in to %(new)s (%(new_id)s). Documents of two companies"
                " would collide. Sign in to %(old)s, or make a new connection for the"
                " other company.",
                name=self.name,
                old=self.company_file or self.realm_id,
                old_id=self.realm_id,
                new=profile.company_name,
                new_id=realm_id,
            )
        )

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
