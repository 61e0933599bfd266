# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether anything goes out: who has to sign in when, and why work waits."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..lib import outcomes
from .quickbooks_connection import OPEN_STATES
from .told import tell

# Intuit forgets a sign-in 100 days after its last use, and each one after five years
# (Intuit: refresh token policy). So long before, somebody is told.
IDLE_WARNING = timedelta(days=20)
HARD_WARNING = timedelta(days=60)

SIGN_IN_ACTIVITY = "tms_quickbooks.mail_activity_sign_in"
# What a reminder follows from.
REMINDER_FIELDS = {"state", "refresh_expires_at", "hard_expires_at"}


class QuickbooksConnection(models.Model):
    _name = "quickbooks.connection"
    _inherit = ["quickbooks.connection", "mail.activity.mixin"]

    sign_in_warning = fields.Char(compute="_compute_sign_in_warning")
    reminded_of = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        help="The reason for which the managers were asked to sign in, once.",
    )
    hold_text = fields.Char(string="Why Nothing Goes Out", compute="_compute_hold_text")
    hold_hint = fields.Char(compute="_compute_hold_text")

    def write(self, vals):
        result = super().write(vals)
        if not REMINDER_FIELDS.isdisjoint(vals):
            self._remind()
        return result

    # -- signing in again ----------------------------------------------------------

    def _sign_in_due(self):
        """Why somebody has to sign in again, and by when: ``(reason, date)``.

        The reason is `reconnect` (at once), `hard` (the five years end), `idle`
        (nothing was exchanged for long), or empty.
        """
        self.ensure_one()
        now = fields.Datetime.now()
        if self.state not in OPEN_STATES:
            return "", None
        if self.state == "reconnect":
            return "reconnect", now.date()
        for reason, end, before in (
            ("hard", self.hard_expires_at, HARD_WARNING),
            ("idle", self.refresh_expires_at, IDLE_WARNING),
        ):
            if end and end - before <= now:
                return reason, end.date()
        return "", None

    @api.depends("state", "refresh_expires_at", "hard_expires_at")
    @api.depends_context("lang")
    def _compute_sign_in_warning(self):
        for connection in self:
            reason, end = connection._sign_in_due()
            connection.sign_in_warning = connection._sign_in_sentence(reason, end)

    def _sign_in_sentence(self, reason, end):
        """Why somebody has to sign in, in the reader's language; empty for none."""
        match reason:
            case "reconnect":
                return self.env._(
                    "QuickBooks does not accept the sign-in of %(name)s any more. Click"
                    " Reconnect and sign in to the same company; what is waiting goes"
                    " on by itself.",
                    name=self.name,
                )
            case "hard":
                return self.env._(
                    "Intuit ends every sign-in after five years, this one on %(date)s."
                    " Sign in again before that, so that nothing has to wait.",
                    date=format_date(self.env, end),
                )
            case "idle":
                return self.env._(
                    "QuickBooks was not reached for a long time. If that goes on, the"
                    " sign-in ends on %(date)s. Check that the scheduled action of this"
                    " connection is active, or sign in again.",
                    date=format_date(self.env, end),
                )
        return ""

    def _remind(self):
        """Have the managers sign in where that is due; once for each reason.

        A reminder is done when its reason is gone, whoever saw to that.
        """
        for connection in self.sudo():
            reason, end = connection._sign_in_due()
            if reason == (connection.reminded_of or ""):
                continue
            if connection.reminded_of:
                connection.activity_feedback([SIGN_IN_ACTIVITY])
            connection.reminded_of = reason
            for manager in connection._managers() if reason else ():
                reader = connection.with_context(lang=manager.lang)
                reader.activity_schedule(
                    SIGN_IN_ACTIVITY,
                    date_deadline=end,
                    note=reader._sign_in_sentence(reason, end),
                    user_id=manager.id,
                )

    def _managers(self):
        """The users who may sign in for a connection."""
        self.ensure_one()
        group = self.env.ref("tms_quickbooks.group_quickbooks_manager").sudo()
        return group.all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )

    @api.model
    def _cron_remind(self):
        """Once a day: a sign-in comes to its end also while nothing is exchanged."""
        self.search([("state", "in", OPEN_STATES)])._remind()

    # -- why work waits ------------------------------------------------------------

    @api.depends("state", "is_copy")
    @api.depends_context("lang")
    def _compute_hold_text(self):
        for connection in self:
            text, hint = connection._hold()
            connection.hold_text = text
            connection.hold_hint = hint

    def _hold(self):
        """Why nothing goes out and what to do, for those whose documents wait."""
        self.ensure_one()
        if self.is_copy:
            problem = outcomes.copied_database()
            return tell(self.env, problem.text), tell(self.env, problem.hint)
        if self.state == "reconnect":
            return (
                self.env._("Waits until somebody signs in to QuickBooks again."),
                self.env._(
                    "A QuickBooks manager opens the connection and chooses Reconnect."
                    " What is waiting goes on by itself after that."
                ),
            )
        if self.state != "connected":
            return (
                self.env._("Waits until QuickBooks is connected."),
                self.env._(
                    "A QuickBooks manager connects %(name)s under QuickBooks >"
                    " Connections. What is waiting goes on by itself after that.",
                    name=self.name,
                ),
            )
        return False, False
