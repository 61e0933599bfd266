# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter
from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL, format_date
from odoo.tools.misc import formatLang

from ..lib import comparison as rules
from ..lib import identity
from ..lib.comparison import Kind, Status
from ..lib.objects import PAYMENTS, applied
from .quickbooks_job import OPEN_STATES
from .quickbooks_object import OBJECT_TYPES
from .told import tell_kept

KINDS = [
    (Kind.MISSING_HERE.value, "Missing in Odoo"),
    (Kind.MISSING_THERE.value, "Missing in QuickBooks"),
    (Kind.STATUS.value, "Status"),
    (Kind.CURRENCY.value, "Currency"),
    (Kind.AMOUNT.value, "Amount"),
    (Kind.TAX.value, "Tax"),
    (Kind.BALANCE.value, "Balance"),
    (Kind.PARTY.value, "Customer or Vendor"),
    (Kind.DATE.value, "Date"),
    (Kind.NUMBER.value, "Number"),
    (Kind.CONTENT.value, "Lines"),
]
AMOUNTS = (
    Kind.MISSING_HERE,
    Kind.MISSING_THERE,
    Kind.AMOUNT,
    Kind.TAX,
    Kind.BALANCE,
)


class QuickbooksComparisonLine(models.Model):
    """One difference between the books, and what became of it."""

    _name = "quickbooks.comparison.line"
    _description = "Difference Between the Books"
    _order = "comparison_id desc, id"
    _rec_name = "number"

    comparison_id = fields.Many2one(
        "quickbooks.comparison",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    connection_id = fields.Many2one(
        related="comparison_id.connection_id", store=True, string="Books"
    )
    company_id = fields.Many2one(
        related="comparison_id.company_id", store=True, index=True
    )
    type = fields.Selection(OBJECT_TYPES, required=True, readonly=True)
    kind = fields.Selection(KINDS, string="Difference", required=True, readonly=True)
    standing = fields.Selection(
        [
            ("open", "Open"),
            ("waiting", "On Its Way"),
            ("mended", "Mended"),
            ("accepted", "Left as It Is"),
            ("apart", "Set Apart"),
        ],
        required=True,
        readonly=True,
        default="open",
    )
    number = fields.Char(string="Document", readonly=True)
    date = fields.Date(readonly=True)
    party = fields.Char(string="Customer or Vendor", readonly=True)
    currency = fields.Char(readonly=True)
    ours = fields.Char(readonly=True, help="As it is compared: a plain value.")
    theirs = fields.Char(readonly=True, help="As it is compared: a plain value.")
    ours_text = fields.Char(string="In Odoo", compute="_compute_texts")
    theirs_text = fields.Char(string="In QuickBooks", compute="_compute_texts")
    delta = fields.Float(
        string="QuickBooks Has More",
        digits=(16, 2),
        readonly=True,
        help="What QuickBooks has more than Odoo; less than zero where it has less.",
    )
    res_model = fields.Char(string="Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", readonly=True
    )
    qb_id = fields.Char(string="QuickBooks ID", readonly=True)
    version = fields.Char(readonly=True, help="The one that was settled here then.")
    raw = fields.Text(readonly=True, prefetch=False, groups=fields.NO_ACCESS)
    gone = fields.Boolean(readonly=True, help="It was there once.")
    note = fields.Json(string="Why So", readonly=True, help="As the library says it.")
    note_text = fields.Char(string="Note", compute="_compute_texts")
    alike_id = fields.Many2one(
        "quickbooks.comparison.line",
        string="Probably the Same as",
        readonly=True,
        ondelete="set null",
    )
    acted_at = fields.Datetime(readonly=True, help="When somebody had it mended.")
    accepted_id = fields.Many2one(
        "quickbooks.comparison.accepted",
        string="Why It Was Left",
        readonly=True,
        ondelete="set null",
    )

    _unsettled = models.Index("(connection_id) WHERE standing IN ('open', 'waiting')")

    # -- what is shown -------------------------------------------------------------

    @api.depends("kind", "ours", "theirs", "currency", "note", "alike_id")
    @api.depends_context("lang")
    def _compute_texts(self):
        for line in self:
            line.ours_text = line._in_words(line.ours, is_ours=True)
            line.theirs_text = line._in_words(line.theirs, is_ours=False)
            line.note_text = (
                self.env._(
                    "Probably the same as %(name)s: link them.",
                    name=line.alike_id.number or line.alike_id.qb_id or "",
                )
                if line.alike_id and line.standing == "open"
                else tell_kept(self.env, line.note)
            )

    def _in_words(self, value, is_ours):
        """One side's value as people read it."""
        self.ensure_one()
        if self.kind == Kind.CONTENT:
            if not value:
                return self.env._("As last sent")
            return (
                self.env._("Changed here since")
                if is_ours
                else self.env._("Changed there since")
            )
        if not value:
            return self.env._("Not there") if self.kind in AMOUNTS else ""
        if self.kind in AMOUNTS:
            return formatLang(self.env, float(value), digits=2)
        if self.kind == Kind.DATE:
            return format_date(self.env, date.fromisoformat(value))
        if self.kind == Kind.STATUS:
            if value == Status.BOOKED:
                return self.env._("In the books")
            return self.env._("Not posted") if is_ours else self.env._("Voided")
        return value

    # -- from the comparison -------------------------------------------------------

    @api.model
    def _add_differing(self, part, found):
        """:param found: pairs of ``Shown`` and ``Finding``"""
        if not found:
            return
        waiting = self._on_their_way(part, [shown for shown, _finding in found])
        names = self._party_names(part, found)
        stays = self._are_payments_kept_apart(part)
        vals = []
        for shown, finding in found:
            standing, note = "open", None
            if shown.record.id in waiting:
                standing, note = "waiting", rules.ON_ITS_WAY
            elif finding.kind == Kind.BALANCE and stays:
                standing, note = "apart", rules.PAYMENTS_STAY
            elif finding.kind == Kind.BALANCE and part.type not in PAYMENTS:
                note = rules.PAID_OTHERWISE
            elif finding.kind == Kind.STATUS and not shown.here.is_booked:
                note = rules.NOT_POSTED_HERE
            ours, theirs = finding.ours, finding.theirs
            if finding.kind == Kind.PARTY:
                ours = names.get(ours, ours)
                theirs = self._name_there(part, shown, names)
            vals.append(
                {
                    **self._vals_here(part, shown.record, shown.here),
                    **self._vals_there(shown),
                    "kind": finding.kind.value,
                    "ours": ours,
                    "theirs": theirs,
                    "delta": finding.delta or 0,
                    "standing": standing,
                    "note": note and [note.as_data()],
                }
            )
        self.create(vals)

    @api.model
    def _add_missing_here(self, part, shown):
        """What belongs to nothing here.

        :param shown: list of ``Shown`` without record
        :return: the ids of what stays there, by the users' settings
        """
        if not shown:
            return set()
        why = self._why_not_here(part, [each.state for each in shown])
        names = self._names_of(part, [each.there.party for each in shown])
        vals, apart = [], set()
        for each in shown:
            state = each.state
            standing, note = why[state.qb_id]
            if standing == "apart":
                apart.add(state.qb_id)
            vals.append(
                {
                    **self._vals_there(each),
                    "comparison_id": part.comparison_id.id,
                    "type": part.type,
                    "kind": Kind.MISSING_HERE.value,
                    "number": each.there.number or state.qb_id,
                    "date": each.there.date,
                    "party": self._name_there(part, each, names),
                    "currency": each.there.currency,
                    "theirs": f"{each.there.total:f}",
                    "delta": each.there.total,
                    "standing": standing,
                    "note": note and [note.as_data()],
                }
            )
        self.create(vals)
        return apart

    @api.model
    def _add_missing_there(self, part, records, sides):
        """What nothing in QuickBooks belongs to.

        :return: the ids of the records that stay here, by the users' will
        """
        if not records:
            return set()
        connection = part._connection()
        held = records._qb_held_back(connection, part.type, connection._rules())
        jobs = self._open_jobs(part, records)
        vals, apart = [], set()
        for record in records:
            standing, note = "open", []
            if record.qb_status == "suppressed":
                standing, note = "apart", [rules.SUPPRESSED]
            elif record.id in held:
                standing, note = "apart", [held[record.id].text]
            elif record.id in jobs:
                failed = jobs[record.id].state == "failed"
                problem = failed and jobs[record.id]._problem()
                standing = "open" if failed else "waiting"
                note = [problem.text if problem else rules.ON_ITS_WAY]
            if standing == "apart":
                apart.add(record.id)
            side = sides[record.id]
            vals.append(
                {
                    **self._vals_here(part, record, side),
                    "kind": Kind.MISSING_THERE.value,
                    "ours": f"{side.total:f}",
                    "delta": -side.total,
                    "standing": standing,
                    "note": [message.as_data() for message in note] or False,
                }
            )
        self.create(vals)
        return apart

    @api.model
    def _add_lost(self, part, qb_ids):
        """What was in QuickBooks once, and is not any more."""
        connection = part._connection()
        records = self.env["quickbooks.object"]._records_of(
            connection, [(part.type, qb_id) for qb_id in qb_ids]
        )
        of_model = part._model().concat(*records.values())
        sides = of_model._qb_sides(connection, part.type)
        self.create(
            [
                {
                    **self._vals_here(part, record, sides[record.id]),
                    "qb_id": qb_id,
                    "gone": True,
                    "kind": Kind.MISSING_THERE.value,
                    "ours": f"{sides[record.id].total:f}",
                    "delta": -sides[record.id].total,
                    "note": [rules.DELETED_THERE.as_data()],
                }
                for (_type, qb_id), record in records.items()
                if sides[record.id].is_booked
            ]
        )

    def _vals_here(self, part, record, side):
        return {
            "comparison_id": part.comparison_id.id,
            "type": part.type,
            "res_model": record._name,
            "res_id": record.id,
            "number": record.display_name,
            "date": side.date,
            "party": record.partner_id.commercial_partner_id.display_name,
            "currency": side.currency,
        }

    def _vals_there(self, shown):
        return {
            "qb_id": shown.state.qb_id,
            "version": shown.before and shown.before.version,
            "raw": shown.state.raw,
        }

    # -- why they differ -----------------------------------------------------------

    def _on_their_way(self, part, shown):
        """The ids of those of the records whose change is on its way already."""
        connection = part._connection()
        records = part._model().concat(*{each.record for each in shown})
        jobs = self._open_jobs(part, records)
        coming = self.env["quickbooks.change"]._standing_of(
            connection, part.type, [each.state for each in shown]
        )
        return {key for key, job in jobs.items() if job.state != "failed"} | {
            each.record.id
            for each in shown
            if coming.get(each.state.qb_id, ("", None))[0] == "waiting"
        }

    def _open_jobs(self, part, records):
        """``{record id: its open job}``."""
        jobs = self.env["quickbooks.job"].search(
            [
                ("connection_id", "=", part._connection().id),
                ("object_type", "=", part.type),
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("state", "in", OPEN_STATES),
            ]
        )
        return {job.res_id: job for job in jobs}

    def _marks_under_way(self, part):
        """The marks of what was sent and has no answer yet."""
        jobs = self.env["quickbooks.job"].search_fetch(
            [
                ("connection_id", "=", part._connection().id),
                ("object_type", "=", part.type),
                ("state", "in", OPEN_STATES),
                ("request_id", "!=", False),
            ],
            ["res_id"],
        )
        records = part._model().browse(jobs.mapped("res_id"))
        return set(records._qb_mark().values()) if records else set()

    def _party_names(self, part, found):
        """Names for the ids of customers and vendors that differ."""
        return self._names_of(
            part,
            [
                qb_id
                for _shown, finding in found
                if finding.kind == Kind.PARTY
                for qb_id in (finding.ours, finding.theirs)
            ],
        )

    def _names_of(self, part, qb_ids):
        """``{id: name}`` of the customers or vendors of a type's documents."""
        party_type = part._model()._qb_party_type(part.type)
        rows = self.env["quickbooks.object"]._rows_of(
            part._connection(),
            {(party_type, qb_id) for qb_id in qb_ids if qb_id},
            SQL("full_name"),
        )
        return {key[1]: name for key, (name,) in rows.items()}

    def _are_payments_kept_apart(self, part):
        """Whether the payments of these documents go neither way, by the settings: then
        balances differ because they are to."""
        connection = part._connection()
        paid_by = "Payment" if part.type in ("Invoice", "CreditMemo") else "BillPayment"
        return (
            part.type not in PAYMENTS
            and paid_by in connection._rules().off
            and not connection._pulls(paid_by)
        )

    def _why_not_here(self, part, states):
        """How what belongs to nothing here stands:
        ``{QuickBooks id: (standing, Message or None)}``."""
        connection = part._connection()
        changes = self.env["quickbooks.change"]
        known = self.env["quickbooks.object"]._noticed(connection, states)
        here = {key for key, before in known.items() if before.bound}
        here |= changes._awaited(connection, states)
        before = changes._standing_of(connection, part.type, states)
        sent = self._marks_under_way(part)
        found = {}
        for state in states:
            marks = identity.marks(state.extra.get("memo") or "")
            if sent.intersection(marks):
                why = "waiting", rules.ON_ITS_WAY
            elif state.qb_id in before:
                why = before[state.qb_id]
            elif marks:  # sent from here, and lost from sight
                why = "open", None
            elif not connection._pulls(state.type):
                why = "apart", rules.NOT_BROUGHT
            elif state.type in PAYMENTS and here.isdisjoint(applied(state)):
                why = "apart", rules.SETTLES_NOTHING_HERE
            else:
                why = "open", None
            found[state.qb_id] = why
        return found

    def _name_there(self, part, shown, names):
        """The customer or vendor of what QuickBooks shows; it may be new there."""
        if shown.there.party in names:
            return names[shown.there.party]
        provider = part._connection()._provider()
        party = provider.documents.document(part.type, shown.state.raw).party
        return party.name if party else ""

    # -- when all was looked at ----------------------------------------------------

    def _pair_alike(self):
        """Propose what is missing on one side to be what is missing on the other.

        Only where that is not ambiguous.
        """
        here = self.filtered(
            lambda line: line.kind == Kind.MISSING_THERE
            and line.standing == "open"
            and not line.gone
        )
        there = self.filtered(
            lambda line: line.kind == Kind.MISSING_HERE and line.standing != "waiting"
        ).grouped(lambda line: (line.type, line.currency, line.theirs))
        pairs = []
        for object_type, lines in here.grouped("type").items():
            ours = lines._sides_here(object_type)
            for line in lines:
                key = (object_type, line.currency, line.ours)
                pairs += [
                    (line, other)
                    for other in there.get(key, ())
                    if rules.is_alike(ours[line], other._side_there())
                ]
        counts = Counter(line for pair in pairs for line in pair)
        for line, other in pairs:
            if counts[line] == counts[other] == 1:
                line.alike_id = other
                if other.standing == "apart":
                    other._part()._count_again(other._side_there())
                other.write({"alike_id": line.id, "standing": "open"})

    def _part(self):
        parts = self.comparison_id.part_ids
        return parts.filtered(lambda part: part.type == self.type)

    def _sides_here(self, object_type):
        """What these of one type look like here: ``{line: Side}``."""
        records = self.env[self[:1].res_model].browse(self.mapped("res_id"))
        sides = records._qb_sides(self.connection_id, object_type)
        return {line: sides[line.res_id] for line in self}

    def _side_there(self):
        """What one looks like in QuickBooks."""
        home = self.connection_id._profile().home_currency
        return rules.theirs(self._state(), home)

    def _set_accepted(self):
        """What somebody has left as it is once is left again."""
        accepted = self.env["quickbooks.comparison.accepted"]._known(
            self.connection_id, [line._key() for line in self]
        )
        for line in self.filtered(lambda each: each.standing == "open"):
            if found := accepted.get(line._key()):
                line.write({"standing": "accepted", "accepted_id": found})

    def _key(self):
        """What makes it the same difference, whenever it is found."""
        self.ensure_one()
        whose = self.qb_id or f"{self.res_model},{self.res_id}"
        return f"{self.type} {whose} {self.kind} {self.ours or ''} {self.theirs or ''}"

    def _record(self):
        """The record here, or None."""
        self.ensure_one()
        if not self.res_model:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    def _state(self):
        """What QuickBooks has shown."""
        self.ensure_one()
        provider = self.connection_id._provider()
        return provider.documents.state(self.type, self.sudo().raw)


class QuickbooksComparisonAccepted(models.Model):
    """A difference that somebody has left as it is, and why."""

    _name = "quickbooks.comparison.accepted"
    _description = "Difference Left as It Is"
    _rec_name = "reason"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    key = fields.Char(required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)

    _one = models.UniqueIndex("(connection_id, key)", "This was left as it is already.")

    @api.model
    def _known(self, connection, keys):
        """``{key: id}`` of those of these differences that were left."""
        found = self.search(
            [("connection_id", "=", connection.id), ("key", "in", list(keys))]
        )
        return {each.key: each.id for each in found}

    @api.depends("reason", "create_uid", "create_date")
    def _compute_display_name(self):
        for accepted in self:
            accepted.display_name = self.env._(
                "%(reason)s (%(user)s, %(date)s)",
                reason=accepted.reason,
                user=accepted.create_uid.name,
                date=format_date(self.env, accepted.create_date),
            )
