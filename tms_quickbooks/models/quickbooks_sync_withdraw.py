# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Revert in QuickBooks: taking back what was sent, and what is left of it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import sent
from ..lib.objects import BOOKED
from .quickbooks_job_bulk import BULK_RUN


class QuickbooksSyncMixin(models.AbstractModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.sync.mixin"

    qb_can_revert = fields.Boolean(
        string="Can Be Taken Back from QuickBooks", compute="_compute_qb_withdrawing"
    )
    qb_withdrawing = fields.Boolean(
        string="Being Taken Back from QuickBooks", compute="_compute_qb_withdrawing"
    )
    qb_left_behind = fields.Boolean(
        string="Left Behind in QuickBooks",
        compute="_compute_qb_withdrawing",
        help="It counts no more here, but QuickBooks has it.",
    )
    qb_former = fields.Char(
        string="Formerly in QuickBooks", compute="_compute_qb_former"
    )

    # -- what a model answers ------------------------------------------------------

    def _qb_void_here(self):
        """Those of these records that do not count here: drafts, cancelled ones."""
        return self.browse()

    # -- what is shown -------------------------------------------------------------

    @api.depends("qb_status")
    @api.depends_context("allowed_company_ids")
    def _compute_qb_withdrawing(self):
        there = self._qb_by_record(self._qb_objects())
        jobs = self._qb_by_record(self._qb_open_jobs())
        for record in self:
            in_books = any(found.type in BOOKED for found in there[record.id])
            record.qb_can_revert = in_books and record.qb_connected
            record.qb_withdrawing = bool(jobs[record.id]._withdrawing())
            record.qb_left_behind = record.qb_can_revert and bool(
                record._qb_carried()[record.id]._qb_void_here()
            )

    @api.depends("qb_status")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_qb_former(self):
        former = self._qb_former_objects().grouped("former_id")
        types = self.env["quickbooks.object"]._type_labels()
        for record in self:
            record.qb_former = ", ".join(
                self._qb_tell_former(types[found.type], found)
                for found in former.get(record.id, ())
            )

    @api.model
    def _qb_tell_former(self, kind, found):
        values = {"type": kind, "number": found.number or found.qb_id}
        if found.withdrawn == sent.VOID:
            return self.env._("%(type)s %(number)s, voided", **values)
        return self.env._("%(type)s %(number)s, deleted", **values)

    def _qb_former_objects(self):
        """What these records were in QuickBooks and are not any more."""
        return (
            self.env["quickbooks.object"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("former_model", "=", self._name),
                    ("former_id", "in", self.ids),
                    ("res_model", "=", False),
                    (
                        "connection_id",
                        "in",
                        self.env["quickbooks.connection"]._current_ids(),
                    ),
                ],
                order="id",
            )
        )

    def action_qb_open_former(self):
        """What these were in QuickBooks before they were taken back."""
        self._qb_check_user()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Formerly in QuickBooks"),
            "res_model": "quickbooks.object",
            "view_mode": "list",
            "domain": [("id", "in", self._qb_former_objects().ids)],
            "context": {"active_test": False},
        }

    def _qb_leave_queue(self):
        """These count no more: what waits leaves the queue, and what QuickBooks has is
        outdated from now on."""
        queued = self.filtered(lambda record: record.qb_status in ("pending", "failed"))
        jobs = queued._qb_open_jobs()
        (self - queued)._qb_set_outdated()
        jobs._cancel_waiting()
        # Whatever becomes of the draft, it is not what is under way.
        under_way = jobs.filtered("request_id")
        under_way.changed = True
        self.browse(under_way.mapped("res_id"))._qb_log(
            self.env._(
                "Reset to draft while it was on its way to QuickBooks, where it may"
                " arrive as it was."
            )
        )

    # -- taking back ---------------------------------------------------------------

    def action_qb_revert(self):
        """Revert in QuickBooks: says what would happen, and asks."""
        self._qb_check_user()
        self.check_access("read")
        return self.env["quickbooks.revert"]._open(self)

    def action_qb_keep(self):
        """Do not take these back after all, where it is not under way yet."""
        self._qb_check_user()
        self.check_access("read")
        jobs = self._qb_open_jobs()._withdrawing()
        return jobs.with_env(self.env).action_cancel()

    def _qb_revertable(self):
        """What of these is in QuickBooks, or on its way there.

        :return: ``[(outbound, company, type, records)]``
        """
        found = []
        for company, records in self.grouped(self._qb_company).items():
            outbound = self.env["quickbooks.connection"]._outbound(company.id)
            if not outbound:
                continue
            domain = [
                ("connection_id", "=", outbound["id"]),
                ("res_model", "=", self._name),
                ("res_id", "in", records.ids),
            ]
            objects = self.env["quickbooks.object"].sudo()
            there = objects.with_context(active_test=False).search(
                [*domain, ("type", "in", list(BOOKED))]
            )
            under_way = self.env["quickbooks.job"].sudo()
            under_way = under_way.search(
                [
                    *domain,
                    ("object_type", "in", list(BOOKED)),
                    ("state", "in", ("sent", "failed")),
                    ("request_id", "!=", False),
                ]
            )
            by_type = {}
            for kind, key in [
                *((each.type, each.res_id) for each in there),
                *((each.object_type, each.res_id) for each in under_way),
            ]:
                by_type.setdefault(kind, set()).add(key)
            found += [
                (outbound, company, kind, self.browse(sorted(keys)))
                for kind, keys in by_type.items()
            ]
        return found

    def _qb_withdraw(self, wanted, keep_out, reason):
        """Queue the taking back of these; the caller has checked rights.

        :param wanted: `void` or `delete`, where the type has the choice
        :param keep_out: suppress them, so that nothing sends them again by itself
        :return: the records that are queued
        """
        run = self.env["quickbooks.job"]._new_run() if len(self) > 1 else None
        Jobs = self.env["quickbooks.job"].sudo().with_context(**{BULK_RUN: run})
        queued = self.browse()
        for outbound, company, object_type, records in self._qb_revertable():
            connection = self.env["quickbooks.connection"].browse(outbound["id"])
            operation = connection.sudo()._provider().withdraw.way(object_type, wanted)
            before = {record.id: record.qb_status for record in records}
            job_ids = Jobs._enqueue(
                outbound["id"], company.id, object_type, records, operation=operation
            )
            Jobs._remember_status(
                {
                    job_ids[key]: status
                    for key, status in before.items()
                    if status not in ("pending", "failed")
                }
            )
            suppressed = records.filtered(lambda r: r.qb_status == "suppressed")
            (records - suppressed).sudo()._qb_set_status(
                company, "suppressed" if keep_out else "pending"
            )
            (records - queued)._qb_log(
                self._qb_tell_revert(operation, keep_out, reason)
            )
            self.env["quickbooks.connection"]._wake_cron(outbound["cron_id"])
            queued |= records
        return queued, run

    @api.model
    def _qb_tell_revert(self, operation, keep_out, reason):
        said = (
            self.env._("Revert in QuickBooks: to be voided there.")
            if operation == sent.VOID
            else self.env._("Revert in QuickBooks: to be deleted there.")
        )
        if keep_out:
            kept = self.env._("Suppressed: not sent to QuickBooks until released.")
            said = f"{said} {kept}"
        if reason:
            given = self.env._("Reason: %(reason)s", reason=reason)
            said = f"{said} {given}"
        return said

    def _qb_check_left_behind(self):
        """Nothing is deleted here that QuickBooks would keep without anybody knowing.

        :raises UserError: where QuickBooks has one of these
        """
        for _outbound, _company, _type, records in self.sudo()._qb_revertable():
            raise UserError(
                self.env._(
                    "%(name)s is in QuickBooks. Choose Revert in QuickBooks on it"
                    " first (page QuickBooks); when it is taken back there, it can be"
                    " deleted here. Or cancel it instead of deleting it.",
                    name=records[0].display_name,
                )
            )
