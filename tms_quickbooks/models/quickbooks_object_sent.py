# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks got last, and what has been taken back out of it."""

from collections import namedtuple
from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import edits, fingerprints
from ..lib.documents import Withdrawal
from ..lib.objects import ENTRY, PAYMENTS
from ..lib.prepare import prepare
from ..lib.problems import Problem


class Sent(namedtuple("Sent", "version fingerprint names")):
    """What an object got last.

    ``version``: the one that came of it. ``fingerprint``: of what it said, "" where the
    outcome was not clean. ``names``: the properties that it filled.
    """

    def as_data(self):
        return {**self._asdict(), "names": sorted(self.names)}

    def covers(self, provider, document, payload):
        """Whether QuickBooks got this very content last and has not changed it since.

        :param provider: ``lib.providers.Provider``, which has rendered the payload
        """
        return bool(
            document.id
            and self.fingerprint
            and self.version == document.version
            and self.fingerprint == provider.sent.content(payload).fingerprint
        )


NOTHING_SENT = Sent("", "", frozenset())


class QuickbooksObject(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.object"

    sent = fields.Json(
        readonly=True,
        help="Version, fingerprint and filled properties of the last sending.",
    )
    withdrawn = fields.Selection(
        [("void", "Voided"), ("delete", "Deleted")],
        readonly=True,
        help="How it was taken back out of QuickBooks from here.",
    )
    former_model = fields.Char(readonly=True)
    former_id = fields.Many2oneReference(
        string="Formerly Linked to", model_field="former_model", readonly=True
    )

    _by_former = models.Index(
        "(former_model, former_id) WHERE former_model IS NOT NULL"
    )

    # -- the last sending ----------------------------------------------------------

    @api.model
    def _sent_before(self, connection, documents):
        """What the objects of these documents got last: ``{(type, id): Sent}``.

        Costs no query where all of them are new. Problems in the place of documents are
        passed over.
        """
        wanted = [
            (each.object_type, each.id) for each in documents if getattr(each, "id", "")
        ]
        if not wanted:
            return {}
        types, ids = zip(*wanted, strict=True)
        rows = self.env.execute_query(
            SQL(
                "SELECT object.type, object.qb_id, object.sent"
                " FROM quickbooks_object AS object"
                " JOIN unnest(%s, %s) AS wanted (type, qb_id)"
                " ON wanted.type = object.type AND wanted.qb_id = object.qb_id"
                " WHERE object.connection_id = %s AND object.sent IS NOT NULL",
                list(types),
                list(ids),
                connection.id,
            )
        )
        return {
            (kind, qb_id): Sent(
                sent["version"], sent["fingerprint"], frozenset(sent["names"])
            )
            for kind, qb_id, sent in rows
        }

    @api.model
    def _take_for_sent(self, connection, object_type, records):
        """What these say now is what QuickBooks has: sending it would change nothing,
        and makes no call until something is otherwise.

        Passed over is what could not be sent as it is.
        """
        provider, profile = connection._provider(), connection._profile()
        bound = self._of_records(connection, object_type, records._name, records.ids)
        bound = bound.grouped("res_id")
        documents = records._qb_documents_or_problems(connection, object_type, {})
        for record_id, document in documents.items():
            found = bound.get(record_id)
            if not found or isinstance(document, Problem):
                continue
            _problems, payload = prepare(provider, document, "1", profile, None)
            if payload:
                content = provider.sent.content(payload)
                found.sent = Sent(
                    found.version, content.fingerprint, content.names
                ).as_data()

    # -- taken back, or gone -------------------------------------------------------

    @api.model
    def _unbind(self, connection, object_type, qb_id):
        """Who loses its record keeps it as the former one."""
        self._find(connection, object_type, qb_id)._leave_record()
        return super()._unbind(connection, object_type, qb_id)

    def _leave_record(self):
        """Leave the records for good, which stay findable as the former ones."""
        for found in self.filtered("res_model"):
            found.write(
                {
                    "former_model": found.res_model,
                    "former_id": found.res_id,
                    "res_model": False,
                    "res_id": False,
                    "sent": False,
                }
            )

    def _withdrawal(self, how, place):
        """The document that takes this back.

        :param place: the Odoo document it was made from
        """
        self.ensure_one()
        return Withdrawal(
            object_type=self.type,
            id=self.qb_id,
            version=self.version or "",
            how=how,
            source=place,
            date=self.date or None,
            total=Decimal(f"{self.total:.2f}"),
            balance=self._open_balance(),
            subtype=(self.details or {}).get("subtype", ""),
        )

    def _open_balance(self):
        """What is open of an invoice, bill or credit; None for what others do not pay:
        a payment, and an entry that goes with one and after it."""
        if self.type in (*PAYMENTS, ENTRY):
            return None
        return Decimal(f"{self.balance:.2f}")

    def _withdraw(self, how):
        """This was taken back: its record is not in QuickBooks any more.

        :param how: `void` or `delete`; a deleted one is gone from there
        """
        self._leave_record()
        self.write({"withdrawn": how})
        if how == "delete":
            self.write({"active": False, "gone": True})

    # -- edited there --------------------------------------------------------------

    def _edited(self, state, place):
        """What somebody has changed in QuickBooks since this was stored, as a problem.

        :param state: the object as QuickBooks shows it now
        :return: None where nothing matters
        """
        self.ensure_one()
        is_known = bool(self.content and state.content)
        if fingerprints.is_same(self.content, state.content):
            return None
        details, extra = self.details or {}, state.extra
        return edits.problem(
            self._shown(f"{self.total:.2f}", self.date, details, self.number),
            self._shown(f"{state.total or 0:.2f}", state.date, extra, state.number),
            place,
            inside=is_known,
        )

    def _shown(self, total, day, details, number):
        due = details.get("due_date")
        return edits.Shown(
            total=total,
            date=day or None,
            due_date=date.fromisoformat(due) if due else None,
            number=number or "",
            party=self._party_name(details),
        )

    def _party_name(self, details):
        """The name of the customer or vendor of a transaction."""
        for object_type, key in (("Customer", "customer_id"), ("Vendor", "vendor_id")):
            if qb_id := details.get(key):
                return self._find(self.connection_id, object_type, qb_id).name or qb_id
        return ""
