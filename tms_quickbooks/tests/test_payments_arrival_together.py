# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""New payments are entered all at once, and it comes to the same as one by one."""

from unittest.mock import patch

from psycopg2 import OperationalError

from odoo.exceptions import UserError
from odoo.tests import tagged

from .canadian_case import CanadianBooks
from .payment_arrival_case import PaymentArrivalCase


class TogetherCase(PaymentArrivalCase):
    """Takes what is in the inbox in either way, and looks at the books after it."""

    def _assert_same_as_one_by_one(self, *moves):
        """Take what has changed in QuickBooks, in one go.

        :param moves: the documents that are paid
        """
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            self._notice_all(connection)
            moves = env["account.move"].union(*moves).with_env(env)
            before = self._books(connection, moves)
            with env.cr.savepoint() as savepoint, self._one_by_one(connection):
                while connection._step_take():
                    pass
                singly = self._books(connection, moves)
                savepoint.rollback()
            env.invalidate_all()
            moves._get_sequence_cache().clear()
            self.assertEqual(self._books(connection, moves), before)
            while connection._step_take():
                pass
            together = self._books(connection, moves)
        self.env["account.move"]._get_sequence_cache().clear()
        self.assertNotEqual(together, before)
        self.maxDiff = None
        self.assertEqual(together, singly)

    def _one_by_one(self, connection):
        Change = type(connection.env["quickbooks.change"])
        return patch.object(Change, "_take_together", lambda changes: changes.browse())

    def _books(self, connection, moves):
        """What became of each change, and what is booked and open."""
        connection.env.flush_all()
        connection.env.invalidate_all()
        changes = connection.change_ids.sorted("id")
        payments = [
            connection.env["account.payment"].browse(change.res_id)
            for change in changes
            if change.res_model == "account.payment"
        ]
        arrived = connection.env["account.move"].browse(
            change.res_id for change in changes if change.res_model == "account.move"
        )
        return {
            "changes": [
                (each.type, each.qb_id, each.state, each.problem_text, each.outcome)
                for each in changes
            ],
            "payments": [
                (
                    *(each.state, each.qb_status, each.qb_id, each.amount),
                    *(each.partner_id, each.payment_reference, each.memo),
                    self._entry(each.move_id),
                    each.reconciled_invoice_ids | each.reconciled_bill_ids,
                    sorted(filter(None, each.message_ids.mapped("body"))),
                )
                for each in payments
            ],
            "documents": [
                (each.payment_state, each.amount_residual, self._entry(each))
                for each in moves
            ],
            "arrived": [
                (
                    *(each.state, each.qb_status, each.qb_id, each.qb_number),
                    *(each.move_type, each.partner_id, each.ref, each.date),
                    *(each.invoice_date, each.invoice_date_due, each.amount_total),
                    *(each.payment_reference, each.narration, self._entry(each)),
                    each.invoice_line_ids.mapped(
                        lambda line: (line.name, line.tax_ids)
                    ),
                    sorted(filter(None, each.message_ids.mapped("body"))),
                )
                for each in arrived
            ],
        }

    def _entry(self, move):
        """Items, what is open of them, and with what they are matched for how much."""
        return [
            (
                *(line.account_id, line.partner_id, line.debit, line.credit),
                *(line.amount_currency, line.currency_id, line.reconciled),
                *(line.amount_residual, line.amount_residual_currency),
                sorted(
                    self._matched(part)
                    for part in line.matched_debit_ids | line.matched_credit_ids
                ),
            )
            for line in move.line_ids.sorted("id")
        ]

    def _matched(self, part):
        """What is matched, without the numbers of payments: those of a day are
        numbered in the order of what they refer to."""
        moves = (part.debit_move_id | part.credit_move_id).move_id
        return (
            *(move.origin_payment_id.qb_id or move.name for move in moves),
            *(part.amount, part.debit_amount_currency, part.credit_amount_currency),
            part.qb_object_id.qb_id or "",
            *part.exchange_move_id.line_ids.mapped("balance"),
        )


