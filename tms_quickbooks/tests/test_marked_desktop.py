# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What carries our mark in a company file and is linked with nothing here."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from ..lib.desktop import queries
from .desktop_case import DesktopCase


@tagged("post_install", "-at_install")
class TestMarkedDesktop(DesktopCase):
    """Invoices and a payment were sent; then somebody restores a backup of Odoo."""

    @classmethod
    def _set_up_sent(cls):
        bank = cls.company_data["default_journal_bank"]
        cls.env["quickbooks.mapping"].create(
            {
                "connection_id": cls.connection.id,
                "kind": "deposit",
                "source": f"{bank._name},{bank.id}",
                "object_id": cls._object("Account", "Operating Checking").id,
            }
        )
        cls.invoices = cls._invoice({"price_unit": 1000})
        cls.invoices += cls._invoice({"price_unit": 500})
        cls._session_without_http()
        cls.payment = (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=cls.invoices[0].ids)
            .create({"payment_date": "2026-11-21", "journal_id": bank.id})
            ._create_payments()
        )
        cls._session_without_http()

    def _count(self):
        """How many invoices and payments are in QuickBooks."""
        return [
            self.books.process(
                '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML>'
                f'<QBXMLMsgsRq onError="stopOnError"><{kind}QueryRq requestID="1"/>'
                "</QBXMLMsgsRq></QBXML>"
            ).count(f"<{kind}Ret>")
            for kind in ("Invoice", "ReceivePayment")
        ]

    def _restore_a_backup(self):
        """Nothing that was sent is known any more, and all of it is sent again."""
        records = [*self.invoices, self.payment]
        for record in records:
            self._jobs(record).sudo().unlink()
            self.env["quickbooks.object"].sudo().search(
                [("res_model", "=", record._name), ("res_id", "=", record.id)]
            ).unlink()
            record._qb_write_status("not_synced")
        self.books.clock.advance(minutes=5)
        connection = self.connection.sudo()
        connection.changes_at -= timedelta(hours=3)
        connection.changes_checked_at -= timedelta(hours=3)
        for record in records:
            record.action_qb_send()
        return records

    def _assert_linked(self, records):
        self.assertEqual(self._count(), [2, 1])
        for record in records:
            self.assertEqual(record.qb_status, "synced", record.qb_message)
            self.assertFalse(record._qb_open_jobs())

    def test_all_is_looked_at_before_anything_goes_again(self):
        """Also where more has changed than a piece of an answer has room for."""
        self.assertEqual(self._count(), [2, 1])
        records = self._restore_a_backup()
        with patch.dict(queries.transactions_query.__kwdefaults__, limit=1):
            self._session()
        self._assert_linked(records)

    def test_a_look_that_breaks_off_is_finished_before_anything_goes_again(self):
        records = self._restore_a_backup()
        with patch.dict(queries.transactions_query.__kwdefaults__, limit=1):
            self.connector.mishaps.add(
                "lost_request", method="receiveResponseXML", skip=2
            )
            self._session()
            self.assertTrue(self.connection._is_looking())
            self.assertEqual(self._count(), [2, 1])
            self._session()
            self._session()
        self._assert_linked(records)
