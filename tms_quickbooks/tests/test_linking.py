# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people decide on the matching page, and what the queue makes of it."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .match_case import MatchCase


@tagged("post_install", "-at_install")
class TestLinking(MatchCase):
    # -- accepting and choosing ----------------------------------------------------

    def test_a_proposal_is_accepted(self):
        found = self._listed("Prairie Foods Inc")
        partner = self._partner("Prairie Foods")
        match = self._matched(partner)
        told = match.action_accept()
        self.assertIn("1 linked", told["params"]["message"])
        self.assertEqual((match.state, found._record()), ("linked", partner))
        self.assertEqual((match.by_hand, match.decided_by_id), (True, self.env.user))
        line = partner.message_ids.filtered(lambda m: "Linked to QuickBooks" in m.body)
        self.assertEqual(line.author_id, self.env.user.partner_id)
        self.assertIn("Prairie Foods Inc", line.body)

    def test_all_clear_proposals_are_accepted_together(self):
        for name in ("Alpha Foods Inc", "Bravo Foods Inc", "Cargo Foods Inc"):
            self._listed(name)
        partners = self.env["res.partner"].union(
            *(
                self._partner(name)
                for name in (
                    *("Alpha Foods", "Bravo Foods", "Cargo Foods"),
                    *("Cargo Foods LLC", "Zyxwv"),
                )
            )
        )
        matches = self._matched(partners)
        told = matches.action_accept()
        self.assertIn("2 linked", told["params"]["message"])
        self.assertEqual(
            matches.mapped("state"),
            ["linked", "linked", "conflict", "conflict", "new"],
        )

    def test_nothing_to_accept_is_said(self):
        match = self._matched(self._partner("Zyxwv Qponm"))
        with self.assertRaisesRegex(UserError, "Nothing is proposed"):
            match.action_accept()

    def test_choosing_in_the_drop_down_links(self):
        found = self._listed("Quite Another Name")
        partner = self._partner("Prairie Foods")
        with Form(self._matched(partner)) as form:
            form.object_id = found
        self.assertEqual(self._match_of(partner).state, "linked")
        self.assertEqual(partner.qb_id, found.qb_id)

    def test_the_drop_down_offers_what_is_active_of_this_role_and_company(self):
        match = self._matched(self._partner("Prairie Foods"))
        domain = self.matches._fields["object_id"].domain
        self.assertIn("connection_id", domain)
        vendor = self._listed("Prairie Haulers", "Vendor")
        inactive = self._listed("Prairie Feed")
        self._bring("Customer", self._change(inactive, Active=False))
        for wrong in (vendor, inactive):
            with self.assertRaises(UserError):
                match._choose(wrong)
        self.assertNotEqual(match.state, "linked")

    def test_a_further_candidate_is_chosen(self):
        self._listed("Mesa Verde Foods LLC")
        other = self._listed("Mesa Verde Feeds")
        match = self._matched(self._partner("Mesa Verde Foods Co"))
        match.candidate_ids.filtered(lambda c: c.object_id == other).action_choose()
        self.assertEqual((match.state, match.object_id), ("linked", other))

    def test_a_sub_customer_can_be_chosen(self):
        parent = self._listed("Big Box Stores")
        self._listed("Store 12", ParentRef={"value": parent.qb_id}, Job=True)
        match = self._matched(self._partner("Store 12"))
        match.action_accept()
        self.assertEqual(match.state, "linked")

    # -- one for one ---------------------------------------------------------------

    def test_a_second_contact_for_one_customer_is_refused_with_the_others_name(self):
        found = self._listed("Prairie Foods")
        first, second = self._partner("First Choice"), self._partner("Second Choice")
        one, two = self._matched(first | second)
        one._choose(found)
        with self.assertRaisesRegex(UserError, "is linked to First Choice"):
            two._choose(found)
        self.assertEqual(found._record(), first)

    def test_a_second_customer_for_one_contact_is_refused_with_the_others_name(self):
        found, other = self._listed("Prairie Foods"), self._listed("Delta Foods")
        match = self._matched(self._partner("First Choice"))
        match._choose(found)
        with self.assertRaisesRegex(UserError, "is linked to “Prairie Foods”"):
            match._choose(other)
        self.assertFalse(other.res_model)
        match._choose(found)  # as it is

    def test_of_two_who_choose_the_same_in_one_go_one_is_refused(self):
        found = self._listed("Prairie Foods")
        matches = self._matched(self._partner("First") | self._partner("Second"))
        told = matches._choose(found)
        self.assertIn("1 linked", told["params"]["message"])
        self.assertIn("is linked to", told["params"]["message"])
        self.assertEqual(sorted(matches.mapped("state")), ["linked", "new"])

    def test_who_loses_a_proposal_falls_back_on_the_next(self):
        first = self._listed("Mesa Verde Foods LLC")
        second = self._listed("Mesa Verde Food Inc")
        wants, takes = self._partner("Mesa Verde Foods Co"), self._partner("Zyxwv")
        match, other = self._matched(wants | takes)
        self.assertEqual(match.object_id, first)
        other._choose(first)
        self.assertEqual((match.state, match.object_id), ("proposed", second))

    def test_a_partner_may_be_customer_and_vendor(self):
        customer = self._listed("Both Ways")
        vendor = self._listed("Both Ways Trucking", "Vendor")
        partner = self._partner("Both Ways", supplier_rank=1)
        self._matched(partner)
        self._matched(partner, "Vendor")._choose(vendor)
        self.assertEqual(customer._record(), partner)
        self.assertEqual(vendor._record(), partner)
        self.assertEqual(partner.qb_customer_id, customer)
        self.assertEqual(partner.qb_vendor_id, vendor)

    # -- creating ------------------------------------------------------------------

    def test_who_is_not_there_is_created_in_the_role_of_the_page_only(self):
        partner = self._partner("Both Ways", supplier_rank=1)
        match = self._matched(partner, "Vendor")
        told = match.action_create_in_quickbooks()
        self.assertIn("1 queued", told["params"]["message"])
        self.assertEqual((match.state, partner.qb_status), ("creating", "pending"))
        self._run()
        self.assertEqual(match.state, "linked")
        self.assertEqual(match.object_id.qb_id, partner.qb_id)
        self.assertEqual(self._count_in_quickbooks("Both Ways (V)", "Vendor"), 1)
        self.assertEqual(self._count_in_quickbooks("Both Ways"), 0)

    def test_the_name_that_was_shown_is_the_name_it_gets(self):
        self._listed("Prairie Foods")
        carrier = self._partner("Prairie Foods", "Vendor")
        match = self._matched(carrier, "Vendor")
        shown = match.qb_name
        self.sim.stats.reset()
        match.action_create_in_quickbooks()
        self._run()
        self.assertEqual(match.object_id.name, shown)
        self.assertEqual(shown, "Prairie Foods (V)")
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), 1)

    def test_of_several_those_with_a_proposal_are_not_created(self):
        self._listed("Prairie Foods Inc")
        partners = self._partner("Prairie Foods") | self._partner("Zyxwv")
        matches = self._matched(partners)
        told = matches.action_create_in_quickbooks()
        self.assertIn("1 queued", told["params"]["message"])
        self.assertIn("1 are probably in QuickBooks", told["params"]["message"])
        self.assertEqual(matches.mapped("state"), ["proposed", "creating"])

    def test_those_with_a_status_are_sent_from_here(self):
        self._listed("Prairie Foods", PrimaryEmailAddr={"Address": "old@prairie.com"})
        partner = self._partner("Prairie Foods", email="new@prairie.com")
        match = self._matched(partner)
        outdated = self.matches.search([("qb_status", "=", "outdated")])
        self.assertEqual(outdated, match)
        outdated.action_create_in_quickbooks()
        self._run()
        self.assertEqual((match.state, match.qb_status), ("linked", "synced"))
        sent = self._in_quickbooks("Customer", partner.qb_id)
        self.assertEqual(sent["PrimaryEmailAddr"]["Address"], "new@prairie.com")

    def test_where_nobody_is_to_be_created_it_is_said(self):
        self.connection.customer_push = "link"
        match = self._matched(self._partner("Zyxwv"))
        with self.assertRaisesRegex(UserError, "is not linked to a customer"):
            match.action_create_in_quickbooks()

    def test_a_suppressed_contact_is_not_sent(self):
        partner = self._partner("Zyxwv")
        partner.action_qb_suppress()
        match = self._matched(partner)
        with self.assertRaisesRegex(UserError, "suppressed contacts stay here"):
            match.action_create_in_quickbooks()

    def test_a_creation_that_is_cancelled_is_to_be_decided_again(self):
        partner = self._partner("Zyxwv")
        match = self._matched(partner)
        match.action_create_in_quickbooks()
        self._jobs(partner).action_cancel()
        self.assertEqual(self._matched(partner).state, "new")

    # -- leaving and undoing -------------------------------------------------------

    def test_who_is_left_alone_stays_off_the_list_and_nothing_is_sent(self):
        self._listed("Prairie Foods Inc")
        partner = self._partner("Prairie Foods")
        match = self._matched(partner)
        told = match.action_leave()
        self.assertIn("would still create them", told["params"]["message"])
        self.assertEqual(self._matched(partner).state, "left")
        self.matches.action_match_again()
        self.assertEqual(match.state, "left")
        match.action_unlink()
        self.assertEqual(match.state, "proposed")

    def test_an_invoice_creates_who_was_left_alone(self):
        partner = self._partner("Left Shipper")
        self._matched(partner).action_leave()
        self._invoice(partner_id=partner.id)
        self._run()
        self.assertEqual(self._match_of(partner).state, "linked")
        self.assertEqual(self._count_in_quickbooks("Left Shipper"), 1)

    def test_unlinking_is_undone_here_only_and_not_redone_by_itself(self):
        found = self._listed("Prairie Foods")
        partner = self._partner("Prairie Foods")
        match = self._matched(partner)
        self.sim.stats.reset()
        match.action_unlink()
        self.assertEqual((match.state, match.object_id), ("proposed", found))
        self.assertFalse(found.res_model)
        self.assertEqual((partner.qb_status, partner.qb_id), ("not_synced", ""))
        self.assertIn("Unlinked from “Prairie Foods”", self._said(partner))
        self.matches.action_match_again()
        self.assertEqual(match.state, "proposed")
        self.assertEqual(self.sim.stats.calls(self.realm), 0)

    def test_unlinking_cancels_what_was_queued(self):
        self._listed("Prairie Foods")
        partner = self._partner("Prairie Foods")
        match = self._matched(partner)
        partner.action_qb_send()
        match.action_unlink()
        self.assertEqual(self._jobs(partner).mapped("state"), ["cancelled"])
        self.assertEqual(partner.qb_status, "not_synced")

    # -- with jobs in the queue ----------------------------------------------------

    def test_a_waiting_job_uses_the_link_and_creates_nobody(self):
        found = self._listed("Quite Another Name")
        partner = self._partner("Prairie Foods", email="ap@prairie.com")
        match = self._matched(partner)
        partner.action_qb_send()
        match._choose(found)
        self.assertEqual(partner.qb_status, "pending")
        self._run()
        self.assertEqual((partner.qb_status, partner.qb_id), ("synced", found.qb_id))
        self.assertEqual(self._count_in_quickbooks("Prairie Foods"), 0)
        sent = self._in_quickbooks("Customer", found.qb_id)
        self.assertEqual(sent["DisplayName"], "Quite Another Name")
        self.assertEqual(sent["PrimaryEmailAddr"]["Address"], "ap@prairie.com")

    def test_an_invoice_that_waits_goes_to_the_one_that_is_chosen(self):
        found = self._listed("Quite Another Name")
        partner = self._partner("Prairie Foods")
        match = self._matched(partner)
        invoice = self._invoice(partner_id=partner.id)
        match._choose(found)
        self._run()
        sent = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(sent["CustomerRef"]["value"], found.qb_id)
        self.assertEqual(self._count_in_quickbooks("Prairie Foods"), 0)

    def test_while_it_is_under_way_linking_is_refused(self):
        found = self._listed("Quite Another Name")
        partner = self._partner("Prairie Foods")
        match = self._matched(partner)
        partner.action_qb_send()
        self.sim.mishaps.add("drop_after", path="/batch", times=1)
        self._run()
        self.assertTrue(self._jobs(partner).request_id)
        with self.assertRaisesRegex(UserError, "on its way to QuickBooks"):
            match._choose(found)
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(partner.qb_status, "synced")
        self.assertEqual(self._match_of(partner).state, "linked")
        self.assertEqual(self._count_in_quickbooks("Prairie Foods"), 1)

    def test_a_failed_job_goes_on_when_its_contact_is_linked(self):
        self._listed("Prairie Foods")
        self._matched(self._partner("Prairie Foods"))
        other = self._listed("Prairie Foods of Kansas")
        second = self._partner("prairie foods")
        invoice = self._invoice(partner_id=second.id)
        self._run()
        self.assertEqual((second.qb_status, invoice.qb_status), ("failed", "failed"))
        match = self.matches.browse(second.action_qb_fix()["res_id"])
        self.assertEqual(match.partner_id, second)
        match._choose(other)
        self.assertEqual((second.qb_status, invoice.qb_status), ("pending", "pending"))
        self._run()
        self.assertEqual((second.qb_status, invoice.qb_status), ("synced", "synced"))
        sent = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(sent["CustomerRef"]["value"], other.qb_id)

    def test_where_only_linking_is_allowed_the_fix_is_the_matching(self):
        self.connection.customer_push = "link"
        found = self._listed("Prairie Foods Inc")
        partner = self._partner("Prairie Foods")
        invoice = self._invoice(partner_id=partner.id)
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        match = self.matches.browse(invoice.action_qb_fix()["res_id"])
        self.assertEqual((match.partner_id, match.object_id), (partner, found))
        match.action_accept()
        self.assertEqual(invoice.qb_status, "pending")
        self._run()
        self.assertEqual((invoice.qb_status, partner.qb_status), ("synced", "synced"))
        sent = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(sent["CustomerRef"]["value"], found.qb_id)
        self.assertEqual(self._count_in_quickbooks("Prairie Foods"), 0)

    @mute_logger("odoo.addons.tms_quickbooks.models.quickbooks_connection_worker")
    def test_what_was_made_twice_all_the_same_is_told_and_stops_nobody(self):
        found = self._listed("Quite Another Name")
        partner = self._partner("Prairie Foods")
        other = self._partner("Zyxwv")
        (partner | other).action_qb_send()
        self.sim.mishaps.add("drop_after", path="/batch", times=1)
        self._run()
        # By a way that does not ask the queue.
        found.sudo().write({"res_model": partner._name, "res_id": partner.id})
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual((partner.qb_status, other.qb_status), ("failed", "synced"))
        self.assertIn("QuickBooks has made “Prairie Foods”", partner.qb_message)
        self.assertEqual(found._record(), partner)

    # -- who may -------------------------------------------------------------------

    def test_users_see_and_send_and_managers_link(self):
        self._listed("Prairie Foods Inc")
        match = self._matched(self._partner("Prairie Foods"))
        user = new_test_user(
            self.env, "dispatch", "tms_quickbooks.group_quickbooks_user"
        )
        seen = match.with_user(user)
        self.assertEqual(seen.reason, match.reason)
        self.assertIn("Prairie Foods Inc", seen.comparison)
        for action in (
            seen.action_accept,
            seen.action_leave,
            seen.action_unlink,
            seen.candidate_ids[0].action_choose,
        ):
            with self.assertRaises(AccessError):
                action()
        with self.assertRaises(AccessError):
            seen.write({"object_id": match.object_id.id})
        seen.action_create_in_quickbooks()
        self.assertEqual(match.state, "creating")

    def test_managers_write_nothing_but_the_choice(self):
        match = self._matched(self._partner("Prairie Foods"))
        manager = new_test_user(
            self.env, "control", "tms_quickbooks.group_quickbooks_manager"
        )
        with self.assertRaises(AccessError):
            match.with_user(manager).write({"state": "linked"})
        with self.assertRaises(AccessError):
            match.with_user(manager).write({"object_id": False, "score": 100})

    # -- what is shown -------------------------------------------------------------

    def test_both_sides_are_compared_and_differences_marked(self):
        self._listed(
            "Prairie Foods Inc",
            CompanyName="Prairie Holding",
            PrimaryEmailAddr={"Address": "old@prairie.com"},
            PrimaryPhone={"FreeFormNumber": "785-555-0100"},
        )
        match = self._matched(
            self._partner("Prairie Foods", email="a@prairie.com", phone="7855550100")
        )
        text = match.comparison
        for shown in ("Prairie Holding", "old@prairie.com", "a@prairie.com"):
            self.assertIn(shown, text)
        # The name and the e-mail address do, the phone does not.
        self.assertEqual(text.count("differs"), 2)

    def test_what_others_wrote_is_shown_as_text(self):
        self._listed("Prairie <script>alert(1)</script> Foods Inc")
        match = self._matched(self._partner("Prairie <script>alert(1)</script> Foods"))
        self.assertTrue(match.object_id)
        self.assertNotIn("<script>", match.comparison)
