# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Jobs that failed for the same reason, and trying them again together."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestReasons(QuickbooksCase):
    def _unmapped(self, count):
        """So many invoices that failed for want of a mapping, and the mapping back."""
        mapping = self.env["quickbooks.mapping"].search([("kind", "=", "item")])
        invoices = self.env["account.move"]
        for _number in range(count):
            invoices += self._invoice()
        [vals] = mapping.copy_data()
        mapping.unlink()
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"failed"})
        self.env["quickbooks.mapping"].create(vals)
        return invoices

    def test_jobs_that_failed_alike_have_one_reason(self):
        jobs = self._jobs(self._unmapped(3))
        reason = jobs.reason_id
        self.assertEqual(len(reason), 1)
        self.assertEqual(reason.code, jobs[0].problem_code)
        self.assertEqual(reason.failed_count, 3)
        self.assertEqual(jobs[0].alike_count, 3)

    def test_a_reason_is_a_sentence_without_particulars(self):
        [job] = self._jobs(self._unmapped(1))
        self.assertNotIn("%(", job.reason_id.display_name)
        self.assertIn("…", job.reason_id.display_name)
        self.assertIn(self.product.name, job.problem_text)
        self.assertNotIn(self.product.name, job.reason_id.display_name)

    def test_what_quickbooks_says_in_its_own_words_goes_by_its_number(self):
        reason = self.env["quickbooks.reason"].new(
            {"code": "qbo.6540", "template": "QuickBooks refused this: %(words)s"}
        )
        self.assertEqual(reason.display_name, "QuickBooks refused this: … (qbo.6540)")

    def test_all_that_failed_for_a_reason_are_tried_again_from_one_of_them(self):
        invoices = self._unmapped(3)
        self.assertEqual(invoices[0].qb_alike_count, 3)
        said = invoices[0].action_qb_retry_alike()["params"]["message"]
        self.assertIn("3", said)
        self.assertFalse(self._jobs(invoices).reason_id)
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"synced"})

    def test_another_reason_is_left_alone(self):
        invoices = self._unmapped(2)
        other = self._invoice({"price_unit": 0.0})
        self._run()
        self.assertEqual(other.qb_status, "failed")
        self._jobs(invoices)[0].action_retry_alike()
        self.assertEqual(self._jobs(other).state, "failed")
        self.assertEqual(set(self._jobs(invoices).mapped("state")), {"pending"})

    def test_the_reason_of_the_first_failure_is_found_again(self):
        invoices = self._unmapped(1)
        reason = self._jobs(invoices).reason_id
        self.assertEqual(self._jobs(self._unmapped(1)).reason_id, reason)

    def test_cancelling_many_spares_what_is_under_way_and_says_so(self):
        waiting = self._invoice()
        self._run()
        under_way = self._invoice()
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        waiting = self._invoice()
        jobs = self._jobs(under_way) | self._jobs(waiting)[-1]
        said = jobs.action_cancel()["params"]["message"]
        self.assertIn("1 cancelled", said)
        self.assertIn(under_way.name, said)
        self.assertEqual(self._jobs(waiting)[-1].state, "cancelled")
        self.assertEqual(self._jobs(under_way).state, "sent")
        with self.assertRaisesRegex(UserError, "answer is not known"):
            self._jobs(under_way).action_cancel()

    def test_a_refused_job_leads_to_the_call_it_was_refused_in(self):
        self._invoice()
        self._run()  # the customer is known after this
        invoice = self._invoice_to_be_refused()
        self._run()
        job = self._jobs(invoice)
        self.assertEqual(job.state, "failed", job.problem_text)
        self.assertIn(job, job.exchange_id.job_ids)
        job.action_retry()
        self.assertFalse(job.exchange_id, "the next call is another one")
