# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers and vendors of a company file that are changed there, here or on both
sides."""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import tagged

from .desktop_case import DesktopCase


@tagged("post_install", "-at_install")
class TestContactsDesktop(DesktopCase):
    @classmethod
    def _set_up_sent(cls):
        cls.customer.write({"email": "ap@acme.example", "phone": "214 555 0100"})
        cls.invoice = cls._invoice()
        cls.bill = cls._bill()
        cls._session_without_http()

    def setUp(self):
        super().setUp()
        self.connection = self.connection.sudo()
        self.customer_key = self.customer.qb_customer_id.qb_id

    def _change_there(self, **values):
        self.books.clock.advance(minutes=5)
        self.books.bookkeeper.change(self.customer_key, **values)

    def _look(self):
        """The Web Connector comes when a look is due."""
        self.books.clock.advance(minutes=5)
        self.connection.changes_checked_at = fields.Datetime.now() - timedelta(hours=2)
        outcome = self._session()
        self.assertEqual((outcome.outcome, outcome.error), ("done", ""))
        self._run()

    def _daily_list(self):
        """The Web Connector comes when the lists are due."""
        self.connection.lists_updated_at = False
        self.assertEqual(self._session().outcome, "done")

    def test_change_there_is_followed_here(self):
        self._change_there(Email="pay@acme.example")
        self._look()
        self.assertEqual(self.customer.email, "pay@acme.example")
        self.assertEqual(self.customer.phone, "214 555 0100")
        self.assertEqual(self.customer.qb_status, "synced")

    def _email_there(self):
        answer = self.books.process(
            '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML>'
            '<QBXMLMsgsRq onError="stopOnError"><CustomerQueryRq requestID="1">'
            f"<ListID>{self.customer_key}</ListID></CustomerQueryRq>"
            "</QBXMLMsgsRq></QBXML>"
        )
        return etree.fromstring(answer.encode()).findtext(".//CustomerRet/Email")

    def _dialog(self):
        action = self.customer.action_qb_compare()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_changed_on_both_sides_somebody_decides(self):
        for notice in (self._look, self._daily_list):
            for decide in ("theirs", "ours"):
                with self.subTest(notice=notice.__name__, decide=decide):
                    here = f"{decide}.{notice.__name__}@acme.example"
                    there = f"there.{here}"
                    self.customer.email = here
                    self.assertEqual(self.customer.qb_status, "outdated")
                    self._change_there(Email=there)
                    notice()
                    self.assertEqual(self.customer.email, here)
                    dialog = self._dialog()
                    self.assertEqual(dialog.line_ids.mapped("theirs"), [there])
                    getattr(dialog, f"action_take_{decide}")()
                    self._session()
                    self.assertEqual(self.customer.qb_status, "synced")
                    self.assertFalse(self.customer.qb_changed_there)
                    expected = {"theirs": there, "ours": here}[decide]
                    self.assertEqual(self.customer.email, expected)
                    self.assertEqual(self._email_there(), expected)
