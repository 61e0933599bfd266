# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A Canadian company: several currencies, and a tax code on every line."""

from decimal import Decimal

from odoo.tests import tagged

from .canadian_case import CanadianBooks
from .document_case import DocumentCase, goods


@tagged("post_install", "-at_install")
class TestForeignCurrency(CanadianBooks, DocumentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rate_us_dollars("2026-11-01", 1.3642)
        cls._map_tax(False, "Zero-rated")

    def test_the_company_is_known_as_canadian_with_several_currencies(self):
        profile = self.connection._profile()
        self.assertEqual((profile.country, profile.home_currency), ("CA", "CAD"))
        self.assertTrue(profile.multi_currency)

    # -- currency ------------------------------------------------------------------

    def test_an_invoice_in_the_home_currency(self):
        document = self._sent(self._invoice())
        self.assertEqual(document["CurrencyRef"]["value"], "CAD")
        self.assertEqual(document["ExchangeRate"], 1)

    def test_an_invoice_in_us_dollars_carries_the_rate_of_its_day(self):
        document = self._sent(self._invoice(currency_id=self.us_dollar.id))
        self.assertEqual(document["CurrencyRef"]["value"], "USD")
        self.assertEqual(document["ExchangeRate"], Decimal("1.3642"))
        self.assertEqual(document["TotalAmt"], 1500)
        self.assertEqual(document["HomeTotalAmt"], Decimal("2046.30"))

    def test_with_another_home_currency_in_quickbooks_no_rate_is_made_up(self):
        self._sent(self._invoice())
        connection = self.connection.sudo()
        connection.profile = {**connection.profile, "home_currency": "EUR"}
        invoice = self._invoice()
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        self.assertEqual(self._jobs(invoice).problem_code, "preflight.no_rate")

    def test_a_new_customer_is_kept_in_the_currency_of_its_invoice(self):
        self._sent(self._invoice(currency_id=self.us_dollar.id))
        customer = self._in_quickbooks("Customer", self.customer.qb_id)
        self.assertEqual(customer["CurrencyRef"]["value"], "USD")

    def test_a_new_customer_is_kept_in_the_currency_of_a_cancelled_invoice(self):
        """The next one will hardly be in another."""
        invoice = self._invoice(currency_id=self.us_dollar.id)
        invoice.button_draft()
        invoice.button_cancel()
        self.customer.action_qb_send()
        self._run()
        customer = self._in_quickbooks("Customer", self.customer.qb_id)
        self.assertEqual(customer["CurrencyRef"]["value"], "USD")

    def test_a_bill_in_us_dollars(self):
        document = self._sent(self._bill(currency_id=self.us_dollar.id))
        self.assertEqual(document["CurrencyRef"]["value"], "USD")
        self.assertEqual(document["ExchangeRate"], Decimal("1.3642"))
        vendor = self._in_quickbooks("Vendor", self.carrier.qb_id)
        self.assertEqual(vendor["CurrencyRef"]["value"], "USD")

    def test_a_second_currency_for_a_customer_is_explained_before_sending(self):
        self._sent(self._invoice())
        self._assert_stopped_before_the_call(
            self._invoice(currency_id=self.us_dollar.id),
            "preflight.party_currency",
            "USD",
            "Acme Shippers",
            "contact of its own",
        )

    def test_one_company_may_be_customer_and_vendor_in_different_currencies(self):
        self._sent(self._invoice())
        bill = self._bill(partner_id=self.customer.id, currency_id=self.us_dollar.id)
        self.assertEqual(self._sent(bill)["CurrencyRef"]["value"], "USD")

    def test_a_change_of_the_invoice_leaves_the_currency_of_the_customer(self):
        invoice = self._invoice(currency_id=self.us_dollar.id)
        self._sent(invoice)
        self.customer.phone = "+1 905 555 0142"
        self.customer.action_qb_send()
        self._run()
        customer = self._in_quickbooks("Customer", self.customer.qb_id)
        self.assertEqual(customer["PrimaryPhone"]["FreeFormNumber"], "+1 905 555 0142")
        self.assertEqual(customer["CurrencyRef"]["value"], "USD")

    # -- tax codes -----------------------------------------------------------------

    def test_a_line_without_tax_takes_the_default_code(self):
        document = self._sent(self._invoice())
        self.assertEqual(document["GlobalTaxCalculation"], "TaxExcluded")
        [line] = goods(document)
        self.assertEqual(
            line["SalesItemLineDetail"]["TaxCodeRef"]["value"],
            self._object("TaxCode", "Zero-rated").qb_id,
        )

    def test_the_default_code_stands_for_no_tax_that_is_not_mapped(self):
        hst = self._tax(13)
        invoice = self._invoice({"price_unit": 1000, "tax_ids": hst.ids})
        self._assert_stopped_before_the_call(
            invoice, "preflight.no_tax_code", "Map the taxes"
        )
        Mapping = self.env["quickbooks.mapping"]
        row = Mapping.create(
            {
                "connection_id": self.connection.id,
                "kind": "tax",
                "source": f"account.tax,{hst.id}",
            }
        )
        Mapping._restate(self.connection)
        self.assertEqual(row.status, "unmapped")

    def test_a_mapped_tax_comes_out_to_the_cent(self):
        tax = self._tax(13)
        self._map_tax(tax, "HST ON")
        document = self._sent(
            self._invoice({"price_unit": 1234.56, "tax_ids": tax.ids})
        )
        self.assertEqual(document["TxnTaxDetail"]["TotalTax"], Decimal("160.49"))
        self.assertEqual(document["TotalAmt"], Decimal("1395.05"))

    def test_lines_with_different_taxes(self):
        hst, gst = self._tax(13), self._tax(5)
        self._map_tax(hst, "HST ON")
        self._map_tax(gst, "GST")
        document = self._sent(
            self._invoice(
                {"price_unit": 1000, "tax_ids": hst.ids},
                {"price_unit": 200, "tax_ids": gst.ids},
                {"price_unit": 30},
            )
        )
        self.assertEqual(document["TotalAmt"], 1370)

    def test_tax_on_a_bill(self):
        tax = self._tax(13, type_tax_use="purchase")
        self._map_tax(tax, "HST ON")
        document = self._sent(self._bill({"price_unit": 900, "tax_ids": tax.ids}))
        self.assertEqual(document["TotalAmt"], 1017)

    def test_without_a_code_for_a_line_the_document_is_stopped(self):
        self.env["quickbooks.mapping"].search(
            [("connection_id", "=", self.connection.id), ("kind", "=", "tax")]
        ).unlink()
        self._assert_stopped_before_the_call(
            self._invoice(), "preflight.no_tax_code", "Map the taxes"
        )

    def test_a_code_with_another_rate_shows_as_another_total(self):
        tax = self._tax(13)
        self._map_tax(tax, "GST")
        invoice = self._invoice({"price_unit": 1000, "tax_ids": tax.ids})
        code, sentence, hint = self._problem(invoice)
        self.assertEqual(code, "settle.total")
        self.assertIn("1050.00", sentence)
        self.assertIn("1130.00", sentence)
        self.assertIn("the tax", hint)
