# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Into the outbox and towards the wire: queue, claim, render."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.documents import is_waiting
from ..lib.prepare import prepare
from ..lib.problems import Problem
from ..lib.sent import SEND
from .quickbooks_job import grouped_by_type
from .quickbooks_job_bulk import BULK_RUN
from .quickbooks_object_sent import NOTHING_SENT

# Files do not travel in batches: see `_claim_file`.
DOCUMENTS = SQL("object_type <> 'Attachable'")

# Parties go before the documents that need them, and those before their payments.
PRIORITY_PARTY = 10
PRIORITY_DOCUMENT = 20
PRIORITY_PAYMENT = 30
PRIORITIES = {
    "Customer": PRIORITY_PARTY,
    "Vendor": PRIORITY_PARTY,
    "Payment": PRIORITY_PAYMENT,
    "BillPayment": PRIORITY_PAYMENT,
}


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    # -- filling the outbox --------------------------------------------------------

    @api.model
    def _enqueue(
        self,
        connection_id,
        company_id,
        object_type,
        records,
        changed=True,
        operation=SEND,
    ):
        """Queue records, in one statement whatever their number.

        The unique index decides what is already open: a pending job stays, a failed
        one starts again, and one that is under way is followed by a new generation.
        Whatever was wanted before, the newest wish counts: the bytes under way do not
        change with it, and their answer is judged by them.

        :param changed: False for a mere retry, which owes no new generation to a job
            whose answer is still unknown
        :param operation: to send the records, or to `void` or `delete` what
            QuickBooks has of them
        :return: ``{record id: job id}``
        """
        if not records:
            return {}
        is_party = object_type in ("Customer", "Vendor")
        self.flush_model()  # the index must see what this transaction has cancelled
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO quickbooks_job (
                    connection_id, company_id, object_type, operation, res_model,
                    res_id, state, priority, planned, generation, attempts,
                    next_attempt_at, bulk_run, create_uid, create_date, write_uid,
                    write_date)
                SELECT %(connection)s, %(company)s, %(type)s, %(operation)s, %(model)s,
                       record.id, 'pending', %(priority)s, %(planned)s,
                       COALESCE(last.generation, 0) + 1, 0,
                       %(now)s, %(run)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(ids)s) AS record(id)
                  LEFT JOIN LATERAL (
                       SELECT generation FROM quickbooks_job
                        WHERE res_model = %(model)s AND res_id = record.id
                          AND connection_id = %(connection)s
                          AND object_type = %(type)s
                        ORDER BY id DESC LIMIT 1) AS last ON true
                 ORDER BY record.id
                ON CONFLICT (connection_id, res_model, res_id, object_type)
                      WHERE state IN ('pending', 'sent', 'failed')
                DO UPDATE SET
                    operation = excluded.operation,
                    status_before = CASE WHEN excluded.operation <> 'send'
                          OR quickbooks_job.operation = 'send'
                        THEN quickbooks_job.status_before END,
                    state = CASE
                        WHEN quickbooks_job.request_id IS NOT NULL THEN 'sent'
                        ELSE 'pending' END,
                    changed = quickbooks_job.changed
                        OR (%(changed)s AND quickbooks_job.request_id IS NOT NULL),
                    generation = quickbooks_job.generation
                        + (quickbooks_job.state = 'failed'
                           AND quickbooks_job.request_id IS NULL)::int,
                    alias = CASE  -- the name may be another one by now
                        WHEN quickbooks_job.state <> 'failed'
                          OR quickbooks_job.request_id IS NOT NULL
                        THEN quickbooks_job.alias END,
                    attempts = 0,
                    lookup = NULL,  -- what to look for follows from the next answer
                    lookups = 0,
                    planned = excluded.planned,
                    depends_on_id = NULL,
                    next_attempt_at = excluded.next_attempt_at,
                    bulk_run = COALESCE(excluded.bulk_run, quickbooks_job.bulk_run),
                    problem_code = NULL,
                    problem_data = NULL,
                    reason_id = NULL,
                    next_action = NULL,
                    exchange_id = CASE WHEN quickbooks_job.request_id IS NOT NULL
                        THEN quickbooks_job.exchange_id END,
                    write_uid = excluded.write_uid,
                    write_date = excluded.write_date
                RETURNING res_id, id,
                    CASE WHEN state = 'sent' THEN exchange_id END
                """,
                connection=connection_id,
                company=company_id,
                type=object_type,
                model=records._name,
                ids=list(records._ids),
                priority=PRIORITIES.get(object_type, PRIORITY_DOCUMENT),
                operation=operation,
                planned=is_party or operation != SEND,
                now=fields.Datetime.now(),
                run=self.env.context.get(BULK_RUN),
                uid=self.env.uid,
                changed=changed,
            )
        )
        self.invalidate_model()
        live = self.env["quickbooks.live"]
        live._changed(company_id, self._name)
        live._changed(company_id, records._name, records.ids)
        self.env["quickbooks.exchange"]._reopen({row[2] for row in rows if row[2]})
        return {res_id: job_id for res_id, job_id, _exchange_id in rows}

    def _note_change(self):
        """The records of these open jobs have changed: what is under way is followed by
        a new generation.

        Those whose bytes are being made right now are touched as well: they wait for
        this transaction, or this one is repeated.
        """
        if not self:
            return
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "UPDATE quickbooks_job SET changed = changed OR request_id IS NOT NULL"
                " WHERE id = ANY(%s) RETURNING id",
                self.ids,
            )
        )
        self.invalidate_recordset(["changed"], flush=False)

    # -- claiming: from pending to sent --------------------------------------------

    @api.model
    def _claim(self, connection, limit):
        """Lock the next documents that are ready; another worker's are passed over."""
        return self._claim_of(connection, DOCUMENTS, limit)

    @api.model
    def _claim_of(self, connection, types, limit):
        """As `_claim`.

        :param types: the condition that `_ready` or `_ready_file` has for the types
        """
        lock = SQL("FOR NO KEY UPDATE SKIP LOCKED")
        return self._to_claim(connection, types, limit, lock)

    @api.model
    def _to_claim(self, connection, types, limit, lock=None):
        """As `_claim_of`, without taking them."""
        return self._head(
            connection,
            SQL(
                "planned AND depends_on_id IS NULL AND lookup IS NULL"
                " AND %s AND next_attempt_at <= %s",
                types,
                fields.Datetime.now(),
            ),
            SQL("priority, next_attempt_at, id"),
            limit,
            lock,
        )

    @api.model
    def _head(self, connection, condition, order, limit, lock=None):
        """The first pending jobs of a connection that fulfil a condition.

        Each condition has an index in this very order, so that the head is found
        without a look at the rest. PostgreSQL has to be told: right after a hundred
        thousand jobs were queued its statistics know nothing of them, and it would
        rather read and sort them all for every batch.
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SET LOCAL enable_sort TO off;"
                " SELECT id FROM quickbooks_job"
                " WHERE connection_id = %s AND state = 'pending' AND %s"
                " ORDER BY %s LIMIT %s %s",
                connection.id,
                condition,
                order,
                limit,
                lock or SQL(),
            )
        )
        self.env.cr.execute("SET LOCAL enable_sort TO DEFAULT")
        return self.browse([job_id for (job_id,) in rows])

    def _render(self, connection):
        """The exact bytes of each job that may go out; the others get their problem.

        :return: list of (job, bytes, total)
        """
        profile, rules = connection._profile(), connection._rules()
        withdrawing = self._withdrawing()
        documents = (self - withdrawing)._documents(connection)
        documents |= withdrawing._withdrawals()
        known = self.env["quickbooks.object"]._sent_before(
            connection, documents.values()
        )
        ready = []
        for job in self:
            document = documents.get(job.id)
            if document is None and job in withdrawing:
                job._finish_withdrawn()
            elif document is None:
                job._set_cancelled()
            elif isinstance(document, Problem):
                job._set_problem(document)
            elif is_waiting(document):
                job.planned = False
            elif document.id and not document.version:
                job.lookup = "version"
            else:
                before = known.get((document.object_type, document.id), NOTHING_SENT)
                payload = job._check_and_render(document, profile, rules, before)
                if payload:
                    ready.append((job, payload, getattr(document, "total", 0)))
        return ready

    def _check_and_render(self, document, profile, rules, before):
        """The bytes of a document; none where a problem or nothing new keeps it here.

        :param before: `Sent` of the object it is in QuickBooks
        """
        problems, payload = prepare(
            self._provider(), document, str(self.id), profile, rules, before.names
        )
        error = next((problem for problem in problems if problem.is_error), None)
        if error and error.code == "rule.unchanged":
            self._set_cancelled()  # nothing is wrong, and nothing to be done
        elif error:
            self._set_problem(error)
        elif before.covers(self._provider(), document, payload):
            self._settle_unchanged()
        else:
            return payload
        return None

    def _documents(self, connection):
        """The document of each job whose record is still there and to be sent."""
        documents = {}
        for (model, object_type), jobs in grouped_by_type(self):
            records = self.env[model].browse(jobs.mapped("res_id")).exists()
            records = records._qb_sendable(connection.company_id)
            records._qb_prepare(connection, object_type)
            aliases = {job.res_id: job.alias for job in jobs if job.alias}
            found = records._qb_documents_or_problems(connection, object_type, aliases)
            for job in jobs:
                if job.res_id in found:
                    documents[job.id] = found[job.res_id]
        return documents
