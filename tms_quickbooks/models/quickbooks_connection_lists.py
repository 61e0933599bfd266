# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks knows, brought here: the company's profile and its lists.

Everybody only wishes for it; the worker of the connection does it, a call at a time.
"""

from datetime import UTC, datetime, timedelta
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import retrying

from ..lib import objects
from ..lib.online import lists
from ..lib.online import read as online_read
from ..lib.problems import NextAction, Problem, QuickBooksError
from .quickbooks_pull import LIST_TYPES

LISTS_LIFE = timedelta(days=1)
# What QuickBooks refuses for a reason that was not known here shows that something has
# changed there; but one look is enough for many documents.
DOUBTED_AFTER = timedelta(minutes=1)
# What is about the connection and not about what was asked.
CALL_AGAIN = {
    NextAction.WAIT,
    NextAction.RETRY,
    NextAction.RECONNECT,
    NextAction.REFRESH_TOKEN,
}


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    lists_updated_at = fields.Datetime(
        string="Lists Updated", readonly=True, copy=False
    )
    pull_ids = fields.One2many(
        "quickbooks.pull",
        "connection_id",
        domain=[("type", "not in", sorted(objects.TRANSACTIONS))],
        readonly=True,
    )
    pull_state = fields.Selection(
        [
            ("running", "Updating"),
            ("failed", "Failed"),
            ("stopped", "Stopped"),
            ("done", "Up to Date"),
        ],
        string="Update from QuickBooks",
        compute="_compute_pull_state",
    )
    pull_progress = fields.Json(
        string="Lists of QuickBooks", compute="_compute_pull_progress"
    )

    # -- for the user --------------------------------------------------------------

    @api.depends("pull_ids.state")
    def _compute_pull_state(self):
        for connection in self:
            states = set(connection.pull_ids.mapped("state"))
            connection.pull_state = next(
                (
                    shown
                    for state, shown in (
                        ("waiting", "running"),
                        ("running", "running"),
                        ("failed", "failed"),
                        ("stopped", "stopped"),
                        ("done", "done"),
                    )
                    if state in states
                ),
                False,
            )

    @api.depends("pull_ids", "pause_text", "hold_text")
    @api.depends_context("lang")
    def _compute_pull_progress(self):
        """How far the lists are, as the progress bar shows it."""
        for connection in self:
            connection.pull_progress = {
                "running": connection.pull_state == "running",
                "later": connection._waits_for_connector(),
                "paused": connection.hold_text or connection.pause_text or "",
                "lists": [pull._progress() for pull in connection.pull_ids],
            }

    def action_update_lists(self):
        """Update from QuickBooks: check the connection and bring what has changed."""
        return self._wish_for_lists()

    def action_read_lists_again(self):
        """Bring all of every list, not only what has changed."""
        return self._wish_for_lists(whole=True)

    def action_go_on_lists(self):
        """Read on what was stopped, and try again what has failed."""
        connection = self._for_worker()
        connection.pull_ids._go_on()
        connection._wake()
        return self._show_pull()

    def _wish_for_lists(self, whole=False):
        connection = self._for_worker()
        self.env["quickbooks.pull"].sudo()._request(connection, whole)
        connection._wake()
        return self._show_pull()

    def action_stop_lists(self):
        """Leave it at that until somebody goes on, or until tomorrow."""
        connection = self._for_worker()
        connection.pull_ids._stop()
        connection.lists_updated_at = fields.Datetime.now()
        return self._show_pull()

    def _for_worker(self):
        """This connection as the worker has it, once the user's rights are checked.

        :raises UserError: while it is not connected
        """
        self.ensure_one()
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        if self.state != "connected":
            raise UserError(
                self.env._("%(name)s is not connected to QuickBooks.", name=self.name)
            )
        return self.sudo()

    def _show_pull(self):
        """The progress, in a dialog over whatever page the user is on."""
        form = self.env.ref("tms_quickbooks.view_quickbooks_connection_form_pull")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Update from QuickBooks"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(form.id, "form")],
            "target": "new",
        }

    # -- for the worker ------------------------------------------------------------

    def _lists_stale(self):
        self.ensure_one()
        last = self.lists_updated_at
        return not last or last < fields.Datetime.now() - LISTS_LIFE

    def _doubt_lists(self):
        """Have the worker update from QuickBooks: an answer says otherwise than what is
        known here, so that the next document of the kind is stopped before it goes."""
        checked = self.profile_checked_at
        if not checked or checked < fields.Datetime.now() - DOUBTED_AFTER:
            self.lists_updated_at = False

    def _step_lists(self):
        """What documents need before they go: the profile, and what mappings lead to.

        Short lists of customers and vendors come along in the same call.
        """
        under_way = self._lists_under_way()
        if not under_way and self._lists_stale():
            # A user may wish for the same at the same moment.
            retrying(lambda: self.env["quickbooks.pull"]._request(self), self.env)
            under_way = self._lists_under_way()
        waiting = under_way.filtered(lambda pull: pull.state == "waiting")
        if waiting:
            return self._begin_lists(waiting)
        if any(pull.type in LIST_TYPES for pull in under_way):
            return self._read_lists(under_way)
        return None

    def _step_pages(self):
        """The next page of a long list, between documents."""
        under_way = self._lists_under_way()
        return self._read_lists(under_way) if under_way else None

    def _lists_under_way(self):
        """What is still to be read, as it is now: a user may have stopped it."""
        pulls = self.env["quickbooks.pull"]
        pulls.invalidate_model()
        return pulls.search(
            [
                ("connection_id", "=", self.id),
                ("type", "not in", sorted(objects.TRANSACTIONS)),
                ("state", "in", ("waiting", "running")),
            ]
        )

    def _begin_lists(self, pulls):
        """Refresh the profile and count what there is to read, in one call."""
        answers, moment = self._ask_queries(
            {
                "info": lists.COMPANY_INFO,
                "prefs": lists.PREFERENCES,
                **pulls._count_statements(),
            }
        )
        profile = self._read_profile(answers["info"], answers["prefs"])
        retrying(partial(self._keep_begun, pulls, profile, answers, moment), self.env)
        return len(pulls)

    def _read_profile(self, info, preferences):
        """The company's profile; None where QuickBooks would not show it today."""
        for answer in (info, preferences):
            if isinstance(answer, Problem):
                if answer.action in CALL_AGAIN:
                    raise QuickBooksError(answer)
                return None
        return online_read.profile(
            online_read.settings("CompanyInfo", info),
            online_read.settings("Preferences", preferences),
        )

    def _keep_begun(self, pulls, profile, answers, moment):
        self._begin_changes(moment)
        if profile:
            self._store_profile(profile)
        pulls.exists()._begin(answers, moment)
        self._note_lists_done()

    def _read_lists(self, pulls):
        """The next page of these lists, as many of them as one call brings."""
        packed, places, answers = self._ask_pages(pulls)
        survivors = {
            pull: self._find_survivors(pull.type, pull._gone_in(answers[str(pull.id)]))
            for pull in packed
        }
        retrying(
            partial(self._keep_pages, packed, places, answers, survivors), self.env
        )
        return len(packed)

    def _ask_pages(self, pulls):
        """Ask for the next pages of these, of as many as one call brings.

        :return: those asked for; ``{pull: place before the call}``; the answers, by the
            ids of the pulls as text
        """
        requests = {pull: pull._next_request() for pull in pulls}
        places = {pull: pull._place() for pull in pulls}
        packed = lists.pack(
            (pull, size) for pull, (size, _statement) in requests.items()
        )
        answers, _moment = self._ask_queries(
            {str(pull.id): requests[pull][1] for pull in packed}
        )
        return packed, places, answers

    def _keep_pages(self, pulls, places, answers, survivors):
        for pull in pulls:
            if pull._lock_unchanged(places[pull]):
                pull._take(answers[str(pull.id)], survivors[pull])
        self._note_lists_done()

    def _note_lists_done(self):
        if not self._lists_under_way():
            self.lists_updated_at = fields.Datetime.now()
            self.env["quickbooks.job"]._retry_for_accounts(self)

    def _find_survivors(self, object_type, qb_ids):
        """Into whom these customers or vendors were merged, as far as that shows.

        QuickBooks does not say it. But it gives the transactions of the merged one to
        the one that stays.

        :return: ``{id: ObjectState}``
        """
        witnesses = self.env["quickbooks.object"]._witnesses(self, object_type, qb_ids)
        if not witnesses:
            return {}
        answers, _moment = self._ask_queries(
            {
                kind: online_read.id_lookup_statement(kind, parties)
                for kind, parties in witnesses.items()
            }
        )
        heirs = {}
        for kind, parties in witnesses.items():
            if isinstance(answers[kind], Problem):
                continue
            for state in online_read.query_objects(kind, answers[kind]):
                heirs[parties[state.qb_id]] = objects.party_id(state)
        heirs = {lost: heir for lost, heir in heirs.items() if heir != lost}
        if not heirs:
            return {}
        statement = online_read.id_lookup_statement(object_type, set(heirs.values()))
        answers, _moment = self._ask_queries({"heirs": statement})
        if isinstance(answers["heirs"], Problem):
            return {}
        found = {
            state.qb_id: state
            for state in online_read.query_objects(object_type, answers["heirs"])
        }
        return {lost: found[heir] for lost, heir in heirs.items() if heir in found}

    def _ask_queries(self, statements):
        """The answers to queries, in one call.

        :param statements: by key
        :return: ``{key: answer or Problem}``, and QuickBooks' time of the answers
        :raises QuickBooksError: when the call fails for a reason that passes
        """
        calls, answer = [], {}
        try:
            if len(statements) == 1:
                [(key, statement)] = statements.items()
                answer = self._ask(lambda client: client.query(statement), calls)
                answers = {key: answer}
            else:
                answer = self._ask(lambda client: client.queries(statements), calls)
                answers = online_read.query_results(answer, statements)
        except QuickBooksError as error:
            if error.problem.action in CALL_AGAIN:
                raise
            answers = dict.fromkeys(statements, error.problem)
        finally:
            self.env["quickbooks.exchange"].sudo()._log_calls(self, calls)
        return answers, online_read.answered_at(answer) or datetime.now(UTC)
