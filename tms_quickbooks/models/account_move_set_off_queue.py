# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When credits are set off in QuickBooks, and when that is undone there.

The payment over nothing follows the setting for payments, and the status of the credit
note says whether QuickBooks has both.
"""

from odoo import api, models
from odoo.tools import SQL

from ..lib.sent import DELETE, SEND
from .account_move_outdated import NOT_FOLLOWED
from .account_move_set_off import SET_OFF_BY
from .account_payment_settled import CREDITS, PAID
from .quickbooks_job import OPEN_STATES
from .quickbooks_sync_mixin import ARRIVING


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_set_credits_off(self, by_itself=True):
        """Bring QuickBooks in line with what credits settle without a payment: those
        among these, and those matched with these. Few queries for any number.

        :param by_itself: somebody has matched something; False where one of these has
            just been sent or is to be taken back, which takes along what waits for a
            click
        """
        if self.env.context.get(ARRIVING):  # it is as QuickBooks has it
            return
        connections = self.env["quickbooks.connection"].sudo()
        credits_ = self._qb_credits_to_look_at().sudo()
        for company, of_company in credits_.grouped(self._qb_company).items():
            outbound = connections._outbound(company.id)
            if not outbound or outbound["desktop"]:
                continue
            connection = connections.browse(outbound["id"])
            of_company = of_company.with_company(connection.company_id)
            for move_type, group in of_company.grouped("move_type").items():
                object_type = SET_OFF_BY[move_type]
                if object_type in outbound["rules"].off:
                    continue
                goes = not by_itself or object_type in outbound["on_posting"]
                group._qb_queue_set_off(connection, object_type, goes)

    def _qb_tell_left_open(self):
        """In QuickBooks Desktop a credit set off without money is a mere link, which
        has no id (Intuit: SetCredit) and could not be undone from here: somebody does
        it there."""
        connections = self.env["quickbooks.connection"].sudo()
        for company, moves in self.grouped(self._qb_company).items():
            outbound = connections._outbound(company.id)
            if not outbound or not outbound["desktop"]:
                continue
            credits_ = moves._qb_credits_to_look_at().sudo()
            wanted = credits_._qb_set_off(connections.browse(outbound["id"]))
            credits_.filtered(
                lambda credit, wanted=wanted: credit.id in wanted
                and credit.qb_status not in NOT_FOLLOWED
            )._qb_log(
                self.env._(
                    "Matched without a payment. In QuickBooks Desktop the credit stays"
                    " open until a payment of the invoice or bill names it, which goes"
                    " by itself, or until somebody applies it there: Apply Credits on"
                    " the invoice, or Set Credits in Pay Bills."
                )
            )

    def _qb_credits_to_look_at(self):
        """The credits that QuickBooks may have otherwise: these and those matched with
        these, as far as they are matched with invoices or were; one query."""
        if not self:
            return self
        for model in ("account.partial.reconcile", "account.move.line", "account.move"):
            self.env[model].flush_model()
        self.env["quickbooks.job"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                WITH line AS (
                    SELECT id FROM account_move_line WHERE move_id = ANY(%(ids)s)
                ), part AS (
                    SELECT debit_move_id, credit_move_id FROM line
                      JOIN account_partial_reconcile ON debit_move_id = line.id
                     UNION
                    SELECT debit_move_id, credit_move_id FROM line
                      JOIN account_partial_reconcile ON credit_move_id = line.id
                )
                SELECT credit.id FROM part
                  JOIN account_move_line AS debit_line
                    ON debit_line.id = part.debit_move_id
                  JOIN account_move_line AS credit_line
                    ON credit_line.id = part.credit_move_id
                  JOIN account_move AS credit
                    ON credit.id IN (debit_line.move_id, credit_line.move_id)
                   AND credit.move_type = ANY(%(credits)s)
                  JOIN account_move AS invoice
                    ON invoice.id IN (debit_line.move_id, credit_line.move_id)
                   AND invoice.move_type = ANY(%(invoices)s)
                 UNION
                SELECT res_id FROM quickbooks_object
                 WHERE res_model = %(model)s AND res_id = ANY(%(ids)s)
                   AND type = ANY(%(payments)s)
                 UNION
                SELECT res_id FROM quickbooks_job
                 WHERE res_model = %(model)s AND res_id = ANY(%(ids)s)
                   AND object_type = ANY(%(payments)s) AND state = ANY(%(open)s)
                """,
                ids=self.ids,
                credits=list(CREDITS.values()),
                invoices=list(PAID.values()),
                payments=list(CREDITS),
                model=self._name,
                open=list(OPEN_STATES),
            )
        )
        return self.browse(sorted(row[0] for row in rows)).exists()

    def _qb_queue_set_off(self, connection, object_type, goes):
        """Queue what QuickBooks has otherwise; nothing that is kept out of it.

        :param goes: False where payments wait for a click; then the credit is Outdated
        """
        wanted = self._qb_set_off(connection)
        there = self._qb_set_offs_of(connection).grouped("res_id")
        jobs = self._qb_open_set_offs(connection).grouped("res_id")
        known = self.filtered(lambda credit: credit.qb_status not in NOT_FOLLOWED)
        send = known.filtered(
            lambda credit: credit.id in wanted
            and any(m.move.qb_status not in NOT_FOLLOWED for m in wanted[credit.id])
            and not (
                credit.id in there
                and credit.id not in jobs
                and credit._qb_is_set_off(there[credit.id], wanted[credit.id])
            )
        )
        rest = known - send
        sent = {key for key, of_credit in jobs.items() if of_credit.request_id}
        undo = rest.filtered(
            lambda credit: credit.id not in wanted
            and (credit.id in there or credit.id in sent)
        )
        dropped = rest - undo
        self.env["quickbooks.job"].sudo().union(
            *(
                jobs[credit.id]
                for credit in dropped
                if credit.id not in wanted and credit.id in jobs
            )
        )._cancel_open()
        if not goes:
            (send | undo)._qb_set_outdated()
            return
        for operation, group in ((SEND, send), (DELETE, undo)):
            group._qb_enqueue_set_off(connection, object_type, operation, jobs)

    def _qb_is_set_off(self, there, matches):
        """Whether QuickBooks has set off one credit as it is matched here."""
        sent = there.sent or {}
        return (
            sent.get("version") == there.version
            and all(match.set_off_by == there.id for match in matches)
            and not self.currency_id.compare_amounts(
                there._set_off_amount(), sum(match.amount for match in matches)
            )
        )

    def _qb_enqueue_set_off(self, connection, object_type, operation, jobs):
        """Queue payments over nothing; the credits are Pending until they are there.

        :param jobs: the open ones, by the id of the credit
        """
        if not self:
            return
        before = {
            credit.id: credit.qb_status
            if credit.qb_status in ("synced", "outdated")
            else credit.id in jobs and jobs[credit.id].status_before
            for credit in self
        }
        Jobs = self.env["quickbooks.job"].sudo()
        company = connection.company_id
        job_ids = Jobs._enqueue(
            connection.id, company.id, object_type, self, operation=operation
        )
        Jobs._remember_status(
            {job_ids[key]: status for key, status in before.items() if status}
        )
        self._qb_show_open(self._qb_open_jobs(), company)
        connection._wake()

    def _qb_open_set_offs(self, connection=None):
        """The open jobs of payments over nothing for these credits."""
        jobs = self._qb_open_jobs()._set_offs()
        return jobs.filtered(lambda j: not connection or j.connection_id == connection)

    @api.model
    def _qb_show_open(self, jobs, company):
        """Credits show what is open for them: a failure first."""
        failed = jobs.filtered(lambda job: job.state == "failed")
        moves = self.browse(failed.mapped("res_id"))
        waiting = self.browse((jobs - failed).mapped("res_id")) - moves
        for status, group in (("failed", moves), ("pending", waiting)):
            group.filtered(
                lambda move, status=status: move.qb_status not in (status, "suppressed")
            )._qb_set_status(company, status)

    def _qb_set_synced(self, company):
        """A credit is not Synced before what it sets off is there as well."""
        result = super()._qb_set_synced(company)
        credits_ = self.filtered(lambda move: move.move_type in SET_OFF_BY)
        jobs = credits_._qb_open_set_offs() if credits_ else None
        if jobs:
            for job in jobs:
                job.status_before = job._record().qb_status
            self._qb_show_open(jobs, company)
        return result

    # -- taking back ---------------------------------------------------------------

    def _qb_withdraw(self, wanted, keep_out, reason):
        """First what sets off what is taken back: QuickBooks keeps what is applied."""
        queued, run = super()._qb_withdraw(wanted, keep_out, reason)
        jobs = queued._qb_open_jobs()._withdrawing()
        jobs -= jobs._set_offs()
        queued._qb_set_credits_off(by_itself=False)
        jobs._wait_for_set_offs()
        return queued, run


class AccountPayment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.payment"

    def write(self, vals):
        """A payment without an entry of its own names the credits of its invoices as
        long as it counts."""
        made = self.filtered(lambda payment: payment._qb_is_made())
        result = super().write(vals)
        if "state" in vals:
            still = self.filtered(lambda payment: payment._qb_is_made())
            changed = ((still - made) | (made - still)).filtered(
                lambda p: not p.move_id
            )
            changed.sudo().invoice_ids._qb_set_credits_off()
        return result


class AccountPartialReconcile(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        moves = partials._qb_documents_matched()
        moves._qb_set_credits_off()
        moves._qb_tell_left_open()
        return partials

    def unlink(self):
        moves = self._qb_documents_matched()
        result = super().unlink()
        moves.exists()._qb_set_credits_off()
        return result

    def _qb_documents_matched(self):
        """The invoices, bills and credits among what these match."""
        if self.env.context.get(ARRIVING):
            return self.env["account.move"]
        kinds = {*PAID.values(), *CREDITS.values()}
        moves = (self.sudo().debit_move_id | self.sudo().credit_move_id).move_id
        return moves.filtered(lambda move: move.move_type in kinds)
