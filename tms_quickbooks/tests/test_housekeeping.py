# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is cleared away after a while, and what never is."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from ..models import quickbooks_housekeeping
from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestHousekeeping(QuickbooksCase):
    def _let_days_pass(self, days):
        """Everything in queue and log is older by so many days."""
        self.env.flush_all()
        for table, columns in (
            ("quickbooks_job", ("done_at", "write_date", "create_date")),
            ("quickbooks_exchange", ("started_at",)),
        ):
            for column in columns:
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s - %s * interval '1 day'",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        SQL.identifier(column),
                        days,
                    )
                )
        self.env.invalidate_all()

    def _clear(self):
        """As Odoo's daily clean-up does; return what it says."""
        return [
            self.env["quickbooks.job"]._gc_superseded(),
            self.env["quickbooks.job"]._gc_payloads(),
            self.env["quickbooks.exchange"]._gc_log(),
        ]

    def _calls(self):
        return self.env["quickbooks.exchange"].search(
            [("connection_id", "=", self.connection.id)]
        )

    def test_finished_work_goes_after_the_days_it_is_kept(self):
        invoice = self._invoice()
        self._run()
        self._let_days_pass(59)
        self.assertEqual(self._clear(), [(0, 0)] * 3)
        self._let_days_pass(2)
        self._clear()
        self.assertFalse(self._calls())
        self.assertFalse(self._jobs(invoice).sudo().payload)
        self.assertEqual(invoice.qb_status, "synced")
        self.assertTrue(invoice.qb_id)

    def test_the_generation_is_counted_on(self):
        invoice = self._invoice()
        self._run()
        for _change in range(2):
            invoice.button_draft()
            invoice.invoice_line_ids.price_unit += 1
            invoice.action_post()
            self._run()
        self.assertEqual(self._jobs(invoice).mapped("generation"), [1, 2, 3])
        self._let_days_pass(61)
        self._clear()
        self.assertEqual(self._jobs(invoice).mapped("generation"), [3])
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit += 1
        invoice.action_post()
        self._run()
        self.assertEqual(self._jobs(invoice).mapped("generation"), [3, 4])
        self.assertEqual(invoice.qb_status, "synced")

    def test_what_is_open_stays_however_old_it_is(self):
        failed = self._invoice({"price_unit": 0.0})
        self._run()
        lost = self._invoice()
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        waiting = self._invoice()
        self._let_days_pass(4000)
        self._clear()
        jobs = self._jobs(failed) + self._jobs(lost) + self._jobs(waiting)
        self.assertEqual(jobs.mapped("state"), ["failed", "sent", "pending"])
        self.assertTrue(self._jobs(lost).sudo().payload)
        self.assertEqual(self._jobs(lost).exchange_id.state, "open")

    def test_bytes_that_may_have_to_go_out_again_stay(self):
        self._invoice()
        self._run()  # the customer is known after this
        invoice = self._invoice()
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        given_up = self._jobs(invoice).exchange_id
        given_up.sudo().write({"state": "failed", "next_attempt_at": False})
        self._jobs(invoice).sudo()._give_up()
        self._let_days_pass(4000)
        self._clear()
        self.assertTrue(given_up.exists().sudo().body)
        self._jobs(invoice).action_retry()
        self._let_time_pass(minutes=5)
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(len(self._all_in_quickbooks("Invoice")), 2)

    def test_each_connection_keeps_as_long_as_it_is_told(self):
        self._invoice()
        self._run()
        self.connection.keep_days = 90
        self._let_days_pass(61)
        self._clear()
        self.assertTrue(self._calls())

    def test_it_is_cleared_in_bounded_pieces(self):
        for _number in range(3):
            self._invoice()
        self._run()
        self._let_days_pass(61)
        with patch.object(quickbooks_housekeeping, "CLEARED_AT_ONCE", 2):
            self.assertEqual(self.env["quickbooks.job"]._gc_payloads(), (2, 1))
            self.assertEqual(self.env["quickbooks.job"]._gc_payloads(), (2, 1))
            self.assertEqual(self.env["quickbooks.job"]._gc_payloads(), (0, 0))

    def test_odoos_clean_up_knows_of_it(self):
        invoice = self._invoice()
        self._run()
        self._let_days_pass(61)
        clean_up = self.env["ir.autovacuum"].sudo().with_context(cron_id=1)
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: True
        ):
            clean_up._run_vacuum_cleaner()
        self.assertFalse(self._jobs(invoice).sudo().payload)

    def test_days_that_make_no_sense_are_refused(self):
        for days in (0, 6, 3651):
            with self.subTest(days), self.assertRaises(ValidationError):
                self.connection.keep_days = days

    def test_today_is_never_cleared(self):
        self.connection.keep_days = quickbooks_housekeeping.SHORTEST_KEPT
        invoice = self._invoice()
        self._run()
        self.assertEqual(self._clear(), [(0, 0)] * 3)
        self.assertEqual(self._jobs(invoice).done_at.date(), fields.Date.today())
