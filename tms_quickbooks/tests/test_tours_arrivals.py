# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was made, paid, taken back and renamed in QuickBooks, in the browser."""

from odoo.tests import tagged

from . import test_tours_pull
from .payment_arrival_case import PaymentArrivalCase
from .test_tours import TourCase

INBOX = "/odoo/from-quickbooks"


@tagged("post_install", "-at_install")
class TestArrivalTours(PaymentArrivalCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sim.change_company(cls.realm, custom_txn_numbers=True)
        keeper = cls._keeper()
        cls.nobody = keeper.customer("Nobody Yet LLC")
        keeper.vendor("Somebody Else Ltd")
        cls._remember_simulator()
        cls.connection.write({"invoice_pull": "none", "bill_pull": "none"})

    def _worker(self):
        return test_tours_pull.TestPullTours._worker(self)

    def test_documents_made_there_arrive_once_it_is_known_whose_they_are(self):
        self._tour(self._form(self.connection), "arrivals_settings")
        self.env.invalidate_all()
        wanted = self.connection.invoice_pull, self.connection.bill_pull
        self.assertEqual(wanted, ("post", "draft"))
        self.assertEqual(self.connection.customer_pull, "all")
        self.assertEqual(self.connection.changes_every, 120)
        self.keeper.invoice(
            "Nobody Yet LLC", ("Linehaul", "1250.50", "NON"), DocNumber="QB-7001"
        )
        self.keeper.bill(
            "Somebody Else Ltd", ("Purchased Transportation", "800"), DocNumber="BR-99"
        )
        self._arrive()
        with self._worker():
            self._tour(INBOX, "newcomers")
        self.env.invalidate_all()
        invoice = self._arrived("Invoice", "QB-7001")
        bill = self._arrived("Bill", "BR-99")
        self.assertEqual((invoice.state, bill.state), ("posted", "draft"))
        self.assertEqual((invoice.amount_total, bill.amount_total), (1250.5, 800))
        self.assertEqual(invoice.partner_id.name, "Nobody Yet LLC")
        self.assertEqual(bill.partner_id, self.carrier)

    def test_payments_made_there_are_seen_and_so_is_that_they_were_taken_back(self):
        invoice, bill = self._invoice({"price_unit": 1000}), self._bill()
        credit = self._refund("out_refund", self.customer, 150)
        self._there(invoice, credit, bill)
        first = self._receive({invoice: "400"}, PaymentRefNum="CHK 1")
        self._receive({invoice: "", credit: "150"}, "500", PaymentRefNum="CHK 2")
        cheque = self._pay_bills({bill: ""}, DocNumber="5001")
        self._arrive()
        self._assert_equal_balances(invoice, credit, bill)
        self._tour(INBOX, "paid_there")
        self.keeper.void("Payment", first)
        self.keeper.delete("BillPayment", cheque)
        self._arrive()
        self._assert_equal_balances(invoice, credit, bill)
        self._tour(INBOX, "taken_back_there")

    def test_customer_is_renamed_there_and_inactive_ones_are_listed(self):
        self._there(self._invoice())
        customer = self.customer.qb_customer_id.qb_id
        self.keeper.rename("Customer", customer, "Acme Shippers West")
        self.keeper.change("Customer", self.nobody, Active=False)
        self.connection.customer_pull = "all"
        self._learn()
        self._tour("/odoo/quickbooks-objects", "renamed_there")
        self.assertEqual(self.customer.name, "Acme Shippers West")
