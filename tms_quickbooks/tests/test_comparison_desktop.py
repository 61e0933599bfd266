# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Comparing the books with QuickBooks Desktop, in a session of the Web Connector."""

from unittest.mock import patch

from odoo.tests import tagged

from ..lib.desktop import queries
from .desktop_case import DesktopCase


@tagged("post_install", "-at_install")
class TestComparisonDesktop(DesktopCase):
    def test_company_file_is_compared_piece_by_piece(self):
        invoices = [self._invoice({"price_unit": 100.0 + n}) for n in range(3)]
        bill = self._bill()
        self._session()
        comparison = self.env["quickbooks.comparison"].create(
            {
                "connection_id": self.connection.id,
                "date_from": "2026-11-01",
                "date_to": "2026-11-30",
            }
        )
        comparison.action_compare()
        self.assertTrue(comparison.pause_text)  # when the Web Connector comes
        pieces = patch.dict(queries.transactions_query.__kwdefaults__, limit=2)
        with pieces:
            self._session()
        self.assertEqual(comparison.state, "done", comparison.reason_text)
        told = comparison.line_ids.mapped(lambda line: (line.kind, line.number))
        self.assertTrue(comparison.agrees, told)
        part = comparison.part_ids.filtered(lambda part: part.type == "Invoice")
        three = [3, "303.00", "303.00"]
        self.assertEqual(part.figures, {"USD": {"here": three, "there": three}})
        hand = self.books.bookkeeper
        hand.change_line(invoices[1].qb_id, 1, Amount="150.00")
        hand.delete(bill.qb_id)
        hand.invoice("Acme Shippers", ("Linehaul", "77.00"), TxnDate="2026-11-09")
        comparison.action_compare()
        self._session()
        found = {
            (line.kind, line.type, line.theirs or "", line.standing)
            for line in comparison.line_ids
        }
        self.assertEqual(
            found,
            {
                ("amount", "Invoice", "150.00", "open"),
                ("missing_here", "Invoice", "77.00", "apart"),
                ("missing_there", "Bill", "", "open"),
            },
        )
