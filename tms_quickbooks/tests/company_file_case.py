# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A company file of QuickBooks Desktop as it is known here between two sessions."""

from decimal import Decimal

from ..lib.objects import ObjectState
from ..lib.profile import Profile
from .common import BooksCase

BANK, CARD = "Operating Checking", "Fleet Card"


class CompanyFileCase(BooksCase):
    """Connected to QuickBooks Desktop, with its lists; nobody calls.

    What is asked here is decided before anything is sent.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        connection = cls._connect_file(cls.company)
        cls._list(connection, "Item", "Linehaul", subtype="Service")
        for name, account_type in (
            ("Purchased Transportation", "Cost of Goods Sold"),
            ("Freight Income", "Income"),
            (BANK, "Bank"),
            (CARD, "Credit Card"),
        ):
            cls._list(connection, "Account", name, account_type=account_type)
        cls._set_up_books(connection)

    @classmethod
    def _connect_file(cls, company, **profile):
        """A connection as it is after its first session."""
        connection = cls.env["quickbooks.connection"].create(
            {
                "name": f"File of {company.name}",
                "company_id": company.id,
                "provider": "desktop",
            }
        )
        connection.sudo().write({"state": "connected", "realm_id": connection.file_id})
        cls._profile_is(connection, **profile)
        return connection

    @classmethod
    def _profile_is(cls, connection, **profile):
        """What the Web Connector brings of the company file."""
        connection._store_profile(
            Profile(
                **{
                    "company_name": "Lone Star Freight",
                    "desktop": True,
                    "custom_fields": (("PONumber", "P.O. Number"), ("Other", "Other")),
                }
                | profile
            )
        )

    @classmethod
    def _list(cls, connection, object_type, name, **extra):
        """An object of the company file, as a session has read it."""
        known = cls.env["quickbooks.object"].sudo()
        count = known.with_context(active_test=False).search_count([])
        state = ObjectState(
            type=object_type,
            qb_id=f"8000{count:04X}-1700000000",
            name=name,
            full_name=name,
            version=str(1700000000 + count),
            active=True,
            total=None,
            balance=None,
            extra=extra,
        )
        known._store(connection, [state])
        return known._find(connection, object_type, state.qb_id)

    @classmethod
    def _has(cls, record, object_type, number="", total="0"):
        """QuickBooks has a record: as it is after it was sent."""
        made = cls._list(cls.connection, object_type, record.display_name)
        made.write(
            {
                "res_model": record._name,
                "res_id": record.id,
                "number": number,
                "total": float(Decimal(total)),
            }
        )
        return made

    def _sent_before(self, invoice):
        """QuickBooks has got an invoice just as it is here."""
        provider = self.connection._provider()
        made = self._has(
            invoice, "Invoice", provider.number("Invoice", invoice.name), "1500"
        )
        document = invoice._qb_documents(self.connection, "Invoice", {})[invoice.id]
        profile = self.connection._profile()
        content = provider.sent.content(
            provider.render.batch_item(document, "1", profile)
        )
        made.sent = {
            "version": made.version,
            "fingerprint": content.fingerprint,
            "names": sorted(content.names),
        }

    def _preview(self, records):
        action = records.action_qb_preview()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _line(self, records):
        """The one chosen document of a dry run."""
        [line] = self._preview(records).line_ids.filtered("is_chosen")
        return line

    def _codes(self, line):
        return [problem.data["code"] for problem in line.problem_ids]
