# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers and carriers are matched in the browser."""

from odoo.tests import tagged

from .match_case import MatchCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestMatchingTours(MatchCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nobody but those of the tours is on the lists.
        (cls.customer | cls.carrier).write({"customer_rank": 0, "supplier_rank": 0})
        others = cls.env["res.partner"].search(
            ["|", ("customer_rank", ">", 0), ("supplier_rank", ">", 0)]
        )
        others.write({"customer_rank": 0, "supplier_rank": 0})

    def test_customers_are_accepted_unlinked_chosen_and_created(self):
        acme = self._listed(
            "Acme Shippers Inc", PrimaryEmailAddr={"Address": "ap@acme.com"}
        )
        blue = self._listed("Blue Ridge Foods")
        steel = self._listed("Lone Star Steel Supply LLC")
        lumber = self._listed("High Plains Lumber Co")
        mesa = self._listed("Mesa Verde Foods LLC")
        other = self._listed("Unlike Any Other")
        expected = {
            self._partner("Acme Shippers", email="office@acme.com"): acme,
            self._partner("Blue Ridge Foods"): blue,
            self._partner("Lone Star Steel Suply"): steel,
            self._partner("High Plains Lumber"): lumber,
            self._partner("Mesa Verde Foods Co"): mesa,
            self._partner("Zyxwv Qponm"): other,
        }
        created = self._partner("Mesa Verde Foods LP") | self._partner("Kjihg Fedcb")
        self._tour("/odoo/quickbooks-customers", "match_customers")
        self.env.invalidate_all()
        for partner, found in expected.items():
            self.assertEqual(found._record(), partner)
        self._run()
        self.assertEqual(set(self._match_of(created).mapped("state")), {"linked"})
        self.assertEqual(set(created.mapped("qb_status")), {"synced"})

    def test_carriers_are_created_under_the_name_shown_and_left_alone(self):
        self._listed("Blue Ridge Foods")
        carrier = self._partner("Blue Ridge Foods", "Vendor")
        left = self._partner("Vwxyz Hauling", "Vendor")
        self._tour("/odoo/quickbooks-carriers", "match_carriers")
        self._run()
        self.assertEqual(carrier.qb_vendor_id.name, "Blue Ridge Foods (V)")
        self.assertFalse(left.qb_vendor_id)

    def test_a_contact_is_linked_from_its_own_page(self):
        self._listed("Mesa Verde Foods LLC")
        found = self._listed("Mesa Verde Feeds")
        partner = self._partner("Mesa Verde Foods Co")
        self._tour(self._form(partner), "match_contact")
        self.assertEqual(found._record(), partner)

    def test_a_customer_of_quickbooks_that_is_anothers_names_that_one(self):
        found = self._listed("Mesa Verde Feeds")
        owner = self._partner("Mesa Verde North")
        self.env["quickbooks.object"].sudo()._link(
            self.connection, "Customer", {owner: found.sudo()}
        )
        partner = self._partner("Mesa Verde Feeds")
        self._tour(self._form(partner), "match_taken")
        self.assertEqual(found._record(), owner)

    def test_an_invoice_whose_customer_is_not_linked_is_fixed(self):
        self.connection.customer_push = "link"
        found = self._listed("Acme Shippers Inc")
        partner = self._partner("Acme Shippers")
        invoice = self._invoice(partner_id=partner.id)
        self._run()
        self._tour(self._form(invoice), "match_fix")
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        sent = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(sent["CustomerRef"]["value"], found.qb_id)
