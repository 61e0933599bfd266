# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Somebody keeps a document out of QuickBooks while a worker is about to send it.

Each has a transaction of its own that really commits. Either the document never gets
there, or its bytes were committed before, and then the user is told at that moment.
"""

import random
import threading
import time
from functools import partial

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import get_db_name, tagged
from odoo.tools import mute_logger

from .common import LONE_STAR, QuickbooksCase
from .worker_documents import WorkerDocuments

try:
    from quickbooks_simulator.online import PRAIRIE
except ImportError:  # an addon installed without the project's simulator
    PRAIRIE = None

QUIET = mute_logger("odoo.service.model", "odoo.sql_db")


class RaceCase(WorkerDocuments):
    # -- what users do -------------------------------------------------------------

    def _suppress(self, env, move):
        move.action_qb_suppress()

    def _cancel(self, env, move):
        self._jobs(env, move).action_cancel()

    def _delete(self, env, move):
        move.button_draft()
        move.with_context(force_delete=True).unlink()

    def _reset_to_draft(self, env, move):
        move.button_draft()

    def _switch_off(self, env, move):
        self._connection(env).invoice_push = "none"

    def _cut_off(self, env, move):
        self._connection(env).cutoff_date = fields.Date.today()

    def _disconnect(self, env, move):
        self._connection(env).action_disconnect()

    def _migrate(self, env, move):
        self._connection(env)._migrate(fields.Date.today())

    def _act(self, act, move_id):
        """What a user's click does; returns the refusal, if there is one."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = self._connection(env).company_id
            env = env(context={"allowed_company_ids": company.ids})
            try:
                # Odoo commits when it has succeeded.
                retrying(partial(act, env, env["account.move"].browse(move_id)), env)
            except UserError as error:
                cr.rollback()
                return str(error)
        return None

    def _wait_until_blocked(self, thread):
        """Until the user waits for the worker, or is through."""
        until = time.monotonic() + 30
        while thread.is_alive() and time.monotonic() < until:
            [waiting] = self._read(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = %s AND wait_event_type = 'Lock'",
                get_db_name(),
            )
            if waiting:
                return
        self.assertFalse(thread.is_alive(), "nobody waits for anybody")


@tagged("post_install", "-at_install")
class TestRaces(RaceCase):
    # -- the user is first ---------------------------------------------------------

    def _first_the_user(self, act):
        """The worker has looked at the books before, and claims after."""
        [move_id] = self._planned()
        with self._company() as env:
            env["quickbooks.job"].search_count([])  # from here on its picture is fixed
            self.assertIsNone(self._act(act, move_id))
            retrying(self._connection(env)._claim_batch, env)
            env.cr.commit()
        self._work()
        self.assertEqual(self._in_sent_state(move_id), 0)
        return move_id

    def _in_sent_state(self, move_id):
        [count] = self._read(
            "SELECT count(*) FROM quickbooks_job WHERE res_model = 'account.move'"
            " AND res_id = %s AND (request_id IS NOT NULL OR state = 'done')",
            move_id,
        )
        return count

    @QUIET
    def test_what_a_user_keeps_back_first_is_not_sent(self):
        for act in (
            self._suppress,
            self._cancel,
            self._delete,
            self._reset_to_draft,
            self._switch_off,
            self._cut_off,
        ):
            with self.subTest(act=act.__name__):
                self.assertFalse(self._in_books(self._first_the_user(act)))
            self._switch_on()

    def _switch_on(self):
        with self._company() as env:
            self._connection(env).write({"invoice_push": "post", "cutoff_date": False})

    @QUIET
    def test_after_a_disconnect_nothing_is_claimed(self):
        self._first_the_user(self._disconnect)

    # -- the worker is first -------------------------------------------------------

    def _first_the_worker(self, act):
        """The worker has claimed and not committed yet; what the user does waits."""
        [move_id] = self._planned()
        said = []
        with self._company() as env:
            _count, exchange = self._connection(env)._claim_batch()
            user = threading.Thread(target=lambda: said.append(self._act(act, move_id)))
            user.start()
            self._wait_until_blocked(user)
            self.assertTrue(user.is_alive(), "it has not waited for the worker")
            env.cr.commit()  # from here on the bytes are on their way
            user.join(60)
        with self._company() as env:
            connection = self._connection(env)
            if connection.state == "connected" and connection.active:
                connection._deliver(env["quickbooks.exchange"].browse(exchange.id))
        return move_id, said[0]

    @QUIET
    def test_what_is_on_its_way_stays_so_and_the_user_is_told(self):
        for act in (self._suppress, self._cancel, self._delete):
            with self.subTest(act=act.__name__):
                move_id, said = self._first_the_worker(act)
                self.assertIn("on its way to QuickBooks", said)
                self.assertEqual(self._in_books(move_id), 1)

    @QUIET
    def test_reset_to_draft_on_its_way_the_document_says_so(self):
        move_id, said = self._first_the_worker(self._reset_to_draft)
        self.assertIsNone(said)
        self.assertEqual(self._in_books(move_id), 1)
        self._work()
        with self._company() as env:
            move = env["account.move"].browse(move_id)
            told = " ".join(move.message_ids.mapped("body"))
            self.assertIn("while it was on its way to QuickBooks", told)
            self.assertEqual(move.qb_status, "outdated")

    @QUIET
    def test_who_leaves_quickbooks_is_told_what_is_on_its_way(self):
        move_id, said = self._first_the_worker(self._migrate)
        self.assertIn("Wait for the answers", said)
        self.assertEqual(self._in_books(move_id), 1)
        _move_id, said = self._first_the_worker(self._disconnect)
        self.assertIsNone(said)
        with self._company() as env:
            told = " ".join(self._connection(env).message_ids.mapped("body"))
            self.assertIn("1 documents were on their way", told)

    # -- who comes first is left to chance -----------------------------------------

    def _rounds(self, act, count=6):
        """Each time either refused and sent, or neither; never silently both."""
        chance, refused = random.Random(20261122), 0
        for _round in range(count):
            [move_id] = self._planned()
            said = []
            user = threading.Thread(
                target=lambda move_id=move_id, said=said: said.append(
                    self._act(act, move_id)
                )
            )
            worker = threading.Thread(target=self._work)
            first, second = chance.sample([user, worker], 2)
            first.start()
            time.sleep(chance.uniform(0, 0.08))  # how far the first one gets
            second.start()
            for thread in (user, worker):
                thread.join(60)
            self._work()
            self.assertEqual(self._in_books(move_id), 0 if said[0] is None else 1)
            refused += said[0] is not None
        return refused

    @QUIET
    def test_suppressed_at_the_same_moment_it_is_never_silently_both(self):
        self._rounds(self._suppress_new)

    def _suppress_new(self, env, move):
        """Not what is in QuickBooks already: that stays there, as the user is told."""
        if move.qb_status == "synced":
            raise UserError(env._("It is in QuickBooks already."))
        move.action_qb_suppress()

    def _cut_off_and_note(self, ids, committed, env, _move):
        """Cut off, and note what has been committed for the wire by then."""
        self._connection(env).cutoff_date = fields.Date.today()
        env.flush_all()
        # The row is ours: no claim is under way, and none can commit.
        committed[:] = self._read(
            "SELECT array_agg(res_id) FROM quickbooks_job"
            " WHERE res_model = 'account.move' AND res_id = ANY(%s)"
            " AND (request_id IS NOT NULL OR state = 'done')",
            ids,
        )

    @QUIET
    def test_cut_off_at_the_same_moment_nothing_is_committed_after(self):
        for _round in range(2):
            ids, committed = self._planned(35), []
            cut_off = partial(self._cut_off_and_note, ids, committed)
            user = threading.Thread(target=partial(self._act, cut_off, ids[0]))
            worker = threading.Thread(target=self._work)
            worker.start()
            user.start()
            for thread in (user, worker):
                thread.join(60)
            self._work()
            sent = self._read(
                "SELECT array_agg(res_id) FROM quickbooks_object"
                " WHERE res_model = 'account.move' AND res_id = ANY(%s)",
                ids,
            )
            self.assertEqual(set(sent[0] or ()), set(committed[0] or ()))
            self._switch_on()


