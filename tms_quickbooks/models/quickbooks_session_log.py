# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The sessions of the Web Connector as people read them."""

from odoo import api, fields, models

from ..lib.desktop import calls as calls_of_desktop
from ..lib.problems import Problem
from .told import moment, tell


class QuickbooksSession(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.session"

    exchange_ids = fields.One2many("quickbooks.exchange", "session_id", readonly=True)
    host = fields.Json(
        readonly=True, help="What QuickBooks has reported of itself in this session."
    )
    company_file_name = fields.Char(
        string="Company File",
        readonly=True,
        help="Where the company file is that was open, as the Web Connector says.",
    )
    host_text = fields.Char(
        string="QuickBooks",
        compute="_compute_host_text",
        export_string_translation=False,
    )
    outcome = fields.Char(string="What It Did", compute="_compute_outcome")
    call_count = fields.Integer(string="Calls", compute="_compute_counts")
    sent_count = fields.Integer(string="Sent", compute="_compute_counts")
    refused_count = fields.Integer(string="Refused", compute="_compute_counts")
    asked = fields.Char(
        compute="_compute_counts", help="What QuickBooks was only asked for."
    )
    problem_data = fields.Json(
        readonly=True, help="Why it failed: `Problem.as_data()`."
    )
    problem_text = fields.Char(string="Problem", compute="_compute_problem_text")
    problem_hint = fields.Char(string="What to Do", compute="_compute_problem_text")

    @api.depends(
        "exchange_ids.item_count", "exchange_ids.refused_count", "exchange_ids.name"
    )
    @api.depends_context("lang")
    def _compute_counts(self):
        """Of documents and parties, not of what was only read.

        What QuickBooks has refused was not sent in the eyes of the bookkeeper.
        """
        counts = {
            session.id: found
            for session, *found in self.env["quickbooks.exchange"]._read_group(
                [("session_id", "in", self.ids)],
                ["session_id"],
                ["__count", "item_count:sum", "refused_count:sum", "name:array_agg"],
            )
        }
        for session in self:
            calls, sent, refused, names = counts.get(session.id, (0, 0, 0, ()))
            session.call_count = calls
            session.sent_count = sent - refused
            session.refused_count = refused
            purposes = filter(None, map(calls_of_desktop.purpose, dict.fromkeys(names)))
            session.asked = ", ".join(tell(self.env, each) for each in purposes)

    @api.depends("started_at")
    @api.depends_context("tz", "lang")
    def _compute_display_name(self):
        for session in self:
            session.display_name = session.started_at and moment(
                self.env, session.started_at
            )

    @api.depends("host")
    def _compute_host_text(self):
        for session in self:
            session.host_text = host_text(session.host)

    @api.depends("state", "problem_data", "sent_count", "refused_count", "asked")
    @api.depends_context("lang")
    def _compute_outcome(self):
        for session in self:
            session.outcome = session._tell_outcome()

    def _tell_outcome(self):
        """What a session has done, in a few words."""
        accepted = self.sent_count
        done = (
            self.env._(
                "%(accepted)s sent, %(refused)s refused.",
                accepted=accepted,
                refused=self.refused_count,
            )
            if self.refused_count
            else self.env._("%(accepted)s sent.", accepted=accepted)
            if accepted
            else self.env._("%(asked)s; nothing was to be sent.", asked=self.asked)
            if self.asked
            else self.env._("Nothing was to be sent.")
            if self.call_count
            else self.env._("Nothing was exchanged.")
        )
        match self.state:
            case "open":
                return self.env._("Is running: %(done)s", done=done)
            case "superseded":
                return self.env._("Broken off: %(done)s", done=done)
        return self.problem_text or done

    def _failure(self):
        """Why the session failed and what to do, in the library's words; or None."""
        problem = self.problem_data and Problem.from_data(self.problem_data)
        return (problem.text, problem.hint) if problem else (None, None)

    @api.depends("problem_data")
    @api.depends_context("lang")
    def _compute_problem_text(self):
        for session in self:
            text, hint = session._failure()
            session.problem_text = tell(self.env, text)
            session.problem_hint = tell(self.env, hint)


class QuickbooksExchange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.exchange"

    session_id = fields.Many2one(
        "quickbooks.session",
        string="Session",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The run of the Web Connector in which it went out last.",
    )


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    session_ids = fields.One2many("quickbooks.session", "connection_id", readonly=True)
    last_session_text = fields.Char(compute="_compute_last_session_text")
    host_text = fields.Char(
        string="Version", compute="_compute_host_text", export_string_translation=False
    )
    host_path = fields.Char(
        string="Company File",
        compute="_compute_host_text",
        export_string_translation=False,
    )

    @api.depends("session_ids.outcome")
    @api.depends_context("lang", "tz")
    def _compute_last_session_text(self):
        for connection in self:
            session = connection.session_ids[:1]
            connection.last_session_text = bool(session) and self.env._(
                "%(moment)s: %(outcome)s",
                moment=moment(self.env, session.started_at),
                outcome=session.outcome,
            )

    @api.depends("host")
    def _compute_host_text(self):
        for connection in self:
            connection.host_text = host_text(connection.host)
            connection.host_path = (connection.host or {}).get("company_file")


def host_text(host):
    """What a QuickBooks calls itself: product and country."""
    shown = [(host or {}).get(name) for name in ("product", "country")]
    return ", ".join(filter(None, shown))
