# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users do to what comes from QuickBooks: retry, leave it there, take it, open."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.arrivals.inbox import left_by
from ..lib.objects import TRANSACTIONS
from .quickbooks_pull import OVERLAP

# Whose party is a vendor.
OF_VENDORS = ("Bill", "VendorCredit", "BillPayment")


class QuickbooksChange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.change"

    insisted = fields.Boolean(
        readonly=True, help="Somebody wants it here, whatever the settings say."
    )
    url = fields.Char(string="Link to QuickBooks", compute="_compute_url")
    party_name = fields.Char(string="Customer or Vendor", compute="_compute_party_name")
    record_name = fields.Char(string="Here", compute="_compute_record_name")
    said_text = fields.Char(string="What Became of It", compute="_compute_said_text")

    @api.depends("type", "qb_id")
    def _compute_url(self):
        """Its page there; of what is deleted there is none."""
        for change in self:
            there = self.env["quickbooks.object"].new(
                {
                    "connection_id": change.connection_id.id,
                    "type": change.type,
                    "qb_id": change.qb_id,
                }
            )
            change.url = not change.gone and there.url

    @api.depends("party_qb_id", "type")
    def _compute_party_name(self):
        """The name of the customer or vendor, in one query."""
        wanted = {}
        for change in self.filtered("party_qb_id"):
            party = "Vendor" if change.type in OF_VENDORS else "Customer"
            wanted[change] = (change.connection_id.id, party, change.party_qb_id)
        rows = self.env.execute_query(
            SQL(
                "SELECT connection_id, type, qb_id, name FROM quickbooks_object"
                " WHERE connection_id = ANY(%s) AND type = ANY(%s) AND qb_id = ANY(%s)",
                *(
                    [list(each) for each in zip(*wanted.values(), strict=True)]
                    or [[]] * 3
                ),
            )
        )
        names = {row[:3]: row[3] for row in rows}
        for change in self:
            change.party_name = names.get(wanted.get(change), False)

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        """The name of the record it became, as far as the user may see it."""
        self.record_name = False
        for model, changes in self.filtered("res_model").grouped("res_model").items():
            records = self.env[model].browse(changes.mapped("res_id")).exists()
            names = {
                each.id: each.display_name for each in records._filtered_access("read")
            }
            for change in changes:
                change.record_name = names.get(change.res_id, False)

    @api.depends("state", "problem_data", "outcome", "res_model", "res_id")
    @api.depends_context("lang")
    def _compute_said_text(self):
        """What was done, and with which record; or why nothing was done yet."""
        for change in self:
            change.said_text = change.problem_text
            if change.state == "done":
                parts = change.record_name, change.outcome_text
                change.said_text = ": ".join(filter(None, parts))
            elif change.state == "ignored":
                change.said_text = change.outcome_text

    def _pulls(self):
        """As what it is entered here, `draft` or `post`; nothing (False) where it stays
        in QuickBooks."""
        self.ensure_one()
        return self.connection_id._pulls(self.type) or (self.insisted and "draft")

    # -- deciding ------------------------------------------------------------------

    def _for_decision(self, *states):
        """Those of these in such a state, to be written to, once the user's rights are
        checked."""
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        changes = self.sudo()
        changes.lock_for_update(allow_referencing=True)
        return changes.filtered(lambda change: change.state in states)

    def action_retry(self):
        """Try again at once what has failed, or waits for its next attempt."""
        changes = self._for_decision("failed", "pending")
        changes._try_now()
        return changes._tell_decided(
            self.env._("%(count)s will be tried again.", count=len(changes))
        )

    def action_leave(self):
        """Leave it in QuickBooks: nothing becomes of it here."""
        changes = self._for_decision("failed", "pending")
        for change in changes:
            change._end("ignored", [left_by(self.env.user.name)])
        for connection in changes.connection_id:
            changes._retry_after_documents(connection)
        return changes._tell_decided(
            self.env._("%(count)s left in QuickBooks.", count=len(changes))
        )

    def action_take(self):
        """Take what was left in QuickBooks after all, as it was shown last."""
        changes = self._for_decision("ignored")
        newer = changes._overtaken()
        if newer:
            raise UserError(
                self.env._(
                    "%(name)s has changed in QuickBooks since. Its newest change is in"
                    " the list, too: decide about that one.",
                    name=newer[0].display_name,
                )
            )
        changes.insisted = True
        changes._try_now()
        changes._read_since_noticed()
        return changes._tell_decided(
            self.env._("%(count)s will be entered here.", count=len(changes))
        )

    def _read_since_noticed(self):
        """What nobody has wanted may have changed in QuickBooks since it was noticed,
        and no look has minded: it is read once more."""
        for connection, changes in self.grouped("connection_id").items():
            types = {
                each
                for each in set(changes.mapped("type")) & TRANSACTIONS
                if not connection._pulls(each)
            }
            if types:
                since = min(changes.mapped("create_date")) - OVERLAP
                self.env["quickbooks.pull"].sudo()._read_since(connection, types, since)

    def _try_now(self):
        self.write(
            {
                "state": "pending",
                "attempts": 0,
                "next_attempt_at": fields.Datetime.now(),
                "outcome": False,
                "done_at": False,
                **self._problem_vals(None),
            }
        )
        self.connection_id._wake()

    def _overtaken(self):
        """Those of which a newer change has been noticed."""
        rows = self.env.execute_query(
            SQL(
                "SELECT this.id FROM quickbooks_change AS this"
                " JOIN quickbooks_change AS newer"
                " ON newer.connection_id = this.connection_id"
                " AND newer.type = this.type AND newer.qb_id = this.qb_id"
                " AND newer.id > this.id WHERE this.id = ANY(%s)",
                self.ids,
            )
        )
        return self.browse(row[0] for row in rows)

    def _tell_decided(self, said):
        for connection, changes in self.grouped("connection_id").items():
            changes._tell_changed(connection)
        notify = self.env["quickbooks.sync.mixin"]._qb_notify
        if not self:
            return notify(
                self.env._("There is nothing of this to decide."), kind="info"
            )
        return notify(said)

    # -- opening -------------------------------------------------------------------

    def action_open_record(self):
        self.ensure_one()
        self.check_access("read")
        record = self._record()
        if not record:
            raise UserError(self.env._("There is no record of this here."))
        return record._get_records_action()

    def action_open_in_quickbooks(self):
        self.ensure_one()
        self.check_access("read")
        if not self.url:
            raise UserError(
                self.env._("QuickBooks has no page for this, or has deleted it.")
            )
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}

    def action_open_fix(self):
        """Open the very place to mend, or what is here beside what is there."""
        self.ensure_one()
        self.check_access("read")
        record = self._record()
        if record and self.next_action == "decide":
            return record.action_qb_compare()
        return self.connection_id._action_to_mend(
            self._problem(), record or self, self.type
        )

    def _record(self):
        """The record it is about, or None."""
        return self.res_model and (
            self.env[self.res_model].browse(self.res_id).exists() or None
        )
