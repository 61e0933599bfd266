# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two who link at once, and one who links while a worker creates.

Everybody has a transaction of their own that really commits.
"""

import json
import threading
from functools import partial

from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.online import read as online_read
from .worker_case import WorkerCase


@tagged("post_install", "-at_install")
class TestLinkingWorkers(WorkerCase):
    def setUp(self):
        super().setUp()
        self.partner_ids = []

    def _take_away(self):
        result = super()._take_away()
        with self._cursor() as env:
            env["res.partner"].browse(self.partner_ids).exists().unlink()
        return result

    def _make(self, *names):
        """Customers here, each with its match; returns the ids of the matches."""
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            partners = env["res.partner"].create(
                [{"name": name, "customer_rank": 1} for name in names]
            )
            self.partner_ids += partners.ids
            matches = env["quickbooks.match"]
            for partner in partners:
                matches._action_for_partner(connection, partner, "Customer")
            found = matches.search(
                [
                    ("connection_id", "=", connection.id),
                    ("partner_id", "in", partners.ids),
                ]
            )
            return found.sorted(lambda match: match.partner_id.id).ids

    def _listed(self, name):
        """A customer made in QuickBooks and known here; returns its id here."""
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            answer = connection._ask(
                lambda client: client.post(
                    client._url("customer"), json.dumps({"DisplayName": name})
                ),
                [],
            )
            state = online_read.object_state("Customer", answer["Customer"])
            env["quickbooks.object"]._store(connection, [state])
            return (
                env["quickbooks.object"]._find(connection, state.type, state.qb_id).id
            )

    def _choose(self, match_id, object_id):
        """What a manager's click does; returns the refusal, if there is one."""
        with self._cursor() as env:
            match = env["quickbooks.match"].browse(match_id)
            found = env["quickbooks.object"].browse(object_id)
            try:
                retrying(partial(match._choose, found), env)
            except UserError as error:
                env.cr.rollback()
                return str(error)
        return None

    def _in_threads(self, *functions):
        """Run them at the same time; returns their results in their order."""
        results = dict.fromkeys(range(len(functions)))
        barrier = threading.Barrier(len(functions))

        def run(number):
            barrier.wait(30)
            results[number] = functions[number]()

        threads = [threading.Thread(target=run, args=(number,)) for number in results]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return list(results.values())

    def _owner(self, object_id):
        [res_id] = self._read(
            "SELECT res_id FROM quickbooks_object WHERE id = %s", object_id
        )
        return res_id

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_of_two_who_link_to_the_same_customer_one_is_refused_by_name(self):
        for number in range(5):
            object_id = self._listed(f"Contested Foods {number}")
            names = (f"Zyx One {number}", f"Qpo Two {number}")
            matches = self._make(*names)
            said = self._in_threads(
                *(partial(self._choose, match_id, object_id) for match_id in matches)
            )
            self.assertEqual(said.count(None), 1, said)
            winner = said.index(None)
            self.assertIn(f"is linked to {names[winner]}", said[1 - winner])
            self.assertEqual(self._owner(object_id), self.partner_ids[-2 + winner])

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_of_two_who_link_the_same_contact_one_is_refused_by_name(self):
        for number in range(5):
            objects = [
                self._listed(f"{side} Foods {number}") for side in ("Left", "Right")
            ]
            [match_id] = self._make(f"Zyx Contact {number}")
            said = self._in_threads(
                *(partial(self._choose, match_id, found) for found in objects)
            )
            self.assertEqual(said.count(None), 1, said)
            winner = said.index(None)
            name = ("Left", "Right")[winner]
            self.assertIn(f"is linked to “{name} Foods {number}”", said[1 - winner])
            self.assertEqual(self._owner(objects[winner]), self.partner_ids[-1])
            self.assertFalse(self._owner(objects[1 - winner]))

    def _send(self):
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            partner = env["res.partner"].browse(self.partner_ids[-1])
            partner = partner.with_company(connection.company_id)
            retrying(partner.action_qb_send, env)

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_who_is_linked_while_a_worker_looks_is_never_created_as_well(self):
        linked = 0
        for number in range(8):
            object_id = self._listed(f"Known Foods {number}")
            [match_id] = self._make(f"Vwx Racer {number}")
            if number % 2:
                self._send()  # else it is queued at the same moment, too
                work = self._work
            else:
                work = self._send_and_work
            said, _worked = self._in_threads(
                partial(self._choose, match_id, object_id), work
            )
            self._work()
            if said is None:
                linked += 1
                self.assertEqual(self._owner(object_id), self.partner_ids[-1])
            else:
                self.assertRegex(said, "on its way|is linked to “Vwx Racer")
            created = self._created(f"Vwx Racer {number}")
            self.assertEqual(created, 0 if said is None else 1, said)
        self.assertTrue(linked)

    def _send_and_work(self):
        self._send()
        self._work()

    def _created(self, name):
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            statement = online_read.name_lookup_statement("Customer", [name])
            answer = connection._ask(lambda client: client.query(statement), [])
            return len(online_read.query_objects("Customer", answer))

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_a_worker_that_looked_before_the_link_starts_over(self):
        """The worker's picture of the books is older than the link."""
        object_id = self._listed("Known Foods")
        [match_id] = self._make("Vwx Racer")
        self._send()
        with self._cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection_id)
            env["quickbooks.job"].search_count([])  # from here on its picture is fixed
            self.assertIsNone(self._choose(match_id, object_id))
            retrying(connection._claim_batch, env)
            job = env["quickbooks.job"].search(
                [("res_id", "=", self.partner_ids[-1])], order="id desc", limit=1
            )
            self.assertTrue(job._sent_id())
            env.cr.rollback()
