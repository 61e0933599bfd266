# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every fault ends as a sentence on the record, with something to do about it."""

from unittest.mock import patch

from odoo.tests import tagged

from ..lib.faults import COMPANY_FAULTS, FAULTS, MAY_BE_THERE
from ..lib.next_action import NextAction
from .common import QuickbooksCase

try:
    from quickbooks_simulator.online import batch
    from quickbooks_simulator.online.faults import Fault
except ImportError:  # then the test base skips these tests
    batch = Fault = None

# What opens for the next action of a failed job; otherwise the record itself.
PLACES = {
    NextAction.FIX_MAPPING: "quickbooks.mapping",
    NextAction.RECONNECT: "quickbooks.connection",
}
BY_ITSELF = (NextAction.RETRY, NextAction.WAIT)


@tagged("post_install", "-at_install")
class TestFaults(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.action_qb_send()
        cls._run()
        cls._remember_simulator()

    def _refused(self, codes):
        """``{code: an invoice QuickBooks refuses with it}``, after the worker ran."""
        invoices = self.env["account.move"].create(
            self._invoice(post=False).copy_data({"invoice_date": "2026-11-20"})
            * len(codes)
        )
        invoices.action_post()
        refused = dict(zip(codes, invoices, strict=True))
        code_of = {invoice.name: code for code, invoice in refused.items()}

        def refuse(_caller, _table, _operation, payload, _options):
            code = code_of[payload["PrivateNote"].split()[0]]
            raise Fault(code, f"Fault {code}", "the reason")

        with patch.object(batch, "write", refuse):
            self._run()
        return refused

    def test_each_fault_ends_as_a_sentence_with_something_to_do_about_it(self):
        codes = [code for code in FAULTS if f"qbo.{code}" not in COMPANY_FAULTS]
        for code, invoice in self._refused(codes).items():
            with self.subTest(code=code):
                job = self._jobs(invoice)
                self.assertIn(job.next_action, list(NextAction))
                self.assertTrue(invoice.qb_message)
                self.assertTrue(invoice.qb_hint)
                # What may be there is looked up before anything else.
                if FAULTS[code].action in BY_ITSELF or f"qbo.{code}" in MAY_BE_THERE:
                    self.assertEqual(invoice.qb_status, "pending")
                    continue
                self.assertEqual(invoice.qb_status, "failed")
                self.assertNotIn(job.next_action, list(BY_ITSELF))
                opened = invoice.action_qb_fix()
                expected = PLACES.get(FAULTS[code].action, invoice._name)
                self.assertEqual(opened["res_model"], expected)
                if expected == invoice._name:
                    self.assertEqual(opened["res_id"], invoice.id)

    def test_an_unknown_fault_is_told_in_the_words_of_quickbooks(self):
        invoice = self._refused(["99999"])["99999"]
        self.assertEqual(invoice.qb_status, "failed")
        self.assertIn("the reason", invoice.qb_message)
        self.assertEqual(self._jobs(invoice).problem_code, "qbo.99999")

    # -- a subscription that lapsed ------------------------------------------------

    def test_a_lapsed_subscription_rests_the_connection_not_each_document(self):
        self.sim.change_company(self.realm, subscription="EXPIRED")
        invoices = self._invoice() | self._invoice()
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"pending"})
        self.assertIn("subscription", self.connection.pause_text)
        self.assertIn("subscription", invoices[0].qb_message)
        batches = self.sim.stats.calls(self.realm, "batch")
        self._run()
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), batches)

    def test_after_the_renewal_what_waited_goes_by_itself(self):
        self.sim.change_company(self.realm, subscription="EXPIRED")
        invoice = self._invoice()
        self._run()
        self.sim.change_company(self.realm, subscription="SUBSCRIBED")
        self._let_time_pass(hours=2)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