@tagged("post_install", "-at_install")
class TestPaymentsTogether(TogetherCase):
    def test_whatever_they_settle(self):
        invoices = [self._invoice({"price_unit": 100 + n}) for n in range(8)]
        credit = self._refund("out_refund", self.customer, 200)
        bills = [
            self._bill({"price_unit": 300 + n}, ref=f"CARRIER-{n}") for n in range(2)
        ]
        self._there(*invoices, credit, *bills)
        # Entered here by hand, so that less is open than somebody pays there.
        self.connection.payment_push = "none"
        self._register(invoices[5], amount=60)
        whole, parts, over, split, other, less, locked, homeless = invoices
        self._receive({whole: ""}, PaymentRefNum="10482")
        for amount in ("40", "30.50", "31.50"):
            self._receive({parts: amount})
        self._receive({over: ""}, "150")
        self._receive({split: "20", other: "40"}, "70")
        self._receive({split: "", other: "10", credit: "50"})
        self._receive({other: "30", credit: "30"})
        self._receive({less: ""})
        self.company.fiscalyear_lock_date = "2026-10-31"
        self._receive({locked: ""}, TxnDate="2026-10-15")
        self._receive({homeless: ""}, DepositToAccountRef="Undeposited Funds")
        self._pay_bills(dict.fromkeys(bills, ""))
        self._assert_same_as_one_by_one(*invoices, credit, *bills)
        self.assertEqual(len(self._held_codes()), 3, self._inbox())

    def _held_codes(self):
        failed = self.env["quickbooks.change"].search([("state", "=", "failed")])
        return failed.mapped("problem_code")

    def test_as_drafts(self):
        self.connection.payment_pull = "draft"
        invoices = [self._invoice({"price_unit": 100 + n}) for n in range(3)]
        self._there(*invoices)
        for invoice in invoices:
            self._receive({invoice: ""})
        self._assert_same_as_one_by_one(*invoices)
        found = self.env["account.payment"].search([("qb_made_there", "=", True)])
        self.assertEqual(found.mapped("state"), ["draft"] * 3)

    def test_what_is_at_fault_stands_alone(self):
        """Something that only shows while it is entered keeps none of the others."""
        invoices = [self._invoice({"price_unit": 100 + n}) for n in range(7)]
        self._there(*invoices)
        numbers = [
            self._receive({invoice: ""}, PaymentRefNum=f"CHECK {n}")
            for n, invoice in enumerate(invoices)
        ]
        Payment = type(self.env["account.payment"])
        post, sunday = Payment.action_post, "Not on a Sunday."

        def refuse(payments):
            if "CHECK 4" in payments.mapped("payment_reference"):
                raise UserError(sunday)
            return post(payments)

        with patch.object(Payment, "action_post", refuse):
            self._arrive()
        for number, invoice in zip(numbers, invoices, strict=True):
            if number == numbers[4]:
                _code, sentence, _hint = self._held(number)
                self.assertIn(sunday, sentence)
                self.assertEqual(invoice.payment_state, "not_paid")
            else:
                self.assertEqual(self._payment_of(number).amount, invoice.amount_total)
                self.assertEqual(invoice.payment_state, "paid")
        self._assert_equal_balances(*invoices[:4], *invoices[5:])
        self.env["quickbooks.change"].search([("state", "=", "failed")]).action_retry()
        self._arrive()
        self._assert_equal_balances(*invoices)

    def test_who_was_overtaken_starts_the_whole_step_over(self):
        invoices = [self._invoice({"price_unit": 100 + n}) for n in range(2)]
        self._there(*invoices)
        for invoice in invoices:
            self._receive({invoice: ""})
        Payment = type(self.env["account.payment"])
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            self._notice_all(connection)
            with (
                patch.object(Payment, "action_post", side_effect=OperationalError),
                self.assertRaises(OperationalError),
                env.cr.savepoint(),
            ):
                connection._step_take()
        self.assertEqual({each.payment_state for each in invoices}, {"not_paid"})

    def test_it_costs_far_less_than_odoo_takes_for_one(self):
        invoices = [self._invoice({"price_unit": 10 + n}) for n in range(24)]
        self._there(*invoices)
        by_hand = self._cost(
            lambda: [self._register(invoice) for invoice in invoices[:4]]
        )
        for invoice in invoices[4:]:
            self._receive({invoice: ""})
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            self._notice_all(connection)
            arrived = self._cost(connection._step_take)
        self.assertEqual({each.payment_state for each in invoices[4:]}, {"paid"})
        self.assertLess(arrived / 20, by_hand / 4 / 2)

    def _cost(self, work):
        """The number of queries that it takes."""
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestPaymentsTogetherCurrency(CanadianBooks, TogetherCase):
    def test_at_rates_of_quickbooks(self):
        self._rate_us_dollars("2026-11-01", 1.3642)
        self._map_tax(False, "Zero-rated")
        dollar = self.us_dollar.id
        invoices = [
            self._invoice({"price_unit": 999.99 + n}, currency_id=dollar)
            for n in range(3)
        ]
        self._there(*invoices)
        first, second, third = invoices
        self._receive({first: "333.33"}, ExchangeRate="1.4100")
        self._receive({first: "333.33", second: "100.01"}, ExchangeRate="1.3333")
        self._receive({first: ""}, ExchangeRate="1.2501")
        self._receive({second: "", third: "0.01"}, "1000", ExchangeRate="1.3642")
        self._assert_same_as_one_by_one(*invoices)
        self._assert_equal_balances(*invoices)
        self.assertEqual(first.payment_state, "paid")
