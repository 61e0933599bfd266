# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users do to a record for QuickBooks: send, retry, suppress, release, look."""

from odoo import models
from odoo.exceptions import AccessError, UserError

from .quickbooks_job_bulk import BULK_RUN
from .quickbooks_sync_mixin import ARRIVING


class QuickbooksSyncMixin(models.AbstractModel):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.sync.mixin"

    # -- sending -------------------------------------------------------------------

    def _qb_check_user(self):
        if not self.env.su and not self.env.user.has_group(
            "tms_quickbooks.group_quickbooks_user"
        ):
            raise AccessError(
                self.env._(
                    "You need the QuickBooks User right to do this. Ask your"
                    " administrator."
                )
            )

    def _qb_queues(self):
        """Where these would be queued, and what the users' own rules keep here.

        :return: ``([(outbound, company, object type, records)], [problem])``, one
            problem for each record that stays
        """
        connections = self.env["quickbooks.connection"]
        queues, problems = [], []
        for object_type, records in self.sudo()._qb_outgoing().items():
            for company, group in records.grouped(self._qb_company).items():
                outbound = connections._outbound(company.id)
                if not outbound:
                    continue
                group = group._qb_sendable(company)
                held = group._qb_held_back(
                    connections.sudo().browse(outbound["id"]),
                    object_type,
                    outbound["rules"],
                )
                problems += held.values()
                queues.append(
                    (
                        outbound,
                        company,
                        object_type,
                        group.filtered(lambda record, held=held: record.id not in held),
                    )
                )
        return queues, problems

    def _qb_enqueue(self):
        """Queue what can go out.

        The caller has checked rights: this runs with the rights of the queue.

        :return: (list of the records queued, by type; the problems of those that the
            users' own rules keep here)
        """
        queued = []
        queues, problems = self._qb_queues()
        for outbound, company, object_type, group in queues:
            if not group:
                continue
            self.env["quickbooks.job"].sudo()._enqueue(
                outbound["id"], company.id, object_type, group
            )
            group._qb_set_status(company, "pending")
            self.env["quickbooks.connection"]._wake_cron(outbound["cron_id"])
            queued.append(group)
        return queued, problems

    def _qb_send_on_posting(self):
        """Queue what the connection sends by itself: one statement for all of them.

        :return: the documents that were queued
        """
        if self.env.context.get(ARRIVING):  # it comes from there
            return self.browse()
        connections = self.env["quickbooks.connection"]
        wanted = self.browse()
        for object_type, records in self._qb_outgoing().items():
            for company, group in records.grouped(self._qb_company).items():
                outbound = connections._outbound(company.id)
                if outbound and object_type in outbound["on_posting"]:
                    wanted |= group
        queued, _problems = wanted._qb_enqueue()
        return self.browse().concat(*queued)

    def action_qb_send(self):
        """Send to QB: now, whatever the automatic sending says."""
        self._qb_check_user()
        self.check_access("read")
        if not any(self.mapped("qb_connected")):
            raise self.env["quickbooks.connection"]._none_connected()
        run = self.env["quickbooks.job"]._new_run() if len(self) > 1 else None
        queued, problems = self.with_context(**{BULK_RUN: run})._qb_enqueue()
        count = sum(map(len, queued))
        if not count and problems:
            raise UserError(self._qb_tell_held_back(problems))
        if not count:
            raise UserError(
                self.env._(
                    "Nothing to send: only what is posted goes to QuickBooks, and what"
                    " is suppressed has to be released first."
                )
            )
        said = self.env._("%(count)s queued for QuickBooks.", count=count)
        said = f"{said} {self._qb_tell_next_run()}".strip()
        if not problems:
            return self._qb_notify(said, run=run)
        return self._qb_notify(
            f"{said} {self._qb_tell_held_back(problems)}",
            kind="warning",
            sticky=True,
            run=run,
        )

    def _qb_tell_held_back(self, problems):
        """Why some stay here: the first reason stands for the others."""
        reason = self.env["quickbooks.connection"]._explain(problems[0])
        if len(problems) == 1:
            return reason
        return self.env._(
            "%(count)s stay here. The first of them: %(reason)s",
            count=len(problems),
            reason=reason,
        )

    def action_qb_preview(self):
        """Dry run: what would be sent and what would stop it; changes nothing."""
        self._qb_check_user()
        self.check_access("read")
        return self.env["quickbooks.preview"]._open(self)

    def action_qb_retry(self):
        """Try again what failed, after it was mended."""
        self._qb_check_user()
        self.check_access("read")
        failed = self._qb_open_jobs().filtered(lambda job: job.state == "failed")
        waiting = (
            self._qb_open_jobs()._awaited().filtered(lambda job: job.state == "failed")
        )
        return (failed | waiting).with_env(self.env).action_retry()

    def action_qb_look(self):
        """Ask QuickBooks whether these arrived, without sending anything."""
        self._qb_check_user()
        self.check_access("read")
        return self._qb_open_jobs().with_env(self.env).action_look()

    def action_qb_suppress(self):
        """Keep these out of QuickBooks, by any path, until they are released."""
        self._qb_check_user()
        self.check_access("write")
        self._qb_suppress()
        return self._qb_notify(self.env._("%(count)s suppressed.", count=len(self)))

    def _qb_suppress(self):
        """What suppressing does, once the user's rights are checked."""
        jobs = self._qb_open_jobs()
        # Who keeps it out of QuickBooks still wants it taken back.
        withdrawing = jobs._withdrawing()
        (jobs - withdrawing)._cancel_open()
        withdrawing.status_before = "suppressed"
        for company, records in self.grouped(self._qb_company).items():
            records.sudo()._qb_set_status(company, "suppressed")
        self._qb_log(self.env._("Suppressed: not sent to QuickBooks until released."))

    def action_qb_release(self):
        """Allow suppressed records to be sent again."""
        self._qb_check_user()
        self.check_access("write")
        released = self._qb_release()
        return self._qb_notify(self.env._("%(count)s released.", count=len(released)))

    def _qb_release(self):
        """What releasing does; return those that were suppressed."""
        suppressed = self.filtered(lambda record: record.qb_status == "suppressed")
        for company, records in suppressed.grouped(self._qb_company).items():
            records.sudo()._qb_release_status(company)
        suppressed._qb_log_released()
        return suppressed

    def _qb_log_released(self):
        self._qb_log(self.env._("Released: may be sent to QuickBooks again."))

    def action_qb_open(self):
        """Open in QuickBooks."""
        self.ensure_one()
        self._qb_check_user()
        self.check_access("read")
        found = self._qb_objects()
        if not found:
            raise UserError(self.env._("This is not in QuickBooks yet."))
        if len(found) > 1:
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("In QuickBooks"),
                "res_model": found._name,
                "view_mode": "list",
                "domain": [("id", "in", found.ids)],
                "context": {"active_test": False},
            }
        return found.action_open_in_quickbooks()

    def action_qb_fix(self):
        """Open the place where the problem is mended."""
        self.ensure_one()
        self._qb_check_user()
        self.check_access("read")
        told = self._qb_open_jobs()._telling()
        if not told:
            raise UserError(self.env._("There is nothing to mend."))
        return told.with_env(self.env).action_open_fix()

    def action_qb_view_jobs(self):
        """The QuickBooks jobs of these records."""
        carried = list(self._qb_carried().values())
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tms_quickbooks.action_quickbooks_job"
        )
        action["domain"] = [
            ("res_model", "=", carried[0]._name),
            ("res_id", "in", [key for records in carried for key in records.ids]),
        ]
        action["context"] = {}
        return action

    def _qb_log(self, text):
        """Who did what, in the chatter."""
        self.sudo()._message_log_batch(
            {record.id: text for record in self},
            author_id=self.env.user.partner_id.id,
        )

    def _qb_notify(self, message, kind="success", sticky=False, run=None):
        """Tell the user what an action did, and refresh what is shown.

        :param run: what the action has queued, to be followed on the screen
        """
        then = {"type": "ir.actions.act_window_close"}
        if run:
            then = {
                "type": "ir.actions.client",
                "tag": "quickbooks_follow",
                "params": {"run": run, "next": then},
            }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": message,
                "sticky": sticky,
                "next": then,
            },
        }
