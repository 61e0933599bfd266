# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers and carriers whose names QuickBooks has already (fault 6240)."""

import json
from unittest.mock import patch

from odoo.tests import tagged

from ..lib.online.client import Client
from ..lib.problems import QuickBooksError, problem_of_fault
from .common import QuickbooksCase

# What the simulated company has from the start.
CUSTOMER, VENDOR, EMPLOYEE = "Gulf Coast Produce", "Big Rig Carriers LLC", "Dana Ortiz"


@tagged("post_install", "-at_install")
class TestNames(QuickbooksCase):
    def _sent(self, name, role="customer"):
        """A contact after it was sent as a customer or as a carrier."""
        rank = "customer_rank" if role == "customer" else "supplier_rank"
        partner = self.env["res.partner"].create({"name": name, rank: 1})
        partner.action_qb_send()
        self._run()
        return partner

    def _named(self, object_type, name):
        return [
            found
            for found in self._all_in_quickbooks(object_type)
            if found["DisplayName"] == name
        ]

    def _make_inactive(self, object_type, name):
        [found] = self._named(object_type, name)
        change = {key: found[key] for key in ("Id", "SyncToken")}
        self._ask(
            lambda client: client.post(
                client._url(object_type.lower()),
                json.dumps({**change, "sparse": True, "Active": False}),
            )
        )

    def test_a_free_name_is_created(self):
        partner = self._sent("Newcomer Foods")
        self.assertEqual(partner.qb_status, "synced")
        [found] = self._named("Customer", "Newcomer Foods")
        self.assertEqual(partner.qb_id, found["Id"])

    def test_an_existing_customer_of_the_same_name_is_adopted(self):
        [existing] = self._named("Customer", CUSTOMER)
        partner = self._sent(CUSTOMER)
        self.assertEqual((partner.qb_status, partner.qb_id), ("synced", existing["Id"]))
        self.assertEqual(len(self._named("Customer", CUSTOMER)), 1)

    def test_a_customer_whose_name_differs_in_case_only_is_adopted(self):
        [existing] = self._named("Customer", CUSTOMER)
        partner = self._sent(CUSTOMER.upper())
        self.assertEqual((partner.qb_status, partner.qb_id), ("synced", existing["Id"]))

    def test_a_carrier_named_like_a_customer_but_for_case_gets_the_suffix(self):
        carrier = self._sent(CUSTOMER.upper(), "carrier")
        self.assertEqual(carrier.qb_status, "synced")
        self.assertEqual(len(self._named("Vendor", f"{CUSTOMER.upper()} (V)")), 1)

    def test_names_with_signs_of_the_query_language_are_found_in_other_case(self):
        for name in ("O'Brien_& Sons", "Back\\slash 100%"):
            with self.subTest(name=name):
                self._sent(name)
                second = self._sent(name.upper())
                self.assertIn("belongs to another contact", second.qb_message)

    def test_an_adopted_customer_with_other_details_is_outdated(self):
        partner = self.env["res.partner"].create(
            {"name": CUSTOMER, "customer_rank": 1, "email": "new@gulf.example.com"}
        )
        partner.action_qb_send()
        self._run()
        self.assertEqual(partner.qb_status, "outdated")
        [theirs] = self._named("Customer", CUSTOMER)
        self.assertEqual(
            theirs["PrimaryEmailAddr"]["Address"], "billing@gulf.example.com"
        )
        partner.action_qb_send()
        self._run()
        self.assertEqual(partner.qb_status, "synced")

    def test_a_sub_customer_of_that_name_is_not_adopted_unasked(self):
        [parent] = self._named("Customer", CUSTOMER)
        body = {"DisplayName": "Dock 5", "ParentRef": {"value": parent["Id"]}}
        body["Job"] = True
        self._ask(lambda client: client.post(client._url("customer"), json.dumps(body)))
        partner = self._sent("Dock 5")
        self.assertEqual(partner.qb_status, "failed")
        self.assertIn(f"sub-customer: {CUSTOMER}:Dock 5", partner.qb_message)
        fix = partner.action_qb_fix()
        self.assertEqual(fix["res_model"], "quickbooks.match")

    def test_an_existing_vendor_of_the_same_name_is_adopted(self):
        [existing] = self._named("Vendor", VENDOR)
        partner = self._sent(VENDOR, "carrier")
        self.assertEqual((partner.qb_status, partner.qb_id), ("synced", existing["Id"]))

    def test_an_invoice_goes_to_the_adopted_customer(self):
        partner = self.env["res.partner"].create({"name": CUSTOMER})
        invoice = self._invoice(partner_id=partner.id)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        sent = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(sent["CustomerRef"]["name"], CUSTOMER)

    def test_names_with_quotes_and_backslashes_are_found(self):
        for name in ("O'Brien & Sons", 'The "Big" Truck', "Back\\slash", "Bäcker 100%"):
            with self.subTest(name=name):
                first, second = self._sent(name), self._sent(name)
                self.assertEqual(first.qb_status, "synced")
                self.assertIn("belongs to another contact", second.qb_message)

    def test_one_quickbooks_customer_does_not_serve_two_contacts(self):
        first = self._sent(CUSTOMER)
        second = self._sent(CUSTOMER)
        self.assertEqual((first.qb_status, second.qb_status), ("synced", "failed"))
        self.assertIn(f"belongs to another contact here: {CUSTOMER}", second.qb_message)
        self.assertIn("Merge", second.qb_hint)
        fix = second.action_qb_fix()
        match = self.env[fix["res_model"]].browse(fix["res_id"])
        self.assertEqual((match.partner_id, match.state), (second, "conflict"))

    def test_the_customer_of_a_deleted_contact_goes_to_its_namesake(self):
        first = self._sent("Newcomer Foods")
        qb_id = first.qb_id
        first.unlink()
        second = self._sent("Newcomer Foods")
        self.assertEqual((second.qb_status, second.qb_id), ("synced", qb_id))

    def test_a_merged_contact_leaves_its_customer_to_the_one_that_stays(self):
        first, second = self._sent("Newcomer Foods"), self._sent("Late Foods")
        kept = self.env["res.partner"].create({"name": "Kept Foods"})
        first_id = first.qb_id
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._merge([first.id, kept.id], kept)
        merge._merge([second.id, kept.id], kept)
        self.assertEqual((kept.qb_id, kept.qb_status), (first_id, "synced"))
        again = self._sent("Late Foods")
        self.assertEqual(again.qb_status, "synced")
        self.assertEqual(len(self._named("Customer", "Late Foods")), 1)

    def test_who_is_in_quickbooks_already_adopts_nobody_else(self):
        partner = self._sent("Newcomer Foods")
        binding = partner._qb_objects()
        [found] = self._named("Customer", "Newcomer Foods")
        renamed = self._ask(
            lambda client: client.post(
                client._url("customer"),
                json.dumps(
                    {
                        "Id": found["Id"],
                        "SyncToken": found["SyncToken"],
                        "sparse": True,
                        "DisplayName": "Renamed Foods",
                    }
                ),
            )
        )["Customer"]
        self._ask(
            lambda client: client.post(
                client._url("customer"), json.dumps({"DisplayName": "Newcomer Foods"})
            )
        )
        # The new version is known and the new name is not.
        binding.version = renamed["SyncToken"]
        partner.action_qb_send()
        self._run()
        self.assertEqual((partner.qb_status, partner.qb_id), ("failed", found["Id"]))
        self.assertIn("taken", partner.qb_message)

    def test_a_question_quickbooks_refuses_holds_nothing_up(self):
        problem = problem_of_fault("4000", "Error parsing query")
        with patch.object(Client, "query", side_effect=QuickBooksError(problem)):
            partner = self._sent(CUSTOMER)
        self.assertEqual(partner.qb_status, "failed")
        self.assertEqual(self._sent("Newcomer Foods").qb_status, "synced")

    def test_of_two_contacts_sent_together_one_adopts_and_one_is_told(self):
        pair = self.env["res.partner"].create(
            [{"name": CUSTOMER, "customer_rank": 1} for _contact in range(2)]
        )
        pair.action_qb_send()
        self._run()
        self.assertEqual(sorted(pair.mapped("qb_status")), ["failed", "synced"])
        self.assertEqual(len(pair.filtered("qb_id")), 1)

    def test_a_carrier_named_like_a_customer_gets_the_suffix(self):
        carrier = self._sent(CUSTOMER, "carrier")
        self.assertEqual(carrier.qb_status, "synced")
        self.assertEqual(len(self._named("Vendor", f"{CUSTOMER} (V)")), 1)

    def test_a_customer_named_like_a_vendor_gets_the_suffix(self):
        customer = self._sent(VENDOR)
        self.assertEqual(customer.qb_status, "synced")
        self.assertEqual(len(self._named("Customer", f"{VENDOR} (C)")), 1)

    def test_a_customer_named_like_an_employee_gets_the_suffix(self):
        self.assertEqual(self._sent(EMPLOYEE).qb_status, "synced")
        self.assertEqual(len(self._named("Customer", f"{EMPLOYEE} (C)")), 1)

    def test_the_suffixes_are_settings_of_the_connection(self):
        self.connection.vendor_suffix = " - Carrier"
        self._sent(CUSTOMER, "carrier")
        self.assertEqual(len(self._named("Vendor", f"{CUSTOMER} - Carrier")), 1)

    def test_a_contact_in_both_roles_becomes_customer_and_vendor(self):
        partner = self.env["res.partner"].create(
            {"name": "Both Ways", "customer_rank": 1, "supplier_rank": 1}
        )
        partner.action_qb_send()
        self._run()
        self.assertEqual(partner.qb_status, "synced")
        self.assertEqual(len(self._named("Customer", "Both Ways")), 1)
        self.assertEqual(len(self._named("Vendor", "Both Ways (V)")), 1)

    def test_when_the_suffixed_name_is_taken_too_it_is_said(self):
        self._sent(CUSTOMER, "carrier")
        second = self._sent(CUSTOMER, "carrier")
        self.assertEqual(second.qb_status, "failed")
        self.assertIn(f"{CUSTOMER} (V)", second.qb_message)
        self.assertTrue(second.qb_hint)

    def test_an_inactive_customer_of_that_name_is_explained(self):
        self._make_inactive("Customer", CUSTOMER)
        partner = self._sent(CUSTOMER)
        self.assertEqual(partner.qb_status, "failed")
        self.assertIn(f"“{CUSTOMER}” is inactive in QuickBooks", partner.qb_message)
        self.assertIn("Make it active again", partner.qb_hint)

    def test_a_name_that_only_an_inactive_vendor_has_gets_the_suffix(self):
        self._make_inactive("Vendor", VENDOR)
        self.assertEqual(self._sent(VENDOR).qb_status, "synced")
        self.assertEqual(len(self._named("Customer", f"{VENDOR} (C)")), 1)
