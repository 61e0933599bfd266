# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which loads a settlement is about, and what their drivers get."""

from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import Command, models
from odoo.fields import Domain

from ..lib.settlements import Basis

ITEM_SEQUENCE = 30


class TmsSettlement(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "tms.settlement"

    def action_find_loads(self):
        """List the loads of the period, and what recurs; again after mending.

        What was entered by hand and what was left out stays as it is. The loads are
        read with all rights: who pays drivers need not be allowed to see orders.
        """
        self._check_draft()
        loads = self._loads()
        pays = self._pays(loads._drivers().sudo(False))
        found = self._found_loads(loads, pays) | self._found_items(pays)
        commands = []
        there = {}
        for line in self.line_ids.filtered(lambda line: line.load_id or line.item_id):
            key = line._key()
            if key in found:
                there[key] = line
            else:
                commands.append(Command.delete(line.id))
        for key, vals in found.items():
            line = there.get(key)
            if not line:
                commands.append(Command.create(vals))
            elif not line.corrected:
                if changed := line._changed(vals):
                    changed["corrected"] = False
                    commands.append(Command.update(line.id, changed))
        self.write({"line_ids": commands})

    def _pays(self, drivers):
        """``{driver: how this company pays it}``, an empty record where it does not."""
        Pay = self.env["tms.driver.pay"]
        pays = Pay.search(
            [
                ("company_id", "=", self.company_id.id),
                ("driver_id", "in", drivers.ids),
            ]
        )
        by_driver = {pay.driver_id.id: pay for pay in pays}
        return defaultdict(
            Pay.browse,
            {driver: by_driver.get(driver._origin.id, Pay) for driver in drivers},
        )

    def _takes(self, vendor):
        """Whether this company can have bills of somebody."""
        return vendor.active and vendor.company_id in (
            self.env["res.company"],
            self.company_id,
        )

    def _period(self):
        """When the period begins and ends, for the person who asks: a load that ends
        on Sunday evening is one of that week."""
        zone = self.env.tz
        return tuple(
            zone.localize(datetime.combine(day, time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for day in (self.date_from, self.date_to + timedelta(days=1))
        )

    def _loads(self):
        """Loads that end within the period and are driven by our drivers."""
        begin, end = self._period()
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("date_end", ">=", begin) & Domain("date_end", "<", end) | (
            Domain("date_end", "=", False)
            & Domain("scheduled_date_end", ">=", begin)
            & Domain("scheduled_date_end", "<", end)
        )
        domain &= Domain(
            "stage_id", "!=", self.env.ref("tms.tms_stage_order_cancelled").id
        )
        if self.driver_ids:
            among = self.driver_ids.ids
            domain &= Domain("driver_id", "in", among) | Domain(
                "crew_id.driver_ids", "in", among
            )
        else:
            domain &= Domain("driver_id", "!=", False) | Domain("crew_id", "!=", False)
        return self.env["tms.order"].sudo().search(domain)

    def _found_loads(self, loads, pays):
        """``{key: values}`` of the lines for loads.

        :param pays: as `_pays` has them for all who drive these loads
        """
        quantities = loads._pay_quantities(self.company_id, self.date_to)
        zone = self.env.tz
        found = {}
        for load in loads:
            ended = pytz.utc.localize(load.date_end or load.scheduled_date_end)
            drivers = load._drivers().sudo(False)
            shares = [pays[driver].share if pays[driver] else 1 for driver in drivers]
            if not any(shares):
                shares = [1] * len(shares)
            before = 0
            for driver, share in zip(drivers, shares, strict=True):
                if self._is_about(driver):
                    pay = pays[driver]
                    basis = pay.basis and Basis(pay.basis)
                    quantity = quantities[load.id][basis] if basis else 0
                    found[load.id, driver.id, False] = {
                        "load_id": load.id,
                        "driver_id": driver.id,
                        "date": ended.astimezone(zone).date(),
                        "name": load._way(),
                        "basis": pay.basis,
                        "rate": pay.rate,
                        "quantity": float(quantity),
                        "share_before": before,
                        "share": share,
                        "share_total": sum(shares),
                        "corrected": False,
                        **({"product_id": pay.product_id.id} if pay else {}),
                    }
                before += share
        return found

    def _is_about(self, driver):
        return not self.driver_ids or driver in self.driver_ids

    def _found_items(self, pays):
        """``{key: values}`` of what recurs for the drivers of the loads.

        :param pays: as `_pays` has them
        """
        return {
            (False, driver.id, item.id): {
                "item_id": item.id,
                "driver_id": driver.id,
                "name": item.name,
                "product_id": item.product_id.id,
                "amount": item._due(),
                "sequence": ITEM_SEQUENCE,
                "corrected": False,
            }
            for driver, pay in pays.items()
            if self._is_about(driver)
            for item in pay.item_ids
            if item._due()
        }


class TmsSettlementLine(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "tms.settlement.line"

    def _key(self):
        return self.load_id.id, self.driver_id.id, self.item_id.id

    def _changed(self, vals):
        """Those of ``vals`` that differ from what is there."""
        return {
            name: value
            for name, value in vals.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }
