# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a carrier's bill or refund becomes in QuickBooks, to the cent."""

from decimal import Decimal

from odoo.tests import tagged

from .document_case import DocumentCase


@tagged("post_install", "-at_install")
class TestBills(DocumentCase):
    def _refund(self, *lines, **vals):
        vals = {"ref": "CREDIT-1", **vals}
        return self._document("in_refund", self.carrier, lines, True, vals)

    def test_a_bill_has_vendor_dates_lines_and_total(self):
        bill = self._bill({"price_unit": 900}, invoice_date_due="2026-12-20")
        document = self._sent(bill)
        self.assertEqual(document["VendorRef"]["value"], self.carrier.qb_id)
        self.assertEqual(document["TxnDate"], "2026-11-20")
        self.assertEqual(document["DueDate"], "2026-12-20")
        [line] = document["Line"]
        self.assertEqual(line["Amount"], 900)
        self.assertEqual(
            line["AccountBasedExpenseLineDetail"]["AccountRef"]["name"],
            "Purchased Transportation",
        )

    def test_the_number_is_the_vendors_and_the_note_has_ours(self):
        bill = self._bill(ref="BR-2291")
        document = self._sent(bill)
        self.assertEqual(document["DocNumber"], "BR-2291")
        self.assertEqual(
            document["PrivateNote"].splitlines()[0], f"{bill.name} · BR-2291"
        )

    def test_without_the_vendors_number_ours_stands_in(self):
        bill = self._bill(ref=False)
        self.assertEqual(self._sent(bill)["DocNumber"], bill.name)

    def test_a_rate_per_mile_counts_the_miles(self):
        bill = self._bill({"price_unit": 1.85, "tms_factor": 912.0})
        self.assertEqual(self._sent(bill)["TotalAmt"], Decimal("1687.20"))

    def test_a_deduction_is_a_negative_line(self):
        bill = self._bill(
            {"price_unit": 900}, {"name": "Fuel advance", "price_unit": -250.5}
        )
        document = self._sent(bill)
        self.assertEqual(
            [line["Amount"] for line in document["Line"]], [900, Decimal("-250.5")]
        )

    def test_notes_go_to_the_note_of_the_bill(self):
        bill = self._bill(
            {"price_unit": 900},
            {"display_type": "line_note", "name": "Lumper paid", "product_id": False},
        )
        document = self._sent(bill)
        self.assertEqual(len(document["Line"]), 1)
        self.assertIn("Lumper paid", document["PrivateNote"])

    def test_a_refund_becomes_a_vendor_credit_with_positive_amounts(self):
        refund = self._refund({"price_unit": 120})
        document = self._sent(refund)
        self.assertEqual(self._jobs(refund).object_type, "VendorCredit")
        self.assertEqual(document["TotalAmt"], 120)
        self.assertEqual(document["Line"][0]["Amount"], 120)
        self.assertNotIn("DueDate", document)

    def test_a_customer_who_also_hauls_is_two_in_quickbooks(self):
        self._sent(self._invoice())
        self._sent(self._bill(partner_id=self.customer.id))
        names = {
            self._in_quickbooks(kind, qb_id)["DisplayName"]
            for kind, qb_id in zip(
                ("Customer", "Vendor"), self.customer.qb_id.split(", "), strict=True
            )
        }
        self.assertEqual(names, {"Acme Shippers", "Acme Shippers (V)"})

    def test_united_states_tax_on_a_bill_is_explained_before_sending(self):
        tax = self._tax(8.25, type_tax_use="purchase")
        self._assert_stopped_before_the_call(
            self._bill({"price_unit": 900, "tax_ids": tax.ids}),
            "preflight.purchase_tax",
            "no tax on bills",
            "line of its own",
        )

    def test_tax_included_in_a_price_is_explained_as_well(self):
        tax = self._tax(
            8.25, type_tax_use="purchase", price_include_override="tax_included"
        )
        self._assert_stopped_before_the_call(
            self._bill({"price_unit": 900, "tax_ids": tax.ids}),
            "preflight.purchase_tax",
        )

    def test_a_refund_may_have_the_number_of_its_bill(self):
        self._sent(self._bill(ref="BR-1"))
        self._sent(self._refund(ref="BR-1"))

    def test_a_number_the_vendor_used_before_needs_a_decision(self):
        self._sent(self._bill(ref="BR-2"))
        # For Odoo this is another reference, for QuickBooks it is the same number.
        code, sentence, hint = self._problem(self._bill(ref=" BR-2"))
        self.assertEqual(code, "preflight.number_held")
        self.assertIn("number", sentence)
        self.assertIn("another number", hint)

    # -- changed after it was sent -------------------------------------------------

    def test_a_number_that_is_corrected_later_shows_and_goes_with_the_next_send(self):
        bill = self._bill(ref="BR-3")
        self._sent(bill)
        bill.ref = "BR-3"
        self.assertEqual(bill.qb_status, "synced")
        bill.ref = "BR-33"
        self.assertEqual(bill.qb_status, "outdated")
        bill.action_qb_send()
        self._run()
        self.assertEqual(bill.qb_status, "synced")
        self.assertEqual(self._in_quickbooks("Bill", bill.qb_id)["DocNumber"], "BR-33")

    def test_a_line_booked_to_another_account_goes_there_in_quickbooks_as_well(self):
        line = {"product_id": False, "name": "Lumper", "price_unit": 90}
        bill = self._bill(line, ref="BR-5")
        self._sent(bill)
        other = bill.invoice_line_ids.account_id.copy()
        target = self._object("Account", "Lumper Fees")
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "expense",
                "source": f"account.account,{other.id}",
                "object_id": target.id,
            }
        )
        bill.invoice_line_ids.account_id = other
        self.assertEqual(bill.qb_status, "outdated")
        bill.action_qb_send()
        self._run()
        [line] = self._in_quickbooks("Bill", bill.qb_id)["Line"]
        detail = line["AccountBasedExpenseLineDetail"]
        self.assertEqual(detail["AccountRef"]["value"], target.qb_id)

    def test_a_number_that_is_corrected_on_its_way_follows_by_itself(self):
        self.carrier.action_qb_send()
        self._run()
        bill = self._bill(ref="BR-4")
        self.sim.mishaps.add("drop_after", path="/batch", times=1)
        self._run()
        self.assertTrue(self._jobs(bill).request_id)
        bill.ref = "BR-44"
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(bill.qb_status, "synced")
        self.assertEqual(self._in_quickbooks("Bill", bill.qb_id)["DocNumber"], "BR-44")
