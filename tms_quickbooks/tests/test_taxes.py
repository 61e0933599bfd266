# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taxes, discounts, roundings and advances: every total in QuickBooks is ours."""

from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from .canadian_case import CanadianBooks
from .document_case import DocumentCase, goods

# Amounts whose taxes end in all sorts of fractions of a cent.
ODD = (0.5, 9.99, 19.99, 33.33, 101.13, 250.05, 1234.57, 4495.16)


class TaxCase(DocumentCase):
    def _lines(self, taxes, prices=ODD):
        return [{"price_unit": price, "tax_ids": taxes.ids} for price in prices]

    def _group(self, *taxes, **values):
        """One tax that consists of these."""
        children = self.env["account.tax"].concat(*taxes)
        return self._tax(
            0,
            name=" + ".join(children.mapped("name")),
            amount_type="group",
            children_tax_ids=[Command.set(children.ids)],
            **values,
        )

    def _codes(self, document):
        return [
            line["SalesItemLineDetail"]["TaxCodeRef"]["value"]
            for line in goods(document)
        ]


@tagged("post_install", "-at_install")
class TestUnitedStates(TaxCase):
    def test_state_county_and_city_rounded_by_line_or_over_all(self):
        taxes = self._tax(6.25) | self._tax(0.5) | self._tax(1.375)
        for method in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = method
            with self.subTest(method=method):
                self._sent(self._invoice(*self._lines(taxes)))

    def test_a_group_of_taxes_makes_a_line_taxable(self):
        group = self._group(self._tax(6.25), self._tax(2))
        document = self._sent(
            self._invoice({"price_unit": 1000, "tax_ids": group.ids}, {"price_unit": 5})
        )
        self.assertEqual(self._codes(document), ["TAX", "NON"])
        self.assertEqual(document["TxnTaxDetail"]["TotalTax"], Decimal("82.50"))

    def test_prices_that_include_several_taxes(self):
        taxes = self._tax(6.25, price_include_override="tax_included")
        taxes |= self._tax(2, price_include_override="tax_included")
        for method in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = method
            with self.subTest(method=method):
                self._sent(self._invoice(*self._lines(taxes)))

    def test_without_automated_sales_tax_the_taxed_lines_name_the_code(self):
        self.sim.change_company(self.realm, automated_sales_tax=None)
        self._update_lists()
        county, city, exempt = self._tax(6.25), self._tax(2), self._tax(0)
        for tax in (county, city):
            self._map_tax(tax, "Texas")
        document = self._sent(
            self._invoice(
                {"price_unit": 1000, "tax_ids": (county | city).ids},
                {"price_unit": 40, "tax_ids": exempt.ids},
                {"price_unit": 5},
            )
        )
        detail = document["TxnTaxDetail"]
        self.assertEqual(detail["TotalTax"], Decimal("82.50"))
        self.assertEqual(
            detail["TxnTaxCodeRef"]["value"], self._object("TaxCode", "Texas").qb_id
        )
        self.assertEqual(self._codes(document), ["TAX", "NON", "NON"])

    def test_a_tax_that_is_gone_by_now_is_gone_in_quickbooks(self):
        tax = self._tax(6.5)
        for automated in (True, None):
            self.sim.change_company(self.realm, automated_sales_tax=automated)
            self._update_lists()
            with self.subTest(automated=automated):
                invoice = self._invoice({"price_unit": 1000, "tax_ids": tax.ids})
                self.assertEqual(self._sent(invoice)["TotalAmt"], 1065)
                invoice.button_draft()
                invoice.invoice_line_ids.tax_ids = False
                invoice.action_post()
                self._run()
                document = self._in_quickbooks("Invoice", invoice.qb_id)
                self.assertEqual(document["TotalAmt"], 1000)
                self.assertEqual(invoice.qb_status, "synced", invoice.qb_message)

    def test_a_withholding_tax_is_explained(self):
        withheld = self._tax(-2)
        invoice = self._invoice({"price_unit": 1000, "tax_ids": withheld.ids})
        self._assert_stopped_before_the_call(
            invoice, "preflight.withholding", "taken off the total", "when it is paid"
        )

    # -- discounts -----------------------------------------------------------------

    def test_a_percentage_off_each_line(self):
        lines = [
            {**line, "discount": discount}
            for line, discount in zip(
                self._lines(self._tax(8.25)), (10, 33.33, 5, 12.5) * 2, strict=True
            )
        ]
        self._sent(self._invoice(*lines))

    def test_a_discount_on_the_whole_is_a_negative_line_of_its_own_tax(self):
        tax = self._tax(8.25)
        document = self._sent(
            self._invoice(
                *self._lines(tax, (1000, 500)),
                {"name": "Volume discount", "price_unit": -150, "tax_ids": tax.ids},
            )
        )
        self.assertEqual(document["TxnTaxDetail"]["TotalTax"], Decimal("111.38"))

    # -- advances ------------------------------------------------------------------

    def test_an_advance_is_taken_off_the_final_invoice(self):
        for group in ("sales_team.group_sale_manager", "tms.group_tms_admin"):
            self.env.user.group_ids += self.env.ref(group)
        self.product.invoice_policy = "order"
        tax = self._tax(8.25)
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "price_unit": 1999.99,
                            "tax_ids": tax.ids,
                        }
                    )
                ],
            }
        )
        sale.action_confirm()
        advance = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": sale.ids,
                "advance_payment_method": "percentage",
                "amount": 30,
            }
        )
        first = advance._create_invoices(sale)
        first.invoice_date = "2026-11-20"
        first.action_post()
        final = sale._create_invoices(final=True)
        final.invoice_date = "2026-11-20"
        final.action_post()
        self.assertEqual(first.amount_total + final.amount_total, sale.amount_total)
        advance_paid = self._sent(first)
        rest = self._sent(final)
        self.assertEqual(
            advance_paid["TotalAmt"] + rest["TotalAmt"], Decimal("2164.99")
        )
        self.assertEqual(min(line["Amount"] for line in goods(rest)), Decimal("-600"))


