# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Signed in to Intuit, and signing out. `quickbooks.connect` is the way there."""

from odoo import fields, models
from odoo.exceptions import UserError


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    intuit_user = fields.Char(
        readonly=True, copy=False, help="Intuit's number of the connected admin."
    )
    intuit_email = fields.Char(
        string="Connected Admin",
        readonly=True,
        copy=False,
        tracking=True,
        help="Who signed in at Intuit. QuickBooks shows our changes as theirs, and the"
        " connection ends when they lose access to the company.",
    )

    def _check_manager(self):
        """:raises UserError: for who may not connect and disconnect"""
        if not self.env.su and not self.env.user.has_group(
            "tms_quickbooks.group_quickbooks_manager"
        ):
            raise UserError(self.env._("Only a QuickBooks Manager can do this."))
        self.check_access("write")

    def _check_may_sign_in(self):
        """:raises UserError: where this connection is not to be signed in for"""

    def action_connect(self):
        """Sign in at Intuit; first ask for the keys of the app where none are known."""
        self.ensure_one()
        self._check_manager()
        self._check_may_sign_in()
        sign_in = self.env["quickbooks.connect"].create(
            {
                "company_id": self.company_id.id,
                "provider": self.provider,
                "connection_id": self.id,
            }
        )
        return sign_in.action_sign_in() if sign_in.source_id else sign_in._open()

    def _has_sent(self):
        """Whether something in QuickBooks is linked through this connection, or may be
        there: an answer that was never received."""
        self.ensure_one()
        here = [("connection_id", "=", self.id)]
        linked = self.env["quickbooks.object"].with_context(active_test=False)
        return bool(
            linked.search_count([*here, ("res_model", "!=", False)], limit=1)
            or self.env["quickbooks.job"].search_count(
                [
                    *here,
                    ("state", "in", ("sent", "failed")),
                    ("request_id", "!=", False),
                ],
                limit=1,
            )
        )

    def _keep_sign_in(self, signed):
        """Be connected by what a user has just signed in for."""
        self.ensure_one()
        self.sudo().write(self._sign_in_vals(signed))
        self._store_profile(signed.profile)

    def _sign_in_vals(self, signed):
        return {
            **self._token_vals(signed.tokens),
            "state": "connected",
            "realm_id": signed.realm_id,
            "intuit_user": signed.user.id,
            "intuit_email": signed.user.label,
            "connected_by_id": self.env.uid,
            "connected_at": fields.Datetime.now(),
            "paused_until": False,
            "pause_reason": False,
            "lists_updated_at": False,
        }

    def _permission(self):
        """The refresh token, with which Intuit takes a permission back; "" where it is
        sealed with a key that is not here."""
        try:
            return self._open_secret("refresh_token_sealed")
        except UserError:
            return ""

    def action_disconnect(self):
        """Revoke the sign-in at Intuit and forget it here; links and history stay."""
        self.ensure_one()
        self._check_manager()
        token = self._permission()
        # Forgotten first: a worker that is under way stops and finds nothing to renew.
        self.sudo().write(
            {
                "state": "disconnected",
                **self._no_token_vals(),
                "intuit_user": False,
                "intuit_email": False,
            }
        )
        self.flush_recordset()
        unknown = self._unanswered_jobs()
        revoked = bool(token) and self._revoke(token)
        note = (
            self.env._("Disconnected. The sign-in was revoked at Intuit.")
            if revoked
            else self.env._(
                "Disconnected. Intuit could not be reached, so the sign-in is forgotten"
                " here but not revoked there: remove the app under Manage apps in"
                " QuickBooks."
            )
        )
        if unknown:
            told = self.env._(
                "%(count)s documents were on their way, for example %(name)s. What"
                " became of them is found out after the next sign-in.",
                count=len(unknown),
                name=unknown[0].record_name,
            )
            note = f"{note} {told}"
        self.message_post(body=note)
        is_plain = revoked and not unknown
        return self.env["quickbooks.sync.mixin"]._qb_notify(
            note, kind="success" if is_plain else "warning", sticky=not is_plain
        )

    def _form_action(self):
        """The form of this connection."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _form_path(self):
        """Where the web client shows this connection; without one, the list."""
        return f"/odoo/quickbooks/{self.id}" if self else "/odoo/quickbooks"
