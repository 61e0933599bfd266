# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers and carriers in QuickBooks: what goes along, and what changes later."""

import json
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..lib.online.client import Client
from .document_case import DocumentCase


@tagged("post_install", "-at_install")
class TestParties(DocumentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net_15 = cls.env.ref("account.account_payment_term_15days")
        cls.env["quickbooks.mapping"].create(
            {
                "connection_id": cls.connection.id,
                "kind": "term",
                "source": f"account.payment.term,{cls.net_15.id}",
                "object_id": cls._object("Term", "Net 15").id,
            }
        )

    def _send(self, partner, object_type):
        """Send a contact; it as QuickBooks has it then."""
        partner.action_qb_send()
        return self._there(partner, object_type)

    def _there(self, partner, object_type):
        self._run()
        self.assertEqual(partner.qb_status, "synced", partner.qb_message)
        return self._in_quickbooks(object_type, partner.qb_id)

    def _post(self, object_type, qb_id, **change):
        """Somebody edits it in QuickBooks."""
        found = self._in_quickbooks(object_type, qb_id)
        body = {
            **{key: found[key] for key in ("Id", "SyncToken")},
            "sparse": True,
            **change,
        }
        self._ask(
            lambda client: client.post(
                client._url(object_type.lower()), json.dumps(body)
            )
        )

    # -- what is entered -----------------------------------------------------------

    def test_numbers_are_kept_without_their_label(self):
        self.carrier.write({"mc_number": "MC-123456", "dot_number": "USDOT 9876543"})
        self.assertEqual(self.carrier.mc_number, "123456")
        self.assertEqual(self.carrier.dot_number, "9876543")
        made = self.env["res.partner"].create({"name": "New", "mc_number": "mc# 77"})
        self.assertEqual(made.mc_number, "77")

    def test_what_is_no_number_is_refused_with_a_sentence(self):
        for name, number, words in (
            ("mc_number", "12a", "is no MC number"),
            ("dot_number", "1234567890", "is no DOT number"),
        ):
            with self.assertRaisesRegex(ValidationError, words):
                self.env["res.partner"].create({"name": "New", name: number})

    def test_billing_addresses_have_commas_between_them(self):
        self.customer.qb_bill_email = "ap@acme.example; books@acme.example"
        self.assertEqual(
            self.customer.qb_bill_email, "ap@acme.example, books@acme.example"
        )

    def test_bad_or_too_many_billing_addresses_are_refused_with_a_sentence(self):
        with self.assertRaisesRegex(ValidationError, "is not an e-mail address"):
            self.customer.qb_bill_email = "ap@acme.example, nobody"
        with self.assertRaisesRegex(ValidationError, "room for 100 characters"):
            self.customer.qb_bill_email = ", ".join(["accounts@acme.example"] * 5)

    def test_a_1099_carrier_without_a_tax_id_is_told_so(self):
        self.carrier.qb_1099 = "yes"
        self.assertIn("EIN", self.carrier.qb_1099_hint)
        self.carrier.vat = "12-3456789"
        self.assertFalse(self.carrier.qb_1099_hint)

    # -- what goes along -----------------------------------------------------------

    def test_a_carrier_goes_with_tax_id_1099_numbers_and_terms(self):
        self.carrier.write(
            {
                "vat": "12-3456789",
                "qb_1099": "yes",
                "mc_number": "123456",
                "dot_number": "9876543",
                "property_supplier_payment_term_id": self.net_15.id,
            }
        )
        found = self._send(self.carrier, "Vendor")
        self.assertIs(found["Vendor1099"], True)
        self.assertEqual(found["AcctNum"], "MC 123456 / DOT 9876543")
        self.assertEqual(found["TermRef"]["name"], "Net 15")
        self.assertEqual(found["TaxIdentifier"], "XXXXXX6789")

    def test_nobody_reads_the_tax_id_in_the_log_or_the_preview(self):
        self.carrier.vat = "12-3456789"
        preview = self.env["quickbooks.preview"]._open(self.carrier)
        line = self.env[preview["res_model"]].browse(preview["res_id"]).line_ids
        self.assertIn("TaxIdentifier", line.payload)
        self._send(self.carrier, "Vendor")
        job = self._jobs(self.carrier)
        shown = "".join(
            [line.payload, job.sent_text, job.exchange_id.request_text or ""]
        )
        self.assertNotIn("3456789", shown)

    def test_a_customer_goes_with_its_terms_and_where_invoices_go(self):
        self.customer.write(
            {
                "email": "office@acme.example",
                "qb_bill_email": "ap@acme.example, books@acme.example",
                "property_payment_term_id": self.net_15.id,
            }
        )
        invoice = self._invoice()
        found = self._there(self.customer, "Customer")
        self.assertEqual(found["SalesTermRef"]["name"], "Net 15")
        address = {"Address": "ap@acme.example, books@acme.example"}
        self.assertEqual(found["PrimaryEmailAddr"], address)
        self.assertEqual(
            self._in_quickbooks("Invoice", invoice.qb_id)["BillEmail"], address
        )

    def test_else_invoices_go_to_the_contact_for_invoices(self):
        self.customer.email = "office@acme.example"
        self.env["res.partner"].create(
            {
                "name": "Accounts payable",
                "parent_id": self.customer.id,
                "type": "invoice",
                "email": "ap@acme.example",
            }
        )
        [email] = self.customer._qb_bill_emails().values()
        self.assertEqual(email, "ap@acme.example")

    # -- what QuickBooks keeps -----------------------------------------------------

    def test_what_the_bookkeeper_has_entered_in_quickbooks_stays(self):
        self._send(self.carrier, "Vendor")
        self._post(
            "Vendor",
            self.carrier.qb_id,
            Vendor1099=True,
            TaxIdentifier="98-7654321",
            AcctNum="BRC-77",
        )
        self.carrier.write({"phone": "+1 555 0100", "mc_number": "123456"})
        found = self._send(self.carrier, "Vendor")
        self.assertEqual(found["PrimaryPhone"], {"FreeFormNumber": "+1 555 0100"})
        self.assertIs(found["Vendor1099"], True)
        self.assertEqual(found["TaxIdentifier"], "XXXXXX4321")
        self.assertEqual(found["AcctNum"], "BRC-77 / MC 123456")

    def test_a_masked_tax_id_never_overwrites_the_real_one(self):
        self.carrier.vat = "XXXXXX4321"
        bill = self._bill()
        self._run()
        self.assertEqual(bill.qb_status, "failed")
        self.assertIn("masked", bill.qb_message)
        self.assertIn("whole tax id", bill.qb_hint)

    # -- what changes later --------------------------------------------------------

    def _synced(self, partner):
        partner.action_qb_send()
        self._run()
        self.assertEqual(partner.qb_status, "synced")
        return partner

    def test_a_changed_contact_is_outdated_and_goes_with_the_next_send(self):
        for partner, vals, object_type in (
            (self.customer, {"street": "1 Main St"}, "Customer"),
            (self.customer, {"qb_bill_email": "ap@acme.example"}, "Customer"),
            (self.customer, {"property_payment_term_id": self.net_15.id}, "Customer"),
            (self.carrier, {"mc_number": "123456"}, "Vendor"),
            (self.carrier, {"qb_1099": "yes"}, "Vendor"),
            (self.carrier, {"vat": "12-3456789"}, "Vendor"),
        ):
            with self.subTest(**vals):
                self._synced(partner)
                partner.write(vals)
                self.assertEqual(partner.qb_status, "outdated")
                version = self._in_quickbooks(object_type, partner.qb_id)["SyncToken"]
                found = self._send(partner, object_type)
                self.assertGreater(int(found["SyncToken"]), int(version))

    def test_it_goes_along_with_the_next_document_by_itself(self):
        self._synced(self.customer).street = "1 Main St"
        self._invoice()
        found = self._there(self.customer, "Customer")
        self.assertEqual(found["BillAddr"]["Line1"], "1 Main St")

    def test_a_contact_for_invoices_makes_its_customer_outdated(self):
        self._synced(self.customer)
        contact = self.env["res.partner"].create(
            {
                "name": "Accounts payable",
                "parent_id": self.customer.id,
                "type": "invoice",
                "email": "ap@acme.example",
            }
        )
        self.assertEqual(self.customer.qb_status, "outdated")
        self._synced(self.customer)
        contact.email = "books@acme.example"
        self.assertEqual(self.customer.qb_status, "outdated")
        self._synced(self.customer)
        contact.unlink()
        self.assertEqual(self.customer.qb_status, "outdated")

    def test_what_quickbooks_does_not_get_changes_nothing(self):
        self._synced(self.customer)
        self.customer.write(
            {"comment": "x", "mc_number": "1", "name": self.customer.name, "ref": "A"}
        )
        self.assertEqual(self.customer.qb_status, "synced")

    def test_what_changes_while_nobody_is_signed_in_is_outdated_as_well(self):
        self._synced(self.customer)
        self.connection.action_disconnect()
        self.customer.street = "1 Main St"
        self.assertEqual(self.customer.qb_status, "outdated")

    def test_who_is_not_in_quickbooks_does_not_become_outdated(self):
        self.customer.street = "1 Main St"
        self.assertEqual(self.customer.qb_status, "not_synced")

    def test_a_renamed_customer_is_renamed(self):
        self._synced(self.customer).name = "Acme Logistics"
        self.assertEqual(self.customer.qb_status, "outdated")
        found = self._send(self.customer, "Customer")
        self.assertEqual(found["DisplayName"], "Acme Logistics")
        self.customer.phone = "+1 555 0100"
        found = self._send(self.customer, "Customer")
        self.assertEqual(found["DisplayName"], "Acme Logistics")

    def test_a_renamed_carrier_keeps_the_suffix_that_tells_it_from_a_customer(self):
        carrier = self.env["res.partner"].create(
            {"name": "Gulf Coast Produce", "supplier_rank": 1, "is_company": True}
        )
        self.assertEqual(
            self._send(carrier, "Vendor")["DisplayName"], "Gulf Coast Produce (V)"
        )
        carrier.name = "Gulf Coast Transport"
        self.assertEqual(
            self._send(carrier, "Vendor")["DisplayName"], "Gulf Coast Transport (V)"
        )

    def test_a_name_that_was_given_in_quickbooks_stays(self):
        self._synced(self.customer)
        self._post("Customer", self.customer.qb_id, DisplayName="ACME (Dallas)")
        self.customer.street = "1 Main St"
        self._send(self.customer, "Customer")
        self.customer.name = "Acme Logistics"
        found = self._send(self.customer, "Customer")
        self.assertEqual(found["DisplayName"], "ACME (Dallas)")

    def test_create_only_leaves_what_is_there_alone(self):
        self.connection.customer_push = "create"
        self._synced(self.customer).street = "1 Main St"
        self.assertEqual(self.customer.qb_status, "synced")

    def test_a_change_while_it_is_under_way_is_sent_after(self):
        batch = Client.batch

        def changed_meanwhile(client, body, request_id):
            if not self.customer.street:
                with self._own_cursor() as env:
                    env["res.partner"].browse(self.customer.id).street = "1 Main St"
            return batch(client, body, request_id)

        self.customer.action_qb_send()
        with patch.object(Client, "batch", changed_meanwhile):
            self._run()
        found = self._there(self.customer, "Customer")
        self.assertEqual(found["BillAddr"]["Line1"], "1 Main St")
        self.assertEqual(found["SyncToken"], "1")

    def test_many_contacts_take_one_statement(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Shipper {n}", "customer_rank": 1} for n in range(30)]
        )
        partners.action_qb_send()
        self._run()
        changed = {(partner.id, "Customer", None) for partner in partners}
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env["res.partner"]._qb_outdate(changed)
        self.assertEqual(set(partners.mapped("qb_status")), {"outdated"})

    def test_a_change_that_quickbooks_does_not_get_costs_no_query(self):
        self._synced(self.customer)
        with patch.object(type(self.customer), "_qb_outdate") as outdate:
            self.customer.comment = "x"
        outdate.assert_not_called()

    def test_each_company_has_its_own_status(self):
        self._synced(self.customer)
        other = self.env["res.company"].create({"name": "Other books"})
        elsewhere = self.customer.with_company(other)
        elsewhere.property_payment_term_id = self.net_15
        self.assertEqual(self.customer.qb_status, "synced")
        elsewhere.street = "1 Main St"
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.qb_status, "outdated")
        self.assertEqual(elsewhere.qb_status, "not_synced")
