# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is proposed for whom, and who is linked at once."""

import json

from odoo import Command
from odoo.tests import tagged

from .match_case import MatchCase

EMPLOYEE = "Dana Ortiz"  # the simulated company has her from the start


@tagged("post_install", "-at_install")
class TestMatching(MatchCase):
    # -- the same name -------------------------------------------------------------

    def test_the_same_name_is_linked_at_once_and_logged(self):
        found = self._listed("Prairie Foods")
        partner = self._partner("Prairie Foods")
        match = self._matched(partner)
        self.assertEqual((match.state, match.object_id), ("linked", found))
        self.assertEqual((found.res_model, found.res_id), ("res.partner", partner.id))
        self.assertEqual(partner.qb_status, "synced")
        self.assertEqual(partner.qb_id, found.qb_id)
        self.assertIn("which has the same name", self._said(partner))
        self.assertFalse(match.by_hand)

    def test_case_and_blanks_make_no_other_name_for_quickbooks(self):
        found = self._listed("Prairie Foods")
        partner = self._partner("PRAIRIE   foods")
        self.assertEqual(self._matched(partner).state, "linked")
        self.assertEqual(found._record(), partner)

    def test_a_carrier_is_matched_with_vendors_only(self):
        self._listed("Prairie Haulers")
        vendor = self._listed("Big Sky Haulers", "Vendor")
        carriers = self._partner("Prairie Haulers", "Vendor") | self._partner(
            "Big Sky Haulers", "Vendor"
        )
        first, second = self._matched(carriers, "Vendor")
        self.assertEqual((first.state, first.object_id.id), ("new", False))
        self.assertEqual((second.state, second.object_id), ("linked", vendor))

    def test_who_was_sent_is_linked(self):
        self.customer.action_qb_send()
        self._run()
        match = self._matched(self.customer)
        self.assertEqual(match.state, "linked")
        self.assertEqual(match.object_id.qb_id, self.customer.qb_id)

    def test_linked_where_quickbooks_has_other_details_it_is_outdated(self):
        self._listed("Prairie Foods", PrimaryEmailAddr={"Address": "old@prairie.com"})
        self._listed("Delta Foods", PrimaryEmailAddr={"Address": "ap@delta.com"})
        changed = self._partner("Prairie Foods", email="new@prairie.com")
        same = self._partner("Delta Foods", email="AP@delta.com")
        self._matched(changed | same)
        self.assertEqual((changed.qb_status, same.qb_status), ("outdated", "synced"))

    def test_where_nobody_is_changed_in_quickbooks_nobody_is_outdated(self):
        self.connection.customer_push = "create"
        self._listed("Prairie Foods", PrimaryEmailAddr={"Address": "old@prairie.com"})
        partner = self._partner("Prairie Foods", email="new@prairie.com")
        self._matched(partner)
        self.assertEqual(partner.qb_status, "synced")

    # -- what is only proposed -----------------------------------------------------

    def test_a_similar_name_is_proposed_with_score_and_reason(self):
        found = self._listed(
            "Blue Mesa Trucking LLC",
            PrimaryEmailAddr={"Address": "ap@bluemesa.com"},
            PrimaryPhone={"FreeFormNumber": "(575) 555-0123"},
        )
        partner = self._partner(
            "Blue Mesa Trkg.", email="office@bluemesa.com", phone="+1 575-555-0123"
        )
        match = self._matched(partner)
        self.assertEqual((match.state, match.object_id), ("proposed", found))
        self.assertGreaterEqual(match.score, 97)
        for reason in ("legal form", "Same e-mail domain", "Same phone number"):
            self.assertIn(reason, match.reason)
        self.assertFalse(found.res_model)
        self.assertEqual(partner.qb_status, "not_synced")

    def test_who_is_in_quickbooks_under_another_name_is_found_by_e_mail(self):
        found = self._listed(
            "Midwest Grocers Holding", PrimaryEmailAddr={"Address": "ap@mwgrocers.com"}
        )
        match = self._matched(self._partner("MWG", email="ap@mwgrocers.com"))
        self.assertEqual((match.state, match.object_id), ("proposed", found))

    def test_nothing_near_is_new(self):
        match = self._matched(self._partner("Zyxwv Qponm"))
        self.assertEqual((match.state, match.object_id.id), ("new", False))
        self.assertEqual(match.qb_name, "Zyxwv Qponm")
        self.assertFalse(match.candidate_ids)

    def test_further_candidates_are_listed(self):
        names = ("Mesa Verde Foods LLC", "Mesa Verde Feeds", "Mesa Verda Foods Inc")
        listed = [self._listed(name) for name in names]
        match = self._matched(self._partner("Mesa Verde Foods Co"))
        self.assertEqual(match.object_id, listed[0])
        self.assertEqual(set(match.candidate_ids.object_id), set(listed))
        scores = match.candidate_ids.mapped("score")
        self.assertEqual(scores, sorted(scores, reverse=True))

    def test_a_sub_customer_is_proposed_and_never_linked_by_itself(self):
        parent = self._listed("Big Box Stores")
        child = self._listed("Store 12", ParentRef={"value": parent.qb_id}, Job=True)
        match = self._matched(self._partner("Store 12"))
        self.assertEqual((match.state, match.object_id), ("proposed", child))
        self.assertIn("sub-customer: Big Box Stores:Store 12", match.reason)

    # -- conflicts -----------------------------------------------------------------

    def test_of_two_contacts_of_one_name_none_is_linked_by_itself(self):
        found = self._listed("Prairie Foods")
        pair = self._partner("Prairie Foods") | self._partner("prairie foods")
        matches = self._matched(pair)
        self.assertEqual(set(matches.mapped("state")), {"conflict"})
        self.assertEqual(matches.object_id, found)
        for match in matches:
            self.assertIn("2 contacts here have this name", match.reason)

    def test_the_likelier_of_two_keeps_the_proposal(self):
        found = self._listed("Prairie Foods Inc")
        pair = self._partner("Prairie Foods LLC") | self._partner("Prairie Foodss Co")
        likely, other = self._matched(pair)
        self.assertEqual((likely.state, other.state), ("proposed", "conflict"))
        self.assertEqual(other.object_id, found)
        self.assertIn("Also the likeliest for: Prairie Foods LLC", other.reason)

    def test_who_belongs_to_another_contact_is_named(self):
        self._listed("Prairie Foods")
        holder = self._partner("Prairie Foods")
        self._matched(holder)
        holder.name = "Prairie Foods (old)"
        match = self._matched(self._partner("Prairie Foods"))
        self.assertEqual((match.state, match.object_id.id), ("conflict", False))
        self.assertIn("is linked to Prairie Foods (old) here", match.reason)

    def test_an_inactive_one_of_that_name_is_told(self):
        found = self._listed("Prairie Foods")
        self._bring("Customer", self._change(found, Active=False))
        match = self._matched(self._partner("Prairie Foods"))
        self.assertEqual(match.state, "conflict")
        self.assertIn("inactive in QuickBooks", match.reason)

    def test_a_contact_without_a_name_for_quickbooks_is_told(self):
        match = self._matched(self._partner("…"))
        self.assertEqual(match.state, "conflict")
        self.assertIn("no name that QuickBooks could take", match.reason)

    # -- the name it would get -----------------------------------------------------

    def test_a_name_of_the_other_role_gets_the_suffix_and_is_shown_before(self):
        self._listed("Prairie Foods")
        self._listed("Big Sky Haulers", "Vendor")
        carrier = self._partner("Prairie Foods", "Vendor")
        customer = self._partner("BIG SKY Haulers")
        self.assertEqual(self._matched(carrier, "Vendor").qb_name, "Prairie Foods (V)")
        self.assertEqual(self._matched(customer).qb_name, "BIG SKY Haulers (C)")

    def test_a_name_of_an_employee_gets_the_suffix(self):
        state_of = self._all_in_quickbooks("Employee")[0]
        self._bring("Employee", state_of)
        match = self._matched(self._partner(EMPLOYEE))
        self.assertEqual(match.qb_name, f"{EMPLOYEE} (C)")

    def test_who_is_both_here_becomes_customer_first(self):
        partner = self._partner("Both Ways", supplier_rank=1)
        self.assertEqual(self._matched(partner).qb_name, "Both Ways")
        match = self._matched(partner, "Vendor")
        self.assertEqual(match.qb_name, "Both Ways (V)")

    def test_a_vendor_with_the_suffix_is_found_for_its_carrier(self):
        self._listed("Prairie Foods")
        vendor = self._listed("Prairie Foods (V)", "Vendor")
        match = self._matched(self._partner("Prairie Foods", "Vendor"), "Vendor")
        self.assertEqual((match.state, match.object_id), ("proposed", vendor))

    def test_when_the_suffixed_name_is_taken_too_it_is_told(self):
        self._listed("Prairie Foods")
        self._listed("Prairie Foods (V)")
        match = self._matched(self._partner("Prairie Foods", "Vendor"), "Vendor")
        self.assertEqual(match.state, "conflict")
        self.assertIn("“Prairie Foods (V)” is taken", match.reason)

    # -- who is on the list --------------------------------------------------------

    def test_customers_are_those_of_the_rank_and_those_on_invoices(self):
        on_invoice = self.env["res.partner"].create({"name": "Only on an Invoice"})
        self._invoice(partner_id=on_invoice.id, post=False)
        on_invoice.customer_rank = 0
        nobody = self.env["res.partner"].create({"name": "Nobody"})
        self.matches._action_open("Customer")
        shown = self.matches.search([("role", "=", "Customer")]).partner_id
        self.assertIn(on_invoice, shown)
        self.assertIn(self.customer, shown)
        self.assertNotIn(nobody, shown)
        self.assertNotIn(self.carrier, shown)

    def test_addresses_archived_ones_and_other_companies_are_not_on_the_list(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        address = self._partner(
            "Warehouse", parent_id=self.customer.id, type="delivery"
        )
        address.is_company = False
        foreign = self._partner("Foreign", company_id=elsewhere.id)
        archived = self._partner("Archived")
        self.matches._action_open("Customer")
        archived.active = False
        self.matches._action_open("Customer")
        shown = self.matches.search([]).partner_id.with_context(active_test=False)
        for partner in (address, foreign, archived):
            self.assertNotIn(partner, shown)

    def test_what_changes_is_matched_again_and_the_rest_is_not(self):
        first, second = self._partner("Aardvark"), self._partner("Buffalo Grass")
        matches = self._matched(first | second)
        self.assertEqual(matches.mapped("state"), ["new", "new"])
        before = matches[0].matched_at
        self.env.cr.execute(
            "UPDATE quickbooks_match SET matched_at = matched_at + interval '1 hour'"
        )
        self.env.invalidate_all()
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = now() + interval '2 hours',"
            " name = 'Amarillo Beef Packers Inc' WHERE id = %s",
            [second.id],
        )
        self.env.invalidate_all()
        matches = self._matched(first | second)
        self.assertEqual(matches.mapped("state"), ["new", "proposed"])
        self.assertGreater(matches[0].matched_at, before)

    def test_what_a_pull_brings_is_matched_by_the_worker(self):
        partner = self._partner("Prairie Foods")
        self._ask(
            lambda client: client.post(
                client._url("customer"), json.dumps({"DisplayName": "Prairie Foods"})
            )
        )
        self.connection.action_update_lists()
        self._run()
        match = self._match_of(partner)
        self.assertEqual((match.state, match.object_id.name), ("linked", partner.name))

    def test_after_a_pull_everybody_is_matched_by_the_worker(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Shipper {n} of Many", "customer_rank": 1} for n in range(250)]
        )
        found = self._listed("Shipper 7 of Many")
        self.matches._after_pull(self.connection, {"Customer"})
        self.assertEqual(set(self._match_of(partners).mapped("state")), {"waiting"})
        self._run()
        matches = self._match_of(partners)
        self.assertFalse(matches.filtered("stale"))
        self.assertEqual(matches[7].object_id, found)
        self.assertEqual(matches[7].state, "linked")

    def test_matching_takes_the_same_number_of_queries_for_any_number(self):
        def matched(count, name):
            self.env["res.partner"].create(
                [{"name": f"{name} {n}", "customer_rank": 1} for n in range(count)]
            )
            self.matches._collect(self.connection, "Customer")
            due = self.matches._due(self.connection, 100)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            due._match(self.connection, "Customer")
            return self.env.cr.sql_log_count - before

        matched(1, "Warm Up")
        self.assertEqual(matched(2, "Pronghorn"), matched(80, "Jackrabbit"))

    def test_merged_contacts_leave_their_match_to_the_one_that_stays(self):
        found = self._listed("Prairie Foods")
        merged, kept = self._partner("Prairie Foods"), self._partner("Kept Foods")
        self._matched(merged | kept)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge([merged.id, kept.id], kept)
        self.env.invalidate_all()
        match = self._match_of(kept)
        self.assertEqual((match.state, match.object_id), ("linked", found))

    def test_a_deleted_contact_leaves_the_list_and_its_customer_is_free(self):
        found = self._listed("Prairie Foods")
        partner = self._partner("Prairie Foods")
        self._matched(partner)
        partner.unlink()
        again = self._partner("Prairie Foods")
        match = self._matched(again)
        self.assertEqual((match.state, match.object_id), ("linked", found))

    def test_of_two_companies_each_has_its_own_list(self):
        other = self.env["res.company"].create({"name": "Prairie Brokerage"})
        self.env.user.company_ids = [Command.link(other.id)]
        partner = self._partner("Shared Shipper")
        self._matched(partner)
        self.assertEqual(self._match_of(partner).company_id, self.company)
        seen = self.matches.with_context(allowed_company_ids=other.ids)
        self.assertFalse(seen.search([("partner_id", "=", partner.id)]))
