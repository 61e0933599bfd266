# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""QuickBooks calls: what is signed is noted at once, all else is turned away.

The calls are real HTTP, from the simulator in both of Intuit's forms or made up here.
"""

import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..lib.online import webhook
from .common import LONE_STAR
from .noticed_case import NoticedCase

VERIFIER = "9c1d4b2e-7d0c-4a35-8f2e-3a6b5c7d8e9f"
PATH = "/quickbooks/webhook"
CONTROLLER = "odoo.addons.tms_quickbooks.controllers.webhook"
LEGACY, CLOUDEVENTS = "legacy", "cloudevents"


class WebhookCase(NoticedCase, HttpCase):
    """The simulator knows the webhook's address and signs with `VERIFIER`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.verifier_token = VERIFIER
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.sim.webhooks.reset()

    def _subscribe(self, form=LEGACY):
        self.sim.webhooks.subscribe(LONE_STAR, self.base_url() + PATH, VERIFIER, form)

    def _deliver(self):
        """Have QuickBooks call now; returns what it was answered each time."""
        self.env.flush_all()
        with self.allow_requests(all_requests=True):  # QuickBooks brings no cookies
            attempts = self.sim.webhooks.deliver()
        self.env.invalidate_all()
        return [attempt.status for attempt in attempts]

    def _events(self):
        return self.env["quickbooks.webhook.event"].search(
            [("connection_id", "=", self.connection.id)], order="id"
        )

    def _wakes(self):
        """How often the worker is to run at once."""
        return self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", self.connection.sudo().cron_id.id)]
        )

    def _told(self, *ids, realm=LONE_STAR):
        """The body of a call that tells of changed invoices."""
        return json.dumps(
            {
                "eventNotifications": [
                    {
                        "realmId": realm,
                        "dataChangeEvent": {
                            "entities": [
                                {
                                    "name": "Invoice",
                                    "id": str(qb_id),
                                    "operation": "Update",
                                    "lastUpdated": "2026-11-20T10:00:00-0800",
                                }
                                for qb_id in ids
                            ]
                        },
                    }
                ]
            }
        ).encode()

    def _call(self, body, verifier=VERIFIER, **headers):
        """The status that a call is answered with."""
        headers = {
            "Content-Type": "application/json",
            webhook.SIGNATURE: webhook.signature(body, verifier),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        self.env.flush_all()
        answer = self.url_open(PATH, data=body, headers=headers, allow_redirects=False)
        self.env.invalidate_all()
        return answer.status_code


@tagged("post_install", "-at_install")
class TestWebhook(WebhookCase):
    # -- what is taken -------------------------------------------------------------

    def test_both_forms_of_call_have_the_worker_look(self):
        for form in (LEGACY, CLOUDEVENTS):
            with self.subTest(form=form):
                invoice = self._sent_invoice()
                self._subscribe(form)
                self._events().sudo().unlink()
                paid = self.desk.receive({invoice.qb_id: ""})
                self.assertEqual(self._deliver(), [200])
                self.assertIn("Payment", self._events().mapped("type"))
                self._run()
                self.assertTrue(self._changes(qb_id=paid), "without waiting an hour")

    def test_a_call_makes_no_call_and_reads_nothing(self):
        invoice = self._sent_invoice()
        self._subscribe()
        self.desk.receive({invoice.qb_id: ""})
        self.sim.stats.reset()
        self.assertEqual(self._deliver(), [200])
        self.assertEqual(self.sim.stats.calls(), 0)
        self.assertFalse(self._changes())

    def test_a_storm_is_one_run(self):
        wakes = self._wakes()
        for number in range(30):
            self.assertEqual(self._call(self._told(number, number + 1000)), 200)
        self.assertEqual(len(self._events()), 60)
        self.assertLessEqual(self._wakes(), wakes + 1)
        self.sim.stats.reset()
        self._run()
        self.assertEqual(self.sim.stats.calls(), 1)
        self._run()
        self.assertEqual(self.sim.stats.calls(), 1, "and it is over with that")

    def test_told_twice_shuffled_and_late_it_arrives_once(self):
        invoices = [self._sent_invoice() for _number in range(3)]
        self._subscribe(CLOUDEVENTS)
        self.sim.mishaps.add("webhook_shuffled", path="/v3/webhooks")
        self.sim.mishaps.add("webhook_twice", path="/v3/webhooks", times=20)
        for invoice in invoices:
            self.desk.receive({invoice.qb_id: ""})
        self.assertEqual(set(self._deliver()), {200})
        self._run()
        self.assertEqual(len(self._changes(type="Payment")), 3)
        keys = self._events().mapped("key")
        self.assertEqual(len(keys), len(set(keys)))

    def test_merged_customers_have_the_list_read_whole(self):
        loser = self.desk.customer("Acme Shipping Old")
        survivor = self.desk.customer("Acme Shipping")
        self._learn()
        self._subscribe()
        self.desk.merge("Customer", loser, survivor)
        self.assertEqual(self._deliver(), [200])
        self._run()
        gone = self.env["quickbooks.object"]._find(self.connection, "Customer", loser)
        self.assertTrue(gone.gone)

    # -- what is turned away -------------------------------------------------------

    @mute_logger(CONTROLLER)
    def test_forged_replayed_and_oversized_calls_change_nothing(self):
        body = self._told(1)
        self.assertEqual(self._call(body, "somebody else's token"), 401)
        self.assertEqual(self._call(body, intuit_signature=""), 401)
        self.assertEqual(self._call(body, intuit_signature="ä" * 500), 401)
        self.assertEqual(self._call(b" " * (webhook.MAX_BODY + 1)), 413)
        self.assertEqual(self._call(body, Content_Type="text/plain"), 415)
        self.assertEqual(self._call(b"{}"), 400)
        self.assertEqual(self._call(b"[" * 100_000), 400)
        self.assertFalse(self._events())
        self.assertEqual(self._call(body), 200)
        wakes, events = self._wakes(), self._events()
        self.assertEqual(self._call(body), 200)
        self.assertEqual((self._wakes(), self._events()), (wakes, events), "replayed")

    def test_a_company_that_is_not_connected_is_answered_alike(self):
        self.assertEqual(self._call(self._told(1, realm="123456789")), 200)
        self.assertFalse(self._events())

    @mute_logger(CONTROLLER)
    def test_without_a_verifier_token_nobody_is_believed(self):
        self.connection.sudo().verifier_token_sealed = False
        self.assertEqual(self._call(self._told(1)), 401)
        self.assertEqual(self._call(self._told(1), ""), 401)
        self.assertFalse(self._events())

    def test_a_look_with_a_browser_leads_to_no_login(self):
        answer = self.url_open(PATH, allow_redirects=False)
        self.assertEqual(answer.status_code, 405)

    # -- the token -----------------------------------------------------------------

    def test_the_verifier_token_is_never_shown_again(self):
        self.assertTrue(self.connection.has_verifier_token)
        self.assertFalse(self.connection.verifier_token)
        self.assertNotIn(VERIFIER, self.connection.sudo().verifier_token_sealed)
        self.connection.verifier_token = False
        self.assertTrue(self.connection.has_verifier_token, "empty replaces nothing")
