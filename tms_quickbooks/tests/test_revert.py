# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Revert in QuickBooks: voided or deleted there, and what becomes of it here."""

import json

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..models.quickbooks_sync_mixin import SHOWN_FIELDS
from .common import QuickbooksCase


class RevertCase(QuickbooksCase):
    """An invoice in QuickBooks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._document("out_invoice", cls.customer, (), True, {})
        cls._run()
        cls.number_there = cls.invoice.qb_id
        cls._remember_simulator()

    def setUp(self):
        super().setUp()
        self.sim.stats.reset()

    def _dialog(self, records):
        action = records.action_qb_revert()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _revert(self, records, run=True, **vals):
        """Answer the dialog, and let the worker carry it out."""
        dialog = self._dialog(records)
        dialog.write({"keep_out": False, **vals})
        dialog.action_revert()
        if run:
            self._run()

    def _post(self, entity, body, **params):
        """Somebody at work in QuickBooks."""
        return self._ask(
            lambda client: client.post(
                client._url(entity.lower()), json.dumps(body), params=params
            )
        )

    def _edit(self, **change):
        found = self._in_quickbooks("Invoice", self.number_there)
        body = {key: found[key] for key in ("Id", "SyncToken")}
        return self._post("Invoice", {**body, "sparse": True, **change})

    def _pay(self, amount=100):
        """A payment of the customer, entered in QuickBooks."""
        paid = {"TxnId": self.number_there, "TxnType": "Invoice"}
        return self._post(
            "Payment",
            {
                "CustomerRef": {"value": self.customer.qb_id},
                "TotalAmt": amount,
                "Line": [{"Amount": amount, "LinkedTxn": [paid]}],
            },
        )["Payment"]

    def _reset(self, move):
        move.button_draft()
        return move


@tagged("post_install", "-at_install")
class TestRevert(RevertCase):
    def test_an_invoice_is_voided_and_can_be_sent_anew(self):
        self._revert(self.invoice)
        self.assertEqual(self.invoice.qb_status, "not_synced")
        self.assertFalse(self.invoice.qb_id)
        voided = self._in_quickbooks("Invoice", self.number_there)
        self.assertEqual(voided["TotalAmt"], 0)
        self.assertTrue(voided["PrivateNote"].startswith("Voided"))
        self.assertIn("voided", self.invoice.qb_former)
        former = self.invoice._qb_former_objects()
        self.assertEqual(former.qb_id, self.number_there)
        self.assertTrue(former.url)
        self.invoice.action_qb_send()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertNotEqual(self.invoice.qb_id, self.number_there)
        anew = self._in_quickbooks("Invoice", self.invoice.qb_id)
        self.assertEqual(anew["TotalAmt"], 1500)

    def test_sent_anew_it_gets_another_number_where_the_voided_one_keeps_its_own(self):
        self.sim.change_company(self.realm, custom_txn_numbers=True)
        self.connection.sudo().lists_updated_at = False
        invoice = self._invoice()
        self._run()
        first = invoice.qb_id
        self._revert(invoice)
        invoice.action_qb_send()
        self._run()
        self.assertEqual(invoice.qb_status, "synced", invoice.qb_message)
        numbers = [
            self._in_quickbooks("Invoice", qb_id)["DocNumber"]
            for qb_id in (first, invoice.qb_id)
        ]
        self.assertEqual(numbers[0], invoice.name)
        self.assertNotEqual(*numbers)

    def test_or_deleted_where_the_user_wants_that(self):
        self._revert(self.invoice, how="delete")
        self.assertEqual(self.invoice.qb_status, "not_synced")
        self.assertFalse(self._all_in_quickbooks("Invoice"))
        self.assertIn("deleted", self.invoice.qb_former)

    def test_bills_and_credits_are_deleted_there_is_no_void(self):
        bill = self._bill()
        credit = self._document("out_refund", self.customer, (), True, {})
        refund = self._document("in_refund", self.carrier, (), True, {"ref": "R-1"})
        self._run()
        for move in (bill, credit, refund):
            self._revert(move)
            self.assertEqual(move.qb_status, "not_synced", move.qb_message)
        for kind in ("Bill", "CreditMemo", "VendorCredit"):
            self.assertFalse(self._all_in_quickbooks(kind))

    def test_many_are_taken_back_in_one_batch(self):
        others = self._invoice() + self._invoice() + self._bill()
        self._run()
        self.sim.stats.reset()
        self._revert(self.invoice + others)
        self.assertEqual(
            set((self.invoice + others).mapped("qb_status")), {"not_synced"}
        )
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), 1)

    def test_the_dialog_says_what_will_happen(self):
        bill = self._bill()
        self._run()
        dialog = self._dialog(self.invoice + bill)
        self.assertTrue(dialog.has_choice)
        ways = {line.object_type: line.way for line in dialog.line_ids}
        self.assertEqual(ways, {"Invoice": "void", "Bill": "delete"})
        with Form(dialog) as form:
            form.how = "delete"
        self.assertEqual(set(dialog.line_ids.mapped("way")), {"delete"})

    def test_user_and_reason_are_in_the_history(self):
        self._revert(self.invoice, reason="billed twice")
        said = " ".join(self.invoice.message_ids.mapped("body"))
        self.assertIn("Reason: billed twice", said)
        self.assertIn("Voided in QuickBooks", said)

    # -- kept out ------------------------------------------------------------------

    def test_a_posted_document_is_kept_out_unless_told_otherwise(self):
        self.assertTrue(self._dialog(self.invoice).keep_out)
        self._reset(self.invoice)
        self.assertFalse(self._dialog(self.invoice).keep_out)

    def test_what_is_kept_out_is_not_sent_again_by_any_path(self):
        self._revert(self.invoice, keep_out=True)
        self.assertEqual(self.invoice.qb_status, "suppressed")
        self._reset(self.invoice).action_post()
        with self.assertRaises(UserError):
            self.invoice.action_qb_send()
        self._run()
        [voided] = self._all_in_quickbooks("Invoice")
        self.assertEqual(voided["TotalAmt"], 0)

    def test_a_suppressed_document_is_taken_back_and_stays_suppressed(self):
        self.invoice.action_qb_suppress()
        self._revert(self.invoice)
        self.assertEqual(self.invoice.qb_status, "suppressed")
        self.assertEqual(
            self._in_quickbooks("Invoice", self.number_there)["TotalAmt"], 0
        )

    # -- a change of mind ----------------------------------------------------------

    def test_while_it_waits_it_can_be_left_there_after_all(self):
        for keep_out in (False, True):
            with self.subTest(keep_out=keep_out):
                self._revert(self.invoice, run=False, keep_out=keep_out)
                self.assertTrue(self.invoice.qb_withdrawing)
                self.invoice.action_qb_keep()
                self.assertEqual(self.invoice.qb_status, "synced")
        self._run()
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), 0)

    def test_changed_meanwhile_it_is_outdated_when_left_there(self):
        self._revert(self.invoice, run=False)
        self.invoice.ref = "PO 7"
        self.invoice.action_qb_keep()
        self.assertEqual(self.invoice.qb_status, "outdated")

    def test_the_newest_wish_counts(self):
        self._revert(self.invoice, run=False)
        self.invoice.ref = "PO 7"
        self.invoice.action_qb_send()
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        self.assertEqual(self.invoice.qb_id, self.number_there)
        self.assertEqual(
            self._in_quickbooks("Invoice", self.number_there)["TotalAmt"], 1500
        )

    def test_reset_to_draft_it_is_still_taken_back(self):
        self._revert(self.invoice, run=False)
        self._reset(self.invoice)
        self._run()
        self.assertEqual(self.invoice.qb_status, "not_synced")
        self.assertFalse(self.invoice.qb_id)

    def test_suppressed_while_it_waits_it_is_taken_back_all_the_same(self):
        """Who wants it out of QuickBooks for good has changed no mind."""
        self._revert(self.invoice, run=False)
        self.invoice.action_qb_suppress()
        self._run()
        self.assertEqual(self.invoice.qb_status, "suppressed")
        self.assertEqual(
            self._in_quickbooks("Invoice", self.number_there)["TotalAmt"], 0
        )

    def test_suppressed_since_it_stays_so_when_it_is_left_there(self):
        self._revert(self.invoice, run=False)
        self.invoice.action_qb_suppress()
        self.invoice.action_qb_keep()
        self.assertEqual(self.invoice.qb_status, "suppressed")

    # -- under way -----------------------------------------------------------------

    def test_reverted_while_it_is_created_it_is_voided_after(self):
        new = self._invoice()
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        self._revert(new, run=False)
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(new.qb_status, "not_synced")
        former = new._qb_former_objects()
        self.assertEqual(self._in_quickbooks("Invoice", former.qb_id)["TotalAmt"], 0)

    def test_refused_meanwhile_there_is_nothing_to_take_back(self):
        self.connection.invoice_push = "click"
        new = self._invoice()
        self._take_number(new)
        self._run()
        self.sim.mishaps.add("drop_after", path="/batch")
        new.action_qb_send()
        self._run()
        self._revert(new, run=False)
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(new.qb_status, "not_synced")
        self.assertFalse(new._qb_open_jobs())

    def test_sent_again_while_it_is_voided_it_is_made_anew(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        self._revert(self.invoice)
        self.invoice.action_qb_send()
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(self.invoice.qb_status, "synced")
        totals = {
            each["Id"]: each["TotalAmt"] for each in self._all_in_quickbooks("Invoice")
        }
        self.assertEqual(totals, {self.number_there: 0, self.invoice.qb_id: 1500})

    def test_a_lost_answer_to_a_void_is_repeated_and_done(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        self._revert(self.invoice)
        self.assertEqual(self.invoice.qb_status, "pending")
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(self.invoice.qb_status, "not_synced")
        self.assertEqual(
            self._in_quickbooks("Invoice", self.number_there)["SyncToken"], "1"
        )

    def test_a_look_finds_out_what_became_of_a_void(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        self._revert(self.invoice)
        self._let_time_pass(minutes=5)
        self.invoice.action_qb_look()
        self._run()
        self.assertEqual(self.invoice.qb_status, "not_synced")
        self.assertFalse(self.invoice._qb_open_jobs())

    def test_and_of_a_deletion(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        self._revert(self.invoice, how="delete")
        self._let_time_pass(minutes=5)
        self.invoice.action_qb_look()
        self._run()
        self.assertEqual(self.invoice.qb_status, "not_synced")
        self.assertFalse(self.invoice._qb_open_jobs())

    def test_the_banner_says_one_thing_of_what_may_be_there(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        self._revert(self.invoice)
        arch = etree.fromstring(self.invoice.get_view(view_type="form")["arch"])
        [banner] = arch.xpath(
            "//div[contains(@class, 'alert-danger')][.//field[@name='qb_hint']]"
        )
        shown = [
            part.text or part.get("string")
            for part in banner.iter("strong", "button")
            if not safe_eval(
                part.get("invisible", "0"),
                {name: self.invoice[name] for name in SHOWN_FIELDS},
            )
        ]
        self.assertTrue(self.invoice.qb_unknown)
        self.assertEqual(
            [words.strip() for words in shown],
            ["It may be in QuickBooks or not:", "Look in QuickBooks", "Retry"],
        )

    def test_what_a_look_finds_untouched_says_so(self):
        self.sim.mishaps.add("drop_before", path="/batch")
        self._revert(self.invoice, how="delete")
        self._let_time_pass(minutes=5)
        self.invoice.action_qb_look()
        self._run()
        self.assertIn("was not taken back", self.invoice.qb_message)
        self.invoice.action_qb_retry()
        self._run()
        self.assertEqual(self.invoice.qb_status, "not_synced")
        self.assertFalse(self._all_in_quickbooks("Invoice"))

    # -- what is left behind -------------------------------------------------------

    def test_what_does_not_count_here_any_more_says_that_quickbooks_has_it(self):
        self.assertFalse(self.invoice.qb_left_behind)
        self._reset(self.invoice)
        self.assertTrue(self.invoice.qb_left_behind)
        self.invoice.button_cancel()
        self.assertTrue(self.invoice.qb_left_behind)
        self._revert(self.invoice)
        self.assertFalse(self.invoice.qb_left_behind)
        self.assertEqual(self.invoice.qb_status, "not_synced")

    def test_nothing_is_deleted_here_that_would_be_left_behind(self):
        self._reset(self.invoice)
        with self.assertRaisesRegex(UserError, "is in QuickBooks"):
            self.invoice.unlink()
        self._revert(self.invoice)
        self.invoice.unlink()
        self.assertFalse(self.invoice.exists())

    def test_nothing_there_nothing_to_revert(self):
        with self.assertRaisesRegex(UserError, "Nothing of this is in QuickBooks"):
            self._invoice().action_qb_revert()


@tagged("post_install", "-at_install")
class TestRevertForbidden(RevertCase):
    def _told(self):
        """The problem, its hint and next action."""
        [job] = self.invoice._qb_open_jobs()
        self.assertEqual(job.state, "failed")
        self.assertTrue(self.invoice.qb_hint)
        self.assertEqual(job.next_action, "decide")
        return self.invoice.qb_message

    def test_a_paid_invoice_is_explained_and_goes_when_the_payment_is_off(self):
        payment = self._pay()
        self._revert(self.invoice)
        self.assertIn("paid, or in a bank deposit", self._told())
        self.assertEqual(self.invoice.qb_status, "failed")
        self._post(
            "Payment",
            {key: payment[key] for key in ("Id", "SyncToken")},
            operation="delete",
        )
        self.invoice.action_qb_retry()
        self._run()
        self.assertEqual(self.invoice.qb_status, "not_synced")

    def test_known_to_be_paid_it_is_told_in_the_dialog(self):
        self._pay()
        self._revert(self.invoice)  # which shows it
        self.assertIn(
            "A payment was applied", self._dialog(self.invoice).line_ids.problem
        )

    def test_closed_books_are_told_before_the_call(self):
        self._close_books()
        self.assertIn("closed through", self._dialog(self.invoice).line_ids.problem)
        self._revert(self.invoice)
        self.assertIn("closed through", self._told())
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), 0)

    def _close_books(self):
        self.sim.change_company(self.realm, closing_date="2026-12-31")
        self._learn()
        self.sim.stats.reset()

    def test_and_explained_where_quickbooks_closed_them_since(self):
        self.sim.change_company(self.realm, closing_date="2026-12-31")
        self._revert(self.invoice)
        self.assertIn("books are closed", self._told())
        self.assertIn("credit note", self.invoice.qb_hint)

    def test_kept_out_it_stays_so_while_quickbooks_keeps_it(self):
        self._pay()
        self._revert(self.invoice, keep_out=True)
        self._told()
        self.assertEqual(self.invoice.qb_status, "suppressed")

    def test_what_is_gone_there_already_is_done(self):
        found = self._in_quickbooks("Invoice", self.number_there)
        body = {key: found[key] for key in ("Id", "SyncToken")}
        self._post("Invoice", body, operation="delete")
        self._revert(self.invoice)
        self.assertEqual(self.invoice.qb_status, "not_synced")
        self.assertIn(
            "not in QuickBooks any more",
            " ".join(self.invoice.message_ids.mapped("body")),
        )

    def test_what_is_void_there_already_is_done(self):
        found = self._in_quickbooks("Invoice", self.number_there)
        body = {key: found[key] for key in ("Id", "SyncToken")}
        self._post("Invoice", body, operation="void")
        self._revert(self.invoice)
        self.assertEqual(self.invoice.qb_status, "not_synced")
        self.assertIn("voided", self.invoice.qb_former)

    def test_an_edit_that_matters_is_told_and_a_retry_takes_it_back_all_the_same(self):
        self._edit(TxnDate="2026-11-21")
        self._revert(self.invoice)
        self.assertIn("11/20/2026 → 11/21/2026", self._told())
        self.invoice.action_qb_retry()
        self._run()
        self.assertEqual(self.invoice.qb_status, "not_synced")

    def test_an_edit_that_does_not_matter_is_passed_over(self):
        self._edit(PrivateNote="called")
        self._revert(self.invoice)
        self.assertEqual(self.invoice.qb_status, "not_synced")
