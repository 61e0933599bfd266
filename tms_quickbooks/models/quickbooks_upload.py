# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files on their way: each is a call of its own, after all documents.

The envelope holds what is said about the file; the file itself stays where Odoo has
it, which is by its content: the same checksum is the same bytes.
"""

import uuid
from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.service.model import retrying
from odoo.tools import SQL

from ..lib import uploads
from ..lib.online import read_files, render_files
from .quickbooks_connection_worker import MINUTE
from .quickbooks_exchange import LEASE, REMEMBERED

# Of the 500 requests a minute that Intuit allows for a company, documents and lists
# need the most; a worker alone does not come near this.
UPLOADS_PER_MINUTE = 120
# The slowest line, in bytes a second, on which a file is not taken for lost.
SLOWEST = 128 * 1024


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    # As `_ready`, which leaves files out.
    _ready_file = models.Index(
        "(connection_id, priority, next_attempt_at, id)"
        " WHERE state = 'pending' AND planned AND depends_on_id IS NULL"
        " AND lookup IS NULL AND object_type = 'Attachable'"
    )

    @api.model
    def _claim_file(self, connection):
        """Lock the next file that is ready."""
        return self._claim_of(connection, SQL("object_type = 'Attachable'"), 1)

    def _files(self):
        return self.filtered(lambda job: job.object_type == "Attachable")

    def _log_on_records(self, states):
        """A file has no chatter of its own: its document tells of it, without the
        file's name, which not everybody may see."""
        jobs = self._files()
        rows = self.env["quickbooks.attachment"].browse(jobs.mapped("res_id"))
        for row in rows.exists():
            row.move_id._message_log_batch(
                {
                    row.move_id.id: self.env._(
                        "%(file)s attached in QuickBooks.", file=row._type_label()
                    )
                }
            )
        return super(QuickbooksJob, self - jobs)._log_on_records(states)

    # A file has no name of its own in QuickBooks, and no number: what is attached to
    # its document tells.

    def _look_up_sent(self, ask, since):
        jobs = self._files()
        others = super(QuickbooksJob, self - jobs)
        found = others._look_up_sent(ask, since) if self - jobs else []
        for job in jobs:
            metadata = render_files.metadata(job.payload)
            statement = read_files.attached_statement(metadata)
            answer = ask(lambda client, asked=statement: client.query(asked))
            size = job._record().exists().size
            state = read_files.attached(answer, metadata, size)
            found += [state] if state else []
        return found

    def _recognise(self, states, taken):
        if not self._files():
            return super()._recognise(states, taken)
        mine = (state for state in states if state.type == "Attachable")
        return next(mine, None), None


class QuickbooksAttachment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.attachment"

    def _lease(self):
        """How long nobody else takes up the call while the file is on its way."""
        return LEASE + timedelta(seconds=self.size / SLOWEST)

    def _qb_is_intact(self):
        """Whether the very content that was to go is still here."""
        attachment = self.attachment_id
        return bool(
            attachment
            and attachment._qb_checksum() == self.checksum
            and attachment._qb_content_size() == self.size
        )


class QuickbooksExchange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.exchange"

    def _uploaded(self):
        """The file that an upload carries; none where its document was deleted."""
        return self.job_ids._record().exists() if self.kind == "upload" else None

    def _lease(self):
        row = self._uploaded()
        return super()._lease() if row is None else row._lease()

    def _sending(self):
        if self.kind != "upload":
            return super()._sending()
        metadata, request_id = self.body, self.request_id
        open_content = self._uploaded().attachment_id._qb_opener()

        def send(client):
            with open_content() as content:
                return client.upload(metadata, content, request_id)

        return send

    def _results(self, answer, jobs):
        if self.kind != "upload":
            return super()._results(answer, jobs)
        return {str(job.id): read_files.upload_result(answer) for job in jobs}


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    def _step_documents(self):
        """Files come last: their documents and everybody else's go first."""
        done = super()._step_documents()
        return self._step_upload() if done is None else done

    def _step_upload(self):
        sent, first = self.env["quickbooks.exchange"]._sent_since(
            self, fields.Datetime.now() - MINUTE, kind="upload"
        )
        if sent >= UPLOADS_PER_MINUTE:
            self._wake(first + MINUTE)
            return None
        claimed, exchange = retrying(self._claim_upload, self.env)
        if not claimed:
            return None
        return self._deliver(exchange) if exchange else claimed

    def _claim_upload(self):
        """As `_claim_batch`, for one file."""
        if not self._lock_settings():
            return 0, None
        job = self.env["quickbooks.job"]._claim_file(self)
        ready = job._render_singly(self)
        if not ready:
            return len(job), None
        [(_job, payload, _total)] = ready
        return 1, self._put_in_envelope(
            ready,
            render_files.metadata(payload).encode(),
            uuid.uuid4().hex,
            kind="upload",
            name="POST upload",
            next_attempt_at=fields.Datetime.now() + job._record()._lease(),
        )

    def _resend(self, exchange):
        """Of a file that may have arrived: look first, then the same bytes once more.

        Intuit says of requests in general that an id it knows does nothing twice, and
        nothing of uploads in particular. A look costs one call; a file sent twice
        would cost a person's time.
        """
        is_young = exchange._age() <= REMEMBERED and not exchange.look_up
        if exchange.kind != "upload" or not is_young:
            return super()._resend(exchange)
        found = self._ask_outcome(exchange)
        if found is None:
            return 0
        if found:
            return self._all_or_singly(partial(self._settle_outcome, exchange, found))
        if not exchange._uploaded()._qb_is_intact():
            return retrying(partial(self._deliver_gone, exchange), self.env)
        return self._deliver(exchange, again=True)

    def _deliver_gone(self, exchange):
        """QuickBooks does not have the file, and here it is not any more."""
        jobs = self.env["quickbooks.job"]._lock_sent(exchange)
        for job in jobs:
            row = job._record().exists()
            job._set_problem(uploads.gone(row._place() if row else job._place()))
        exchange.write(exchange._answered_vals())
        return len(jobs)
