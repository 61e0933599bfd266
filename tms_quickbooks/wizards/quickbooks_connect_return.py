# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Coming back from Intuit: from a signed state and a code to a connected company."""

import hashlib
import re
from datetime import UTC, datetime

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq
from odoo.tools.misc import verify_hash_signed

from ..lib.online import sign_in
from ..lib.problems import QuickBooksError
from ..models.quickbooks_connection import OPEN_STATES
from .quickbooks_connect import STATE_SCOPE

# What Intuit sends is much shorter; longer is not from Intuit.
LONGEST_PARAMETER = 2000
REALM = re.compile(r"[0-9]{1,30}", re.ASCII)
OAUTH_ERROR = re.compile(r"[a-z_]{1,40}", re.ASCII)


class QuickbooksConnect(models.TransientModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connect"

    # -- the state -----------------------------------------------------------------

    @api.model
    def _of_state(self, state):
        """The sign-in a state was made for, and the secret number in it.

        :raises UserError: for a state that is not ours, or that is another user's
        """
        # Cut off, an overlong state fits no signature.
        text = (state or "")[:LONGEST_PARAMETER]
        try:
            number, user_id, nonce, connection_id = verify_hash_signed(
                self.sudo().env, STATE_SCOPE, text
            )
        except (ValueError, TypeError, IndexError) as error:
            raise UserError(
                self.env._(
                    "This sign-in did not start here: its link is incomplete or was"
                    " changed on the way. Start again from the QuickBooks connections."
                )
            ) from error
        if user_id != self.env.uid:
            raise UserError(
                self.env._(
                    "Another Odoo user started this sign-in, and you are logged in as"
                    " %(user)s. Only the one who starts a sign-in can finish it. Start"
                    " your own from the QuickBooks connections.",
                    user=self.env.user.name,
                )
            )
        self.env["quickbooks.connection"]._check_manager()
        found = self.browse(number).exists()
        if not found:
            raise UserError(self._too_late())
        if connection_id and not found.sudo().connection_id:
            raise UserError(
                self.env._(
                    "The QuickBooks connection was deleted while you were signing in."
                    " Nothing was connected. Connect QuickBooks anew."
                )
            )
        return found, nonce

    def _use_up(self, nonce):
        """Accept the return, once.

        :raises UserError: for a return that is too late, or the second one
        """
        self._check_manager()
        # It makes the second of two simultaneous returns wait and lose.
        self._lock()
        stored = self.sudo().nonce_hash
        given = hashlib.sha256(str(nonce).encode()).hexdigest()
        if not stored or not consteq(stored, given):
            raise UserError(
                self.env._(
                    "This sign-in is used already: its link is good for one return, and"
                    " a newer sign-in makes it invalid. Look whether the connection is"
                    " there; if not, try again."
                )
            )
        self.sudo().nonce_hash = False
        if self.expires_at <= fields.Datetime.now():
            raise UserError(self._too_late())
        # What the worker writes waits until we are through: a code works only once, so
        # that this cannot be done again after a conflict.
        if self.connection_id:
            self.connection_id._lock()

    def _too_late(self):
        return self.env._(
            "The sign-in took longer than fifteen minutes, so it is not valid any more."
            " Nothing was connected. Try again."
        )

    # -- the code ------------------------------------------------------------------

    def _finish(self, code, realm_id, error=None):
        """Turn the code of a finished sign-in into a connected company.

        Everything is stored at the end and at once: an error on the way leaves
        everything as it was. Where another Intuit user is the connected admin, the new
        sign-in waits for a decision (`_is_waiting`).

        :raises UserError: with what happened and what to do
        """
        self.ensure_one()
        self._check_answer(code, realm_id, error)
        # Somebody else may have connected the company meanwhile.
        self._check_ready()
        try:
            signed = sign_in.finish(
                self._oauth_app(),
                lambda token: self._make_client(token, realm_id),
                code,
                realm_id,
                datetime.now(UTC),
            )
        except QuickBooksError as failure:
            if failure.problem.code == "oauth.invalid_grant":
                # Of a code it means no lost permission but one that is too old or used.
                raise UserError(self._explain_refusal("invalid_grant")) from failure
            raise UserError(self._explain_failure(failure.problem)) from failure
        self._refuse_other_company(signed)
        self._refuse_known_company(signed)
        if self._has_other_admin(signed):
            self._wait_for_decision(signed)
        else:
            self._connect(signed)

    def _check_answer(self, code, realm_id, error):
        """:raises UserError: where Intuit sent the user back without what we need"""
        if error or not code or len(code) > LONGEST_PARAMETER:
            raise UserError(self._explain_refusal(error))
        if not realm_id:
            raise UserError(
                self.env._(
                    "Intuit did not say which QuickBooks company you chose. Nothing was"
                    " connected. Try again and choose a company when Intuit asks."
                )
            )
        if not REALM.fullmatch(realm_id):
            raise UserError(
                self.env._(
                    "What came back is not the number of a QuickBooks company, so"
                    " nothing was connected. Try again."
                )
            )

    def _explain_refusal(self, error):
        """Why Intuit sent the user back without a code."""
        if error == "access_denied":
            return self.env._(
                "You did not allow the connection at Intuit, so nothing was connected."
                " Try again and choose Connect when Intuit asks."
            )
        if error == "invalid_grant":
            return self.env._(
                "Intuit did not complete the sign-in: its code was too old or used"
                " already. Nothing was connected. Try again; if it happens again,"
                " compare the redirect URI of your app on Intuit's developer site with"
                " %(uri)s.",
                uri=self.redirect_uri,
            )
        named = error if error and OAUTH_ERROR.fullmatch(error) else "no code"
        return self.env._(
            "Intuit did not complete the sign-in (%(error)s). Nothing was connected."
            " Try again; if it happens again, check the client ID and the redirect"
            " URI of your app on Intuit's developer site.",
            error=named,
        )

    # -- which company -------------------------------------------------------------

    def _refuse_other_company(self, signed):
        """Links and documents of two QuickBooks companies would collide.

        :raises UserError: where the sign-in is to another company than before
        """
        connection = self.connection_id
        if not connection.realm_id or connection.realm_id == signed.realm_id:
            return
        self._give_back(signed)
        raise UserError(
            self.env._(
                "%(name)s belongs to the QuickBooks company %(old)s (%(old_id)s), and"
                " you signed in to %(new)s (%(new_id)s). Documents of two companies"
                " would collide. Try again and sign in to %(old)s. If you want to go on"
                " with %(new)s from now on, open the connection and choose Move to"
                " Another QuickBooks Company.",
                name=connection.name,
                old=connection.company_file or connection.realm_id,
                old_id=connection.realm_id,
                new=signed.profile.company_name,
                new_id=signed.realm_id,
            )
        )

    def _refuse_known_company(self, signed):
        """Keep to the connection that has the links to a QuickBooks company.

        Through a second one, what is there already would be sent once more.

        :raises UserError: where another connection of this company has them
        """
        connections = self.env["quickbooks.connection"].sudo()
        # Every simulator has the same companies, and each has books of its own.
        simulator = self.environment == "simulator" and self.simulator_url
        others = connections.with_context(active_test=False).search(
            [
                ("id", "!=", self.connection_id.id),
                ("environment", "=", self.environment),
                ("realm_id", "=", signed.realm_id),
                # A branch writes into the books of its head office, and may have
                # written into these by itself.
                ("company_id", "child_of", self.company_id.sudo().root_id.id),
                *([("simulator_url", "=", simulator)] * bool(simulator)),
            ]
        )
        first = others.filtered(lambda other: other._has_sent())[:1]
        if not first:
            return
        self._give_back(signed)
        if not first.active:
            raise UserError(
                self.env._(
                    "%(company)s is the QuickBooks company you have moved away from: it"
                    " is kept as %(name)s, which knows what is in it already. Sign in"
                    " to the new company; or go back, with Undo Migration or Move to"
                    " Another QuickBooks Company.",
                    company=signed.profile.company_name,
                    name=first.name,
                )
            )
        raise UserError(
            self.env._(
                "%(company)s has been connected before, as %(name)s, which knows what"
                " is in QuickBooks already. A second connection would send those"
                " documents twice. Open %(name)s and connect it again.",
                company=signed.profile.company_name,
                name=first.name,
            )
        )

    def _give_back(self, signed):
        """Take back at Intuit what will not be used.

        Not where the company is connected here by another: Intuit may not tell the two
        permissions of one app apart.
        """
        connected = self.env["quickbooks.connection"].sudo()
        if connected.search_count(
            [
                ("environment", "=", self.environment),
                ("realm_id", "=", signed.realm_id),
                ("state", "in", OPEN_STATES),
            ],
            limit=1,
        ):
            return
        self._revoke(signed.tokens.refresh_token)

    # -- storing -------------------------------------------------------------------

    def _connect(self, signed):
        """Keep the sign-in, and make the connection where there is none yet.

        :raises UserError: where the company, or the one in QuickBooks, is taken
        """
        try:
            with self.env.cr.savepoint():
                connection = self.connection_id or self._create_connection()
                connection.sudo().write(self._choices())
                # After the environment: a change of that forgets what is stored.
                connection.sudo().write(self._app_vals())
                connection._keep_sign_in(signed)
                self.env.flush_all()
        except psycopg2.errors.UniqueViolation as error:
            raise UserError(self._explain_taken(error, signed)) from error
        self.sudo().client_secret_sealed = False
        self.connection_id = connection
        client = self._make_client(signed.tokens.access_token, signed.realm_id)
        connection._learn_accounts(client)
        connection._wake()

    def _choices(self):
        return {
            "name": self.name,
            "environment": self.environment,
            "simulator_url": self.simulator_url,
        }

    def _app_vals(self):
        keeper = self._app_keeper().sudo()
        return {
            "client_id": keeper.client_id,
            "client_secret_sealed": keeper.client_secret_sealed,
        }

    def _create_connection(self):
        vals = {"company_id": self.company_id.id, **self._choices()}
        return self.env["quickbooks.connection"].create(vals)

    def _explain_taken(self, error, signed):
        if "one_per_realm" in (error.diag.constraint_name or ""):
            return self.env._(
                "%(company)s in QuickBooks is connected to another company here. Two"
                " companies writing to one set of books would mix their documents."
                " Disconnect that one first, or sign in to another QuickBooks company.",
                company=signed.profile.company_name,
            )
        return self.env._(
            "%(company)s is connected to a QuickBooks company already. Disconnect that"
            " connection first.",
            company=self.company_id.name,
        )
