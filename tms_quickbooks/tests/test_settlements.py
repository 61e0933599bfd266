# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Driver settlements: what each driver gets, and the bills that come of it."""

from datetime import date, datetime
from decimal import Decimal

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .settlement_case import SettlementCase


@tagged("post_install", "-at_install")
class TestSettlements(SettlementCase):
    # -- what a driver gets --------------------------------------------------------

    def test_a_percentage_of_the_linehaul(self):
        load = self._delivered()
        line = self._line(self._settlement(), load)
        self.assertEqual(line.driver_id, self.driver)
        self.assertEqual(line.amount, 481.25)
        self.assertEqual(line.calculation, "27.50 % of $\xa01,750.00")
        self.assertEqual(line.date, date(2026, 11, 19))
        self.assertFalse(line.problem)

    def test_a_percentage_of_the_revenue_has_the_surcharge_in_it(self):
        driver = self._driver("Eva", "revenue", 27)
        self._delivered(driver)
        self.assertEqual(self._settlement().line_ids.amount, 523.11, "of 1937.43")

    def test_a_surcharge_is_divided_among_the_loads_of_an_order_to_the_cent(self):
        driver = self._driver("Eva", "revenue", 100)
        self._delivered(driver, count=3)
        settlement = self._settlement()
        self.assertEqual(
            settlement.line_ids.mapped("amount"), [1812.48, 1812.47, 1812.48]
        )
        self.assertEqual(settlement.amount_total, 5437.43, "3 × 1750 + 187.43")

    def test_miles_with_a_rate_of_four_decimals(self):
        driver = self._driver("Eva", "mile", 0.6125)
        self._delivered(driver)
        line = self._settlement().line_ids
        self.assertEqual(line.amount, 428.75)
        self.assertEqual(line.calculation, "700 mi × $0.6125")

    def test_kilometers_of_a_route_in_miles(self):
        places = self.env["res.partner"].create(
            [{"name": city, "tms_location": True} for city in ("Austin", "Dallas")]
        )
        route = self.env["tms.route"].create(
            {
                "name": "I-35",
                "origin_location_id": places[0].id,
                "destination_location_id": places[1].id,
                "distance": 200,
                "distance_uom": self.mile.id,
            }
        )
        driver = self._driver("Eva", "km", 0.5)
        self._delivered(driver, route=True, route_id=route.id)
        line = self._settlement().line_ids
        self.assertEqual((line.quantity, line.amount), (321.87, 160.94))
        self.assertEqual(line.name, "Austin → Dallas")

    def test_a_flat_pay(self):
        self._delivered(self._driver("Eva", "flat", 225))
        line = self._settlement().line_ids
        self.assertEqual((line.amount, line.calculation), (225, "flat"))

    def test_two_share_a_load_and_an_odd_cent_is_not_lost(self):
        other = self._driver("Eva", "linehaul", 27.5)
        self._pay(self.driver).rate = self._pay(other).rate = 27.5006
        self._delivered(crew_id=self._crew(self.driver, other).id)
        settlement = self._settlement()
        self.assertEqual(
            self._amounts(settlement), [("Dan Ortiz", 240.63), ("Eva", 240.63)]
        )
        self.assertEqual(settlement.amount_total, 481.26)
        self.assertIn("50 % share", settlement.line_ids[0].calculation)

    def test_a_trainee_gets_a_smaller_share_by_a_pay_of_his_own(self):
        trainee = self._driver("Trainee", "linehaul", 20, share=1)
        self._pay(self.driver).share = 3
        self._delivered(crew_id=self._crew(self.driver, trainee).id)
        self.assertEqual(
            self._amounts(self._settlement()),
            [("Dan Ortiz", 360.94), ("Trainee", 87.5)],
        )

    def test_a_foreign_order_pays_in_the_own_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id,
                "company_id": self.company.id,
                "name": "2026-11-01",
                "rate": 0.8,
            }
        )
        load = self._delivered()
        load.sale_id.currency_id = euro
        self.assertEqual(self._settlement().line_ids.amount, 601.56, "of 2187.50")

    # -- what is found -------------------------------------------------------------

    def test_a_load_belongs_to_the_week_in_which_its_user_sees_it_end(self):
        self.env.user.tz = "America/Chicago"
        on_sunday = self._delivered(date_end=datetime(2026, 11, 23, 4, 0))
        self._delivered(date_end=datetime(2026, 11, 23, 7, 0))
        line = self._settlement().line_ids
        self.assertEqual(line.load_id, on_sunday)
        self.assertEqual(line.date, date(2026, 11, 22))

    def test_some_drivers_only(self):
        other = self._driver("Eva", "flat", 100)
        self._delivered()
        load = self._delivered(other)
        settlement = self._settlement(driver_ids=[Command.set(other.ids)])
        self.assertEqual(settlement.line_ids.load_id, load)

    def test_loads_of_another_company_and_cancelled_ones_are_none(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self._delivered().company_id = elsewhere
        self._delivered(stage_id=self.env.ref("tms.tms_stage_order_cancelled").id)
        self.assertFalse(self._settlement().line_ids)

    def test_a_load_whose_trip_was_ended_is_finished(self):
        self._delivered(
            stage_id=self.env.ref("tms.tms_stage_order_confirmed").id, end_trip=True
        )
        self.assertFalse(self._settlement().line_ids.problem)

    # -- what keeps a load back ----------------------------------------------------

    def _problem(self, load, driver=None):
        line = self._line(self._settlement(), load, driver)
        self.assertFalse(line.payable)
        return line.problem

    def test_problems_are_told_before_anything_is_billed(self):
        unpaid = self._driver("Unpaid")
        by_mile = self._driver("Miles", "mile", 0.6)
        gone = self._driver("Gone", "flat", 10)
        confirmed = self.env.ref("tms.tms_stage_order_confirmed")
        cases = {
            "no_pay": self._delivered(unpaid),
            "unfinished": self._delivered(stage_id=confirmed.id),
            "no_revenue": self._delivered(),
            "no_distance": self._delivered(by_mile),
            "vendor": self._delivered(gone),
            "purchased": self._delivered(),
        }
        cases["no_revenue"].sale_line_id.price_unit = 0
        cases["no_distance"].sale_line_id.tms_factor = 0
        gone.partner_id.active = False
        self.env["purchase.order"].create(
            {
                "partner_id": self.driver.partner_id.id,
                "trip_id": cases["purchased"].id,
            }
        )
        settlement = self._settlement()
        for problem, load in cases.items():
            with self.subTest(problem=problem):
                line = self._line(settlement, load)
                self.assertEqual(line.problem, problem)
                self.assertTrue(line.hint)
                action = line.action_fix()
                record = self.env[action["res_model"]].browse(action["res_id"])
                self.assertTrue(record._name in ("tms.order", "tms.driver.pay"))
        self.assertEqual(settlement.problem_count, len(cases))
        shown = settlement.action_view_problems()
        self.assertEqual(
            settlement.line_ids.search(shown["domain"]).load_id,
            self.env["tms.order"].union(*cases.values()),
        )
        self.assertEqual(settlement.amount_total, 0)
        with self.assertRaisesRegex(UserError, "nothing to settle"):
            settlement.action_create_bills()

    def test_what_is_mended_is_found_again(self):
        driver = self._driver("Eva")
        self._delivered(driver)
        settlement = self._settlement()
        action = settlement.line_ids.action_fix()
        form = Form(self.env["tms.driver.pay"].with_context(**action["context"]))
        form.basis, form.rate = "flat", 300
        form.save()
        settlement.action_find_loads()
        self.assertEqual(settlement.line_ids.amount, 300)
        self.assertFalse(settlement.line_ids.problem)

    def test_an_amount_entered_by_hand_needs_no_pay_and_stays(self):
        driver = self._driver("Eva")
        self._delivered(driver)
        settlement = self._settlement()
        settlement.line_ids.amount = 310
        self.assertFalse(settlement.line_ids.problem)
        settlement.action_find_loads()
        self.assertEqual(settlement.line_ids.amount, 310)
        settlement.action_create_bills()
        self.assertEqual(settlement.line_ids.bill_id.amount_total, 310)

    def test_a_distance_entered_by_hand_is_paid(self):
        load = self._delivered(self._driver("Eva", "mile", 0.6125))
        load.sale_line_id.tms_factor = 0
        settlement = self._settlement()
        with Form(settlement) as form, form.line_ids.edit(0) as line:
            line.quantity = 420
        self.assertEqual(settlement.line_ids.amount, 257.25)
        self.assertEqual(settlement.line_ids.calculation, "420 mi × $0.6125")
        self.assertFalse(settlement.line_ids.problem)

    def test_what_is_left_out_is_not_billed_and_comes_again(self):
        load, other = self._delivered(), self._delivered()
        settlement = self._settlement()
        self._line(settlement, other).included = False
        settlement.action_find_loads()
        self.assertEqual(settlement.amount_total, 481.25)
        settlement.action_create_bills()
        self.assertEqual(settlement.line_ids.load_id, load)
        again = self._settlement()
        self.assertEqual(self._line(again, load).problem, "settled")
        self.assertFalse(self._line(again, other).problem)

    def test_more_than_everything_is_no_percentage(self):
        with self.assertRaisesRegex(ValidationError, "at most 100"):
            self._pay(self.driver).rate = 101

    # -- bills ---------------------------------------------------------------------

    def test_one_bill_for_a_driver_and_a_period(self):
        other = self._driver("Eva", "mile", 0.6125)
        loads = self._delivered() | self._delivered()
        self._delivered(other)
        bills = self._settled()
        self.assertEqual(len(bills), 2)
        bill = bills.filtered(lambda bill: bill.partner_id == self.driver.partner_id)
        self.assertEqual(bill.move_type, "in_invoice")
        self.assertEqual(bill.state, "posted")
        self.assertEqual(bill.ref, f"SETTLE/{self.driver.id}/261122")
        self.assertEqual(bill.invoice_date, date(2026, 11, 22))
        self.assertEqual(bill.date, date(2026, 11, 22))
        self.assertEqual(bill.amount_total, 962.5)
        self.assertEqual(
            bill.invoice_line_ids.sorted("id").mapped("name"),
            [f"{load.name} · 27.50 % of $\xa01,750.00" for load in loads],
        )
        self.assertEqual(
            bill.invoice_line_ids.product_id,
            self.env.ref("tms_quickbooks.product_driver_pay"),
        )

    def test_one_bill_for_a_load(self):
        loads = self._delivered() | self._delivered()
        bills = self._settled(mode="load")
        self.assertEqual(
            bills.sorted("id").mapped("ref"),
            [f"SETTLE/{self.driver.id}/{load.name}" for load in loads],
        )
        self.assertEqual(bills.mapped("amount_total"), [481.25, 481.25])
        self.assertEqual(
            bills.sorted("id").mapped("invoice_origin"), loads.mapped("name")
        )

    def test_drafts_when_they_are_to_be_looked_through(self):
        self._delivered()
        self.assertEqual(self._settled(bill_state="draft").state, "draft")

    def test_the_next_settlement_is_made_like_the_last(self):
        self._settlement(mode="load", bill_state="draft")
        following = self.env["tms.settlement"].create({})
        self.assertEqual((following.mode, following.bill_state), ("load", "draft"))

    def test_an_owner_operators_company_is_the_vendor(self):
        owner = self.env["res.partner"].create({"name": "Ortiz Trucking LLC"})
        self._pay(self.driver).vendor_id = owner
        self._delivered()
        self.assertEqual(self._settled().partner_id, owner)

    def test_the_load_is_the_analytic_account_of_its_line(self):
        plan = self.env.ref("tms_account.tms_order_analytic_plan")
        account = self.env["account.analytic.account"].create(
            {"name": "Load", "plan_id": plan.id}
        )
        self._delivered(analytic_account_id=account.id)
        self.assertEqual(
            self._settled().invoice_line_ids.analytic_distribution,
            {str(account.id): 100},
        )

    def test_a_second_settlement_of_a_period_has_a_number_of_its_own(self):
        self._delivered()
        first = self._settled()
        self._delivered()
        second = self._settled()
        self.assertEqual(second.ref, f"{first.ref}-2")
        self._delivered()
        self.assertEqual(self._settled().ref, f"{first.ref}-3")

    # -- deductions and additions --------------------------------------------------

    def test_what_recurs_is_taken_off_and_what_is_entered_comes_on_top(self):
        self._recurring(self.driver, "Escrow", -50)
        self._delivered()
        settlement = self._settlement()
        with Form(settlement) as form, form.line_ids.new() as line:
            line.driver_id = self.driver
            line.name = "Fuel card"
            line.amount = -120.55
        self.assertEqual(settlement.amount_total, 310.7)
        settlement.action_create_bills()
        bill = settlement.line_ids.bill_id
        self.assertEqual(bill.amount_total, 310.7)
        self.assertEqual(
            bill.invoice_line_ids.filtered(lambda line: line.price_unit < 0).mapped(
                "name"
            ),
            ["Fuel card", "Escrow"],
        )

    def test_with_a_bill_per_load_deductions_are_on_the_largest(self):
        self._recurring(self.driver, "Escrow", -50)
        self._delivered()
        large = self._delivered()
        large.sale_line_id.price_unit = 4
        bills = self._settled(mode="load").sorted("id")
        self.assertEqual(bills.mapped("amount_total"), [481.25, 720])

    def test_an_advance_is_paid_back_in_parts_until_it_is_done(self):
        advance = self._recurring(self.driver, "Advance", -300, limit=700)
        taken = []
        for week in (16, 23, 30):
            load = self._delivered()
            load.date_end = datetime(2026, 11, week, 12)
            bill = self._settled(
                date_from=f"2026-11-{week}",
                date_to=date.fromisoformat(f"2026-11-{week}"),
            )
            taken.append(481.25 - bill.amount_total)
        self.assertEqual(taken, [300, 300, 100])
        self.assertEqual(advance.taken, 700)
        self._delivered()
        self.assertFalse(self._settlement().line_ids.item_id)

    def test_a_settlement_that_comes_to_nothing_can_be_undone(self):
        self._recurring(self.driver, "Escrow", -481.25)
        self._delivered()
        settlement = self._settlement()
        settlement.action_create_bills()
        bill = settlement.line_ids.bill_id
        self.assertEqual((bill.amount_total, bill.payment_state), (0, "paid"))
        settlement.action_undo()
        self.assertEqual((bill.state, settlement.state), ("cancel", "cancel"))

    def test_what_another_settlement_has_taken_meanwhile_counts_for_the_limit(self):
        advance = self._recurring(self.driver, "Advance", -300, limit=500)
        settlements = []
        for week in (16, 23):
            self._delivered().date_end = datetime(2026, 11, week, 12)
            day = date(2026, 11, week)
            settlements.append(self._settlement(date_from=day, date_to=day))
        settlements[0].action_create_bills()
        line = settlements[1].line_ids.filtered("item_id")
        self.env.invalidate_all()
        self.assertEqual((line.amount, line.problem), (-300, "limit"))
        settlements[1].action_find_loads()
        self.assertEqual((line.amount, line.problem), (-200, False))
        settlements[1].action_create_bills()
        self.assertEqual(advance.taken, 500)

    def test_a_load_that_has_another_driver_by_now_is_not_paid_to_the_first(self):
        load = self._delivered()
        settlement = self._settlement()
        other = self._driver("Eva", "linehaul", 30)
        load.driver_id = other
        self.env.invalidate_all()
        self.assertEqual(settlement.line_ids.problem, "changed")
        with self.assertRaisesRegex(UserError, "nothing to settle"):
            settlement.action_create_bills()
        settlement.action_find_loads()
        self.assertEqual(settlement.line_ids.driver_id, other)
        self.assertFalse(settlement.line_ids.problem)

    def test_a_load_that_is_cancelled_by_now_is_not_paid(self):
        load = self._delivered(end_trip=True)
        settlement = self._settlement()
        load.stage_id = self.env.ref("tms.tms_stage_order_cancelled")
        self.env.invalidate_all()
        self.assertEqual(settlement.line_ids.problem, "changed")
        settlement.action_find_loads()
        self.assertFalse(settlement.line_ids)

    def test_it_is_taken_once_for_a_period_and_not_without_a_load(self):
        self._recurring(self.driver, "Escrow", -50)
        self._delivered()
        settlement = self._settlement()
        escrow = settlement.line_ids.filtered("item_id")
        settlement.line_ids.filtered("load_id").included = False
        escrow.invalidate_recordset(["problem"])
        self.assertEqual(escrow.problem, "no_load")
        settlement.line_ids.included = True
        settlement.action_create_bills()
        self._delivered()
        again = self._settlement()
        self.assertEqual(again.line_ids.filtered("item_id").problem, "taken")

    @mute_logger("odoo.sql_db")
    def test_nor_by_two_settlements_that_are_both_prepared(self):
        self._recurring(self.driver, "Escrow", -50)
        self._delivered()
        first = self._settlement()
        self._delivered()
        second = self._settlement()
        self._line(second, first.line_ids.load_id).unlink()
        lines = second.line_ids.filtered("payable")
        self.assertEqual(len(lines), 2)
        first.action_create_bills()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            second._make_bills(lines)
            lines.flush_recordset()

    def test_more_than_the_pay_cannot_be_taken_off(self):
        self._recurring(self.driver, "Advance", -900)
        self._delivered()
        settlement = self._settlement()
        with self.assertRaisesRegex(UserError, "More is taken off .* Dan Ortiz"):
            settlement.action_create_bills()

    # -- never twice ---------------------------------------------------------------

    def test_a_settled_load_says_so_and_leads_to_its_bill(self):
        load = self._delivered()
        bill = self._settled()
        line = self._line(self._settlement(), load)
        self.assertEqual(line.problem, "settled")
        self.assertEqual(line.action_fix()["res_id"], bill.id)
        self.assertEqual(load.settlement_line_ids.filtered("settled").bill_id, bill)

    @mute_logger("odoo.sql_db")
    def test_two_settlements_that_are_both_prepared_cannot_pay_it_twice(self):
        self._delivered()
        first, second = self._settlement(), self._settlement()
        lines = second.line_ids.filtered("payable")
        first.action_create_bills()
        # What somebody sees who has looked before the other was done.
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            second._make_bills(lines)
            lines.flush_recordset()
        second.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "nothing to settle"):
            second.action_create_bills()

    def test_a_settlement_is_billed_once(self):
        self._delivered()
        settlement = self._settlement()
        settlement.action_create_bills()
        with self.assertRaisesRegex(UserError, "settled already"):
            settlement.action_create_bills()
        with self.assertRaisesRegex(UserError, "bills are there"):
            settlement.line_ids.amount = 1
        with self.assertRaisesRegex(UserError, "Undo the settlement first"):
            settlement.unlink()

    def _assert_free(self, load, free=True):
        again = self._settlement()
        self.assertEqual(bool(self._line(again, load).payable), free)
        again.unlink()

    def test_a_cancelled_bill_frees_its_load(self):
        load = self._delivered()
        bill = self._settled()
        bill.button_draft()
        self._assert_free(load, False)
        bill.button_cancel()
        self._assert_free(load)

    def test_a_deleted_draft_frees_its_load(self):
        load = self._delivered()
        self._settled(bill_state="draft").unlink()
        self._assert_free(load)

    def test_a_line_that_is_taken_off_a_draft_frees_its_load(self):
        kept, dropped = self._delivered(), self._delivered()
        bill = self._settled(bill_state="draft")
        bill.invoice_line_ids.filtered(
            lambda line: line.settlement_line_id.load_id == dropped
        ).unlink()
        self._assert_free(dropped)
        self._assert_free(kept, False)

    def _reverse(self, bill, modify):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": bill.journal_id.id, "reason": "wrong"})
        )
        action = wizard.modify_moves() if modify else wizard.refund_moves()
        return self.env["account.move"].browse(action["res_id"])

    def test_a_reversed_bill_frees_its_load_once_the_credit_is_posted(self):
        load = self._delivered()
        bill = self._settled()
        credit = self._reverse(bill, modify=False)
        self._assert_free(load, False)
        credit.action_post()
        self.assertEqual(bill.payment_state, "reversed")
        self._assert_free(load)
        self.assertIn(credit, load._qb_moves())

    def test_a_bill_that_is_put_in_the_place_of_another_settles_its_load(self):
        load = self._delivered()
        bill = self._settled()
        new = self._reverse(bill, modify=True)
        self.assertEqual(bill.payment_state, "reversed")
        self.assertEqual(new.move_type, "in_invoice")
        self.assertEqual(load.settlement_line_ids.bill_id, new)
        self._assert_free(load, False)
        new.button_cancel()
        self._assert_free(load)

    def test_a_mere_copy_settles_nothing(self):
        self._delivered()
        bill = self._settled()
        self.assertFalse(bill.copy().invoice_line_ids.settlement_line_id)

    @mute_logger("odoo.sql_db")
    def test_a_cancelled_bill_cannot_come_back_when_another_has_its_load(self):
        self._delivered()
        bill = self._settled()
        bill.button_draft()
        bill.button_cancel()
        self._settled()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            bill.button_draft()
            self.env.flush_all()

    def test_a_settled_load_is_not_deleted(self):
        load = self._delivered()
        self._settled()
        with self.assertRaisesRegex(UserError, "settled with its driver"):
            load.unlink()

    # -- undoing -------------------------------------------------------------------

    def test_undoing_cancels_all_bills_and_frees_all_loads(self):
        other = self._driver("Eva", "flat", 10)
        loads = self._delivered() | self._delivered(other)
        settlement = self._settlement()
        settlement.action_create_bills()
        bills = settlement.line_ids.bill_id
        settlement.action_undo()
        self.assertEqual(bills.mapped("state"), ["cancel", "cancel"])
        self.assertEqual(settlement.state, "cancel")
        for load in loads:
            self._assert_free(load)

    def test_a_paid_bill_is_not_undone(self):
        self._delivered()
        settlement = self._settlement()
        settlement.action_create_bills()
        bill = settlement.line_ids.bill_id
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        ).create({})._create_payments()
        with self.assertRaisesRegex(UserError, "Paid already"):
            settlement.action_undo()
        self.assertEqual(bill.state, "posted")

    # -- towards QuickBooks --------------------------------------------------------

    def test_cancelled_bills_that_quickbooks_still_has_are_told_and_taken_back(self):
        self._delivered()
        settlement = self._settlement()
        settlement.action_create_bills()
        bill = settlement.line_ids.bill_id
        bill.action_qb_send()
        self._sent(bill)
        self.env.invalidate_all()
        self.assertEqual(settlement.left_in_quickbooks, 0)
        settlement.action_undo()
        self.env.invalidate_all()
        self.assertEqual(settlement.left_in_quickbooks, 1)
        action = settlement.action_revert_bills()
        self.env[action["res_model"]].browse(action["res_id"]).action_revert()
        self._run()
        self.env.invalidate_all()
        self.assertEqual(settlement.left_in_quickbooks, 0)
        self.assertFalse(self._all_in_quickbooks("Bill"))

    def test_a_new_settlement_tells_of_bills_of_its_loads_that_are_still_there(self):
        self._delivered()
        first = self._settlement()
        first.action_create_bills()
        bill = first.line_ids.bill_id
        bill.action_qb_send()
        self._sent(bill)
        first.action_undo()
        again = self._settlement()
        self.assertEqual(again.line_ids.load_id, first.line_ids.load_id)
        self.assertEqual(again.left_in_quickbooks, 1)
        action = again.action_revert_bills()
        self.env[action["res_model"]].browse(action["res_id"]).action_revert()
        self._run()
        self.env.invalidate_all()
        self.assertEqual(again.left_in_quickbooks, 0)

    def test_bills_go_to_quickbooks_with_the_driver_and_count_for_their_loads(self):
        self._recurring(self.driver, "Escrow", -50)
        loads = self._delivered() | self._delivered()
        bill = self._settled()
        self.assertEqual(loads.mapped("qb_status"), ["not_synced", "not_synced"])
        bill.action_qb_send()
        self.assertEqual(loads.mapped("qb_status"), ["pending", "pending"])
        document = self._sent(bill)
        self.assertEqual(document["TotalAmt"], Decimal("912.50"))
        self.assertEqual(document["VendorRef"]["name"], "Dan Ortiz")
        self.assertEqual(document["DocNumber"], bill.ref)
        self.assertEqual(
            [line["Amount"] for line in document["Line"]],
            [Decimal("481.25"), Decimal("481.25"), Decimal("-50")],
        )
        self.env.invalidate_all()
        self.assertEqual(loads.mapped("qb_status"), ["synced", "synced"])
        self.assertIn(bill.qb_id, loads[0].qb_id)

    def test_the_deduction_goes_to_the_account_it_is_mapped_to(self):
        escrow = self.env["product.product"].create(
            {"name": "Escrow", "type": "service", "supplier_taxes_id": False}
        )
        account = self.env["quickbooks.object"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("type", "=", "Account"),
                ("id", "!=", self.account.id),
                ("name", "=", "Fuel"),
            ]
        )
        self.assertTrue(account)
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "expense",
                "source": f"product.template,{escrow.product_tmpl_id.id}",
                "object_id": account.id,
            }
        )
        self._recurring(self.driver, "Escrow", -50, product_id=escrow.id)
        self._delivered()
        bill = self._settled()
        bill.action_qb_send()
        lines = self._sent(bill)["Line"]
        self.assertEqual(
            [
                line["AccountBasedExpenseLineDetail"]["AccountRef"]["name"]
                for line in lines
            ],
            ["Purchased Transportation", "Fuel"],
        )

    def test_the_equipment_of_a_load_gives_its_line_a_class(self):
        team = self.env["tms.team"].create({"name": "Reefers"})
        reefer = self._object("Class", "Reefer")
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "class",
                "source": f"tms.team,{team.id}",
                "object_id": reefer.id,
            }
        )
        self._delivered(tms_team_id=team.id)
        bill = self._settled()
        bill.action_qb_send()
        [line] = self._sent(bill)["Line"]
        detail = line["AccountBasedExpenseLineDetail"]
        self.assertEqual(detail["ClassRef"]["name"], "Reefer")

    def test_a_driver_sends_no_invoice_so_none_is_asked_for(self):
        self.connection.carrier_invoice_rule = "document"
        self._delivered()
        bill = self._settled()
        bill.action_qb_send()
        self._sent(bill)

    def test_the_bill_of_a_driver_is_among_those_of_the_load(self):
        load = self._load()
        load.write({"driver_id": self.driver.id, "stage_id": self.completed.id})
        carrier_bill = self._billed(load)
        bill = self._settled()
        self.assertEqual(load._qb_moves() & (carrier_bill | bill), carrier_bill | bill)
        load.invalidate_recordset(["bill_count"])
        self.assertEqual(load.bill_count, 2)
        action = load.action_view_bills()
        self.assertEqual(
            self.env["account.move"].search(action["domain"]), carrier_bill | bill
        )

    # -- many ----------------------------------------------------------------------

    def _many(self, drivers, each):
        """So many drivers with so many delivered loads each, quickly made."""
        drivers = [
            self._driver(f"Driver {number}", "linehaul", 27.5)
            for number in range(drivers)
        ]
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create({"product_id": self.surcharge.id, "price_unit": 999})
                    for _load in range(len(drivers) * each)
                ],
            }
        )
        sale.action_confirm()
        return self.env["tms.order"].create(
            [
                {
                    "sale_id": sale.id,
                    "sale_line_id": line.id,
                    "driver_id": drivers[number % len(drivers)].id,
                    "stage_id": self.completed.id,
                    "date_end": datetime(2026, 11, 18, 12),
                }
                for number, line in enumerate(sale.order_line)
            ]
        )

    def _queries(self, function, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_finding_and_billing_costs_the_same_for_few_and_for_many_loads(self):
        self._settlement()  # whatever is read once and kept
        counts = {}
        for each in (2, 20):
            loads = self._many(4, each)
            drivers = [Command.set(loads.driver_id.ids)]
            settlement = self.env["tms.settlement"].create(
                {
                    "date_from": "2026-11-16",
                    "date_to": "2026-11-22",
                    "driver_ids": drivers,
                    "bill_state": "draft",
                }
            )
            counts[each] = (
                self._queries(settlement.action_find_loads),
                self._queries(settlement.action_find_loads),
                self._queries(settlement.action_create_bills),
            )
            self.assertEqual(settlement.bill_count, 4)
            self.assertEqual(settlement.load_count, 4 * each)
        for few, many in zip(counts[2][:2], counts[20][:2], strict=True):
            self.assertLessEqual(many, few + 4)
        # Odoo itself asks once for each line of a bill for its analytic rules.
        self.assertLessEqual(counts[20][2], counts[2][2] + 4 * (20 - 2) + 4)

    # -- who may -------------------------------------------------------------------

    def test_billing_is_enough_to_settle(self):
        clerk = self._user("clerk", "account.group_account_invoice")
        self._delivered()
        settlement = (
            self.env["tms.settlement"]
            .with_user(clerk)
            .create({"date_from": "2026-11-16", "date_to": "2026-11-22"})
        )
        settlement.action_find_loads()
        settlement.action_create_bills()
        self.assertEqual(settlement.line_ids.bill_id.amount_total, 481.25)

    def test_dispatchers_neither_settle_nor_see_what_drivers_get(self):
        dispatcher = self._user("dispatch", "tms.group_tms_admin")
        for name in ("tms.settlement", "tms.settlement.line", "tms.driver.pay"):
            with self.assertRaises(AccessError):
                self.env[name].with_user(dispatcher).search([])
        with self.assertRaises(AccessError):
            self._delivered().with_user(dispatcher).read(["settlement_line_ids"])

    def test_nobody_settles_for_another_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        clerk = self._user("clerk", "account.group_account_invoice", elsewhere)
        self._delivered()
        settlement = self._settlement()
        with self.assertRaises(AccessError):
            settlement.with_user(clerk).action_create_bills()
        own = self.env["tms.settlement"].with_user(clerk).create({})
        self.assertEqual(own.company_id, elsewhere)
        with self.assertRaisesRegex(ValidationError, "another company"):
            own.line_ids.create(
                {
                    "settlement_id": own.id,
                    "driver_id": self.driver.id,
                    "load_id": settlement.line_ids.load_id.id,
                    "amount": 10,
                }
            )

    def test_another_company_pays_a_driver_otherwise(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["tms.driver.pay"].create(
            {
                "driver_id": self.driver.id,
                "company_id": elsewhere.id,
                "basis": "flat",
                "rate": 5,
            }
        )
        self._delivered()
        self.assertEqual(self._settlement().line_ids.amount, 481.25)
