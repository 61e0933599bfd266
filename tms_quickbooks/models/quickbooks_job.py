# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Waits before the same bytes are sent again, in seconds; after the last one the job
# gives up and stays visible as failed.
RETRY_DELAYS = (30, 60, 300, 900, 3600, 3 * 3600, 12 * 3600)

OPEN_STATES = ("pending", "sent", "failed")


class QuickbooksJob(models.Model):
    """The durable outbox: one thing to do in QuickBooks for one record.

    Before anything leaves, the job holds its request id and the exact bytes of its
    payload, committed. While the answer is unknown (`sent`), the same bytes go out
    again under the same request id, which QuickBooks answers with the first result.
    A new payload after a change is a new generation.
    """

    _name = "quickbooks.job"
    _description = "QuickBooks Job"
    _inherit = ["quickbooks.about", "quickbooks.problem"]
    _order = "id desc"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    object_type = fields.Selection(
        [
            ("Customer", "Customer"),
            ("Vendor", "Vendor"),
            ("Invoice", "Invoice"),
            ("CreditMemo", "Credit Memo"),
            ("Bill", "Bill"),
            ("VendorCredit", "Vendor Credit"),
            ("Payment", "Payment"),
            ("BillPayment", "Bill Payment"),
            ("JournalEntry", "Journal Entry"),
            ("Attachable", "Attachment"),
        ],
        required=True,
        readonly=True,
    )
    record_name = fields.Char(
        string="Record", compute="_compute_record_name", search="_search_record_name"
    )
    amount = fields.Float(
        digits=(16, 2),
        readonly=True,
        help="Total of the document as it was sent, in its own currency.",
    )
    state = fields.Selection(
        [
            ("pending", "Pending"),
            ("sent", "Sent, Answer Pending"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="pending",
    )
    priority = fields.Integer(required=True, readonly=True)
    depends_on_id = fields.Many2one(
        "quickbooks.job",
        string="Waits For",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    planned = fields.Boolean(
        readonly=True, help="The parties this document needs are known or on their way."
    )
    lookup = fields.Selection(
        [("name", "Name"), ("version", "Current Version"), ("number", "Number")],
        string="To Look Up First",
        readonly=True,
    )
    lookups = fields.Integer(
        readonly=True, help="How often QuickBooks was asked since the last change."
    )
    alias = fields.Char(
        readonly=True, help="The name used in QuickBooks where the own name is taken."
    )
    changed = fields.Boolean(
        readonly=True,
        help="The record changed while its job was under way; it is sent again after.",
    )
    generation = fields.Integer(required=True, readonly=True, default=1)
    attempts = fields.Integer(readonly=True)
    next_attempt_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    exchange_id = fields.Many2one(
        "quickbooks.exchange", readonly=True, ondelete="set null", index=True
    )
    request_id = fields.Char(string="Request ID", readonly=True)
    payload = fields.Text(readonly=True, groups=fields.NO_ACCESS)
    sent_text = fields.Text(
        string="What Was Sent",
        compute="_compute_sent_text",
        compute_sudo=True,
        help="Without tax ids.",
    )
    done_at = fields.Datetime(readonly=True)

    reason_id = fields.Many2one(
        "quickbooks.reason",
        compute="_compute_reason_id",
        store=True,
        index="btree_not_null",
        help="What keeps it from going on: the same for all jobs it keeps.",
    )
    alike_count = fields.Integer(
        compute="_compute_alike_count", export_string_translation=False
    )
    _one_open = models.UniqueIndex(
        "(connection_id, res_model, res_id, object_type)"
        " WHERE state IN ('pending', 'sent', 'failed')",
        "This record already has an open QuickBooks job.",
    )
    # Claiming reads the first rows of this index and nothing else, however many jobs
    # are done or waiting for another one.
    _ready = models.Index(
        "(connection_id, priority, next_attempt_at, id)"
        " WHERE state = 'pending' AND planned AND depends_on_id IS NULL"
        " AND lookup IS NULL AND object_type <> 'Attachable'"
    )
    _unplanned = models.Index(
        "(connection_id, id) WHERE state = 'pending' AND NOT planned"
    )
    _to_look_up = models.Index(
        "(connection_id, id) WHERE state = 'pending' AND lookup IS NOT NULL"
    )
    _of_record = models.Index("(res_model, res_id, id)")
    # What is counted for a glance: the cards, and the same reason again.
    _open = models.Index(
        "(connection_id, state) WHERE state IN ('pending', 'sent', 'failed')"
    )
    _unanswered = models.Index(
        "(connection_id, object_type) WHERE request_id IS NOT NULL"
        " AND state IN ('pending', 'sent', 'failed')"
    )
    _done = models.Index("(connection_id, done_at) WHERE state = 'done'")
    _failed_for = models.Index("(reason_id) WHERE state = 'failed'")

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for model, jobs in self.grouped("res_model").items():
            records = self.env[model].sudo().browse(jobs.mapped("res_id")).exists()
            names = dict(zip(records.ids, records.mapped("display_name"), strict=True))
            for job in jobs:
                job.record_name = names.get(job.res_id) or self.env._("(deleted)")

    def _search_record_name(self, operator, value):
        """By the name of a document or contact; for `not` operators Odoo negates it."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        return Domain.OR(
            Domain("res_model", "=", model)
            & Domain(
                "res_id",
                "in",
                self.env[model]._search([("display_name", operator, value)]),
            )
            for (model,) in self._read_group([], ["res_model"])
        )

    @api.depends_context("lang")
    def _compute_display_name(self):
        types = self.env["quickbooks.object"]._type_labels()
        for job in self:
            job.display_name = f"{types[job.object_type]} {job.record_name}"

    @api.depends("problem_code", "problem_data")
    def _compute_reason_id(self):
        reasons = self.env["quickbooks.reason"].sudo()._of(self)
        for job in self:
            job.reason_id = reasons.get(job)

    @api.depends("reason_id", "state")
    def _compute_alike_count(self):
        for job in self:
            job.alike_count = job.reason_id.failed_count

    @api.depends("state", "connection_id.hold_text")
    def _compute_problem_text(self):
        """What holds up the whole connection comes before the job's own problem."""
        result = super()._compute_problem_text()
        for job in self:
            connection = job.connection_id
            if connection.hold_text and job.state in ("pending", "sent"):
                job.problem_text = connection.hold_text
                job.problem_hint = connection.hold_hint
        return result

    @api.depends("payload")
    def _compute_sent_text(self):
        for job in self:
            job.sent_text = job.payload and job._provider().render.readable(
                job.payload.encode()
            )

    def _provider(self):
        """The kind of QuickBooks that these are for, in the library's words."""
        return self.connection_id._provider()

    # -- problems ------------------------------------------------------------------

    def _telling(self):
        """The job whose problem explains why these do not go on, or none.

        A failure comes before what is tried again by itself.
        """
        told = (self | self._awaited()).filtered("problem_text")
        return (told.filtered(lambda job: job.state == "failed") or told)[:1]

    def _tell(self, record, own_jobs):
        """The problem of this job (or none) as a sentence on a record.

        :param own_jobs: the jobs of the record's own documents; another job is of
            something that they wait for
        """
        if not self:
            return False
        if self not in own_jobs:
            return self.env._(
                "Waits for %(first)s: %(problem)s",
                first=self.record_name,
                problem=self.problem_text,
            )
        if self.res_model != record._name:
            return f"{self.record_name}: {self.problem_text}"
        return self.problem_text

    # -- states --------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._tell_changed()
        return result

    def _tell_changed(self):
        """Screens that show these jobs or their records are to look again."""
        live = self.env["quickbooks.live"]
        for company, jobs in self.grouped("company_id").items():
            live._changed(company.id, self._name, jobs.ids)
            for model, of_model in jobs.grouped("res_model").items():
                live._changed(company.id, model, of_model.mapped("res_id"))

    def _dependents(self):
        """The jobs that wait for these, and those that wait for them in turn."""
        found, nearest = self.browse(), self
        while nearest := self.search([("depends_on_id", "in", nearest.ids)]) - found:
            found |= nearest
        return found

    def _awaited(self):
        """The jobs that these wait for, and those that they wait for in turn."""
        found, nearest = self.browse(), self
        while nearest := nearest.depends_on_id - found:
            found |= nearest
        return found

    def _records_by_company(self):
        """The records of these jobs that still exist, with the company of the books."""
        for (model, company), jobs in self.grouped(
            lambda job: (job.res_model, job.company_id)
        ).items():
            yield self.env[model].browse(jobs.mapped("res_id")).exists(), company

    def _set_record_status(self, status):
        for records, company in self._records_by_company():
            records._qb_set_status(company, status)
        self._tell_changed()

    def _set_problem(self, problem):
        """Fail with a problem that only a person can solve."""
        self.write(
            {
                "state": "failed",
                "request_id": False,
                **self._problem_vals(problem),
            }
        )
        (self | self._dependents())._set_record_status("failed")

    def _set_cancelled(self):
        self.write({"state": "cancelled", **self._problem_vals(None)})
        self._release_dependents(planned=False)
        for records, company in self._records_by_company():
            records._qb_restore_status(company)

    @api.model
    def _retry_delay(self, attempts):
        """Wait before the next attempt, or None when it is time to give up."""
        if attempts >= len(RETRY_DELAYS):
            return None
        return timedelta(seconds=RETRY_DELAYS[attempts])


def grouped_by_type(jobs):
    """Jobs whose documents are made together: one model, one type of object."""
    return jobs.grouped(lambda job: (job.res_model, job.object_type)).items()
