# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A credit note that settles an invoice without any payment does so in QuickBooks."""

from odoo.tests import tagged

from .payment_arrival_case import PaymentArrivalCase


@tagged("post_install", "-at_install")
class TestSetOff(PaymentArrivalCase):
    def _credited(self, *amounts, credit=200, run=True):
        """Invoices and a credit note that settles them, one after the other."""
        invoices = self.env["account.move"].union(
            *(self._invoice({"price_unit": amount}) for amount in amounts or (1000,))
        )
        note = self._refund("out_refund", self.customer, credit)
        self._match(invoices, note)
        if run:
            self._run()
        return invoices, note

    def _not_matched(self):
        """An invoice and a credit note over 200, both in QuickBooks."""
        invoice = self._invoice()
        credit = self._refund("out_refund", self.customer, 200)
        self._run()
        return invoice, credit

    def _set_off_of(self, credit, object_type="Payment"):
        """The payment over nothing in QuickBooks; None where there is none."""
        found = self.env["quickbooks.object"].search(
            [
                ("type", "=", object_type),
                ("res_model", "=", "account.move"),
                ("res_id", "=", credit.id),
            ]
        )
        return self._in_quickbooks(object_type, found.qb_id) if found else None

    def _settled_by(self, payment):
        """``{record: amount}`` of a payment in QuickBooks."""
        found = {}
        for line in payment["Line"]:
            [link] = line["LinkedTxn"]
            target = self.env["quickbooks.object"]._find(
                self.connection, link["TxnType"], link["TxnId"]
            )
            found[target._record()] = line["Amount"]
        return found

    def _count_there(self, object_type="Payment"):
        """How many payments QuickBooks has."""
        return len(self._all_in_quickbooks(object_type))

    def _assert_settled(self, *moves):
        """As much is open on both sides, and everything has arrived."""
        self.env.invalidate_all()
        for move in moves:
            self.assertEqual(move.qb_status, "synced", move.qb_message)
        for move in moves:
            there = self._in_books(move)
            balance = there.get("RemainingCredit", there["Balance"])
            self.assertEqual(float(balance), move.amount_residual, move.name)

    # -- set off -------------------------------------------------------------------

    def test_the_invoice_is_settled_by_as_much(self):
        invoice, credit = self._credited(1000)
        self._assert_settled(invoice, credit)
        self.assertEqual((invoice.amount_residual, credit.amount_residual), (800, 0))
        payment = self._set_off_of(credit)
        self.assertEqual(payment["TotalAmt"], 0)
        self.assertEqual(self._settled_by(payment), {invoice: 200, credit: 200})
        self.assertIn(credit.name, payment["PrivateNote"])

    def test_a_credit_over_the_whole_invoice_leaves_nothing_open(self):
        invoice, credit = self._credited(200)
        self._assert_settled(invoice, credit)
        self.assertEqual(invoice.payment_state, "reversed")

    def test_one_payment_serves_all_invoices_of_a_credit(self):
        invoices, credit = self._credited(120, 50, 300)
        self._assert_settled(*invoices, credit)
        self.assertEqual(self._count_there(), 1)
        self.assertEqual(
            self._settled_by(self._set_off_of(credit)),
            dict(zip([*invoices, credit], (120, 50, 30, 200), strict=True)),
        )

    def test_matched_later_it_goes_then(self):
        invoice, credit = self._not_matched()
        self.assertEqual(self._count_there(), 0)
        self._match(invoice, credit)
        self.assertEqual(credit.qb_status, "pending", "QuickBooks is behind")
        self._run()
        self._assert_settled(invoice, credit)

    def test_another_invoice_later_is_named_as_well(self):
        invoice, credit = self._credited(120)
        other = self._invoice()
        self._match(other, credit)
        self._run()
        self._assert_settled(invoice, other, credit)
        self.assertEqual(self._count_there(), 1, "the payment is changed")

    def test_a_vendor_credit_is_set_off_against_the_bill(self):
        bill = self._bill({"price_unit": 900})
        credit = self._refund("in_refund", self.carrier, 100, ref="CREDIT-1")
        self._match(bill, credit)
        self._run()
        self._assert_settled(bill, credit)
        payment = self._set_off_of(credit, "BillPayment")
        self.assertEqual((payment["TotalAmt"], payment["PayType"]), (0, "Check"))
        self.assertEqual(self._settled_by(payment), {bill: 100, credit: 100})

    def test_an_answer_that_is_lost_makes_no_second_payment(self):
        invoice, credit = self._not_matched()
        self._match(invoice, credit)
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        self.assertEqual(credit.qb_status, "pending")
        self._let_time_pass(hours=1)
        self._run()
        self._assert_settled(invoice, credit)
        self.assertEqual(self._count_there(), 1)

    def test_an_answer_lost_for_good_is_looked_up(self):
        invoice, credit = self._not_matched()
        self._match(invoice, credit)
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        self._let_time_pass(hours=21)
        self._run()
        self._assert_settled(invoice, credit)
        self.assertEqual(self._count_there(), 1)

    def test_credits_matched_before_this_was_known_are_found_once(self):
        self.connection.payment_push = "none"
        invoice, credit = self._credited(1000)
        self.assertEqual(self._count_there(), 0)
        self.connection.payment_push = "post"
        self.connection.sudo().are_set_offs_found = False
        self._run()
        self._assert_settled(invoice, credit)
        self.assertTrue(self.connection.are_set_offs_found)

    def test_whoever_matches_needs_no_right_for_quickbooks(self):
        invoice, credit = self._not_matched()
        clerk = self._user("clerk", "account.group_account_invoice")
        (invoice | credit).with_user(clerk).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).reconcile()
        self._run()
        self._assert_settled(invoice, credit)
        credit.with_user(clerk).line_ids.remove_move_reconcile()
        self._run()
        self._assert_settled(invoice, credit)

    def test_what_is_matched_with_nothing_costs_one_query(self):
        invoice = self._invoice()
        self._run()
        self.env.flush_all()
        with self.assertQueryCount(1):
            invoice._qb_set_credits_off()

    # -- settings ------------------------------------------------------------------

    def test_where_no_payments_are_sent_nothing_is_set_off(self):
        self.connection.payment_push = "none"
        _invoice, credit = self._credited(1000)
        self.assertEqual((credit.qb_status, self._count_there()), ("synced", 0))

    def test_where_payments_wait_for_a_click_the_credit_is_outdated(self):
        invoice, credit = self._not_matched()
        self.connection.payment_push = "click"
        self._match(invoice, credit)
        self._run()
        self.assertEqual((credit.qb_status, self._count_there()), ("outdated", 0))
        credit.action_qb_send()
        self._run()
        self._assert_settled(invoice, credit)

    def test_what_quickbooks_has_set_off_by_itself_is_not_set_off_again(self):
        invoice, credit = (
            self._invoice(),
            self._refund("out_refund", self.customer, 200),
        )
        self._there(invoice, credit)
        self._receive({invoice: "200", credit: "200"})
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            self._notice_all(connection)
        self._match(invoice, credit)
        self._run()
        self._assert_settled(invoice, credit)
        self.assertEqual(self._count_there(), 1)

    # -- undone --------------------------------------------------------------------

    def test_unmatched_both_are_open_again(self):
        invoice, credit = self._credited(1000)
        credit.line_ids.remove_move_reconcile()
        self.assertEqual(credit.qb_status, "pending")
        self._run()
        self._assert_settled(invoice, credit)
        self.assertEqual((invoice.amount_residual, self._count_there()), (1000, 0))

    def test_matched_otherwise_before_anything_was_sent_it_goes_as_it_is_then(self):
        invoice, credit = self._credited(1000)
        other = self._invoice({"price_unit": 150})
        self._run()
        credit.line_ids.remove_move_reconcile()
        self._match(other, credit)
        self._run()
        self._assert_settled(invoice, other, credit)
        self.assertEqual(
            self._settled_by(self._set_off_of(credit)), {other: 150, credit: 150}
        )

    def test_a_payment_that_comes_before_it_has_gone_names_the_credit(self):
        invoice, credit = self._credited(1000, run=False)
        payment = self._register(invoice)
        self._run()
        self.assertEqual(self._applied(payment), {invoice: 1000, credit: 200})
        self._assert_settled(invoice, credit)
        self.assertEqual(self._count_there(), 1)

    def test_a_payment_that_comes_later_pays_the_rest(self):
        invoice, credit = self._credited(1000)
        payment = self._register(invoice)
        self._run()
        self.assertEqual(self._applied(payment), {invoice: 800})
        self._assert_settled(invoice, credit)
        self.assertEqual(self._count_there(), 2)

    def test_a_payment_waits_until_the_credit_is_free(self):
        invoice, credit = self._credited(1000)
        credit.line_ids.remove_move_reconcile()
        payment = self._register(invoice, amount=800)
        self._match(invoice, credit)
        self._run()
        self.assertEqual(payment.qb_status, "synced", payment.qb_message)
        self.assertEqual(self._applied(payment), {invoice: 1000, credit: 200})
        self._assert_settled(invoice, credit)
        self.assertEqual(self._count_there(), 1)

    def test_a_credit_note_that_is_cancelled_is_set_off_no_more(self):
        invoice, credit = self._credited(1000)
        credit.button_cancel()
        self._run()
        self._assert_settled(invoice)
        self.assertEqual(credit.qb_status, "outdated")
        self.assertEqual(self._count_there(), 0)

    def test_taken_back_the_payment_goes_first(self):
        invoice, credit = self._credited(1000)
        action = credit.action_qb_revert()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(
            set(dialog.line_ids.mapped("object_type")), {"CreditMemo", "Payment"}
        )
        dialog.write({"how": "void", "keep_out": False})
        dialog.action_revert()
        self._run()
        self.assertEqual(credit.qb_status, "not_synced", credit.qb_message)
        self.assertFalse(credit.qb_id)
        self.assertEqual(self._balance(invoice), 1000)
        credit.action_qb_send()
        self._run()
        self._assert_settled(invoice, credit)

    def test_taken_back_and_kept_out_it_stays_out_until_it_is_released(self):
        invoice, credit = self._credited(1000)
        action = credit.action_qb_revert()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        dialog.write({"how": "delete", "keep_out": True})
        dialog.action_revert()
        self._run()
        self.assertEqual(credit.qb_status, "suppressed", credit.qb_message)
        self.assertFalse(credit.qb_id)
        self.assertEqual(self._balance(invoice), 1000)
        credit.action_qb_release()
        credit.action_qb_send()
        self._run()
        self._assert_settled(invoice, credit)

    def test_cancelled_in_the_queue_the_credit_note_is_outdated(self):
        invoice, credit = self._not_matched()
        self._match(invoice, credit)
        credit._qb_open_jobs().action_cancel()
        self.assertEqual(credit.qb_status, "outdated")
        credit.action_qb_send()
        self._run()
        self._assert_settled(invoice, credit)

    def test_in_closed_books_it_is_dated_after_them(self):
        invoice, credit = self._not_matched()
        self.sim.change_company(self.realm, closing_date="2026-11-21")
        self.connection.sudo().lists_updated_at = False
        self._run()
        self._match(invoice, credit)
        self._run()
        self._assert_settled(invoice, credit)
        self.assertEqual(self._set_off_of(credit)["TxnDate"], "2026-11-22")

    def test_an_invoice_that_is_taken_back_is_named_no_more(self):
        invoices, credit = self._credited(120, 300)
        action = invoices[0].action_qb_revert()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        dialog.write({"how": "void", "keep_out": True})
        dialog.action_revert()
        self._run()
        self.assertFalse(invoices[0].qb_id, invoices[0].qb_message)
        self.assertEqual(
            self._settled_by(self._set_off_of(credit)), {invoices[1]: 80, credit: 80}
        )

    # -- what fails ----------------------------------------------------------------

    def test_what_keeps_it_from_going_is_told_on_the_credit_note(self):
        invoice, credit = (
            self._invoice(),
            self._refund("out_refund", self.customer, 200),
        )
        self._there(invoice, credit)
        self._receive({invoice: ""})
        self._match(invoice, credit)
        self._run()
        self.assertEqual(credit.qb_status, "failed")
        self.assertIn("applied 0.00 of it", credit.qb_message)
        self.assertIn("paid already", credit.qb_hint)
        credit.line_ids.remove_move_reconcile()
        self._run()
        self.assertEqual(self._count_there(), 1, "only the bookkeeper's")
        self.assertEqual(credit.qb_status, "synced", credit.qb_message)

    def test_a_credit_note_of_another_amount_is_set_off_with_that(self):
        invoice, credit = self._credited(1000)
        credit.button_draft()
        credit.invoice_line_ids.price_unit = 250
        credit.action_post()
        self._match(invoice, credit)
        self._run()
        self._assert_settled(invoice, credit)

    def test_a_change_of_the_credit_note_meanwhile_is_not_forgotten(self):
        invoice, credit = self._not_matched()
        self._match(invoice, credit)
        credit.ref = "Claim 4711"
        self._run()
        self.assertEqual(credit.qb_status, "outdated")
        credit.action_qb_send()
        self._run()
        self._assert_settled(invoice, credit)

    def test_the_dry_run_shows_both(self):
        invoice, credit = self._credited(1000, run=False)
        action = credit.action_qb_preview()
        lines = self.env["quickbooks.preview"].browse(action["res_id"]).line_ids
        chosen = lines.filtered("is_chosen")
        self.assertEqual(chosen.mapped("object_type"), ["CreditMemo", "Payment"])
        self.assertEqual(set(chosen.mapped("verdict")), {"ready"})
        self.assertEqual((lines - chosen).mapped("object_type"), ["Customer"])
        self._run()
        self._assert_settled(invoice, credit)

    # -- what comes back -----------------------------------------------------------

    def test_our_own_coming_back_is_known(self):
        invoice, credit = self._credited(1000)
        self._arrive()
        self.assertFalse(self.env["quickbooks.change"].search([]))
        self._assert_settled(invoice, credit)

    def test_deleted_in_quickbooks_it_is_asked_about(self):
        invoice, credit = self._credited(1000)
        number = self._set_off_of(credit)["Id"]
        self.keeper.delete("Payment", number)
        self._arrive()
        self.assertEqual(credit.qb_status, "outdated")
        self.assertIn("taken back", credit.qb_changed_there)
        change = self._change("Payment", number)
        dialog = self.env["quickbooks.difference"].browse(
            credit.action_qb_compare()["res_id"]
        )
        self.assertTrue(dialog.is_set_off)
        dialog.action_take_theirs()
        self.assertEqual(change.state, "done", change.problem_text)
        self._run()
        self._assert_settled(invoice, credit)
        self.assertEqual(invoice.amount_residual, 1000)

    def test_deleted_in_quickbooks_it_is_made_anew_where_ours_counts(self):
        invoice, credit = self._credited(1000)
        self.keeper.delete("Payment", self._set_off_of(credit)["Id"])
        self._arrive()
        dialog = self.env["quickbooks.difference"].browse(
            credit.action_qb_compare()["res_id"]
        )
        dialog.action_take_ours()
        self._run()
        self._assert_settled(invoice, credit)
        self.assertEqual((invoice.amount_residual, self._count_there()), (800, 1))

    def test_what_is_followed_is_undone_here_as_well(self):
        self.connection.edited_there = "theirs"
        invoice, credit = self._credited(1000)
        number = self._set_off_of(credit)["Id"]
        keys = (self._in_books(move)["Id"] for move in (invoice, credit))
        self.keeper.reapply(number, dict.fromkeys(keys, "50"))
        self._arrive()
        self._assert_settled(invoice, credit)
        self.assertEqual(invoice.amount_residual, 950)
        self.keeper.delete("Payment", number)
        self._arrive()
        self._assert_settled(invoice, credit)
        self.assertEqual(invoice.amount_residual, 1000)

    def test_one_that_was_set_off_in_quickbooks_is_left_to_it(self):
        invoice, credit = (
            self._invoice(),
            self._refund("out_refund", self.customer, 200),
        )
        self._there(invoice, credit)
        self._receive({invoice: "200", credit: "200"})
        self._arrive()
        self._run()
        self._assert_settled(invoice, credit)
        credit.action_qb_send()
        self._run()
        self.assertEqual(self._count_there(), 1)

    def test_what_somebody_sets_off_on_both_sides_is_the_same(self):
        invoice, credit = (
            self._invoice(),
            self._refund("out_refund", self.customer, 200),
        )
        self._there(invoice, credit)
        self.connection.payment_push = "click"
        self._match(invoice, credit)
        self._receive({invoice: "200", credit: "200"})
        self._arrive()
        self.assertFalse(
            self.env["quickbooks.change"].search([("state", "=", "failed")])
        )
        credit.action_qb_send()
        self._run()
        self._assert_settled(invoice, credit)
        self.assertEqual(self._count_there(), 1)

    def _forget_set_off(self, credit):
        """A backup is restored from before the credit was set off.

        :return: the QuickBooks id of what has done that
        """
        there = self.env["quickbooks.object"].search(
            [("type", "=", "Payment"), ("res_id", "=", credit.id)]
        )
        number = there.qb_id
        self._jobs(credit)._set_offs().sudo().unlink()
        there.sudo().unlink()
        return number

    def test_after_a_restored_backup_it_is_not_taken_for_another_one(self):
        invoice, credit = self._credited(1000)
        keys = [self._in_books(move)["Id"] for move in (invoice, credit)]
        number = self._forget_set_off(credit)
        self.keeper.reapply(number, dict.fromkeys(keys, "50"))
        self._arrive()
        change = self._change("Payment", number)
        self.assertEqual(change.state, "failed", self._inbox())
        self.assertEqual(change._record(), credit)
        self.assertFalse(change.sudo()._is_linked_by_mark(), "nobody sets these apart")

    def test_after_a_restored_backup_it_is_found_again(self):
        invoice, credit = self._credited(1000)
        number = self._forget_set_off(credit)
        self._arrive()
        self.assertEqual(self._change("Payment", number).state, "done", self._inbox())
        self.assertEqual(self._set_off_of(credit)["Id"], number)
        credit.action_qb_send()
        self._run()
        self._assert_settled(invoice, credit)
        self.assertEqual(self._count_there(), 1)

    def test_in_the_comparison_of_the_books_it_is_no_payment(self):
        self._credited(1000)
        self._refund("in_refund", self.carrier, 100, ref="CREDIT-1")
        run = self.env["quickbooks.comparison"].create(
            {
                "connection_id": self.connection.id,
                "date_from": "2026-11-01",
                "date_to": "2026-11-30",
            }
        )
        self._run()
        run.action_compare()
        self._run()
        self.assertEqual(run.state, "done", run.reason_text)
        self.assertEqual(
            [(line.kind, line.type) for line in run.line_ids], [], "both books agree"
        )
        [payments] = run.part_ids.filtered(lambda part: part.type == "Payment")
        self.assertFalse(payments.figures)
