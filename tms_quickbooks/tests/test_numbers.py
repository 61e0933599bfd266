# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A number that QuickBooks has already: who has it, and what is done about it."""

import json
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib import identity
from .test_queue import QueueCase


class NumberCase(QueueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sim.change_company(cls.realm, custom_txn_numbers=True)
        cls.connection.sudo().lists_updated_at = False
        cls.carrier.action_qb_send()
        cls._run()
        cls._remember_simulator()

    def _mark(self, record):
        return record._qb_mark()[record.id]

    def _entered(self, move, **changes):
        """Somebody enters the same document into QuickBooks: with its number, party,
        date and total, unless told otherwise; returns its id."""
        is_sale = move.is_sale_document()
        line = {"Amount": float(changes.pop("total", move.amount_total))}
        if is_sale:
            line["DetailType"] = "SalesItemLineDetail"
            line["SalesItemLineDetail"] = {
                "ItemRef": {"value": self.item.qb_id},
                "TaxCodeRef": {"value": "NON"},
            }
        else:
            line["DetailType"] = "AccountBasedExpenseLineDetail"
            line["AccountBasedExpenseLineDetail"] = {
                "AccountRef": {"value": self.account.qb_id}
            }
        party = changes.pop("party", move.partner_id)
        document = {
            "DocNumber": move.name if is_sale else move.ref,
            "TxnDate": move.invoice_date.isoformat(),
            ("CustomerRef" if is_sale else "VendorRef"): {"value": party.qb_id},
            "Line": [line],
            **changes,
        }
        kind = "invoice" if is_sale else "bill"
        answer = self._ask(
            lambda client: client.post(client._url(kind), json.dumps(document))
        )
        return answer[kind.capitalize()]["Id"]

    def _failed(self, move):
        """The problem a document has failed with: (code, sentence)."""
        self._run()
        self.assertEqual(move.qb_status, "failed", move.qb_message)
        self.assertTrue(move.qb_hint)
        return self._jobs(move)[-1].problem_code, move.qb_message

    def _decide(self, move):
        """What Fix opens."""
        action = move.action_qb_fix()
        self.assertEqual(action["res_model"], "quickbooks.number")
        return self.env["quickbooks.number"].browse(action["res_id"])


@tagged("post_install", "-at_install")
class TestNumbers(NumberCase):
    # -- ours ----------------------------------------------------------------------

    def test_what_has_our_mark_is_adopted_and_never_sent_twice(self):
        """As in a database that was restored from before the answer."""
        invoice = self._invoice()
        note = identity.signed("Sent before", self._mark(invoice), 4000)
        there = self._entered(invoice, PrivateNote=note)
        self._run()
        self.assertEqual((invoice.qb_status, invoice.qb_id), ("synced", there))
        [found] = self._all_in_quickbooks("Invoice")
        self.assertIn(invoice.name, found["PrivateNote"])
        self.assertEqual(found["Line"][0]["Description"], "Linehaul")

    def test_every_document_that_is_sent_carries_its_mark(self):
        moves = self._invoice() + self._bill()
        self._run()
        for move, kind in zip(moves, ("Invoice", "Bill"), strict=True):
            note = self._in_quickbooks(kind, move.qb_id)["PrivateNote"]
            self.assertEqual(identity.marks(note), [self._mark(move)])

    def test_the_mark_of_another_database_is_no_proof(self):
        invoice = self._invoice()
        other = identity.mark("a-copy", "account.move", invoice.id)
        self._entered(invoice, PrivateNote=identity.signed("", other, 100))
        code, _sentence = self._failed(invoice)
        self.assertEqual(code, "number.alike")

    def test_what_has_our_mark_and_another_total_is_for_a_person(self):
        invoice = self._invoice()
        note = identity.signed("", self._mark(invoice), 100)
        there = self._entered(invoice, PrivateNote=note, total=1400)
        code, sentence = self._failed(invoice)
        self.assertEqual(code, "number.changed")
        self.assertIn("1400", sentence)
        self._decide(invoice).action_link()
        self._run()
        self.assertEqual((invoice.qb_status, invoice.qb_id), ("synced", there))
        [found] = self._all_in_quickbooks("Invoice")
        self.assertEqual(found["TotalAmt"], 1500)

    # -- alike ---------------------------------------------------------------------

    def test_the_same_without_a_mark_is_linked_when_a_person_says_so(self):
        invoice = self._invoice()
        there = self._entered(invoice)
        code, sentence = self._failed(invoice)
        self.assertEqual(code, "number.alike")
        for words in (invoice.name, "Acme Shippers", "11/20/2026", "1500"):
            self.assertIn(words, sentence)
        decision = self._decide(invoice)
        self.assertTrue(decision.can_link)
        self.assertEqual(decision.object_id.qb_id, there)
        decision.action_link()
        self.assertEqual(invoice.qb_status, "pending")
        self._run()
        self.assertEqual((invoice.qb_status, invoice.qb_id), ("synced", there))
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 1)
        self.assertIn("not made again", " ".join(invoice.message_ids.mapped("body")))

    def test_a_decision_is_made_once(self):
        invoice = self._invoice()
        self._entered(invoice)
        self._failed(invoice)
        decision = self._decide(invoice)
        decision.action_link()
        for again in (decision.action_link, decision.action_renumber):
            with self.assertRaisesRegex(UserError, "decided already"):
                again()

    def test_what_is_linked_to_another_record_by_then_is_not_linked_twice(self):
        invoice, other = self._invoice(), self._invoice()
        self._entered(invoice)
        self._failed(invoice)
        decision = self._decide(invoice)
        decision.object_id.sudo().write(
            {"res_model": other._name, "res_id": other.id, "type": "Invoice"}
        )
        with self.assertRaisesRegex(UserError, other.name):
            decision.action_link()

    def test_only_what_was_shown_is_linked(self):
        """Somebody has retried meanwhile, and now it is another one."""
        invoice = self._invoice()
        there = self._entered(invoice)
        self._failed(invoice)
        decision = self._decide(invoice)
        change = {"Id": there, "SyncToken": "0", "sparse": True, "DocNumber": "OTHER"}
        self._ask(
            lambda client: client.post(client._url("invoice"), json.dumps(change))
        )
        self._entered(invoice)
        invoice.action_qb_retry()
        self._failed(invoice)
        with self.assertRaisesRegex(UserError, "decided already"):
            decision.action_link()
        self.assertEqual(invoice.qb_status, "failed")

    # -- somebody else's -----------------------------------------------------------

    def test_another_transaction_is_named_and_this_one_gets_another_number(self):
        invoice = self._invoice()
        there = self._entered(invoice, total=5)
        code, sentence = self._failed(invoice)
        self.assertEqual(code, "number.taken")
        self.assertIn("Invoice of Acme Shippers, 11/20/2026, 5", sentence)
        decision = self._decide(invoice)
        self.assertFalse(decision.can_link)
        with self.assertRaisesRegex(UserError, "another document"):
            decision.action_link()
        self.assertIn(f"/invoices/{there}", decision.action_open()["url"])
        self.assertEqual(decision.number, f"{invoice.name}-2")
        decision.action_renumber()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        found = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertEqual(found["DocNumber"], f"{invoice.name}-2")
        self.assertIn(invoice.name, found["PrivateNote"])

    def test_a_number_that_quickbooks_cannot_take_is_refused_at_once(self):
        invoice = self._invoice()
        self._entered(invoice, total=5)
        self._failed(invoice)
        decision = self._decide(invoice)
        for number in ("", "  ", "X" * 22):
            decision.number = number
            with self.assertRaisesRegex(UserError, "1 to 21 characters"):
                decision.action_renumber()

    def test_when_the_other_is_renumbered_in_quickbooks_a_retry_goes(self):
        invoice = self._invoice()
        there = self._entered(invoice, total=5)
        self._failed(invoice)
        self._ask(
            lambda client: client.post(
                client._url("invoice"),
                json.dumps(
                    {
                        "Id": there,
                        "SyncToken": "0",
                        "sparse": True,
                        "DocNumber": "OTHER",
                    }
                ),
            )
        )
        invoice.action_qb_retry()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")

    def test_where_nothing_is_found_quickbooks_own_words_say_who_has_it(self):
        invoice = self._invoice()
        self._entered(invoice, total=5)
        Job = self.registry["quickbooks.job"]
        with patch.object(Job, "_look_up_numbers", lambda jobs, ask: []):
            code, _sentence = self._failed(invoice)
        self.assertEqual(code, "qbo.6140")
        self.assertIn("TxnType=Invoice", invoice.qb_hint)

    def test_an_update_never_adopts_another_document(self):
        invoice, taker = self._invoice(), self._invoice()
        invoice.action_qb_send()
        self._run()
        note = identity.signed("", self._mark(invoice), 100)
        self._entered(taker, PrivateNote=note, DocNumber="TAKEN")
        invoice.sudo()._qb_set_number("TAKEN")
        invoice.action_qb_send()
        code, _sentence = self._failed(invoice)
        self.assertEqual(code, "number.taken")

    def test_sent_anew_while_its_number_is_looked_up_it_never_fails_without_a_word(
        self,
    ):
        invoice = self._invoice()
        self._entered(invoice, total=5)
        asked = []

        def look(jobs, ask):
            if not asked:
                jobs._record().sudo()._qb_enqueue()
            asked.append(jobs)
            return []

        with patch.object(self.registry["quickbooks.job"], "_look_up_numbers", look):
            code, _sentence = self._failed(invoice)
        self.assertEqual(code, "qbo.6140")
        self.assertEqual(len(asked), 2)

    def test_a_batch_of_taken_numbers_costs_two_questions(self):
        invoices = self._invoices(10)
        for invoice in invoices:
            self._entered(invoice, total=5)
        self.sim.stats.reset()
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"failed"})
        self.assertEqual(self.sim.stats.calls(self.realm, "query"), 2)

    # -- taken back ----------------------------------------------------------------

    def test_a_number_that_only_our_own_voided_invoice_has_is_counted_on(self):
        invoice = self._invoice()
        note = identity.signed("", self._mark(invoice), 100)
        there = self._entered(invoice, PrivateNote=note)
        self._ask(
            lambda client: client.post(
                client._url("invoice"),
                json.dumps({"Id": there, "SyncToken": "0"}),
                params={"operation": "void"},
            )
        )
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(invoice.qb_number, f"{invoice.name}-2")
        self.assertNotEqual(invoice.qb_id, there)

    # -- bills ---------------------------------------------------------------------

    def test_two_carriers_may_have_the_same_number(self):
        other = self.carrier.copy({"name": "Green Valley Carriers"})
        bills = self._bill(ref="1001") + self._bill(ref="1001", partner_id=other.id)
        self._run()
        self.assertEqual(set(bills.mapped("qb_status")), {"synced"})

    def test_a_second_bill_of_a_carrier_and_number_is_told_before_it_is_sent(self):
        first = self._bill(ref="1001")
        self._run()
        second = self._bill(ref="1001", invoice_date="2026-11-21")
        self.sim.stats.reset()
        code, sentence = self._failed(second)
        self.assertEqual(code, "preflight.number_held")
        self.assertIn(first.name, sentence)
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), 0)
        decision = self._decide(second)
        decision.number = "1001-B"
        decision.action_renumber()
        self._run()
        self.assertEqual((second.ref, second.qb_status), ("1001-B", "synced"))

    def test_two_of_a_carrier_that_go_together_are_told_apart_by_name(self):
        first, second = self._bill(ref="1001"), self._bill(ref="1001")
        self._run()
        self.assertEqual(first.qb_status, "synced")
        code, sentence = self._failed(second)
        self.assertEqual(code, "number.taken")
        self.assertIn(first.name, sentence)

    def test_where_quickbooks_allows_repeated_bill_numbers_they_go(self):
        self.sim.change_company(self.realm, warn_duplicate_bill_number=False)
        self._learn()
        bills = self._bill(ref="1001") + self._bill(ref="1001")
        self._run()
        self.assertEqual(set(bills.mapped("qb_status")), {"synced"})
        later = self._bill(ref="1001")
        self._run()
        self.assertEqual(later.qb_status, "synced")

    # -- QuickBooks numbers by itself ----------------------------------------------

    def test_where_quickbooks_numbers_ours_stands_in_the_note(self):
        self.sim.change_company(self.realm, custom_txn_numbers=False)
        self._learn()
        invoice = self._invoice()
        self._run()
        found = self._in_quickbooks("Invoice", invoice.qb_id)
        self.assertNotEqual(found["DocNumber"], invoice.name)
        self.assertTrue(found["PrivateNote"].startswith(invoice.name))
