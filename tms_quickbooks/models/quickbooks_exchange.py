# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import names
from ..lib.online import read as online_read
from ..lib.redact import redact

# No answer by then means the worker died: another one sends the same bytes again.
# QuickBooks itself gives up a request after 120 seconds.
LEASE = timedelta(seconds=180)

# How long the same bytes are repeated under their request id. Intuit does not say how
# long it remembers one; other payment and accounting APIs say a day. All attempts that
# are made by themselves end within 17 hours. What is older (a server that was off, a
# sign-in that was missing for days, a retry after a weekend) is looked up instead.
REMEMBERED = timedelta(hours=20)

# A longer answer is cut in the log; the objects in it are stored anyway.
LOGGED_TEXT = 65536
LONGEST_SECRET = 4096
LOGGED_NAME = 120


class QuickbooksExchange(models.Model):
    """One call to QuickBooks, redacted for reading.

    A call that writes is stored and committed before it is sent, with the exact bytes
    of its body; they are dropped as soon as every answer in it is known.
    """

    _name = "quickbooks.exchange"
    _description = "QuickBooks Exchange"
    _order = "id desc"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    name = fields.Char(string="Call", required=True, readonly=True)
    kind = fields.Selection(
        [("batch", "Batch"), ("upload", "Upload")],
        required=True,
        readonly=True,
        default="batch",
    )
    state = fields.Selection(
        [
            ("open", "Answer Pending"),
            ("answered", "Answered"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
    )
    request_id = fields.Char(string="Request ID", readonly=True)
    body = fields.Text(groups=fields.NO_ACCESS, prefetch=False)
    attempts = fields.Integer(readonly=True)
    next_attempt_at = fields.Datetime(readonly=True)
    look_up = fields.Selection(
        [("send", "Then Send What Is Not There"), ("hold", "Then Wait for a Decision")],
        string="Look in QuickBooks",
        readonly=True,
        help="Next, QuickBooks is asked what became of it, and nothing is sent again.",
    )
    started_at = fields.Datetime(readonly=True)
    duration_ms = fields.Integer(string="Duration (ms)", readonly=True)
    http_status = fields.Integer(string="HTTP Status", readonly=True)
    intuit_tid = fields.Char(
        string="Intuit TID",
        readonly=True,
        help="Intuit's number for this call: support asks for it.",
    )
    request_text = fields.Text(string="Request", readonly=True, prefetch=False)
    response_text = fields.Text(string="Response", readonly=True, prefetch=False)
    item_count = fields.Integer(string="Documents", readonly=True)
    contents = fields.Json(
        readonly=True, help="What was sent: how many of each type of object."
    )
    refused_count = fields.Integer(string="Refused", readonly=True)
    job_ids = fields.One2many("quickbooks.job", "exchange_id", readonly=True)

    _one_per_request = models.UniqueIndex(
        "(connection_id, request_id) WHERE request_id IS NOT NULL",
        "This request id has been used.",
    )
    _open = models.Index("(connection_id, next_attempt_at) WHERE state = 'open'")
    _recent = models.Index("(connection_id, started_at)")

    @api.model_create_multi
    def create(self, vals_list):
        exchanges = super().create(vals_list)
        exchanges._tell_changed()
        return exchanges

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._tell_changed()
        return result

    def _tell_changed(self):
        for company, exchanges in self.grouped("company_id").items():
            self.env["quickbooks.live"]._changed(company.id, self._name, exchanges.ids)

    @api.model
    def _open_envelope(self, connection, request_id, body, jobs, **vals):
        """Store a call for jobs before it is made.

        :param vals: what differs from a batch
        """
        return self.create(
            {
                "connection_id": connection.id,
                "company_id": connection.company_id.id,
                "name": "POST batch",
                "state": "open",
                "request_id": request_id,
                "body": body.decode(),
                "request_text": redact(body.decode())[:LOGGED_TEXT],
                "item_count": len(jobs),
                "contents": Counter(jobs.mapped("object_type")),
                "next_attempt_at": fields.Datetime.now() + LEASE,
                "started_at": fields.Datetime.now(),
                **vals,
            }
        )

    def _lease(self):
        """How long nobody else takes up the call while it is made."""
        return LEASE

    def _sending(self):
        """``function(client)`` that makes the call, always with the same bytes."""
        body, request_id = self.body.encode(), self.request_id
        return lambda client: client.batch(body, request_id)

    def _results(self, answer, jobs):
        """What became of each job: ``{job id as text: ObjectState or Problem}``."""
        return online_read.batch_results(answer, [str(job.id) for job in jobs])

    def _unanswered_jobs(self):
        """Those of its jobs whose outcome is not known; `_lock_sent` locks them."""
        return self.job_ids.filtered(lambda job: job.state == "sent")

    @api.model
    def _take_overdue(self, connection):
        """Lock the oldest call without an answer, and hold it for one more try."""
        self.flush_model(["state", "next_attempt_at"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM quickbooks_exchange
                 WHERE connection_id = %s AND state = 'open'
                   AND next_attempt_at <= %s
                 ORDER BY next_attempt_at LIMIT 1
                   FOR NO KEY UPDATE SKIP LOCKED
                """,
                connection.id,
                fields.Datetime.now(),
            )
        )
        exchange = self.browse([row[0] for row in rows])
        if exchange:
            exchange.write(
                {
                    "next_attempt_at": fields.Datetime.now() + exchange._lease(),
                    "started_at": fields.Datetime.now(),
                }
            )
        return exchange

    @api.model
    def _reopen(self, exchange_ids):
        """Send calls again that had run out of attempts without an answer.

        A batch goes out whole and its bytes are dropped after the answer, so all of
        its jobs wait for that answer again, not only those somebody has retried.
        """
        given_up = self.browse(exchange_ids).filtered(lambda e: e.state == "failed")
        given_up._open_again(look_up=False)

    def _open_again(self, **vals):
        """The worker takes up again what had run out of attempts."""
        now = fields.Datetime.now()
        self.write({"state": "open", "attempts": 0, "next_attempt_at": now, **vals})
        self.job_ids._wait_again()

    def _look(self):
        """Have the worker look in QuickBooks what became of these calls, without
        sending anything.

        Not before a call that may be under way has ended.
        """
        for exchange in self.filtered(lambda e: e.state in ("open", "failed")):
            free_at = exchange.started_at + exchange._lease()
            exchange._open_again(
                look_up="hold", next_attempt_at=max(free_at, fields.Datetime.now())
            )

    def _age(self):
        """Since when the bytes may have been known to QuickBooks."""
        return fields.Datetime.now() - self.create_date

    @api.model
    def _answered_vals(self):
        """Values of a call whose every outcome is known."""
        return {
            "state": "answered",
            "body": False,
            "next_attempt_at": False,
            "look_up": False,
        }

    @api.model
    def _call_vals(self, call):
        """What a call of the library's client leaves in the log."""
        return {
            "duration_ms": call.duration_ms,
            "http_status": call.status,
            "intuit_tid": call.intuit_tid,
            # A long list is cut first: to redact all of it takes longer than to store
            # it. A little more stays, so that no secret is cut in two.
            "response_text": redact(
                (call.response_text or "")[: LOGGED_TEXT + LONGEST_SECRET]
            )[:LOGGED_TEXT],
        }

    @api.model
    def _call_name(self, connection, call):
        """What a call asked for; a query says it in its body."""
        path = call.path.removeprefix(f"/company/{connection.realm_id}/")
        name = f"{call.method} {path}"
        if path == "query":
            statement = (call.request_body or b"").decode(errors="replace")
            name = f"{name}: {redact(statement)}"
        return names.clip(name, LOGGED_NAME)

    @api.model
    def _log_calls(self, connection, calls):
        """Log calls that only read."""
        self.create(
            [
                {
                    "connection_id": connection.id,
                    "company_id": connection.company_id.id,
                    "name": self._call_name(connection, call),
                    "state": "answered" if call.status == 200 else "failed",
                    "started_at": call.started.replace(tzinfo=None),
                    "request_text": redact(
                        (call.request_body or b"").decode(errors="replace")
                    )[:LOGGED_TEXT],
                    **self._call_vals(call),
                }
                for call in calls
            ]
        )

    @api.model
    def _last_success(self, connections):
        """``{connection id: when its last answered call started}``."""
        rows = self.env.execute_query(
            SQL(
                # From the end of the index, for each: not over all calls ever made.
                "SELECT connection.id, (SELECT max(started_at)"
                "   FROM quickbooks_exchange WHERE connection_id = connection.id"
                "    AND state = 'answered')"
                "  FROM unnest(%s) AS connection(id)",
                connections.ids,
            )
        )
        return dict(rows)

    @api.model
    def _used_since(self, connections, moment):
        """``{connection id: (calls, batches among them)}`` since then."""
        rows = self.env.execute_query(
            SQL(
                "SELECT connection_id, count(*),"
                " count(*) FILTER (WHERE kind = 'batch' AND request_id IS NOT NULL)"
                "  FROM quickbooks_exchange"
                " WHERE connection_id = ANY(%s) AND started_at > %s"
                " GROUP BY connection_id",
                connections.ids,
                moment,
            )
        )
        return {row[0]: row[1:] for row in rows}

    @api.model
    def _sent_since(self, connection, moment, kind="batch"):
        """How many calls of a kind went out since then, and when the first of them
        did."""
        [[count, first]] = self.env.execute_query(
            SQL(
                "SELECT count(*), min(started_at) FROM quickbooks_exchange"
                " WHERE connection_id = %s AND started_at > %s"
                " AND request_id IS NOT NULL AND kind = %s",
                connection.id,
                moment,
                kind,
            )
        )
        return count, first
