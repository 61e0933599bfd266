# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two bookkeepers who settle at once, each in a transaction that really commits."""

import threading
from contextlib import suppress
from datetime import datetime
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .worker_case import WorkerCase


@tagged("post_install", "-at_install")
class TestSettlementsTogether(WorkerCase):
    def setUp(self):
        super().setUp()
        with self._cursor() as env:
            company = env["quickbooks.connection"].browse(self.connection_id).company_id
            driver = env["tms.driver"].create({"name": "Race", "is_external": True})
            env["tms.driver.pay"].create(
                {
                    "driver_id": driver.id,
                    "company_id": company.id,
                    "basis": "flat",
                    "rate": 100,
                }
            )
            load = env["tms.order"].create(
                {
                    "driver_id": driver.id,
                    "company_id": company.id,
                    "stage_id": env.ref("tms.tms_stage_order_completed").id,
                    "date_end": datetime(2026, 11, 18, 12),
                }
            )
            self.driver_id, self.load_id = driver.id, load.id
            self.company_id = company.id

    def _take_away(self):
        with self._cursor() as env:
            load = env["tms.order"].browse(self.load_id)
            settlements = load.settlement_line_ids.settlement_id
            settlements.line_ids.move_line_ids.move_id.unlink()
            settlements.state = "draft"
            settlements.unlink()
            load.unlink()
            driver = env["tms.driver"].browse(self.driver_id)
            partner = driver.partner_id
            driver.unlink()
            partner.unlink()
        return super()._take_away()

    def _prepared(self):
        """A settlement of the load; its bills will be drafts."""
        with self._cursor() as env:
            settlement = env["tms.settlement"].create(
                {
                    "company_id": self.company_id,
                    "date_from": "2026-11-16",
                    "date_to": "2026-11-22",
                    "driver_ids": [(6, 0, [self.driver_id])],
                    "bill_state": "draft",
                }
            )
            settlement.action_find_loads()
            self.assertEqual(settlement.amount_total, 100)
            return settlement.id

    def _settle_together(self, *settlement_ids):
        """What each of two clicks led to: "billed", or the sentence that was shown."""
        waiting, met = list(settlement_ids), threading.Barrier(2)
        Settlement = self.registry["tms.settlement"]
        find = Settlement._references

        def after_both_have_looked(settlement, keys):
            with suppress(threading.BrokenBarrierError):
                met.wait(3)
            return find(settlement, keys)

        def click():
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                settlement = env["tms.settlement"].browse(waiting.pop())
                try:
                    retrying(settlement.action_create_bills, env)
                except UserError as error:
                    return str(error)
            return "billed"

        with patch.object(Settlement, "_references", after_both_have_looked):
            return sorted(self._together(2, click), key=lambda said: said != "billed")

    def _bills(self):
        with self._cursor() as env:
            lines = env["tms.order"].browse(self.load_id).settlement_line_ids
            return len(lines.move_line_ids.move_id)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_a_load_in_two_settlements_is_billed_by_one_of_them(self):
        billed, refused = self._settle_together(self._prepared(), self._prepared())
        self.assertEqual(billed, "billed")
        self.assertIn("has been settled with its driver by now", refused)
        self.assertEqual(self._bills(), 1)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_a_settlement_that_two_click_is_billed_once(self):
        settlement_id = self._prepared()
        billed, refused = self._settle_together(settlement_id, settlement_id)
        self.assertEqual(billed, "billed")
        self.assertIn("settled already", refused)
        self.assertEqual(self._bills(), 1)
