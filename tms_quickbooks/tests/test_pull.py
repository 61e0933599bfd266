# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The lists of QuickBooks, brought here and kept up to date."""

import re
from datetime import timedelta
from unittest.mock import patch

from lxml import etree

from odoo import fields
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from ..lib.online import lists
from ..lib.online.client import Client
from ..lib.problems import QuickBooksError, problem_of_fault
from ..models import quickbooks_pull
from .common import QuickbooksCase


class PullCase(QuickbooksCase):
    """`self.asked` are the statements that went to QuickBooks."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.sim.clock.reset)
        self.asked = []
        self._listen("query", lambda statement: [statement])
        self._listen("queries", lambda statements: list(statements.values()))

    def _listen(self, method, statements_of):
        original = getattr(Client, method)

        def ask(client, asked):
            self.asked += statements_of(asked)
            return original(client, asked)

        self.startPatcher(patch.object(Client, method, ask))

    def _update(self, whole=False):
        """A user updates from QuickBooks, and the worker does it."""
        self.asked.clear()
        if whole:
            self.connection.action_read_lists_again()
        else:
            self.connection.action_update_lists()
        self._run()

    def _pull(self, object_type):
        return self.connection.pull_ids.filtered(lambda p: p.type == object_type)

    def _objects(self, object_type, **values):
        domain = [
            ("connection_id", "=", self.connection.id),
            ("type", "=", object_type),
            *((name, "=", value) for name, value in values.items()),
        ]
        objects = self.env["quickbooks.object"].with_context(active_test=False)
        return objects.search(domain, order="id")

    def _calls(self):
        kinds = dict(self.sim.stats.by_realm().get(self.realm, {}))
        kinds.pop("batch_item", None)  # they are inside a call
        return sum(kinds.values())

    @staticmethod
    def _changes_of_more_than(size):
        """Of longer lists than that only changes are asked for."""
        return patch.object(quickbooks_pull, "SHORT_LIST", size)

    @staticmethod
    def _pages_of(size):
        """Pages of so many objects."""
        return patch.object(lists, "MAX_RESULTS", size)

    def _pages(self, object_type):
        """The places at which pages of a list were asked for."""
        found = (
            re.search(rf"FROM {object_type} .*STARTPOSITION (\d+)", statement)
            for statement in self.asked
        )
        return [int(match[1]) for match in found if match]

    def _linked(self, object_type="Customer", name="Gulf Coast Produce"):
        """A contact and the QuickBooks object it is linked to."""
        found = self._object(object_type, name)
        partner = self.env["res.partner"].create({"name": f"{name} here"})
        found.sudo().write({"res_model": partner._name, "res_id": partner.id})
        return partner, found

    def _change(self, object_type, qb_id, **values):
        """Somebody changes an object in QuickBooks."""
        books = self.sim.books(self.realm)
        body = {"Id": qb_id, "sparse": True, **values}
        with self.sim.store.transaction():
            row = books.get(object_type, qb_id)
            body["SyncToken"] = str(row["sync_token"])
            self._simulated("lists").update(books, object_type, body)

    def _create(self, object_type, **values):
        """Somebody creates an object in QuickBooks; returns its id."""
        with self.sim.store.transaction():
            books = self.sim.books(self.realm)
            return self._simulated("lists").create(books, object_type, values)["Id"]

    @staticmethod
    def _simulated(name):
        return __import__(f"quickbooks_simulator.online.{name}", fromlist=[name])

    def _said(self, record):
        return " ".join(record.message_ids.mapped("body"))


@tagged("post_install", "-at_install")
class TestPull(PullCase):
    # -- what comes, and at what price ---------------------------------------------

    def test_every_list_is_here_as_quickbooks_has_it(self):
        for pull in self.connection.pull_ids:
            found = self._all_in_quickbooks(pull.type)
            self.assertTrue(found, pull.type)
            self.assertEqual(
                {each["Id"] for each in found},
                set(self._objects(pull.type, active=True).mapped("qb_id")),
                pull.type,
            )
        self.assertEqual(len(self.connection.pull_ids), 9)

    def test_customers_come_with_what_matching_needs(self):
        self._change("Customer", "2", Mobile={"FreeFormNumber": "+1 806 555 0100"})
        self._update(whole=True)
        details = self._object("Customer", "Gulf Coast Produce").details
        self.assertEqual(
            details,
            {
                "company_name": "Gulf Coast Produce",
                "email": "billing@gulf.example.com",
                "mobile": "+1 806 555 0100",
                "street": "101 Commerce St",
                "city": "Houston",
                "state": "TX",
                "postal_code": "77002",
            },
        )

    def test_sub_customers_keep_their_place(self):
        self._create("Customer", DisplayName="Dock 4", ParentRef={"value": "2"})
        self._update()
        dock = self._object("Customer", "Dock 4")
        self.assertEqual(dock.full_name, "Gulf Coast Produce:Dock 4")
        self.assertEqual(dock.details["parent_id"], "2")

    def test_all_lists_and_the_profile_cost_two_calls(self):
        self.sim.stats.reset()
        self.sim.change_company(self.realm, closing_date="2026-06-30")
        self._update()
        self.assertEqual(self._calls(), 2)
        closing_date = self.connection.profile_closing_date
        self.assertEqual(fields.Date.to_string(closing_date), "2026-06-30")
        self.assertEqual(self.connection.pull_state, "done")

    def test_an_idle_day_costs_two_calls_however_many_customers_there_are(self):
        self.sim.add_customers(40, self.realm)
        self.sim.clock.advance(minutes=30)
        with self._changes_of_more_than(30):
            self._update()
            self.assertEqual(len(self._objects("Customer")), 43)
            self.connection.sudo().lists_updated_at -= timedelta(days=2)
            self.asked.clear()
            self.sim.stats.reset()
            self._run()
        self.assertEqual(self._calls(), 2)
        self.assertFalse(self._pages("Customer"))
        self.assertTrue(self._pages("Item"))

    def test_nothing_is_written_that_is_here_already(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT id, xmin::text FROM quickbooks_object")
        before = self.env.cr.fetchall()
        self._update(whole=True)
        self.env.cr.execute("SELECT id, xmin::text FROM quickbooks_object")
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_only_changes_of_a_long_list_are_asked_for(self):
        self.sim.add_customers(40, self.realm)
        self.sim.clock.advance(minutes=30)
        with self._changes_of_more_than(30):
            self._update()
            self._change("Customer", "2", DisplayName="Gulf Coast Foods")
            self._update()
        self.assertEqual(self._pull("Customer").total, 1)
        self.assertTrue(self._object("Customer", "Gulf Coast Foods"))

    def test_a_long_list_is_read_whole_every_week_and_on_demand(self):
        self.sim.add_customers(40, self.realm)
        self.sim.clock.advance(minutes=30)
        with self._changes_of_more_than(30):
            self._update()
            self._update()
            self.assertEqual(self._pull("Customer").total, 0)
            self._pull("Customer").sudo().whole_at -= timedelta(days=8)
            self._update()
            self.assertEqual(self._pull("Customer").total, 43)
            self._update(whole=True)
            self.assertEqual(self._pull("Customer").total, 43)

    # -- whatever happens on the way -----------------------------------------------

    def test_a_killed_worker_goes_on_where_it_was(self):
        self.sim.add_customers(40, self.realm)
        self.connection.customer_pull = "all"
        pulls = self.registry["quickbooks.pull"]
        take = pulls._take_page
        taken = []

        def killed(pull, answer):
            if pull.type == "Customer":
                taken.append(pull.read_count)
                if len(taken) == 3:
                    raise MemoryError
            return take(pull, answer)

        with self._pages_of(10):
            with (
                patch.object(pulls, "_take_page", killed),
                self.assertLogs("odoo.addons.tms_quickbooks", "ERROR"),
            ):
                self._update()
            self.assertEqual(self._pages("Customer"), [1, 10, 19])
            self.assertEqual(self.connection.pull_state, "running")
            self.assertEqual(self._pull("Customer").read_count, 19)
            self.assertEqual(len(self._objects("Customer")), 19)
            self._let_time_pass(hours=1)
            self.asked.clear()
            self._run()
        self.assertEqual(self._pages("Customer"), [19, 28, 37])
        self.assertEqual(len(self._objects("Customer")), 43)
        self.assertEqual(self.connection.pull_state, "done")

    def test_what_is_merged_away_between_pages_hides_nobody(self):
        made = self.sim.add_customers(40, self.realm)
        first_page = iter(made[:5])

        def merge(connection, pulls):
            if lost := next(first_page, None):
                self.sim.merge("Customer", lost, made[-1], self.realm)
            return read(connection, pulls)

        connections = self.registry["quickbooks.connection"]
        read = connections._read_lists
        with self._pages_of(10), patch.object(connections, "_read_lists", merge):
            self._update()
        self.assertEqual(
            set(self._objects("Customer", gone=False).mapped("qb_id")),
            {each["Id"] for each in self._all_in_quickbooks("Customer")},
        )

    def test_documents_go_out_between_the_pages_of_customers(self):
        self.sim.add_customers(60, self.realm)
        invoice = self._invoice()
        sent = []
        original = Client.batch

        def batch(client, body, request_id):
            sent.append(len(self._pages("Customer")))
            return original(client, body, request_id)

        with self._pages_of(10), patch.object(Client, "batch", batch):
            self._update()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertLess(max(sent), len(self._pages("Customer")))
        self.assertEqual(self.connection.pull_state, "done")

    def test_a_list_that_is_refused_stops_nothing_else(self):
        self._fail_for("FROM Class", problem_of_fault("5030", "Not supported"))
        invoice = self._invoice()
        self._update()
        self.assertEqual(self._pull("Class").state, "failed")
        states = (self.connection.pull_ids - self._pull("Class")).mapped("state")
        self.assertEqual(set(states), {"done"})
        self.assertEqual(invoice.qb_status, "synced")
        shown = {each["type"]: each for each in self.connection.pull_progress["lists"]}
        self.assertIn("Not supported", shown["Class"]["message"])
        self.assertEqual(self.connection.pull_state, "failed")

    def _fail_for(self, words, problem):
        """QuickBooks refuses the queries with these words, alone."""
        from ..lib.online import read

        original = read.query_results

        def results(answer, statements):
            found = original(answer, statements)
            for key, statement in dict(statements).items():
                if words in statement:
                    found[key] = problem
            return found

        self.startPatcher(patch.object(read, "query_results", results))

    def test_a_call_that_fails_rests_the_connection_and_is_repeated(self):
        self.sim.mishaps.add("error_503", path="/batch")
        self._update()
        self.assertEqual(self.connection.pull_state, "running")
        self.assertTrue(self.connection.pull_progress["paused"])
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(self.connection.pull_state, "done")

    def test_a_refused_statement_keeps_no_document_back(self):
        refused = QuickBooksError(problem_of_fault("4000", "Error parsing query"))
        invoice = self._invoice()
        with patch.object(Client, "queries", side_effect=refused):
            self._update()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(self.connection.pull_state, "failed")
        self._update()
        self.assertEqual(self.connection.pull_state, "done")

    def test_a_user_stops_and_goes_on(self):
        self.sim.add_customers(40, self.realm)
        connections = self.registry["quickbooks.connection"]
        steps = connections._step_pages

        def stop(connection):
            done = steps(connection)
            connection.action_stop_lists()
            return done

        with self._pages_of(10):
            with patch.object(connections, "_step_pages", stop):
                self._update()
            self.assertEqual(self._pull("Customer").state, "stopped")
            self.assertEqual(self._pull("Item").state, "done")
            self.assertEqual(self.connection.pull_state, "stopped")
            before = self._pages("Customer")[-1]
            self.asked.clear()
            self.connection.action_go_on_lists()
            self._run()
        self.assertGreater(self._pages("Customer")[0], before)
        self.assertFalse(self._pages("Item"))
        self.assertEqual(len(self._objects("Customer")), 43)

    def test_what_is_stopped_during_a_call_takes_no_answer(self):
        connections = self.registry["quickbooks.connection"]
        ask = connections._ask_queries

        def stopped(connection, statements):
            answer = ask(connection, statements)
            if "SELECT * FROM Term" in " ".join(statements.values()):
                connection.action_stop_lists()
                self.env.flush_all()
            return answer

        with patch.object(connections, "_ask_queries", stopped):
            self._update(whole=True)
        self.assertEqual(self._pull("Term").state, "stopped")
        self.assertEqual(self._pull("Term").read_count, 0)
        self.connection.action_go_on_lists()
        self._run()
        self.assertEqual(self.connection.pull_state, "done")

    def test_a_wish_at_the_same_moment_rests_nobody(self):
        pulls = self.registry["quickbooks.pull"]
        request = pulls._request
        tries = []

        def conflict(pull, connection, whole=False):
            found = request(pull, connection, whole)
            tries.append(found)
            if len(tries) == 1:
                raise ConcurrencyError
            return found

        self.connection.sudo().lists_updated_at = False
        with (
            patch.object(pulls, "_request", conflict),
            patch("odoo.service.model.time.sleep"),
        ):
            self._run()
        self.assertFalse(self.connection.paused_until)
        self.assertEqual(self.connection.pull_state, "done")
        self.assertTrue(self.connection.lists_updated_at)

    def test_an_older_answer_does_not_replace_a_newer_one(self):
        customer = self._objects("Customer")[0]
        customer.sudo().version = "12"
        self._update(whole=True)  # shows version 0
        self.assertEqual(customer.version, "12")

    # -- what a user chooses -------------------------------------------------------

    def test_customers_are_left_out_where_nobody_wants_them(self):
        self.connection.write({"customer_pull": "none", "vendor_pull": "all"})
        self._create("Customer", DisplayName="Unwanted")
        self._update()
        self.assertFalse(self._object("Customer", "Unwanted"))
        self.assertFalse(self._pull("Customer"))
        self.assertTrue(self._pull("Vendor"))

    def test_inactive_customers_come_only_where_they_are_wanted(self):
        idle = self._create("Customer", DisplayName="Idle")
        self._change("Customer", idle, Active=False)
        for wanted, count in (("active", 0), ("all", 1), ("active", 1)):
            self.connection.customer_pull = wanted
            self._update()
            found = self._objects("Customer", qb_id=idle)
            self.assertEqual(len(found), count, wanted)
            self.assertFalse(found.filtered("active"))

    # -- QuickBooks goes on living -------------------------------------------------

    def test_a_renamed_customer_keeps_its_contact_and_tells_it(self):
        partner, found = self._linked()
        self._change("Customer", found.qb_id, DisplayName="Gulf Coast Foods")
        self._update()
        self.assertEqual(found.name, "Gulf Coast Foods")
        self.assertEqual(found._record(), partner)
        self.assertIn("formerly Gulf Coast Produce", self._said(partner))

    def test_a_customer_made_inactive_and_active_again_is_followed(self):
        partner, found = self._linked()
        self._change("Customer", found.qb_id, Active=False)
        self._update()
        self.assertFalse(found.active)
        self.assertFalse(found.gone)
        self.assertEqual(found._record(), partner)
        self.assertIn("Made inactive in QuickBooks", self._said(partner))
        self._change("Customer", found.qb_id, Active=True)
        self._update()
        self.assertTrue(found.active)
        self.assertIn("Active again", self._said(partner))

    def test_a_name_below_another_follows_its_parent(self):
        self._create("Customer", DisplayName="Dock 4", ParentRef={"value": "2"})
        self._update()
        self._change("Customer", "2", DisplayName="Gulf Coast Foods")
        self._update()
        dock = self._object("Customer", "Dock 4")
        self.assertEqual(dock.full_name, "Gulf Coast Foods:Dock 4")

    def test_an_item_renamed_and_made_inactive_is_followed(self):
        self._change("Item", self.item.qb_id, Name="Line Haul", Active=False)
        self._update()
        self.assertEqual(self.item.full_name, "Line Haul (deleted)")
        self.assertFalse(self.item.active)

    def test_a_contact_follows_a_merge_to_the_customer_that_stays(self):
        invoice = self._invoice()
        self._run()
        mine = self.customer._qb_objects()
        survivor = self._object("Customer", "Gulf Coast Produce")
        self.sim.merge("Customer", mine.qb_id, survivor.qb_id, self.realm)
        self._update()
        self.assertTrue(mine.gone)
        self.assertFalse(mine._record())
        self.assertEqual(survivor._record(), self.customer)
        self.assertEqual(self.customer.qb_status, "synced")
        self.assertIn("Merged in QuickBooks", self._said(self.customer))
        later = self._invoice()
        self._run()
        self.assertEqual((invoice + later).mapped("qb_status"), ["synced"] * 2)
        sent = self._in_quickbooks("Invoice", later.qb_id)
        self.assertEqual(sent["CustomerRef"]["value"], survivor.qb_id)

    def test_a_merge_into_the_customer_of_another_contact_needs_somebody(self):
        self._invoice()
        self._run()
        other, survivor = self._linked()
        lost = self.customer._qb_objects()
        self.sim.merge("Customer", lost.qb_id, survivor.qb_id, self.realm)
        self._update()
        self.assertEqual(survivor._record(), other)
        self.assertEqual(self.customer.qb_status, "failed")
        self.assertIn(other.name, self.customer.qb_message)
        later = self._invoice()
        self._run()
        self.assertEqual(later.qb_status, "failed")
        self.assertIn("merged", later.qb_message)
        later.action_qb_retry()
        self._run()
        self.assertEqual(later.qb_status, "synced")

    def test_a_contact_whose_customer_is_gone_can_be_sent_anew(self):
        partner, lost = self._linked()
        self.sim.merge("Customer", lost.qb_id, "1", self.realm)
        self._update()
        self.assertTrue(lost.gone)
        self.assertFalse(lost.res_model)
        self.assertEqual(partner.qb_status, "not_synced")
        self.assertIn("Not in QuickBooks any more", self._said(partner))

    def test_who_is_kept_out_stays_so_when_its_customer_is_gone(self):
        partner, lost = self._linked()
        partner.action_qb_suppress()
        self.sim.merge("Customer", lost.qb_id, "1", self.realm)
        self._update()
        self.assertTrue(lost.gone)
        self.assertEqual(partner.qb_status, "suppressed")

    def test_a_merge_in_a_long_list_is_noticed_by_the_count(self):
        self.sim.add_customers(40, self.realm)
        self.sim.clock.advance(minutes=30)
        with self._changes_of_more_than(30):
            self._update()
            self.sim.merge("Customer", "2", "1", self.realm)
            self._update()
        self.assertTrue(self._objects("Customer", qb_id="2").gone)
        self.assertEqual(self.connection.pull_state, "done")

    # -- what is shown -------------------------------------------------------------

    def test_progress_is_true(self):
        self.sim.add_customers(40, self.realm)
        shown = []
        pulls = self.registry["quickbooks.connection"]
        keep = pulls._keep_pages

        def look(connection, *args):
            result = keep(connection, *args)
            progress = connection.pull_progress
            [customers] = [e for e in progress["lists"] if e["type"] == "Customer"]
            shown.append((customers["read"], customers["total"], progress["running"]))
            return result

        with self._pages_of(20), patch.object(pulls, "_keep_pages", look):
            self._update()
        self.assertIn((20, 43, True), shown)
        self.assertIn((39, 43, True), shown)
        self.assertEqual(shown[-1], (43, 43, False))

    def test_users_update_and_others_do_not(self):
        user = new_test_user(
            self.env,
            "pull_user",
            groups="base.group_user,tms_quickbooks.group_quickbooks_user",
            company_id=self.company.id,
        )
        action = self.connection.with_user(user).action_update_lists()
        self.assertEqual(action["target"], "new")
        self.assertEqual(self.connection.pull_state, "running")
        outsider = new_test_user(self.env, "pull_outsider", groups="base.group_user")
        for name in (
            "action_update_lists",
            "action_read_lists_again",
            "action_go_on_lists",
            "action_stop_lists",
        ):
            with self.assertRaises(UserError):
                getattr(self.connection.with_user(outsider), name)()
        self.assertEqual(self.connection.pull_state, "running")

    def test_only_a_connected_company_is_updated(self):
        self.connection.sudo().state = "reconnect"
        with self.assertRaisesRegex(UserError, "not connected"):
            self.connection.action_update_lists()

    # -- contacts to send ----------------------------------------------------------

    def test_addresses_of_a_company_are_not_offered_as_not_synced(self):
        dock = self.env["res.partner"].create(
            {"name": "Dock 4", "parent_id": self.customer.id, "type": "delivery"}
        )
        contacts = self.env["res.partner"]
        search = self._arch("base.view_res_partner_filter", "search")
        [domain] = search.xpath("//filter[@name='qb_not_synced']/@domain")
        found = contacts.search(safe_eval(domain))
        self.assertIn(self.customer, found)
        self.assertNotIn(dock, found)
        rows = self._arch("base.view_partner_tree", "list")
        self.assertTrue(rows.xpath("//field[@name='qb_status'][@invisible]"))

    def _arch(self, xml_id, view_type):
        """A view of contacts as the browser gets it."""
        view = self.env["res.partner"].get_view(self.env.ref(xml_id).id, view_type)
        return etree.fromstring(view["arch"])
