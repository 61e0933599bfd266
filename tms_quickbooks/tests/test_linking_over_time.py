# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Links and decisions while contacts, branches and QuickBooks itself change."""

from odoo.tests import tagged

from .match_case import MatchCase


@tagged("post_install", "-at_install")
class TestLinkingOverTime(MatchCase):
    # -- what was decided stays decided --------------------------------------------

    def test_who_is_left_alone_before_being_matched_stays_so(self):
        self._listed("Prairie Foods Inc")
        partner = self._partner("Prairie Foods")
        self.matches._collect(self.connection, "Customer")
        match = self._match_of(partner)
        self.assertTrue(match.stale)
        match.action_leave()
        self._run()
        self.assertEqual(match.state, "left")

    def test_who_is_created_before_being_matched_is_being_created(self):
        self._listed("Prairie Foods Inc")
        partner = self._partner("Prairie Foods")
        self.matches._collect(self.connection, "Customer")
        match = self._match_of(partner)
        match.action_create_in_quickbooks()
        self.matches._match_soon(self.connection)
        self.assertEqual(match.state, "creating")

    def test_a_creation_that_failed_is_to_be_decided_again(self):
        found = self._listed("Quite Another Name")
        partner = self._partner("Zyxwv", email="no address")
        match = self._matched(partner)
        match.action_create_in_quickbooks()
        self._run()
        self.assertEqual((match.state, partner.qb_status), ("creating", "failed"))
        self.assertEqual(self._matched(partner).state, "new")
        match._choose(found)
        partner.email = "ap@zyxwv.com"
        partner.action_qb_send()
        self._run()
        self.assertEqual((match.state, partner.qb_status), ("linked", "synced"))
        self.assertEqual(self._count_in_quickbooks("Zyxwv"), 0)

    def test_a_creation_without_an_answer_stays_on_its_way(self):
        partner = self._partner("Zyxwv")
        match = self._matched(partner)
        match.action_create_in_quickbooks()
        self.sim.mishaps.add("drop_after", path="/batch", times=1)
        self._run()
        self._jobs(partner).sudo()._give_up()
        self.assertEqual(partner.qb_status, "failed")
        self.assertEqual(self._matched(partner).state, "creating")

    # -- names ---------------------------------------------------------------------

    def test_a_rename_of_the_former_contact_renames_nobody_after_linking_anew(self):
        found = self._listed("Prairie Foods")
        former, partner = self._partner("Prairie Foods"), self._partner("Zyxwv")
        one, two = self._matched(former | partner)
        former.name = "Delta Foods"
        one.action_unlink()
        two._choose(found)
        partner.action_qb_send()
        self._run()
        self.assertEqual(partner.qb_status, "synced")
        shown = self._in_quickbooks("Customer", found.qb_id)
        self.assertEqual(shown["DisplayName"], "Prairie Foods")

    def test_another_name_here_helps_where_the_suffixed_name_is_taken_too(self):
        for name in ("Prairie Foods", "Prairie Foods (C)"):
            self._listed(name, "Vendor")
        partner = self._partner("Prairie Foods")
        partner.action_qb_send()
        self._run()
        self.assertEqual(partner.qb_status, "failed")
        self.assertIn("“Prairie Foods (C)” is in use", partner.qb_message)
        partner.name = "Prairie Foods of Kansas"
        partner.action_qb_retry()
        self._run()
        self.assertEqual(partner.qb_status, "synced")
        self.assertEqual(self._count_in_quickbooks("Prairie Foods of Kansas"), 1)

    def test_who_has_the_name_can_be_chosen_also_where_nothing_was_brought_here(self):
        parent = self._listed("Big Box Stores")
        child = self._listed("Store 12", ParentRef={"value": parent.qb_id}, Job=True)
        key = child.qb_id
        child.sudo().unlink()
        partner = self._partner("Store 12")
        partner.action_qb_send()
        self._run()
        self.assertIn("sub-customer: Big Box Stores:Store 12", partner.qb_message)
        match = self.matches.browse(partner.action_qb_fix()["res_id"])
        self.assertEqual(match.object_id.qb_id, key)
        match.action_accept()
        self._run()
        self.assertEqual((partner.qb_status, partner.qb_id), ("synced", key))

    # -- statuses ------------------------------------------------------------------

    def test_who_failed_as_a_carrier_does_not_look_fine_once_linked_as_a_customer(self):
        found = self._listed("Quite Another Name")
        partner = self._partner("Prairie Foods", supplier_rank=1, email="no address")
        match = self._matched(partner, "Vendor")
        match.action_create_in_quickbooks()
        self._run()
        self.assertEqual(partner.qb_status, "failed")
        self._matched(partner)._choose(found)
        self.assertEqual(partner.qb_status, "failed")

    def test_those_never_sent_are_found_by_their_status(self):
        match = self._matched(self._partner("Zyxwv"))
        self.env.cr.execute(
            "UPDATE res_partner SET qb_status = NULL WHERE id = %s",
            [match.partner_id.id],
        )
        self.env.invalidate_all()
        self.assertEqual(match.qb_status, "not_synced")
        self.assertIn(match, self.matches.search([("qb_status", "=", "not_synced")]))

    # -- held back until linked ----------------------------------------------------

    def test_an_invoice_goes_when_its_customer_is_linked_by_itself(self):
        self.connection.customer_push = "link"
        partner = self._partner("Prairie Foods")
        invoice = self._invoice(partner_id=partner.id)
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        found = self._listed("Prairie Foods")
        self.assertEqual(self._matched(partner).object_id, found)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")

    # -- contacts that go ----------------------------------------------------------

    def test_a_contact_deleted_on_its_way_stops_nobody_else(self):
        partner, other = self._partner("Zyxwv"), self._partner("Prairie Foods")
        (partner | other).action_qb_send()
        self.sim.mishaps.add("drop_after", path="/batch", times=1)
        self._run()
        partner.unlink()
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(other.qb_status, "synced")

    # -- branches ------------------------------------------------------------------

    def _branch(self):
        """A branch that writes into the books of the company."""
        branch = self.env["res.company"].create(
            {"name": "Dallas Terminal", "parent_id": self.company.id}
        )
        self.env.user.company_ids += branch
        return branch

    def test_a_customer_of_a_branch_is_matched_in_the_books_of_the_head_office(self):
        branch = self._branch()
        found = self._listed("Prairie Foods")
        partner = self._partner("Prairie Foods", company_id=branch.id)
        self.assertEqual(self._matched(partner).object_id, found)
        self.assertEqual(partner.with_company(branch).qb_customer_id, found)
