# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Another Intuit user signs in: keep the connected admin, or change."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.online.sign_in import SignIn
from ..models.quickbooks_connection import OPEN_STATES

# How long the new sign-in waits for a decision; its access token lives an hour.
DECISION_LIFE = timedelta(minutes=30)


class QuickbooksConnect(models.TransientModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connect"

    waiting_sealed = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        prefetch=False,
        help="The new sign-in, encrypted, until somebody decides.",
    )
    waiting_admin = fields.Char(readonly=True, copy=False)

    def _is_waiting(self):
        """Whether it has to be decided who is the connected admin."""
        return bool(self.sudo().waiting_sealed)

    def _has_other_admin(self, signed):
        connection = self.connection_id
        return (
            connection.state in OPEN_STATES
            and connection.intuit_user
            and connection.intuit_user != signed.user.id
        )

    def _wait_for_decision(self, signed):
        """Change nothing yet; the worker gives the sign-in back when nobody decides."""
        until = fields.Datetime.now() + DECISION_LIFE
        self.sudo().write(
            {
                "waiting_sealed": self._vault().seal(signed.to_json()),
                "waiting_admin": signed.user.label,
                "expires_at": until,
            }
        )
        self.connection_id._wake(until)

    def _take_waiting(self):
        """The sign-in that waits; nobody else can decide about it after this.

        :raises UserError: where it was decided before, or waited too long
        """
        self._check_manager()
        self._lock()
        connection = self.connection_id
        if connection:
            connection._lock()
        if not self._is_waiting() or self.expires_at <= fields.Datetime.now():
            raise UserError(
                self.env._(
                    "There is nothing to decide any more: it was decided already, or"
                    " nobody decided for half an hour. The connected admin is"
                    " %(admin)s. To change, sign in again.",
                    admin=self._present_admin(),
                )
            )
        signed = SignIn.from_json(self._open_secret("waiting_sealed"))
        self.sudo().waiting_sealed = False
        return signed

    def _present_admin(self):
        """Nobody is, where the connection was closed meanwhile."""
        return self.connection_id.intuit_email or self.env._("nobody")

    def _keep_admin(self):
        """The connected admin stays; the new permission is given back to Intuit.

        :raises UserError: where there is nothing to decide
        """
        signed = self._take_waiting()
        connection = self.connection_id
        note = self.env._(
            "%(user)s kept %(old)s as the connected admin. The sign-in of %(new)s is"
            " not used.",
            user=self.env.user.name,
            old=self._present_admin(),
            new=signed.user.label,
        )
        revoked = self._revoke(signed.tokens.refresh_token)
        connection.message_post(body=self._with_outcome(note, revoked))

    def _change_admin(self):
        """The new user is the connected admin; the permission of the old one ends.

        :raises UserError: where there is nothing to decide, or another user has
            connected the company meanwhile
        """
        signed = self._take_waiting()
        connection = self.connection_id
        self._check_ready()
        self._refuse_other_company(signed)
        note = self.env._(
            "%(user)s changed the connected admin from %(old)s to %(new)s.",
            user=self.env.user.name,
            old=self._present_admin(),
            new=signed.user.label,
        )
        was_connected, old = connection.state == "connected", connection._permission()
        # Stored first: who renews a token meanwhile waits and finds the new one.
        self._connect(signed)
        if was_connected:
            note = self._with_outcome(note, bool(old) and self._revoke(old))
        connection.message_post(body=note)

    def _with_outcome(self, note, revoked):
        if revoked:
            return note
        return " ".join(
            (
                note,
                self.env._(
                    "Intuit could not be told: the permission that is not used any more"
                    " ends by itself after 100 days, or under Manage apps in"
                    " QuickBooks."
                ),
            )
        )

    def _give_back_waiting(self):
        """Take back at Intuit what nobody decided about, and forget it here."""
        try:
            signed = SignIn.from_json(self._open_secret("waiting_sealed"))
        except UserError:
            signed = None  # sealed with a key that is not here
        self.waiting_sealed = False
        connection = self.connection_id
        # In a copied database it is the original's. Who has become the connected admin
        # in the meantime keeps the permission.
        if signed and not (
            connection.is_copy or connection.intuit_user == signed.user.id
        ):
            self._revoke(signed.tokens.refresh_token)

    @api.model
    def _forget_unanswered(self, connection):
        """Give back and forget what nobody decided about in time."""
        late = self.sudo().search(
            [
                ("connection_id", "=", connection.id),
                ("waiting_sealed", "!=", False),
                ("expires_at", "<=", fields.Datetime.now()),
            ]
        )
        for sign_in in late:
            sign_in._give_back_waiting()
            connection.message_post(
                body=self.env._(
                    "Nobody decided whether %(new)s becomes the connected admin, so"
                    " %(old)s stays.",
                    new=sign_in.waiting_admin,
                    old=sign_in._present_admin(),
                )
            )
