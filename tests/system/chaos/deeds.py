# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users do to documents while workers are at work, and what should come of it.

Each deed says where the document should be from then on, or None where that is as it
was before.
"""

from enum import Enum
from functools import partial

from psycopg2 import OperationalError

from odoo import Command
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import float_round

PAID = ("out_invoice", "in_invoice")
OWED = ("asset_receivable", "liability_payable")
# What a credit note can be matched with.
DEBT_OF = {"out_refund": "out_invoice", "in_refund": "in_invoice"}
# In the context: what users alone work on, and what goes to QuickBooks.
OURS = "chaos_ours"
# What can be done to what is paid, in part or in whole.
HARMLESS = ("postpone", "send", "pay", "pay_less", "refee", "unpay")
# What finds something to be done to, or does nothing.
MAYBE = ("pay_less", "refee", "unpay", "set_off")
# Where what is written off with a payment is booked.
FEES = "Fees of Factors"
# What users do to documents that somebody works on in QuickBooks as well.
_BESIDE = {
    "theirs": ("postpone", "send"),
    "both": ("postpone", "send", "pay"),
    "edited": ("postpone", "send", "change"),
}


class Fate(Enum):
    """Where a document should be in the end."""

    SENT = "in QuickBooks, just as it is here"
    KEPT = "not in QuickBooks"
    LEFT = "in QuickBooks, as it was when a user held it back"
    TAKEN = "taken back from QuickBooks"


def post(moves, _price):
    """Post documents, which queues them."""
    moves.action_post()
    return Fate.SENT


def change(move, price):
    """Take it back to draft, change a price, post it again."""
    move.button_draft()
    move.invoice_line_ids[0].price_unit = price / 100
    move.action_post()
    return None if move.qb_status == "suppressed" else Fate.SENT


def postpone(move, price):
    """Another due date, and the user sends it again."""
    move.invoice_date_due = f"2027-01-{1 + price % 28:02d}"
    move.action_qb_send()
    return Fate.SENT


def suppress(move, _price):
    """Keep it out of QuickBooks."""
    move.action_qb_suppress()
    return _held_back(move)


def release(move, _price):
    """Let it go to QuickBooks again, if it was suppressed, and send it."""
    if move.qb_status != "suppressed":
        return None
    move.action_qb_release()
    move.action_qb_send()
    return Fate.SENT


def cancel(move, _price):
    """Take it out of the queue."""
    jobs = move._qb_open_jobs()
    jobs.action_cancel()
    return _held_back(move) if set(jobs.mapped("state")) == {"cancelled"} else None


def send(move, _price):
    """Click Send to QB, whether needed or not."""
    move.action_qb_send()
    return Fate.SENT


def pay(move, price, side="ours"):
    """Register a payment of all that is open, or of half of it; of what is paid in
    QuickBooks as well, a third and once."""
    if move.move_type not in PAID or move.state != "posted":
        return None
    if move.currency_id.is_zero(move.amount_residual):
        return None
    share, amount = 1 if price % 2 else 2, move.amount_residual
    if side == "both":
        if move.matched_payment_ids.filtered(lambda its: not its.payment_reference):
            return None
        share, amount = 3, move.amount_total
    register = move.env["account.payment.register"].with_context(
        active_model=move._name, active_ids=move.ids
    )
    register.create(
        {
            "amount": float_round(amount / share, 2, rounding_method="DOWN"),
            "payment_difference_handling": "open",
            "payment_date": "2026-11-30",
        }
    )._create_payments()
    return None


def pay_less(move, price):
    """Register a payment of all that is open, of which a fee is kept."""
    if move.move_type not in PAID or move.state != "posted":
        return None
    fee = float_round(move.amount_residual * price / 10_000, 2)
    if fee <= 0 or move.amount_residual - fee <= 0:
        return None
    account = move.env["account.account"].search(
        [("name", "=", FEES), ("company_ids", "in", move.company_id.ids)]
    )
    register = (
        move.env["account.payment.register"]
        .with_context(active_model=move._name, active_ids=move.ids)
        .create(
            {
                "amount": move.amount_residual - fee,
                "payment_difference_handling": "reconcile",
                "writeoff_account_id": account.id,
                "payment_date": "2026-11-30",
            }
        )
    )
    if not register.payment_method_line_id.payment_account_id:
        return None  # what has no entry of its own can write nothing off
    register._create_payments()
    return Fate.SENT


def refee(move, price):
    """Another fee: the payment is registered again, over another amount."""
    payment = _own_payments(move).filtered(_has_fee)[:1]
    if not payment:
        return None
    *_money, fee = payment._seek_for_lines()
    whole = payment.amount + abs(fee.amount_currency)
    amount = float_round(whole * (10_000 - price) / 10_000, 2)
    if not 0 < amount < whole:
        return None
    payment.action_draft()
    payment.amount = amount
    money, owed, fee = payment._seek_for_lines()
    sign = 1 if payment.payment_type == "inbound" else -1
    booked = {
        line: sign
        * payment.currency_id._convert(
            value, payment.company_currency_id, payment.company_id, payment.date
        )
        for line, value in ((money, amount), (owed, -whole))
    }
    booked[fee] = -sum(booked.values())
    values = {money: amount, owed: -whole, fee: whole - amount}
    payment.move_id.with_context(skip_invoice_sync=True).line_ids = [
        Command.update(
            line.id,
            {"amount_currency": sign * values[line], "balance": booked[line]},
        )
        for line in booked
    ]
    payment.action_post()
    _match(move, payment)
    payment.action_qb_send()
    return Fate.SENT


def unpay(move, price):
    """Take a payment back out of QuickBooks, and cancel it."""
    payment = _own_payments(move)[:1]
    if not payment:
        return None
    action = payment.action_qb_revert()
    dialog = payment.env["quickbooks.revert"].browse(action["res_id"])
    dialog.how = "void" if price % 2 else "delete"
    dialog.action_revert()
    payment.action_draft()
    payment.action_cancel()
    return Fate.SENT


def _own_payments(move):
    """The payments of a document that were registered here."""
    return move.matched_payment_ids.filtered(
        lambda its: not its.payment_reference and its.state in ("in_process", "paid")
    )


def _has_fee(payment):
    return bool(payment.move_id and payment._seek_for_lines()[2])


def _match(move, payment):
    """Match a payment with the document that it was made for."""
    (move | payment.move_id).line_ids.filtered(
        lambda line: line.account_type in OWED and not line.reconciled
    ).reconcile()


def set_off(move, _price):
    """Match a credit note with an invoice or bill of the same partner that nobody has
    paid; without any payment."""
    debts = move.browse(move.env.context[OURS]).filtered(
        lambda its: its.move_type == DEBT_OF[move.move_type]
        and its.commercial_partner_id == move.commercial_partner_id
        and its.company_id == move.company_id
        and its.amount_residual > 0
        and _is_free(its)
    )
    if not debts or move.state != "posted" or not move.amount_residual:
        return None
    (move | debts[0]).line_ids.filtered(
        lambda line: line.account_type in OWED and not line.reconciled
    ).reconcile()
    return Fate.SENT


def _is_free(move):
    """Whether nothing has settled a document yet."""
    lines = move.line_ids
    return not (
        move.matched_payment_ids or lines.matched_debit_ids or lines.matched_credit_ids
    )


def revert(move, price):
    """Take it back from QuickBooks: void it, or have it deleted."""
    dialog = move.env["quickbooks.revert"].browse(move.action_qb_revert()["res_id"])
    dialog.how = "void" if price % 2 else "delete"
    dialog.action_revert()
    return Fate.TAKEN


def unpost(move, _price):
    """Cancel the document itself."""
    move.button_draft()
    move.button_cancel()
    return _held_back(move)


def _held_back(move):
    if move._qb_open_jobs()._withdrawing():
        return Fate.TAKEN
    is_there = move._qb_objects() or move._qb_open_jobs().filtered("request_id")
    return Fate.LEFT if is_there else Fate.KEPT


_DEEDS = (
    *(post, change, postpone, suppress, release, cancel),
    *(send, pay, pay_less, refee, unpay, set_off, revert, unpost),
)
DEEDS = {deed.__name__: deed for deed in _DEEDS}


def is_possible(kind, move, fate, side):
    """Whether a user would do that: pay what goes out, leave alone what is paid, or
    what somebody works on in QuickBooks."""
    if kind not in _BESIDE.get(side, DEEDS):
        return False
    if kind in ("pay", "pay_less"):
        return fate is Fate.SENT and not _settled_by_credit(move)
    if kind == "set_off":
        return fate is Fate.SENT and move.move_type in DEBT_OF
    if kind in HARMLESS:
        return True
    return not (move.matched_payment_ids or _settled_by_credit(move))


def _settled_by_credit(move):
    """Whether a credit note is matched with an invoice or bill; then whoever pays the
    rest does so in another round."""
    lines = move.line_ids
    parts = lines.matched_debit_ids | lines.matched_credit_ids
    moves = (parts.debit_move_id | parts.credit_move_id).move_id - move
    return any(other.is_invoice() for other in moves)


def do(env, kind, moves, price=None, side="ours", look=None):
    """Do it and commit it, as the request of a user does.

    :param look: called before it, in the very transaction that does it: where a worker
        was faster that is another one than the first
    :return: what the deed says, and what the look has seen
    :raises UserError, OperationalError: when it is refused, or always somebody else
        was faster; nothing of it is done then
    """
    deed = partial(pay, side=side) if kind == "pay" else DEEDS[kind]

    def look_and_do():
        seen = look and look()
        return deed(moves, price), seen

    try:
        fate, seen = retrying(look_and_do, env)
    except (UserError, OperationalError):
        env.cr.rollback()
        raise
    env.cr.commit()
    return fate, seen
