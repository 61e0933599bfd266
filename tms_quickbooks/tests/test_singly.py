# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Another app, or a fault of ours, is against one record: all others go on."""

import json
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_outcomes import TOO_LATE
from .test_queue import QueueCase

MODELS = "odoo.addons.tms_quickbooks.models"
QUIET = mute_logger(
    f"{MODELS}.quickbooks_connection_deliver",
    f"{MODELS}.quickbooks_connection_worker",
    f"{MODELS}.quickbooks_job_singly",
)


@tagged("post_install", "-at_install")
class TestSingly(QueueCase):
    def _refusing(self, model, method, poisonous):
        """As if an app checked something whenever it is called on this record."""
        Model = self.registry[model]
        original = getattr(Model, method)

        def check(records, *args, **kwargs):
            if poisonous & records:
                raise ValidationError(self.env._("The credit limit is exceeded."))
            return original(records, *args, **kwargs)

        return patch.object(Model, method, check)

    @QUIET
    def test_one_that_odoo_does_not_take_in_is_told_and_the_others_are_done(self):
        invoices = self._invoices(5)
        poisonous = invoices[2]
        with self._refusing("account.move", "_qb_set_synced", poisonous):
            self._run()
        others = invoices - poisonous
        self.assertEqual(set(others.mapped("qb_status")), {"synced"})
        self.assertEqual(poisonous.qb_status, "failed")
        self.assertIn("The credit limit is exceeded", poisonous.qb_message)
        self.assertIn("QuickBooks has it as Invoice", poisonous.qb_message)
        self.assertTrue(poisonous.qb_hint)
        self.assertEqual(len(self.batches), 1)
        exchange = self._jobs(poisonous).exchange_id.sudo()
        self.assertEqual((exchange.state, exchange.body), ("answered", False))

    @QUIET
    def test_a_retry_after_that_changes_it_and_makes_no_second_one(self):
        invoice = self._invoice()
        with self._refusing("account.move", "_qb_set_synced", invoice):
            self._run()
        self.assertTrue(invoice.qb_id)
        invoice.action_qb_retry()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 1)

    @QUIET
    def test_where_not_even_the_link_can_be_kept_the_answer_is_asked_for_again(self):
        good, poisonous = self._invoices(2)
        Object = self.registry["quickbooks.object"]
        store = Object._store

        def refuse(objects, connection, states, records=None, *args):
            if poisonous in (records or {}).values():
                raise ValidationError(self.env._("No space is left."))
            return store(objects, connection, states, records, *args)

        with patch.object(Object, "_store", refuse):
            self._run()
        self.assertEqual(good.qb_status, "synced")
        job = self._jobs(poisonous)
        self.assertEqual((job.state, bool(job.request_id)), ("sent", True))
        self.assertIn("No space is left", poisonous.qb_message)
        self._let_time_pass(minutes=5)
        self._run()
        self.assertEqual(poisonous.qb_status, "synced")
        first, second = self.batches
        self.assertEqual(first, second)
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 2)

    @QUIET
    def test_one_that_cannot_be_prepared_at_all_keeps_no_other_from_going(self):
        invoices = self._invoices(3)
        poisonous = invoices[1]
        with self._refusing("account.move", "_qb_prepare", poisonous):
            self._run()
        self.assertEqual(invoices.mapped("qb_status"), ["synced", "failed", "synced"])
        self.assertIn("The credit limit is exceeded", poisonous.qb_message)
        self.assertFalse(self.connection.pause_text)

    @QUIET
    def test_a_record_that_does_not_take_its_status_either_is_seen_in_the_queue(self):
        good, poisonous = self._invoices(2)
        with (
            self._refusing("account.move", "_qb_prepare", poisonous),
            self._refusing("account.move", "_qb_set_status", poisonous),
        ):
            self._run()
        self.assertEqual(good.qb_status, "synced")
        job = self._jobs(poisonous)
        self.assertEqual(job.state, "failed")
        self.assertIn("The credit limit is exceeded", job.problem_text)

    @QUIET
    def test_one_that_is_found_by_its_name_and_not_taken_in_holds_up_nobody(self):
        poisonous, other = self.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "customer_rank": 1}
                for name in ("Found Twice", "Found Once")
            ]
        )
        for partner in poisonous + other:
            body = json.dumps({"DisplayName": partner.name})
            self._ask(lambda client, b=body: client.post(client._url("customer"), b))
        (poisonous + other).action_qb_send()
        with self._refusing("res.partner", "_qb_set_synced", poisonous):
            self._run()
        self.assertEqual((poisonous + other).mapped("qb_status"), ["failed", "synced"])
        self.assertIn("The credit limit is exceeded", poisonous.qb_message)
        self.assertFalse(self.connection.pause_text)

    @QUIET
    def test_one_that_is_found_late_and_not_taken_in_holds_up_nobody(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        other, poisonous = self._invoices(2)
        self._run()
        self._let_time_pass(**TOO_LATE)
        with self._refusing("account.move", "_qb_set_synced", poisonous):
            self._run()
        self.assertEqual(other.qb_status, "synced")
        job = self._jobs(poisonous)
        self.assertEqual((job.state, bool(job.request_id)), ("sent", True))
        self.assertIn("The credit limit is exceeded", job.problem_text)
        self._let_time_pass(minutes=5)
        self._run()
        self.assertEqual(poisonous.qb_status, "synced")
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 2)

    @QUIET
    def test_one_that_cannot_even_be_planned_keeps_no_other_from_going(self):
        invoices = self._invoices(3)
        poisonous = invoices[1]
        with self._refusing("account.move", "_qb_partner_ids", poisonous):
            self._run()
        self.assertEqual(invoices.mapped("qb_status"), ["synced", "failed", "synced"])
        self.assertIn("The credit limit is exceeded", poisonous.qb_message)
        self.assertFalse(self.connection.pause_text)
