# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers and vendors that are made or changed in QuickBooks."""

from odoo.tests import tagged

from .arrival_case import ArrivalCase

ADDRESS = {
    "Line1": "12 Depot Road",
    "City": "Tulsa",
    "CountrySubDivisionCode": "OK",
    "PostalCode": "74101",
    "Country": "US",
}


@tagged("post_install", "-at_install")
class TestContactsArrival(ArrivalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.write({"customer_arrival": True, "vendor_arrival": True})

    def _contact(self, name):
        return self.env["res.partner"].search([("name", "=", name)])

    def _linked(self, object_type, qb_id):
        found = self.env["quickbooks.object"]._find(self.connection, object_type, qb_id)
        return found._record()

    # -- made there ----------------------------------------------------------------

    def test_new_customer_becomes_a_contact(self):
        key = self.keeper.customer(
            "Tulsa Cold Storage",
            CompanyName="Tulsa Cold Storage",
            PrimaryEmailAddr={"Address": "ap@tulsacold.example"},
            PrimaryPhone={"FreeFormNumber": "(918) 555-0147"},
            BillAddr=ADDRESS,
        )
        self._arrive()
        partner = self._linked("Customer", key)
        self.assertEqual(partner.name, "Tulsa Cold Storage")
        self.assertTrue(partner.is_company)
        self.assertEqual(partner.email, "ap@tulsacold.example")
        self.assertEqual(partner.phone, "(918) 555-0147")
        self.assertEqual(partner.street, "12 Depot Road")
        self.assertEqual(partner.state_id.name, "Oklahoma")
        self.assertEqual(partner.country_id.code, "US")
        self.assertEqual(partner.customer_rank, 1)
        self.assertEqual(partner.qb_status, "synced")
        self.assertFalse(self._jobs(partner), "What has come from there is not sent.")

    def test_same_name_is_linked_and_not_made_twice(self):
        self.carrier.customer_rank = 0
        key = self.keeper.vendor("blue ridge  carriers")
        self._arrive()
        self.assertEqual(self._linked("Vendor", key), self.carrier)
        self.assertEqual(len(self._contact("Blue Ridge Carriers")), 1)

    def test_somebody_alike_is_proposed_and_nobody_made(self):
        key = self.keeper.vendor("Blue Ridge Carrier Inc")
        self._arrive()
        self.assertIsNone(self._linked("Vendor", key))
        change = self._change("Vendor", key)
        self.assertEqual(change.state, "ignored")
        self.assertIn("Blue Ridge Carriers", change.outcome_text)
        match = self.env["quickbooks.match"].search(
            [("partner_id", "=", self.carrier.id), ("role", "=", "Vendor")]
        )
        self.assertEqual((match.state, match.object_id.qb_id), ("proposed", key))

    def test_only_listed_without_the_setting(self):
        self.connection.customer_arrival = False
        self.keeper.customer("Tulsa Cold Storage")
        self._arrive()
        self.assertFalse(self._contact("Tulsa Cold Storage"))
        self.assertTrue(self._object("Customer", "Tulsa Cold Storage"))

    # -- changed there -------------------------------------------------------------

    def _sent_customer(self):
        self.customer.write(
            {"email": "ap@acme.example", "phone": "214 555 0100", "street": "1 Main St"}
        )
        self._invoice()
        self._run()
        return self.customer.qb_customer_id.qb_id

    def test_change_there_is_followed_here(self):
        key = self._sent_customer()
        self.keeper.change(
            "Customer", key, PrimaryEmailAddr={"Address": "pay@acme.example"}
        )
        self.keeper.change("Customer", key, BillAddr=ADDRESS)
        self._arrive()
        self.assertEqual(self.customer.email, "pay@acme.example")
        self.assertEqual(self.customer.city, "Tulsa")
        self.assertEqual(self.customer.phone, "214 555 0100")
        self.assertEqual(self.customer.qb_status, "synced")
        self.assertIn("pay@acme.example", self._chatter(self.customer))

    def test_nothing_follows_without_the_setting(self):
        key = self._sent_customer()
        self.connection.contact_follow = False
        self.keeper.change(
            "Customer", key, PrimaryEmailAddr={"Address": "pay@acme.example"}
        )
        self._arrive()
        self.assertEqual(self.customer.email, "ap@acme.example")

    def test_other_fields_merge_where_both_sides_have_changed(self):
        key = self._sent_customer()
        self.customer.phone = "214 555 0199"
        self.keeper.change(
            "Customer", key, PrimaryEmailAddr={"Address": "pay@acme.example"}
        )
        self._arrive()
        self.assertEqual(self.customer.email, "pay@acme.example")
        self.assertEqual(self.customer.phone, "214 555 0199")
        self.assertEqual(self.customer.qb_status, "outdated")

    def _changed_on_both_sides(self):
        key = self._sent_customer()
        self.customer.email = "new@acme.example"
        self.keeper.change(
            "Customer", key, PrimaryEmailAddr={"Address": "pay@acme.example"}
        )
        self._arrive()
        action = self.customer.action_qb_compare()
        return key, self.env[action["res_model"]].browse(action["res_id"])

    def test_same_field_on_both_sides_is_decided_by_somebody(self):
        key, dialog = self._changed_on_both_sides()
        self.assertEqual(self.customer.email, "new@acme.example")
        self.assertEqual(dialog.line_ids.mapped("label"), ["Email"])
        dialog.action_take_ours()
        self._run()
        there = self._in_quickbooks("Customer", key)
        self.assertEqual(there["PrimaryEmailAddr"]["Address"], "new@acme.example")
        self.assertFalse(self.customer.qb_changed_there)

    def test_taking_theirs_changes_the_contact(self):
        _key, dialog = self._changed_on_both_sides()
        dialog.action_take_theirs()
        self.assertEqual(self.customer.email, "pay@acme.example")
        self.assertFalse(self.customer.qb_changed_there)

    def test_so_it_is_where_the_daily_list_tells_it_first(self):
        self.connection.write({"customer_arrival": False, "vendor_arrival": False})
        key = self._sent_customer()
        self.customer.email = "new@acme.example"
        self.keeper.change(
            "Customer", key, PrimaryEmailAddr={"Address": "pay@acme.example"}
        )
        self._learn()
        action = self.customer.action_qb_compare()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(dialog.line_ids.mapped("theirs"), ["pay@acme.example"])
        dialog.action_take_theirs()
        self.assertEqual(self.customer.email, "pay@acme.example")

    def test_changed_here_once_more_while_somebody_decides_it_is_shown_anew(self):
        _key, dialog = self._changed_on_both_sides()
        self.customer.email = "newest@acme.example"
        action = dialog.action_take_theirs()
        self.assertEqual(self.customer.email, "newest@acme.example")
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(dialog.line_ids.mapped("ours"), ["newest@acme.example"])
