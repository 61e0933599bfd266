# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import fingerprints
from ..lib.arrivals.documents import DELETED, EDITED, VOIDED
from ..lib.objects import PAYMENTS
from ..models.told import tell


class QuickbooksDifference(models.TransientModel):
    """A record beside what QuickBooks has of it by now, for a person to take one."""

    _name = "quickbooks.difference"
    _description = "Changed in QuickBooks"
    _inherit = "quickbooks.about"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    change_id = fields.Many2one(
        "quickbooks.change", required=True, readonly=True, ondelete="cascade"
    )
    version = fields.Char(readonly=True, help="The one that is compared.")
    is_renewed = fields.Boolean(
        readonly=True, help="One of the two was changed while it was compared."
    )
    kind = fields.Selection(
        [(EDITED, "Changed"), (VOIDED, "Made Void"), (DELETED, "Deleted")],
        required=True,
        readonly=True,
    )
    refusal = fields.Char(
        compute="_compute_refusal", help="Why it could not be taken over by itself."
    )
    name = fields.Char(string="Record", compute="_compute_name")
    type = fields.Selection(related="change_id.type")
    is_set_off = fields.Boolean(
        compute="_compute_is_set_off",
        help="It is the payment over nothing that sets off the credit of this record.",
    )
    number = fields.Char(related="change_id.name")
    updated_at = fields.Datetime(related="change_id.updated_at")
    url = fields.Char(compute="_compute_url")
    may_be_two = fields.Boolean(compute="_compute_may_be_two")
    has_before = fields.Boolean(compute="_compute_has_before")
    line_ids = fields.One2many(
        "quickbooks.difference.line", "difference_id", readonly=True
    )

    @api.depends("res_model", "type")
    def _compute_is_set_off(self):
        for difference in self:
            difference.is_set_off = (
                difference.res_model == "account.move" and difference.type in PAYMENTS
            )

    @api.depends("change_id")
    @api.depends_context("lang")
    def _compute_refusal(self):
        for difference in self:
            change = difference.change_id.sudo()
            asks = change.problem_code in (EDITED, VOIDED, DELETED)
            difference.refusal = not asks and change.problem_text

    @api.depends("res_model", "res_id")
    def _compute_name(self):
        for difference in self:
            difference.name = difference._record().display_name

    @api.depends("change_id")
    def _compute_url(self):
        for difference in self:
            difference.url = difference._there().url

    @api.depends("change_id")
    def _compute_may_be_two(self):
        for difference in self:
            change = difference.change_id.sudo()
            difference.may_be_two = change._is_linked_by_mark()

    @api.depends("line_ids.before")
    def _compute_has_before(self):
        for difference in self:
            difference.has_before = any(difference.line_ids.mapped("before"))

    def _there(self):
        """What is known of the object in QuickBooks."""
        change = self.change_id.sudo()
        return (
            self.env["quickbooks.object"]
            .sudo()
            ._find(change.connection_id, change.type, change.qb_id)
        )

    # -- opening -------------------------------------------------------------------

    @api.model
    def _open(self, change, is_renewed=False):
        """The dialog for a change that waits for a decision.

        :param is_renewed: it takes the place of one that shows what was before
        :raises UserError: where there is nothing to decide
        """
        change = change.sudo()
        record = self.env[change.res_model].browse(change.res_id).exists()
        if not change._is_to_compare() or not record:
            raise UserError(
                self.env._(
                    "There is nothing to compare. Open the change under From QuickBooks"
                    " to see what keeps it there."
                )
            )
        record.check_access("read")
        difference = self.sudo().create(
            {
                "company_id": change.company_id.id,
                "change_id": change.id,
                "version": change.version,
                "is_renewed": is_renewed,
                "res_model": record._name,
                "res_id": record.id,
                "kind": change._what_happened(),
                "line_ids": [
                    fields.Command.create(line)
                    for line in self._lines(change, record.sudo())
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Changed in QuickBooks"),
            "res_model": self._name,
            "res_id": difference.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _lines(self, change, record):
        """Values of one line for each field in which the two differ."""
        if change._what_happened() != EDITED:
            return
        there = self.env["quickbooks.object"].sudo()
        there = there._find(change.connection_id, change.type, change.qb_id)
        shown = record.with_env(self.env)._qb_value
        for edit in record._qb_edits(change, change._document()):
            # What was linked without having been seen has shown nothing before.
            before = there.updated_at and self._before(edit.field, there)
            yield {
                "label": tell(self.env, edit.label),
                "ours": shown(edit.field, edit.ours),
                "theirs": shown(edit.field, edit.theirs),
                "before": before and shown(edit.field, before),
            }

    @api.model
    def _before(self, field, there):
        """What QuickBooks showed last, where that is kept."""
        if field == "due_date":
            return (there.details or {}).get("due_date", "")
        if field == "total":
            return f"{there.total:.2f}"
        if field == "rate":
            return fingerprints.rate(there.content)
        if field == "party":
            return there._party().name or ""
        if field == "date":
            return there.date.isoformat() if there.date else ""
        return there.number or "" if field == "number" else ""

    # -- the decisions -------------------------------------------------------------

    def action_take_ours(self):
        """What is here goes over what QuickBooks has."""
        return self._decide(self._take_ours)

    def action_take_theirs(self):
        """What is here follows what QuickBooks has."""
        return self._decide(self._take_theirs)

    def action_are_two(self):
        """Both are right: each of them is a document of its own."""
        return self._decide(self._set_apart)

    def _set_apart(self, record, change):
        """:raises UserError: where both have been seen to be the same"""
        if not change._is_linked_by_mark():
            raise UserError(
                self.env._(
                    "It is one and the same: it was sent from here. Take what is here"
                    " or what QuickBooks has."
                )
            )
        change._set_apart(record.sudo())
        record._qb_log(
            self.env._(
                "%(name)s in QuickBooks is another one: somebody has said so.",
                name=change.display_name,
            )
        )
        record._qb_enqueue()
        if change.state == "failed":
            return self.env._(
                "They are two. That of QuickBooks is not here yet, see From QuickBooks:"
                " %(why)s",
                why=change.problem_text,
            )
        return self.env._("They are two: each of them is a document of its own.")

    def _take_ours(self, record, change):
        edits = "; ".join(
            f"{line.label}: {line.theirs or '–'} → {line.ours or '–'}"
            for line in self.line_ids
        )
        change._take_ours(record.sudo())
        said = self.env._("Changed in QuickBooks; what is here was taken.")
        record._qb_log(f"{said} {edits}".strip())
        record.sudo()._qb_open_jobs()._cancel_open()
        queued, _problems = record._qb_enqueue()
        if any(queued):
            return self.env._("It goes to QuickBooks as it is here.")
        return self.env._(
            "What is here counts. It goes to QuickBooks when it is sent next."
        )

    def _take_theirs(self, record, change):
        change._take_theirs(record.sudo())
        return self.env._("It is here as it is in QuickBooks.")

    def action_open(self):
        """Look at it in QuickBooks."""
        self.ensure_one()
        self._check()
        return self._there().action_open_in_quickbooks()

    def _check(self):
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")

    def _decide(self, take):
        """Have one of the two taken, locked and with the rights of the worker.

        A decision is about what was shown: where one of them was changed meanwhile,
        nothing is done, and they are shown anew.

        :param take: ``function(record, change)``; returns what to tell
        :raises UserError: where somebody has decided already
        """
        self.ensure_one()
        self._check()
        record = self._record()
        record.check_access("write")
        change = self.change_id.sudo()
        change._lock_to_decide()
        if not self._is_as_shown(change, record.sudo()):
            return self._open(change.with_env(self.env), is_renewed=True)
        said = take(record, change)
        return self.env["quickbooks.sync.mixin"]._qb_notify(said)

    def _is_as_shown(self, change, record):
        """Whether both sides still are what was compared."""
        if (self.version or "") != (change.version or ""):
            return False
        shown = [(line.label, line.ours, line.theirs) for line in self.line_ids]
        return shown == [
            (line["label"], line["ours"], line["theirs"])
            for line in self._lines(change, record)
        ]


class QuickbooksDifferenceLine(models.TransientModel):
    """One field in which both sides differ."""

    _name = "quickbooks.difference.line"
    _description = "Difference from QuickBooks"

    difference_id = fields.Many2one(
        "quickbooks.difference", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="difference_id.company_id", store=True)
    label = fields.Char(string="Field", readonly=True)
    ours = fields.Char(string="In Odoo", readonly=True)
    theirs = fields.Char(string="In QuickBooks", readonly=True)
    before = fields.Char(
        string="Last Shown by QuickBooks",
        readonly=True,
        help="What QuickBooks had when it was last in step with Odoo.",
    )
