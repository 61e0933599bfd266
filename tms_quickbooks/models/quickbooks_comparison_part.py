# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import namedtuple
from decimal import Decimal

from odoo import api, fields, models

from ..lib import fingerprints
from ..lib.comparison import Finding, Kind, findings, theirs
from ..lib.objects import PAYMENTS
from .quickbooks_comparison import COMPARED_TYPES
from .quickbooks_object import OBJECT_TYPES

# Records of ours that are looked at together.
SWEPT_AT_ONCE = 1000

# Whose sums they are: those that are compared, and those that are not to be.
SIDES = ("here", "there", "apart_here", "apart_there")

# A document that QuickBooks shows: its state and side, what was `Noticed` of it last,
# and the record it belongs to, or None, with its side.
Shown = namedtuple("Shown", "state there before record here")
# On our side of a difference in content: it was changed here since it was sent.
OUTDATED = "outdated"


class QuickbooksComparisonPart(models.Model):
    """How far one type of document is compared, and what both sides come to.

    First QuickBooks' side is read, page by page; then ours is gone through, for what
    was not shown; what should have been is asked for once more by its id.
    """

    _name = "quickbooks.comparison.part"
    _description = "Comparison of the Books: One Type"
    _order = "comparison_id, id"
    _rec_name = "type"

    comparison_id = fields.Many2one(
        "quickbooks.comparison", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="comparison_id.company_id", store=True, index=True
    )
    type = fields.Selection(OBJECT_TYPES, required=True, readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("reading", "Reading QuickBooks"),
            ("sweeping", "Going Through Odoo"),
            ("looking", "Asking for Single Ones"),
            ("done", "Done"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    there_count = fields.Integer(readonly=True, help="Documents to read there.")
    read_count = fields.Integer(readonly=True)
    here_count = fields.Integer(readonly=True, help="Documents to look at here.")
    swept_count = fields.Integer(readonly=True)
    swept_id = fields.Integer(readonly=True, help="The last one looked at.")
    # A list of ids as JSON would be copied with every look at it.
    seen = fields.Text(readonly=True, prefetch=False)
    unseen = fields.Json(
        readonly=True,
        prefetch=False,
        help="Ids of documents of this period that QuickBooks has not shown in it.",
    )
    figures = fields.Json(readonly=True)

    @api.model
    def _types(self):
        labels = dict(self._fields["type"]._description_selection(self.env))
        return [(each, labels[each]) for each in COMPARED_TYPES]

    def _connection(self):
        return self.comparison_id.connection_id

    def _model(self):
        """The model of the records of this type."""
        return self.env[
            "account.payment"
            if self.type in ("Payment", "BillPayment")
            else "account.move"
        ]

    def _begin(self, there_count):
        self.write(
            {
                "state": "reading",
                "there_count": there_count,
                "here_count": self._model().search_count(self._here_domain()),
                "read_count": 0,
                "swept_count": 0,
                "swept_id": 0,
                "seen": "",
                "unseen": [],
                "figures": {},
            }
        )

    def _seen_ids(self):
        return set((self.seen or "").split())

    # -- QuickBooks' side ----------------------------------------------------------

    def _take_states(self, states):
        """Compare a page of what QuickBooks has in the period.

        What an overlapping page shows a second time is left out.
        """
        seen = self._seen_ids()
        new = [state for state in states if state.qb_id not in seen]
        shown = self._shown(new)
        apart = self._compare(shown)
        figures = Figures(self.figures)
        for each in shown:
            if each.there.is_booked:
                side = "apart_there" if each.state.qb_id in apart else "there"
                figures.add(side, each.there)
        seen.update(state.qb_id for state in new)
        self.write({"figures": figures.as_data(), "seen": " ".join(seen)})

    def _shown(self, states):
        """What QuickBooks shows, each with what is here of it.

        Payments over nothing that set credits off here are none here: what they settle
        shows in the balances.
        """
        connection = self._connection()
        Objects = self.env["quickbooks.object"]
        keys = [(state.type, state.qb_id) for state in states]
        before = Objects._noticed(connection, states)
        records = {
            key: record
            for key, record in Objects._records_of(connection, keys).items()
            if record._name == self._model()._name
        }
        states = [
            state
            for key, state in zip(keys, states, strict=True)
            if state.total
            or key in records
            or state.type not in PAYMENTS
            or not (key in before and before[key].bound)
        ]
        keys = [(state.type, state.qb_id) for state in states]
        of_model = self._model().concat(*records.values())
        sides = of_model._qb_sides(connection, self.type)
        home = connection._profile().home_currency
        return [
            Shown(
                state,
                theirs(state, home),
                before.get(key),
                record,
                record and sides[record.id],
            )
            for key, state in zip(keys, states, strict=True)
            for record in [records.get(key)]
        ]

    def _compare(self, shown):
        """Keep what differs.

        :return: the ids of what is only there and stays there
        """
        lines, only_there = [], []
        for each in shown:
            if each.record is None:
                if each.there.is_booked:
                    only_there.append(each)
                continue
            found = findings(each.here, each.there)
            if not found and each.here.is_booked:
                found = self._content(each)
            lines += [(each, finding) for finding in found]
        Lines = self.env["quickbooks.comparison.line"]
        Lines._add_differing(self, lines)
        return Lines._add_missing_here(self, only_there)

    @staticmethod
    def _content(shown):
        """What no list shows: the content has changed since it was settled."""
        is_outdated = shown.record.qb_status == "outdated"
        content = shown.state.content
        before = shown.before.content
        is_edited = bool(content and before) and not fingerprints.is_same(
            before, content
        )
        if not is_outdated and not is_edited:
            return []
        return [
            Finding(
                Kind.CONTENT,
                OUTDATED if is_outdated else "",
                content if is_edited else "",
            )
        ]

    # -- our side ------------------------------------------------------------------

    def _sweep(self):
        """Go through the next of our records: what was not shown is not there, or not
        in this period."""
        connection = self._connection()
        found = self._model().search_fetch(
            [*self._here_domain(), ("id", ">", self.swept_id)],
            ["id"],
            order="id",
            limit=SWEPT_AT_ONCE,
        )
        if not found:
            self.state = "looking" if self.unseen else "done"
            return
        records = found._qb_concerned()
        sides = records._qb_sides(connection, self.type)
        bound = self.env["quickbooks.object"]._bound(
            connection, self.type, records._name, records.ids
        )
        unbound = records.filtered(lambda record: record.id not in bound)
        apart = self.env["quickbooks.comparison.line"]._add_missing_there(
            self, unbound, sides
        )
        figures, seen = Figures(self.figures), self._seen_ids()
        for record in records:
            side = "apart_here" if record.id in apart else "here"
            figures.add(side, sides[record.id])
        unseen = [each.qb_id for each in bound.values() if each.qb_id not in seen]
        self.write(
            {
                "figures": figures.as_data(),
                "unseen": [*(self.unseen or []), *unseen],
                "swept_count": self.swept_count + len(found),
                "swept_id": found[-1].id,
            }
        )

    def _here_domain(self):
        """The records of ours that belong to this type and period."""
        return self._model()._qb_compared_domain(
            self._connection(),
            self.type,
            self.comparison_id.date_from,
            self.comparison_id.date_to,
        )

    # -- single ones ---------------------------------------------------------------

    def _take_unseen(self, states, asked):
        """What was asked for by its id: in another period, or not there any more.

        :param asked: the ids
        """
        found = {state.qb_id: state for state in states if state.active}
        self._compare(self._shown(list(found.values())))
        lost = [qb_id for qb_id in asked if qb_id not in found]
        self.env["quickbooks.comparison.line"]._add_lost(self, lost)
        left = (self.unseen or [])[len(asked) :]
        self.write({"unseen": left, "state": "looking" if left else "done"})

    # -- figures -------------------------------------------------------------------

    def _count_again(self, there):
        """What was set apart in QuickBooks counts after all.

        :param there: its ``Side``
        """
        figures = Figures(self.figures)
        figures.add("apart_there", there, -1)
        figures.add("there", there)
        self.figures = figures.as_data()

    def _figures_row(self, label, currency):
        """One line of the table of both sides."""
        figures = Figures(self.figures)
        here, there, apart_here, apart_there = figures.of_all(currency)
        return {
            "type": self.type,
            "label": label,
            "currency": currency,
            "here": here._shown(),
            "there": there._shown(),
            "apart": apart_here.count + apart_there.count,
            "delta_count": there.count - here.count,
            "delta_total": _money(there.total - here.total),
            "delta_balance": _money(there.balance - here.balance),
            "same": here == there,
        }


class Sum(namedtuple("Sum", "count total balance")):
    """How many documents, what they come to, and what of it is open."""

    def _shown(self):
        return {
            "count": f"{self.count:,}",
            "total": _money(self.total),
            "balance": _money(self.balance),
        }


class Figures:
    """Sums by currency and side, as JSON keeps them."""

    def __init__(self, data):
        self._sums = {
            (currency, side): Sum(count, Decimal(total), Decimal(balance))
            for currency, sides in (data or {}).items()
            for side, (count, total, balance) in sides.items()
        }

    def of(self, currency, side):
        return self._sums.get((currency, side), Sum(0, Decimal(0), Decimal(0)))

    def of_all(self, currency):
        """Ours and theirs, and what is set apart of each."""
        return [self.of(currency, side) for side in SIDES]

    def add(self, side, document, times=1):
        """:param document: a ``Side`` of the library"""
        before = self.of(document.currency, side)
        self._sums[document.currency, side] = Sum(
            before.count + times,
            before.total + times * document.total,
            before.balance + times * (document.balance or 0),
        )

    def as_data(self):
        data = {}
        for (currency, side), (count, total, balance) in self._sums.items():
            data.setdefault(currency, {})[side] = [count, str(total), str(balance)]
        return data


def _money(value):
    return f"{value:,.2f}"