@tagged("post_install", "-at_install")
class TestCanada(CanadianBooks, TaxCase):
    def setUp(self):
        super().setUp()
        self._map_tax(False, "Zero-rated")

    def _mapped(self, percent, name, **values):
        tax = self._tax(percent, **values)
        self._map_tax(tax, name)
        return tax

    def test_hst_gst_zero_rated_and_out_of_scope_on_one_invoice(self):
        hst, gst = self._mapped(13, "HST ON"), self._mapped(5, "GST")
        zero = self._mapped(0, "Zero-rated")
        document = self._sent(
            self._invoice(
                *self._lines(hst),
                *self._lines(gst),
                *self._lines(zero, (100,)),
                {"price_unit": 30},
            )
        )
        self.assertEqual(len(set(self._codes(document))), 3)

    def test_a_tax_rounded_line_by_line_comes_out_to_the_cent(self):
        gst = self._mapped(5, "GST")
        self.company.tax_calculation_rounding_method = "round_per_line"
        invoice = self._invoice(*self._lines(gst, (0.5, 0.5, 0.5)))
        # QuickBooks by itself would round 0.075 once.
        self.assertEqual(invoice.amount_tax, 0.09)
        document = self._sent(invoice)
        self.assertEqual(document["TxnTaxDetail"]["TotalTax"], Decimal("0.09"))
        refund = invoice._reverse_moves([{"invoice_date": "2026-11-21"}])
        refund.action_post()
        self._sent(refund)

    def test_bills_likewise(self):
        gst = self._mapped(5, "GST", type_tax_use="purchase")
        for method in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = method
            with self.subTest(method=method):
                lines = self._lines(gst, (0.5, 0.5, 0.5, *ODD))
                self._sent(self._bill(*lines, ref=method))

    def test_prices_that_include_the_tax(self):
        hst = self._mapped(13, "HST ON", price_include_override="tax_included")
        for method in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = method
            with self.subTest(method=method):
                self._sent(self._invoice(*self._lines(hst)))

    def test_a_change_is_computed_anew(self):
        gst = self._mapped(5, "GST")
        self.company.tax_calculation_rounding_method = "round_per_line"
        invoice = self._invoice(*self._lines(gst, (0.5, 0.5, 0.5)))
        self._sent(invoice)
        invoice.button_draft()
        invoice.invoice_line_ids[1:].unlink()
        invoice.invoice_line_ids.price_unit = 1000
        invoice.action_post()
        self._run()
        self.assertEqual(invoice.qb_status, "synced", invoice.qb_message)
        document = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(document["TotalAmt"], 1050)

    def test_a_code_with_another_rate_shows_again_when_it_is_sent_again(self):
        wrong = self._mapped(13, "GST")
        invoice = self._invoice({"price_unit": 1000, "tax_ids": wrong.ids})
        self.assertEqual(self._problem(invoice)[0], "settle.total")
        invoice.action_qb_retry()
        self.assertEqual(self._problem(invoice)[0], "settle.total")

    # -- several taxes on a line ---------------------------------------------------

    def test_a_group_of_taxes_is_mapped_to_the_code_of_both(self):
        group = self._group(self._tax(5), self._tax(9.975))
        self._map_tax(group, "GST/QST QC")
        self._sent(self._invoice(*self._lines(group)))

    def test_two_taxes_on_a_line_that_share_a_code(self):
        gst, qst = self._mapped(5, "GST/QST QC"), self._mapped(9.975, "GST/QST QC")
        self._sent(self._invoice(*self._lines(gst | qst)))

    def test_two_taxes_on_a_line_without_a_code_in_common_are_explained(self):
        gst, qst = self._mapped(5, "GST"), self._tax(9.975)
        invoice = self._invoice(*self._lines(gst | qst, (100,)))
        self._assert_stopped_before_the_call(
            invoice, "preflight.several_taxes", gst.name, qst.name, "Group of Taxes"
        )
        action = invoice.action_qb_fix()
        self.assertEqual(action["res_model"], "quickbooks.mapping")
        self.assertEqual(action["context"]["default_kind"], "tax")
        self.assertEqual(action["context"]["default_source"], f"account.tax,{gst.id}")

    def test_the_tax_that_is_not_mapped_is_the_one_that_opens(self):
        qst = self._tax(9.975)
        invoice = self._invoice(*self._lines(qst, (100,)))
        self._run()
        action = invoice.action_qb_fix()
        self.assertEqual(action["context"]["default_source"], f"account.tax,{qst.id}")

    # -- rounding ------------------------------------------------------------------

    def test_cash_rounding_as_a_line_or_within_the_tax(self):
        hst = self._mapped(13, "HST ON")
        for rounding in (self.cash_rounding_a, self.cash_rounding_b):
            with self.subTest(strategy=rounding.strategy):
                self._sent(
                    self._invoice(
                        *self._lines(hst, (100.02,)),
                        invoice_cash_rounding_id=rounding.id,
                    )
                )

    def test_a_vendor_credit_cannot_say_its_tax_and_shows_the_cent(self):
        gst = self._mapped(5, "GST", type_tax_use="purchase")
        self.company.tax_calculation_rounding_method = "round_per_line"
        lines = self._lines(gst, (0.5, 0.5, 0.5))
        credit = self._document("in_refund", self.carrier, lines, True, {"ref": "C-1"})
        code, sentence, _hint = self._problem(credit)
        self.assertEqual(code, "settle.total")
        self.assertIn("1.59", sentence)
        self.assertIn("1.58", sentence)
