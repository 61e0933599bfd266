# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the Web Connector fetches here and carries to QuickBooks Desktop.

A message set that writes is stored and committed with its exact bytes before it is
handed out. While its answer is unknown, the same bytes are handed out again under the
same message set id: QuickBooks tells what it did with a set that it knows, and does
nothing again (QBSDK Programmer's Guide, error recovery). What only asks needs none of
that: it is asked again.
"""

import re
import secrets

from odoo import api, fields, models

from ..lib.redact import redact
from .quickbooks_exchange import LOGGED_TEXT, LONGEST_SECRET

# QuickBooks refuses message set ids of more than 24 characters (9004); these have 22.
SET_ID_BYTES = 11
_REQUEST_ID = re.compile(r'<\w+Rq requestID="')
# Between a question's number and the ids of its requests.
OWN = "-"


class QuickbooksExchange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.exchange"

    kind = fields.Selection(
        selection_add=[("query", "Query")], ondelete={"query": "cascade"}
    )
    purpose = fields.Json(
        groups=fields.NO_ACCESS,
        prefetch=False,
        help="What a query is for, and for which records.",
    )
    found_count = fields.Integer(
        string="Objects Read", readonly=True, help="How many an answer has brought."
    )
    recovered = fields.Json(
        groups=fields.NO_ACCESS,
        prefetch=False,
        help="What QuickBooks has made of the set, as far as it only named it: type and"
        " id by job.",
    )

    @api.model
    def _new_set_id(self):
        return secrets.token_hex(SET_ID_BYTES)

    @api.model
    def _open_query(self, connection, body, purpose):
        """Store what QuickBooks is asked.

        :param purpose: ``{"kind": …}`` and what its answer is taken in with
        """
        question = self.create(
            {
                "connection_id": connection.id,
                "company_id": connection.company_id.id,
                "kind": "query",
                "name": f"qbXML {purpose['kind']}",
                "state": "open",
                "purpose": purpose,
                "started_at": fields.Datetime.now(),
            }
        )
        # Ids of its own: the answer to an earlier question may come twice.
        text = _REQUEST_ID.sub(rf"\g<0>{question.id}{OWN}", body.decode())
        question.write({"body": text, "request_text": redact(text)[:LOGGED_TEXT]})
        return question

    def _hand_out(self, session):
        """The bytes for the Web Connector; its answer belongs to this session."""
        self.ensure_one()
        self.write({"session_id": session.id, "started_at": fields.Datetime.now()})
        return self.body

    def _take_up_now(self):
        """Whoever had fetched these has gone: what was to be written is due again at
        once, and what was only asked is given up, to be asked again."""
        self.filtered(lambda each: each.kind == "query")._set_lost()
        self.filtered(lambda each: each.kind != "query").write(
            {"next_attempt_at": fields.Datetime.now()}
        )

    def _set_lost(self):
        self.write({"state": "failed", "body": False})

    @api.model
    def _open_of(self, connection):
        """What has no answer yet."""
        return self.search(
            [("connection_id", "=", connection.id), ("state", "=", "open")], order="id"
        )

    @api.model
    def _is_any_due(self, connection):
        """Whether something without an answer is to be handed out again."""
        return bool(
            self.search_count(
                [
                    ("connection_id", "=", connection.id),
                    ("state", "=", "open"),
                    ("next_attempt_at", "<=", fields.Datetime.now()),
                ],
                limit=1,
            )
        )

    def _answers_to(self, answers):
        """Of these the answers to this question, by the ids it was made with.

        :param answers: ``{request id: QueryAnswer}``
        """
        own = f"{self.id}{OWN}"
        return {
            request_id.removeprefix(own): answer
            for request_id, answer in answers.items()
            if request_id.startswith(own)
        }

    def _answer_vals(self, response):
        """What an answer through the Web Connector leaves in the log."""
        elapsed = fields.Datetime.now() - self.started_at
        return {
            "duration_ms": int(elapsed.total_seconds() * 1000),
            # A long list is cut first: see `_call_vals`.
            "response_text": redact(response[: LOGGED_TEXT + LONGEST_SECRET])[
                :LOGGED_TEXT
            ],
        }
