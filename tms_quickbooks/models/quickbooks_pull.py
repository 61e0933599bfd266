# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.online import lists
from ..lib.online import read as online_read
from ..lib.problems import Problem

# What a mapping can lead to, which documents need before they go.
LIST_TYPES = (
    "Item",
    "Account",
    "Class",
    "Department",
    "Term",
    "TaxCode",
    "PaymentMethod",
)
# Lists a user may leave out, and the setting that says so.
PARTY_SETTINGS = {"Customer": "customer_pull", "Vendor": "vendor_pull"}

# A list up to this long is read whole: that costs no call more than its changes.
SHORT_LIST = 300
# Changes are trusted for so long before a long list is read whole again.
WHOLE_LIFE = timedelta(days=7)
# QuickBooks may show a change to a query a little after it has stamped it.
OVERLAP = timedelta(minutes=15)
# Ids in one query.
LOOKUP = 200


class QuickbooksPull(models.Model):
    """One list of a QuickBooks company, and how far it is here.

    Read whole, in pages, or only for its changes. Each page is stored and committed
    with the place it leads to, so that whoever comes next goes on from there.
    """

    _name = "quickbooks.pull"
    _description = "QuickBooks List"
    _order = "connection_id, id"
    _rec_name = "type"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    type = fields.Selection(
        [
            ("Item", "Products and Services"),
            ("Account", "Accounts"),
            ("Class", "Classes"),
            ("Department", "Locations"),
            ("Term", "Terms"),
            ("TaxCode", "Tax Codes"),
            ("PaymentMethod", "Payment Methods"),
            ("Customer", "Customers"),
            ("Vendor", "Vendors"),
        ],
        string="List",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("running", "Reading"),
            ("done", "Up to Date"),
            ("failed", "Failed"),
            ("stopped", "Stopped"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    whole = fields.Boolean(
        readonly=True, help="Somebody has asked for all of it, not only its changes."
    )
    inactive = fields.Boolean(readonly=True, help="Inactive objects are listed too.")
    since = fields.Datetime(
        readonly=True, help="Only what has changed from then on is read."
    )
    listed = fields.Integer(readonly=True, help="Objects on the list in QuickBooks.")
    total = fields.Integer(readonly=True, help="Objects to read this time.")
    read_count = fields.Integer(readonly=True, help="Objects read so far this time.")
    seen = fields.Json(readonly=True, prefetch=False, help="Their ids.")
    unseen = fields.Json(
        readonly=True,
        prefetch=False,
        help="Ids of objects known here that the list did not show, to be asked for.",
    )
    started_at = fields.Datetime(readonly=True)
    began_at = fields.Datetime(
        readonly=True, help="When it started, by QuickBooks' clock."
    )
    current_at = fields.Datetime(
        readonly=True,
        help="All changes up to this moment, by QuickBooks' clock, are here.",
    )
    whole_at = fields.Datetime(
        readonly=True, help="When it was last read whole, by QuickBooks' clock."
    )
    finished_at = fields.Datetime(string="Last Updated", readonly=True)
    reason = fields.Json(readonly=True)

    _one_per_type = models.UniqueIndex(
        "(connection_id, type)", "Each list of a QuickBooks company is read once."
    )

    # -- from the wish to the first page -------------------------------------------

    @api.model
    def _request(self, connection, whole=False):
        """Have a connection's lists brought up to date.

        What was stopped or failed half-way goes on where it was; what is under way
        already goes on.
        """
        wanted = LIST_TYPES + tuple(
            party
            for party, setting in PARTY_SETTINGS.items()
            if connection[setting] != "none"
        )
        known = self.search([("connection_id", "=", connection.id)])
        known.filtered(lambda pull: pull.type not in wanted).unlink()
        pulls = known.exists()
        pulls += self.create(
            [
                {
                    "connection_id": connection.id,
                    "company_id": connection.company_id.id,
                    "type": each,
                }
                for each in wanted
                if each not in pulls.mapped("type")
            ]
        )
        if not whole:
            pulls._go_on()
        anew = pulls if whole else pulls.filtered(lambda pull: pull.state == "done")
        anew.write({"state": "waiting", "whole": whole, "reason": False})
        return pulls

    def _go_on(self):
        """Take up again what was stopped or has failed."""
        for pull in self.filtered(lambda pull: pull.state in ("stopped", "failed")):
            pull.write(
                {
                    "state": "running" if pull.seen is not None else "waiting",
                    "reason": False,
                }
            )

    def _stop(self):
        self._under_way().state = "stopped"

    def _under_way(self):
        return self.filtered(lambda pull: pull.state in ("waiting", "running"))

    def _changes_since(self):
        """From when on changes are enough, or None where the list is read whole."""
        self.ensure_one()
        if (
            self.whole
            or self.listed <= SHORT_LIST
            or not self.current_at
            or not self.whole_at
            or self.whole_at < fields.Datetime.now() - WHOLE_LIFE
            or self.inactive != self._wants_inactive()
        ):
            return None
        return self.current_at - OVERLAP

    def _wants_inactive(self):
        """Whether inactive objects are brought here as well."""
        setting = PARTY_SETTINGS.get(self.type)
        return not setting or self.connection_id[setting] == "all"

    def _count_statements(self):
        """The queries that say how much there is to read, ``{key: statement}``."""
        statements = {}
        for pull in self:
            inactive, since = pull._wants_inactive(), pull._changes_since()
            statements[f"{pull.id}"] = lists.count_statement(
                pull.type, inactive=inactive
            )
            if since:
                statements[f"{pull.id}c"] = lists.count_statement(
                    pull.type, since=_aware(since)
                )
        return statements

    def _begin(self, answers, moment):
        """Start from the numbers QuickBooks has given.

        :param answers: by the keys of `_count_statements`
        :param moment: QuickBooks' time of these answers, aware
        """
        moment = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        for pull in self.filtered(lambda pull: pull.state == "waiting"):
            counts = [answers[f"{pull.id}"]]
            changed = answers.get(f"{pull.id}c")
            since = changed is not None and pull._changes_since()
            if since:
                counts.append(changed)
            refusal = next((each for each in counts if isinstance(each, Problem)), None)
            if refusal:
                pull._fail(refusal)
                continue
            pull.write(
                {
                    "state": "running",
                    "inactive": pull._wants_inactive(),
                    "since": since,
                    "listed": online_read.total(counts[0]),
                    "total": online_read.total(counts[-1]),
                    "read_count": 0,
                    "seen": [],
                    "unseen": None,
                    "started_at": fields.Datetime.now(),
                    "began_at": moment,
                }
            )
            if since and not pull.total:
                pull._end_of_list()

    # -- what users see ------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        for company, pulls in self.grouped("company_id").items():
            self.env["quickbooks.live"]._changed(company.id, self._name, pulls.ids)
        return result

    def _progress(self):
        """This list as the progress bar shows it."""
        labels = dict(self._fields["type"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "type": self.type,
            "name": labels[self.type],
            "state": self.state,
            "status": states[self.state],
            "read": self.read_count,
            "total": self.total,
            "listed": self.listed,
            "updated_at": fields.Datetime.to_string(self.finished_at) or "",
            "message": " ".join(
                self.env._(part["template"], **part["params"])
                for part in self.reason or []
            ),
        }

    # -- page by page --------------------------------------------------------------

    def _next_request(self):
        """What to ask QuickBooks next: ``(objects it may bring, statement)``."""
        self.ensure_one()
        if self.unseen:
            ids = self.unseen[:LOOKUP]
            return len(ids), online_read.id_lookup_statement(self.type, ids)
        page = self._page()
        statement = page.statement(
            self.type,
            inactive=self.inactive or bool(self.since),
            since=_aware(self.since),
        )
        return page.limit, statement

    def _page(self):
        return lists.Page.next(self.read_count, self.total)

    def _lock_unchanged(self):
        """Whether this is as it was when QuickBooks was asked; locked if so.

        Somebody may have stopped it, or another worker may have been faster.
        """
        self.ensure_one()
        asked = (self.state, self.read_count, len(self.unseen or ()))
        self.env.cr.execute(
            SQL("SELECT FROM quickbooks_pull WHERE id = %s FOR NO KEY UPDATE", self.id)
        )
        self.invalidate_recordset()
        found = self.exists()
        return found and asked == (
            self.state,
            self.read_count,
            len(self.unseen or ()),
        )

    def _take(self, answer, survivors):
        """Store what QuickBooks has answered to `_next_request`.

        :param survivors: see `quickbooks.object._lose`
        """
        if isinstance(answer, Problem):
            self._fail(answer)
        elif self.unseen:
            self._take_unseen(answer, survivors)
        else:
            self._take_page(answer)

    def _take_page(self, answer):
        states = online_read.query_objects(self.type, answer)
        ids = [state.qb_id for state in states]
        seen = self.seen or []
        known = set(seen)
        read, is_end = self._page().after(ids, known, self.total)
        self.env["quickbooks.object"]._learn(
            self.connection_id, self.type, self._wanted(states)
        )
        self.read_count = read
        self.seen = seen + [each for each in ids if each not in known]
        if is_end:
            self._end_of_list()

    def _wanted(self, states):
        """Without inactive objects nobody has asked for, unless we know them."""
        foreign = {state.qb_id for state in states if not state.active}
        if self.inactive or not foreign:
            return states
        rows = self.env["quickbooks.object"]._known(
            self.connection_id, self.type, foreign
        )
        foreign -= {row.qb_id for row in rows}
        return [state for state in states if state.qb_id not in foreign]

    def _end_of_list(self):
        """All pages are here: is everything here that QuickBooks has, and no more?"""
        if self.since:
            # What is merged away or deleted is no change that could be asked for.
            if self._here() == self.listed:
                self._finish()
            else:
                self.write(
                    {"since": False, "total": self.listed, "read_count": 0, "seen": []}
                )
            return
        unseen = self._not_seen()
        if unseen:
            self.unseen = unseen
        else:
            self._finish()

    def _domain(self):
        domain = [
            ("connection_id", "=", self.connection_id.id),
            ("type", "=", self.type),
            ("gone", "=", False),
        ]
        return domain if self.inactive else domain + [("active", "=", True)]

    def _here(self):
        """How many objects of the list are here, as it was when it was counted."""
        made_meanwhile = [
            ("create_date", ">=", self.started_at),
            ("synced_at", "!=", False),
        ]
        objects = self.env["quickbooks.object"].with_context(active_test=False)
        return objects.search_count(self._domain()) - objects.search_count(
            self._domain() + made_meanwhile
        )

    def _not_seen(self):
        """Ids of objects here that the list has not shown."""
        objects = self.env["quickbooks.object"].with_context(active_test=False)
        here = objects.search_fetch(self._domain(), ["qb_id"])
        return sorted(set(here.mapped("qb_id")) - set(self.seen))

    def _take_unseen(self, answer, survivors):
        """Some moved while the list was read or became inactive; the rest is gone."""
        states = online_read.query_objects(self.type, answer)
        asked, rest = self.unseen[:LOOKUP], self.unseen[LOOKUP:]
        objects = self.env["quickbooks.object"]
        objects._learn(self.connection_id, self.type, states)
        gone = set(asked) - {state.qb_id for state in states}
        objects._lose(self.connection_id, self.type, gone, survivors)
        self.unseen = rest
        if not rest:
            self._finish()

    def _gone_in(self, answer):
        """Ids of the objects asked for that QuickBooks does not have any more."""
        if not self.unseen or isinstance(answer, Problem):
            return set()
        found = online_read.query_objects(self.type, answer)
        return set(self.unseen[:LOOKUP]) - {state.qb_id for state in found}

    def _finish(self):
        self.write(
            {
                "state": "done",
                "whole": False,
                "read_count": self.total,
                "seen": None,
                "unseen": None,
                "current_at": self.began_at,
                "whole_at": self.whole_at if self.since else self.began_at,
                "finished_at": fields.Datetime.now(),
                "reason": False,
            }
        )

    def _fail(self, problem):
        """QuickBooks does not list this; nothing else is kept back by it."""
        self.write(
            {
                "state": "failed",
                "reason": [
                    {"template": m.template, "params": m.params}
                    for m in (problem.text, problem.hint)
                    if m
                ],
            }
        )


def _aware(moment):
    """A time of the ORM's, with its zone."""
    return moment.replace(tzinfo=UTC) if moment else None
