# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What entries are matched with on receivable and payable accounts."""

from collections import namedtuple
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from .account_move_document import _money


class Match(namedtuple("Match", "move payment amount currency set_off_by")):
    """Another entry, the payment it is of (or none), and how much in which currency.

    ``set_off_by``: the id of the payment in QuickBooks that has set off a credit.
    """

    @property
    def is_credit(self):
        return self.move.move_type in ("out_refund", "in_refund")


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_matched(self):
        """What these entries are matched with, differences of exchange left out.

        One query. Amounts are in the currency of the other entry's line, and positive.

        :return: ``{move id: [Match]}``, in the order in which the others were made
        """
        if not self:
            return {}
        for model in ("account.partial.reconcile", "account.move.line", "account.move"):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                WITH line AS (
                    SELECT line.id, line.move_id FROM account_move_line AS line
                      JOIN account_account AS account ON account.id = line.account_id
                     WHERE line.move_id = ANY(%s) AND account.account_type
                           IN ('asset_receivable', 'liability_payable')
                ), matched AS (
                    SELECT line.move_id, part.debit_move_id AS line_id,
                           part.debit_amount_currency AS amount, part.qb_object_id
                      FROM line JOIN account_partial_reconcile AS part
                        ON part.credit_move_id = line.id
                     UNION ALL
                    SELECT line.move_id, part.credit_move_id,
                           part.credit_amount_currency, part.qb_object_id
                      FROM line JOIN account_partial_reconcile AS part
                        ON part.debit_move_id = line.id
                )
                SELECT matched.move_id, move.id, move.origin_payment_id,
                       sum(matched.amount), other.currency_id, matched.qb_object_id
                  FROM matched
                  JOIN account_move_line AS other ON other.id = matched.line_id
                  JOIN account_move AS move ON move.id = other.move_id
                 WHERE move.id <> matched.move_id AND NOT EXISTS (
                       SELECT FROM account_partial_reconcile AS difference
                        WHERE difference.exchange_move_id = move.id)
                 GROUP BY matched.move_id, move.id, other.currency_id,
                       matched.qb_object_id
                 ORDER BY matched.move_id, move.id
                """,
                self.ids,
            )
        )
        no_payment = self.env["account.payment"]
        moves = self.browse({row[1] for row in rows}).grouped("id")
        payments = no_payment.browse({row[2] for row in rows if row[2]}).grouped("id")
        currencies = self.env["res.currency"]
        found = {}
        for move_id, other_id, payment_id, amount, currency_id, set_off_by in rows:
            found.setdefault(move_id, []).append(
                Match(
                    moves[other_id],
                    payments.get(payment_id, no_payment),
                    amount,
                    currencies.browse(currency_id),
                    set_off_by,
                )
            )
        return found

    def _qb_set_off_with(self, credit):
        """How much of one invoice or bill a credit has settled, by any payment."""
        matches = self._qb_matched().get(self.id, ())
        return sum(
            (
                _money(match.amount, match.currency)
                for match in matches
                if match.move == credit
            ),
            Decimal(0),
        )
