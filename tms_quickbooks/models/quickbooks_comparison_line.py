# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter
from datetime import date

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ..lib import comparison as rules
from ..lib.comparison import Kind, Status
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
    _rec_names_search = ["number", "party"]

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
    kind = fields.Selection(KINDS, string="What Differs", required=True, readonly=True)
    standing = fields.Selection(
        [
            ("open", "Open"),
            ("waiting", "On Its Way"),
            ("mended", "Mended"),
            ("accepted", "Left as It Is"),
            ("apart", "Set Apart"),
        ],
        string="Status",
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
        string="Difference",
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

    @api.depends("number", "type", "party")
    @api.depends_context("lang")
    def _compute_display_name(self):
        types = self.env["quickbooks.object"]._type_labels()
        for line in self:
            line.display_name = line.number or self.env._(
                "%(type)s of %(party)s", type=types[line.type], party=line.party or "–"
            )

    @api.depends("kind", "ours", "theirs", "currency", "note", "alike_id")
    @api.depends_context("lang")
    def _compute_texts(self):
        for line in self:
            line.ours_text = line._in_words(line.ours, is_ours=True)
            line.theirs_text = line._in_words(line.theirs, is_ours=False)
            line.note_text = (
                self.env._(
                    "Probably the same as %(name)s: link them.",
                    name=line.alike_id.display_name,
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
        if self.kind == Kind.CURRENCY:
            code, _space, rate = value.partition(" ")
            shown = self.env["quickbooks.sync.mixin"]._qb_value
            return f"{code} {shown('rate', rate)}" if rate else code
        if self.kind == Kind.STATUS:
            if value == Status.BOOKED:
                return self.env._("In the books")
            return self.env._("Not posted") if is_ours else self.env._("Voided")
        return value

    def _plain(self, value, is_ours):
        """One side's value for a spreadsheet, which counts with numbers and days."""
        self.ensure_one()
        if value and self.kind in AMOUNTS:
            return float(value)
        if value and self.kind == Kind.DATE:
            return date.fromisoformat(value)
        return self._in_words(value, is_ours)

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
