# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users do in the browser with carriers, customers and remit profiles."""

from odoo.tests import tagged

from .common import QuickbooksCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestPartyTours(QuickbooksCase, TourCase):
    def _there(self, record, object_type):
        """The record as QuickBooks has it, once its turn has come."""
        self._run()
        self.assertEqual(record.qb_status, "synced", record.qb_message)
        return self._in_quickbooks(object_type, record.qb_id)

    def test_a_carrier_gets_its_numbers_and_they_follow_it_to_quickbooks(self):
        self._tour(self._form(self.carrier), "carrier")
        found = self._there(self.carrier, "Vendor")
        self.assertEqual(found["AcctNum"], "MC 123456 / DOT 9876543")
        self.assertIs(found["Vendor1099"], True)
        self.assertEqual(found["TaxIdentifier"], "XXXXXX6789")
        self._tour(self._form(self.carrier), "carrier_changed")
        found = self._there(self.carrier, "Vendor")
        self.assertEqual(found["AcctNum"], "MC 123456 / DOT 7654321")

    def test_a_factor_is_paid_and_on_one_invoice_we_are(self):
        self._tour("/odoo/quickbooks-remit-profiles", "remit_profile")
        self._tour(self._form(self.customer), "remit_customer")
        self.customer.invalidate_recordset()
        invoice = self._invoice()
        found = self._there(invoice, "Invoice")
        self.assertIn("Apex Capital Corp", found["CustomerMemo"]["value"])
        self.assertEqual(found["CustomerRef"]["name"], self.customer.name)
        self.assertEqual(
            found["BillEmail"]["Address"], "ap@acme.example, books@acme.example"
        )
        self._tour(self._form(invoice), "remit_invoice")
        self.assertNotIn("CustomerMemo", self._there(invoice, "Invoice"))

    def test_an_invoice_shows_its_class_and_location_before_it_is_sent(self):
        plan = self.env["account.analytic.plan"].create({"name": "Contracts"})
        contract = self.env["account.analytic.account"].create(
            {"name": "Cold chain", "plan_id": plan.id}
        )
        self.env["quickbooks.mapping"].create(
            [
                {
                    "connection_id": self.connection.id,
                    "kind": kind,
                    "source": f"{source._name},{source.id}",
                    "object_id": self._object(object_type, name).id,
                }
                for kind, source, object_type, name in (
                    ("class", self.company, "Class", "Flatbed"),
                    ("class", contract, "Class", "Reefer"),
                    ("location", self.company, "Department", "Dallas"),
                )
            ]
        )
        self.connection.invoice_push = "click"
        invoice = self._invoice(
            {"price_unit": 900},
            {"price_unit": 100, "analytic_distribution": {str(contract.id): 100}},
        )
        self._tour(self._form(invoice), "segments")
        found = self._there(invoice, "Invoice")
        self.assertEqual(found["DepartmentRef"]["name"], "Dallas")
        self.assertEqual(
            [
                line["SalesItemLineDetail"]["ClassRef"]["name"]
                for line in found["Line"]
                if line["DetailType"] == "SalesItemLineDetail"
            ],
            ["Flatbed", "Reefer"],
        )