@tagged("post_install", "-at_install")
class TestTwoConnections(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.brokers = cls.env["res.company"].create({"name": "Race Brokers"})
        cls.env.user.company_ids += cls.brokers
        cls.other = cls._connect(cls.brokers, PRAIRIE)
        cls._run(cls.other)
        cls.customer.action_qb_send()
        cls._run()
        cls._remember_simulator()

    def _in_trouble(self, ids_of_other=3):
        """The other company has customers to send, and QuickBooks takes none."""
        partners = self.env["res.partner"].create(
            [
                {"name": f"Broker {number}", "customer_rank": 1}
                for number in range(ids_of_other)
            ]
        )
        partners.with_company(self.brokers).action_qb_send()
        self._run(self.other)
        return partners.with_company(self.brokers)

    def _drains_at_full_speed(self):
        invoices = self._invoice(post=False)
        invoices = self.env["account.move"].create(
            invoices.copy_data({"invoice_date": "2026-11-20"}) * 65
        )
        invoices.action_post()
        self.sim.stats.reset()
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"synced"})
        self.assertEqual(self.sim.stats.calls(LONE_STAR, "batch"), 3)
        self.assertFalse(self.connection.pause_text)

    def test_each_has_a_worker_of_its_own(self):
        self.assertNotEqual(self.connection.cron_id, self.other.cron_id)

    def test_one_that_is_throttled_rests_and_the_other_drains(self):
        self.sim.mishaps.add("throttle_xml", times=None, path=f"/{PRAIRIE}/")
        waiting = self._in_trouble()
        self.assertIn("slow down", self.other.pause_text)
        self._drains_at_full_speed()
        self.assertEqual(set(waiting.mapped("qb_status")), {"pending"})
        self.sim.mishaps.clear()
        self._let_time_pass(minutes=5)
        self._run(self.other)  # as its trigger does
        self.assertEqual(set(waiting.mapped("qb_status")), {"synced"})

    def test_one_whose_subscription_lapsed_rests_and_resumes_by_itself(self):
        self.sim.change_company(PRAIRIE, subscription="EXPIRED")
        waiting = self._in_trouble()
        self.assertIn("subscription", self.other.pause_text)
        self._drains_at_full_speed()
        self.assertEqual(set(waiting.mapped("qb_status")), {"pending"})
        wakes = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.other.cron_id.id)]
        )
        self.assertIn(self.other.paused_until, wakes.mapped("call_at"))
        self.sim.change_company(PRAIRIE, subscription="SUBSCRIBED")
        self._let_time_pass(hours=2)
        self._run(self.other)
        self.assertEqual(set(waiting.mapped("qb_status")), {"synced"})
