# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Drivers, what they are paid, and the loads they have delivered."""

from odoo import Command

from .load_case import LoadCase


class SettlementCase(LoadCase):
    """Settles loads that end on 2026-11-19: linehaul 1750.00, 700 mi, and 187.43."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mile = cls.env.ref("uom.product_uom_mile")
        cls.trip.product_tmpl_id.tms_factor_distance_uom = cls.mile
        cls.completed = cls.env.ref("tms.tms_stage_order_completed")
        cls.driver = cls._driver("Dan Ortiz", "linehaul", 27.5)

    @classmethod
    def _driver(cls, name, basis=None, rate=0, **vals):
        """A driver, with pay where a basis is given."""
        driver = cls.env["tms.driver"].create({"name": name, "is_external": True})
        if basis:
            cls.env["tms.driver.pay"].create(
                {"driver_id": driver.id, "basis": basis, "rate": rate, **vals}
            )
        return driver

    def _pay(self, driver):
        return self.env["tms.driver.pay"].search([("driver_id", "=", driver.id)])

    def _recurring(self, driver, name, amount, **vals):
        return self.env["tms.driver.pay.item"].create(
            {
                "pay_id": self._pay(driver).id,
                "name": name,
                "amount": amount,
                **vals,
            }
        )

    def _delivered(self, driver=None, count=1, **vals):
        """Loads of one order, delivered by a driver."""
        loads = self._sale(count).tms_order_ids
        loads.write(
            {
                "driver_id": (driver or self.driver).id,
                "stage_id": self.completed.id,
                **vals,
            }
        )
        return loads

    def _settlement(self, **vals):
        """A settlement of the week of these loads, with everything found."""
        settlement = self.env["tms.settlement"].create(
            {
                "date_from": "2026-11-16",
                "date_to": "2026-11-22",
                "company_id": self.company.id,
                **vals,
            }
        )
        settlement.action_find_loads()
        return settlement

    def _settled(self, **vals):
        """The bills of a settlement of everything."""
        settlement = self._settlement(**vals)
        settlement.action_create_bills()
        return settlement.line_ids.bill_id

    def _line(self, settlement, load=None, driver=None):
        return settlement.line_ids.filtered(
            lambda line: (load is None or line.load_id == load)
            and (driver is None or line.driver_id == driver)
        )

    def _amounts(self, settlement):
        """``[(driver, amount)]`` in the order of the table."""
        return [(line.driver_id.name, line.amount) for line in settlement.line_ids]

    def _crew(self, *drivers):
        return self.env["tms.crew"].create(
            {"name": "Team", "driver_ids": [Command.set([d.id for d in drivers])]}
        )
