# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users do about a difference."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import comparison as rules
from ..lib.comparison import Kind
from ..lib.messages import Message
from ..lib.objects import gone
from ..lib.problems import Problem
from .quickbooks_pull import OVERLAP

# What is taken from QuickBooks, or sent there, as a whole.
MENDABLE = ("open", "accepted", "apart")


class QuickbooksComparisonLine(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.comparison.line"

    can_send = fields.Boolean(compute="_compute_can")
    can_bring = fields.Boolean(compute="_compute_can")
    can_fix = fields.Boolean(
        compute="_compute_can", help="It was to be entered here, and needs somebody."
    )
    can_compare = fields.Boolean(compute="_compute_can")
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_link = fields.Boolean(compute="_compute_can")
    can_leave = fields.Boolean(compute="_compute_can")

    @api.depends("kind", "standing", "alike_id")
    def _compute_can(self):
        held = self._held_changes()
        for line in self:
            is_left = line.standing in MENDABLE
            is_both = line.kind not in (Kind.MISSING_HERE, Kind.MISSING_THERE)
            line.can_send = is_left and line.kind == Kind.MISSING_THERE
            is_to_bring = is_left and line.kind == Kind.MISSING_HERE
            line.can_fix = is_to_bring and line in held
            line.can_bring = is_to_bring and line not in held
            line.can_compare = is_both and line.standing != "mended"
            line.can_link = line.standing == "open" and bool(line.alike_id)
            line.can_leave = line.standing == "open"

    @api.depends("kind", "standing")
    def _compute_can_decide(self):
        """Somebody has changed it there: either side can be taken."""
        for line in self:
            line.can_decide = line.can_compare and line.sudo()._is_edited_there()

    def _held_changes(self):
        """The changes that keep what is missing here in the inbox: ``{line: change}``,
        in one query for each connection."""
        held = {}
        changes = self.env["quickbooks.change"]
        missing = self.filtered(lambda line: line.kind == Kind.MISSING_HERE)
        for connection, lines in missing.grouped("connection_id").items():
            waiting = changes._open_of(connection, lines._keys())
            by_key = {
                (change.type, change.qb_id): change
                for change in waiting
                if change.state == "failed"
            }
            for line in lines:
                if change := by_key.get((line.type, line.qb_id)):
                    held[line] = change
        return held

    # -- mending -------------------------------------------------------------------

    def action_fix(self):
        """Open the very place to mend what keeps it from being entered here."""
        self.ensure_one()
        lines = self._mendable("can_fix")
        return lines._held_changes()[lines].action_open_fix()

    def _mendable(self, what):
        """Those of these that can be mended in this way, with the rights of the worker.

        :param what: field that says so
        :raises UserError: where none can
        """
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        found = self.filtered(what)
        if not found:
            raise UserError(
                self.env._(
                    "None of these can be mended in this way. Open one to see what can"
                    " be done about it."
                )
            )
        return found

    def action_send(self):
        """Send what is missing in QuickBooks; also what was deleted there."""
        lines = self._mendable("can_send")
        lost = lines.sudo().filtered("gone")
        for connection, of_connection in lost.grouped("connection_id").items():
            states = [gone(line.type, line.qb_id) for line in of_connection]
            self.env["quickbooks.object"].sudo()._lose_documents(connection, states)
            # Nobody has to decide about it any more.
            changes = self.env["quickbooks.change"].sudo()
            for change in changes._open_of(connection, of_connection._keys()):
                change._end("ignored", [rules.SENT_AGAIN])
        said = None
        for model, of_model in lines.grouped("res_model").items():
            records = self.env[model].browse(of_model.mapped("res_id")).exists()
            said = records.action_qb_send()
        lines.sudo()._set_waiting()
        return said

    def action_send_ours(self):
        """What is here goes over what QuickBooks has."""
        lines = self._mendable("can_compare")
        said = None
        for model, of_model in lines.grouped("res_model").items():
            records = self.env[model].browse(set(of_model.mapped("res_id"))).exists()
            said = records.action_qb_send()
        lines.sudo()._set_waiting()
        return said

    def action_bring(self):
        """Enter here what is missing here: it goes through the inbox."""
        lines = self._mendable("can_bring").sudo()
        changes = self.env["quickbooks.change"].sudo()
        for connection, of_connection in lines.grouped("connection_id").items():
            states = [line._state() for line in of_connection]
            changes._queue(connection, states, "comparison")
            changes._open_of(connection, of_connection._keys()).insisted = True
        lines._read_since_compared()
        lines._set_waiting()
        return self.env["quickbooks.sync.mixin"]._qb_notify(
            self.env._("Being entered here: %(count)s.", count=len(lines))
        )

    def action_link(self):
        """The two are the same document: they belong together from now on."""
        lines = self._mendable("can_link").sudo()
        here = (lines | lines.alike_id).filtered(
            lambda line: line.kind == Kind.MISSING_THERE and line.alike_id
        )
        Objects = self.env["quickbooks.object"].sudo()
        for line in here:
            record, state = line._record(), line.alike_id._state()
            key = (state.type, state.qb_id)
            holder = Objects._records_of(line.connection_id, [key]).get(key)
            if record is None or holder not in (None, record):
                raise UserError(
                    self.env._(
                        "%(name)s was linked otherwise meanwhile. Compare again.",
                        name=line.number,
                    )
                )
            record.with_user(self.env.user).check_access("write")
            record._qb_open_jobs()._cancel_open()
            Objects._store(line.connection_id, [state], {key: record})
            record._qb_set_synced(line.company_id)
            record._qb_log(
                self.env._(
                    "Linked to %(number)s (%(id)s), which QuickBooks had already.",
                    number=state.number or state.type,
                    id=state.qb_id,
                )
            )
        here.alike_id._read_since_compared()
        (here | here.alike_id)._set_mended()
        return self.env["quickbooks.sync.mixin"]._qb_notify(
            self.env._("%(count)s linked.", count=len(here))
        )

    def _read_since_compared(self):
        """What was nobody's here may have changed in QuickBooks since it was compared,
        and no look has minded: it is read once more."""
        for connection, lines in self.grouped("connection_id").items():
            since = min(lines.comparison_id.mapped("started_at")) - OVERLAP
            pulls = self.env["quickbooks.pull"].sudo()
            pulls._read_since(connection, set(lines.mapped("type")), since)
            connection._wake()

    def action_leave(self):
        """The dialog to leave these as they are, with a reason."""
        lines = self._mendable("can_leave")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Leave It as It Is"),
            "res_model": "quickbooks.comparison.leave",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_ids": [fields.Command.set(lines.ids)]},
        }

    def action_take_up_again(self):
        """It is a difference after all."""
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        left = self.sudo().filtered(lambda line: line.standing == "accepted")
        left.accepted_id.unlink()
        left.write({"standing": "open"})

    def _leave(self, reason):
        """Leave these as they are, also whenever they are found again."""
        lines = self._mendable("can_leave")
        for line in lines:
            accepted = (
                self.env["quickbooks.comparison.accepted"]
                .sudo()
                .create(
                    {
                        "connection_id": line.connection_id.id,
                        "key": line._key(),
                        "reason": reason,
                    }
                )
            )
            line.sudo().write({"standing": "accepted", "accepted_id": accepted.id})
        lines.sudo()._settled()

    def action_compare(self):
        """The two sides, field by field, to decide which is right."""
        self.ensure_one()
        line = self._mendable("can_compare").sudo()
        change = line._in_inbox() if line._is_edited_there() else None
        if change and change._is_to_compare():
            return self.env["quickbooks.difference"]._open(change.with_env(self.env))
        self._look_after(line.connection_id)
        return {
            "type": "ir.actions.act_window",
            "name": self.number,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _is_edited_there(self):
        """Whether QuickBooks has shown something else than what is settled here."""
        known = self.env["quickbooks.object"]._noticed(
            self.connection_id, [self._state()]
        )
        before = known.get((self.type, self.qb_id))
        return bool(before) and not before.shows(self._state())

    def _in_inbox(self):
        """The change of this document, taken as far as it goes without a decision."""
        record = self._record()
        record.with_user(self.env.user).check_access("write")
        changes = self.env["quickbooks.change"]
        changes._queue(self.connection_id, [self._state()], "comparison")
        change = changes._open_of(self.connection_id, self._keys())
        if change.state == "pending":
            change._take_one(record)
        return change

    # -- looking -------------------------------------------------------------------

    def action_open_record(self):
        """The document in Odoo."""
        self.ensure_one()
        self.check_access("read")
        record = self._record()
        if record is None:
            raise UserError(self.env._("This is not in Odoo."))
        return record._get_records_action()

    def action_open_in_quickbooks(self):
        """The document in QuickBooks."""
        self.ensure_one()
        self.check_access("read")
        found = self.env["quickbooks.object"]._find(
            self.connection_id, self.type, self.qb_id
        )
        if not found:
            found = self.env["quickbooks.object"].new(
                {
                    "connection_id": self.connection_id.id,
                    "type": self.type,
                    "qb_id": self.qb_id,
                }
            )
        return found.action_open_in_quickbooks()

    # -- what became of it ---------------------------------------------------------

    def _set_waiting(self):
        self.write(
            {
                "standing": "waiting",
                "acted_at": fields.Datetime.now(),
                "note": [rules.ON_ITS_WAY.as_data()],
            }
        )
        self._tell_changed()

    def _set_mended(self):
        self.write({"standing": "mended", "note": False})
        self._settled()

    def _settled(self):
        """These need nobody any more; maybe nothing of their comparison does."""
        self._tell_changed()
        for comparison in self.comparison_id:
            comparison.connection_id._note_comparison(comparison)

    def _tell_changed(self):
        self.comparison_id._tell_changed()

    def _keys(self):
        """The objects of QuickBooks in these: their types and ids."""
        return [(line.type, line.qb_id) for line in self]


class QuickbooksChange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.change"

    @api.model
    def _standing_of(self, connection, object_type, states):
        """How objects stand that have come through the inbox:
        ``{QuickBooks id: (standing of a line, Message)}``; none for those that are
        done.

        :param states: ``ObjectState``, or lines
        """
        changes = self.search(
            [
                ("connection_id", "=", connection.id),
                ("type", "=", object_type),
                ("qb_id", "in", [state.qb_id for state in states]),
                ("state", "!=", "done"),
            ],
            order="id",
        )
        return {change.qb_id: change._standing() for change in changes}

    def _standing(self):
        self.ensure_one()
        if self.state == "pending":
            return "waiting", rules.ON_ITS_WAY
        if self.state == "ignored":
            kept = (self.outcome or [rules.NOT_BROUGHT.as_data()])[0]
            return "apart", Message.from_data(kept)
        problem = Problem.from_data(self.problem_data) if self.problem_data else None
        return "open", problem.text if problem else rules.ON_ITS_WAY
