# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Changes of what is in QuickBooks: sent when there are any, and decided again when
somebody has been at work there."""

from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from ..lib.online.client import Client
from .test_revert import RevertCase


class ChangeCase(RevertCase):
    def _change(self, price=1800):
        self.invoice.button_draft()
        self.invoice.invoice_line_ids.price_unit = price
        self.invoice.action_post()

    def _there(self, move=None):
        return self._in_quickbooks("Invoice", (move or self.invoice).qb_id)

    def _assert_calls(self, count):
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), count)

    def _send(self, records):
        """By hand; return what the worker made of it."""
        records.action_qb_send()
        self._run()
        return self._jobs(records)[-1]

    def _class_of_the_line(self, whole):
        """QuickBooks tracks classes by now, and the line's analytic account has one.

        :param whole: one class for a whole transaction, and not for each line
        """
        self.sim.change_company(
            self.realm, class_per_txn=whole, class_per_line=not whole
        )
        self._learn()
        plan = self.env["account.analytic.plan"].create({"name": "Divisions"})
        account = self.env["account.analytic.account"].create(
            {"name": "LTL", "plan_id": plan.id}
        )
        target = self.env["quickbooks.object"].search(
            [("connection_id", "=", self.connection.id), ("type", "=", "Class")],
            limit=1,
        )
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "class",
                "source": f"account.analytic.account,{account.id}",
                "object_id": target.id,
            }
        )
        self.invoice.invoice_line_ids.analytic_distribution = {str(account.id): 100}
        self.assertEqual(self.invoice.qb_status, "outdated")


@tagged("post_install", "-at_install")
class TestUnchanged(ChangeCase):
    def test_posted_again_as_it_was_it_is_not_sent(self):
        self._reset(self.invoice).action_post()
        self.assertEqual(self.invoice.qb_status, "pending")
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self._assert_calls(0)
        job = self._jobs(self.invoice)[-1]
        self.assertEqual((job.state, job.unchanged), ("done", True))
        self.assertEqual(self._there()["SyncToken"], "0")

    def test_posted_again_with_a_change_it_is_an_update(self):
        self._change()
        self._run()
        self._assert_calls(1)
        self.assertFalse(self._jobs(self.invoice)[-1].unchanged)
        found = self._there()
        self.assertEqual((found["TotalAmt"], found["SyncToken"]), (1800, "1"))

    def test_after_an_update_the_update_counts(self):
        self._change()
        self._run()
        self.assertTrue(self._send(self.invoice).unchanged)
        self._assert_calls(1)

    def test_sent_again_while_it_is_under_way_the_same_does_not_go_twice(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        self._change()
        self._run()
        self.invoice.action_qb_send()
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertEqual(self._there()["SyncToken"], "1")

    def test_contacts_are_not_sent_again_either(self):
        self.assertTrue(self._send(self.customer).unchanged)
        self.assertEqual(self.customer.qb_status, "synced")
        self._assert_calls(0)

    def test_after_a_total_that_differed_it_is_sent_again(self):
        self._differ_by_a_cent()
        self.assertEqual(self.invoice.qb_status, "failed")
        self.invoice.action_qb_retry()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertFalse(self._jobs(self.invoice)[-1].unchanged)

    def _differ_by_a_cent(self):
        """QuickBooks comes to another total than we do."""
        batch = Client.batch

        def off(client, body, request_id):
            answer = batch(client, body, request_id)
            for item in answer["BatchItemResponse"]:
                item["Invoice"]["TotalAmt"] += 1
            return answer

        self._change()
        with patch.object(Client, "batch", off):
            self._run()

    def test_what_the_company_tracks_since_is_sent(self):
        self._class_of_the_line(whole=False)
        self.assertFalse(self._send(self.invoice).unchanged)


@tagged("post_install", "-at_install")
class TestEdited(ChangeCase):
    def test_an_edit_that_matters_is_not_overwritten_without_a_word(self):
        self._edit(TxnDate="2026-11-21")
        self._change()
        self._run()
        self.assertEqual(self.invoice.qb_status, "failed")
        self.assertIn("11/20/2026 → 11/21/2026", self.invoice.qb_message)
        self.assertEqual(self._jobs(self.invoice)[-1].next_action, "decide")
        self.assertEqual(self._there()["TxnDate"], "2026-11-21")

    def _take_ours(self):
        """A mere retry overwrites nothing; who has compared both sides does."""
        self.invoice.action_qb_retry()
        self._run()
        self.assertEqual(self._there()["TxnDate"], "2026-11-21")
        dialog = self.invoice.action_qb_compare()
        self.env[dialog["res_model"]].browse(dialog["res_id"]).action_take_ours()
        self._run()

    def test_ours_wins_where_somebody_has_taken_it(self):
        self.test_an_edit_that_matters_is_not_overwritten_without_a_word()
        self._take_ours()
        self.assertEqual(self.invoice.qb_status, "synced", self.invoice.qb_message)
        found = self._there()
        self.assertEqual((found["TxnDate"], found["TotalAmt"]), ("2026-11-20", 1800))

    def test_and_so_it_does_where_nothing_has_changed_here(self):
        """What QuickBooks got last is not what it has."""
        self._edit(TxnDate="2026-11-21")
        self._change()
        self._run()
        self._change(price=1500)  # as it was sent first
        self._take_ours()
        self.assertEqual(self.invoice.qb_status, "synced", self.invoice.qb_message)
        self.assertEqual(self._there()["TxnDate"], "2026-11-20")

    def test_a_payment_that_was_applied_is_no_edit(self):
        self._pay()
        self._change()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced", self.invoice.qb_message)
        found = self._there()
        self.assertEqual((found["TotalAmt"], found["Balance"]), (1800, 1700))

    def test_a_version_that_is_not_known_is_read_first(self):
        self.invoice._qb_objects().sudo().version = False
        self._change()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced", self.invoice.qb_message)
        self.assertEqual(self.sim.stats.calls(self.realm, "query"), 1)
        self._assert_calls(1)

    def test_unlinked_before_its_version_is_read_it_is_made_anew(self):
        former = self.invoice.qb_id
        self._change()
        self._jobs(self.invoice)[-1].sudo().lookup = "version"
        self.env["quickbooks.object"].sudo()._unbind(self.connection, "Invoice", former)
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced", self.invoice.qb_message)
        self.assertNotIn(self.invoice.qb_id, ("", former))


@tagged("post_install", "-at_install")
class TestEmptied(ChangeCase):
    def _update(self, records):
        job = self._send(records)
        self.assertEqual(job.state, "done", job.problem_text)

    def test_an_email_address_that_is_gone_here_is_gone_there(self):
        self.customer.qb_bill_email = "ap@acme.example"
        self._update(self.invoice)
        self.assertIn("BillEmail", self._there())
        self.customer.qb_bill_email = False
        self._update(self.invoice)
        self.assertNotIn("BillEmail", self._there())

    def test_so_are_terms(self):
        terms = self.env.ref("account.account_payment_term_15days")
        term = self._object("Term", "Net 15")
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "term",
                "source": f"account.payment.term,{terms.id}",
                "object_id": term.id,
            }
        )
        for terms_here, there in ((terms, True), (terms.browse(), False)):
            self._reset(self.invoice).invoice_payment_term_id = terms_here
            self.invoice.action_post()
            self._update(self.invoice)
            self.assertEqual("SalesTermRef" in self._there(), there)

    def test_and_the_class(self):
        self._class_of_the_line(whole=True)
        self._update(self.invoice)
        self.assertIn("ClassRef", self._there())
        self.invoice.invoice_line_ids.analytic_distribution = False
        self._update(self.invoice)
        self.assertNotIn("ClassRef", self._there())

    def test_what_the_bookkeeper_has_entered_stays(self):
        self._edit(
            CustomerMemo={"value": "Thank you!"},
            ShipAddr={"Line1": "Dock 5", "City": "Tulsa"},
        )
        self._change()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced", self.invoice.qb_message)
        found = self._there()
        self.assertEqual(found["TotalAmt"], 1800)
        self.assertEqual(found["CustomerMemo"], {"value": "Thank you!"})
        self.assertEqual(found["ShipAddr"]["Line1"], "Dock 5")

    def test_lines_are_replaced_as_a_whole(self):
        self.invoice.button_draft()
        self.invoice.write(
            {
                "invoice_line_ids": [
                    Command.clear(),
                    Command.create({"name": "Detention", "price_unit": 75}),
                ]
            }
        )
        self.invoice.invoice_line_ids.tax_ids = False
        self.invoice.action_post()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced", self.invoice.qb_message)
        lines = [each for each in self._there()["Line"] if "Description" in each]
        self.assertEqual([each["Description"] for each in lines], ["Detention"])

    def test_a_contacts_phone_goes_and_what_it_never_had_stays(self):
        self.customer.phone = "555-0100"
        self._update(self.customer)
        found = self._in_quickbooks("Customer", self.customer.qb_id)
        self._post(
            "Customer",
            {
                **{key: found[key] for key in ("Id", "SyncToken")},
                "sparse": True,
                "Notes": "pays late",
            },
        )
        self.customer.phone = False
        self._update(self.customer)
        found = self._in_quickbooks("Customer", self.customer.qb_id)
        self.assertNotIn("PrimaryPhone", found)
        self.assertEqual(found["Notes"], "pays late")

    def test_what_quickbooks_keeps_all_the_same_is_told(self):
        self.customer.qb_bill_email = "ap@acme.example"
        self._update(self.invoice)
        self.customer.qb_bill_email = False
        batch = Client.batch

        def keep(client, body, request_id):
            answer = batch(client, body, request_id)
            for item in answer["BatchItemResponse"]:
                item.get("Invoice", {})["BillEmail"] = {"Address": "ap@acme.example"}
            return answer

        with patch.object(Client, "batch", keep):
            job = self._send(self.invoice)
        self.assertEqual((job.state, job.next_action), ("failed", "decide"))
        self.assertIn("BillEmail", self.invoice.qb_message)
        self.invoice.action_qb_retry()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced", self.invoice.qb_message)


@tagged("post_install", "-at_install")
class TestOutdated(ChangeCase):
    def test_what_changes_without_a_way_over_draft_makes_it_outdated(self):
        for change in (
            {"ref": "PO 7"},
            {"invoice_date_due": "2027-01-15"},
            {"invoice_origin": "S00017"},
        ):
            with self.subTest(change=change):
                self.invoice.write(change)
                self.assertEqual(self.invoice.qb_status, "outdated")
                self._send(self.invoice)
                self.assertEqual(self.invoice.qb_status, "synced")

    def test_so_does_the_text_of_a_line(self):
        self.invoice.invoice_line_ids.name = "Dallas to Tulsa"
        self.assertEqual(self.invoice.qb_status, "outdated")

    def test_what_stays_as_it_was_does_not(self):
        self.invoice.write({"ref": self.invoice.ref})
        self.invoice.invoice_line_ids.write(
            {"name": self.invoice.invoice_line_ids.name}
        )
        self.assertEqual(self.invoice.qb_status, "synced")

    def test_an_outdated_invoice_goes_by_itself_when_it_is_posted_again(self):
        self.invoice.ref = "PO 7"
        self._reset(self.invoice).action_post()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertIn("PO 7", self._there()["PrivateNote"])
