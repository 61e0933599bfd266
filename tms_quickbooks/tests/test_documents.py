# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an invoice or credit note becomes in QuickBooks, to the cent."""

from decimal import Decimal

from odoo.tests import tagged

from .document_case import DocumentCase, goods


@tagged("post_install", "-at_install")
class TestSalesDocuments(DocumentCase):
    def _line(self, **values):
        """The only line with an amount of an invoice of one line, in QuickBooks."""
        [line] = goods(self._sent(self._invoice(values)))
        detail = line["SalesItemLineDetail"]
        return line["Amount"], detail.get("Qty"), detail.get("UnitPrice")

    def test_a_line_has_quantity_price_and_amount(self):
        self.assertEqual(self._line(quantity=2, price_unit=750.25), (1500.5, 2, 750.25))

    def test_a_rate_per_mile_counts_the_miles(self):
        self.assertEqual(
            self._line(price_unit=2.5, tms_factor=700.0), (Decimal(1750), 700, 2.5)
        )

    def test_a_rate_per_weight_counts_loads_times_weight(self):
        amount, quantity, price = self._line(
            quantity=2, price_unit=3.15, tms_factor=12.5
        )
        self.assertEqual(amount, Decimal("78.75"))
        self.assertEqual(quantity, 25)
        self.assertEqual(price, Decimal("3.15"))

    def test_a_factor_of_zero_counts_as_none(self):
        self.assertEqual(self._line(price_unit=900, tms_factor=0.0), (900, 1, 900))

    def test_a_discount_shows_in_the_unit_price(self):
        self.assertEqual(
            self._line(quantity=3, price_unit=100, discount=10), (270, 3, 90)
        )

    def test_a_price_that_five_decimals_cannot_hold_leaves_only_the_amount(self):
        tax = self._tax(8.25, price_include_override="tax_included")
        self.assertEqual(
            self._line(quantity=70000, price_unit=1, tax_ids=tax.ids),
            (Decimal("64665.13"), None, None),
        )

    def test_a_credit_line_is_negative(self):
        document = self._sent(
            self._invoice({"price_unit": 1500}, {"name": "Claim", "price_unit": -50})
        )
        self.assertEqual([line["Amount"] for line in goods(document)], [1500, -50])

    def test_a_line_of_zero_stays_on_the_invoice(self):
        document = self._sent(
            self._invoice({"price_unit": 1500}, {"name": "Free", "price_unit": 0})
        )
        self.assertEqual([line["Amount"] for line in goods(document)], [1500, 0])

    def test_sections_and_notes_keep_their_place(self):
        text = {"product_id": False}
        invoice = self._invoice(
            {"display_type": "line_section", "name": "Load 4711", **text},
            {"name": "Linehaul", "price_unit": 1200},
            {"display_type": "line_note", "name": "Pickup 06:00, dock 4", **text},
            {"name": "Fuel surcharge", "price_unit": 300},
        )
        lines = [
            (line["DetailType"], line.get("Description"))
            for line in self._sent(invoice)["Line"]
            if line["DetailType"] != "SubTotalLineDetail"
        ]
        self.assertEqual(
            lines,
            [
                ("DescriptionOnly", "Load 4711"),
                ("SalesItemLineDetail", "Linehaul"),
                ("DescriptionOnly", "Pickup 06:00, dock 4"),
                ("SalesItemLineDetail", "Fuel surcharge"),
            ],
        )

    # -- rounding ------------------------------------------------------------------

    def test_a_cash_rounding_line_goes_along(self):
        invoice = self._invoice(
            {"price_unit": 1500.02}, invoice_cash_rounding_id=self.cash_rounding_a.id
        )
        self.assertEqual(invoice.amount_total, 1500.05)
        self.assertEqual(
            [line["Amount"] for line in goods(self._sent(invoice))],
            [Decimal("1500.02"), Decimal("0.03")],
        )

    def test_cash_rounding_within_the_tax_changes_the_tax(self):
        invoice = self._invoice(
            {"price_unit": 100.02, "tax_ids": self._tax(10).ids},
            invoice_cash_rounding_id=self.cash_rounding_b.id,
        )
        self.assertEqual(invoice.amount_total, 110.0)
        document = self._sent(invoice)
        self.assertEqual(document["TxnTaxDetail"]["TotalTax"], Decimal("9.98"))

    def test_tax_rounded_over_the_whole_invoice_leaves_no_cent_behind(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        tax = self._tax(8.25, price_include_override="tax_included")
        invoice = self._invoice(
            *({"price_unit": price, "tax_ids": tax.ids} for price in (9.99, 19.99) * 4)
        )
        self._sent(invoice)

    # -- taxes ---------------------------------------------------------------------

    def test_the_tax_is_ours_and_not_what_quickbooks_would_compute(self):
        invoice = self._invoice({"price_unit": 1000, "tax_ids": self._tax(6.5).ids})
        document = self._sent(invoice)
        self.assertEqual(document["TxnTaxDetail"]["TotalTax"], 65)
        self.assertEqual(document["TotalAmt"], 1065)

    def test_an_untaxed_invoice_stays_untaxed_under_automated_sales_tax(self):
        document = self._sent(self._invoice({"price_unit": 1000}))
        self.assertEqual(document["TxnTaxDetail"]["TotalTax"], 0)
        self.assertEqual(document["TotalAmt"], 1000)

    def test_each_line_says_whether_it_is_taxable(self):
        invoice = self._invoice(
            {"price_unit": 1000, "tax_ids": self._tax(6.5).ids},
            {"price_unit": 500},
            {"price_unit": 100, "tax_ids": self._tax(0).ids},
        )
        codes = [
            line["SalesItemLineDetail"]["TaxCodeRef"]["value"]
            for line in goods(self._sent(invoice))
        ]
        self.assertEqual(codes, ["TAX", "NON", "NON"])

    def test_several_taxes_on_one_line_add_up(self):
        taxes = self._tax(6.25) | self._tax(2) | self._tax(3, amount_type="fixed")
        invoice = self._invoice(
            {"quantity": 2, "price_unit": 99.99, "tax_ids": taxes.ids}
        )
        document = self._sent(invoice)
        self.assertEqual(document["TxnTaxDetail"]["TotalTax"], Decimal("22.50"))

    def test_a_price_with_tax_included_is_sent_net(self):
        tax = self._tax(8.25, price_include_override="tax_included")
        invoice = self._invoice({"price_unit": 1082.50, "tax_ids": tax.ids})
        document = self._sent(invoice)
        self.assertEqual(goods(document)[0]["Amount"], 1000)
        self.assertEqual(document["TxnTaxDetail"]["TotalTax"], Decimal("82.50"))

    # -- credit notes --------------------------------------------------------------

    def test_a_credit_note_has_positive_amounts(self):
        tax = self._tax(6.5)
        invoice = self._invoice({"price_unit": 1000, "tax_ids": tax.ids})
        refund = invoice._reverse_moves([{"invoice_date": "2026-11-21"}])
        refund.action_post()
        document = self._sent(refund)
        types = self._jobs(refund).mapped("object_type")
        self.assertEqual(types, ["CreditMemo", "Payment"], "and what sets it off")
        self.assertEqual(goods(document)[0]["Amount"], 1000)
        self.assertEqual(document["TotalAmt"], 1065)
        self.assertNotIn("DueDate", document)

    # -- the header ---------------------------------------------------------------

    def test_dates_and_customer(self):
        invoice = self._invoice(invoice_date_due="2026-12-20")
        document = self._sent(invoice)
        self.assertEqual(document["TxnDate"], "2026-11-20")
        self.assertEqual(document["DueDate"], "2026-12-20")
        self.assertEqual(document["CustomerRef"]["value"], self.customer.qb_id)
        self.assertEqual(document["CustomerRef"]["name"], "Acme Shippers")

    def test_where_quickbooks_numbers_by_itself_the_note_has_our_number(self):
        invoice = self._invoice()
        document = self._sent(invoice)
        self.assertNotEqual(document["DocNumber"], invoice.name)
        self.assertIn(invoice.name, document["PrivateNote"])

    def _number_ourselves(self):
        self.sim.change_company(self.realm, custom_txn_numbers=True)
        self._update_lists()

    def test_where_we_number_the_invoice_has_our_number(self):
        self._number_ourselves()
        invoice = self._invoice()
        self.assertEqual(self._sent(invoice)["DocNumber"], invoice.name)

    def test_numbers_longer_than_21_are_shortened_and_stay_different(self):
        self._number_ourselves()
        tail = "2026/ACCOUNTS/RECEIVABLE/00042"
        numbers = set()
        for series in "AB":
            invoice = self._invoice(post=False)
            invoice.name = f"{series}/{tail}"
            invoice.action_post()
            document = self._sent(invoice)
            self.assertLessEqual(len(document["DocNumber"]), 21)
            self.assertIn("00042", document["DocNumber"])
            self.assertIn(f"{series}/{tail}", document["PrivateNote"])
            numbers.add(document["DocNumber"])
        self.assertEqual(len(numbers), 2)

    def test_the_note_says_where_the_invoice_comes_from(self):
        invoice = self._invoice(invoice_origin="S00017", ref="PO 55-A")
        origin, _mark = self._sent(invoice)["PrivateNote"].split("\n")
        self.assertEqual(origin, f"{invoice.name} · S00017 · PO 55-A")

    def test_address_and_mail_of_the_contact_that_is_invoiced(self):
        state = self.env.ref("base.state_us_44")
        address = {
            "street": "200 Cattle Drive",
            "street2": "Dock 4",
            "city": "Amarillo",
            "zip": "79101",
            "state_id": state.id,
            "country_id": self.env.ref("base.us").id,
        }
        payables, dock = self.env["res.partner"].create(
            [
                {
                    "name": "Payables",
                    "parent_id": self.customer.id,
                    "type": "invoice",
                    "email": "ap@acme.example.com",
                    **address,
                },
                {
                    "name": "Dock",
                    "parent_id": self.customer.id,
                    "type": "delivery",
                    **address,
                    "street": "1 Feedlot Rd",
                },
            ]
        )
        invoice = self._invoice(
            partner_id=payables.id, partner_shipping_id=dock.id, post=False
        )
        invoice.action_post()
        document = self._sent(invoice)
        self.assertEqual(document["CustomerRef"]["value"], self.customer.qb_id)
        self.assertEqual(document["BillEmail"]["Address"], "ap@acme.example.com")
        bill_address = document["BillAddr"]
        self.assertEqual(bill_address["Line1"], "200 Cattle Drive")
        self.assertEqual(bill_address["Line2"], "Dock 4")
        self.assertEqual(bill_address["City"], "Amarillo")
        self.assertEqual(bill_address["CountrySubDivisionCode"], state.code)
        self.assertEqual(bill_address["PostalCode"], "79101")
        self.assertEqual(document["ShipAddr"]["Line1"], "1 Feedlot Rd")
