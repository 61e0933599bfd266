# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users do in the browser to pay their drivers."""

from datetime import datetime, time

from odoo.tests import tagged

from .settlement_case import SettlementCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestSettlementTours(SettlementCase, TourCase):
    def test_a_week_is_settled_and_its_bills_are_in_quickbooks(self):
        self.connection.bill_push = "post"
        day = self.env["tms.settlement"]._last_week()[1]
        end = {"date_end": datetime.combine(day, time(12))}
        eva = self._driver("Eva Marsh")
        load = self._delivered(eva, **end)
        loads = load | self._delivered(**end)
        places = self.env["res.partner"].create(
            [{"name": name, "tms_location": True} for name in ("Left behind", "Dallas")]
        )
        # The form does not let a load without them through.
        ends = {"origin_id": places[0].id, "destination_id": places[1].id}
        left_out = self._delivered(**end, **ends)
        load.write({**ends, "origin_id": places[1].id})
        self._tour("/odoo/driver-settlements", "settle")
        settlement = self.env["tms.settlement"].search([])
        self.assertEqual(settlement.line_ids.load_id, loads)
        bills = settlement.line_ids.bill_id
        self.assertEqual(sorted(bills.mapped("amount_total")), [360.7, 428.75])
        self._run()
        self.assertEqual(bills.mapped("qb_status"), ["synced", "synced"])
        self.assertEqual(len(self._all_in_quickbooks("Bill")), 2)
        self._tour(self._form(load), "settled")
        self._tour(f"/odoo/driver-settlements/{settlement.id}", "settlement_undone")
        self.assertEqual(set(bills.mapped("state")), {"cancel"})
        self.assertFalse((loads | left_out).settlement_line_ids.filtered("settled"))
