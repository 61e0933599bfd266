# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices, bills, credits and payments: add, change, void, delete."""

from __future__ import annotations

import json
from dataclasses import dataclass

from . import payments, purchases, sales, settlements, statuses
from .books import Books, Row, amount, body_of
from .kinds import LINES
from .lists import address_block
from .settlements import Settlement
from .values import Body

_MODULES = {
    "Invoice": sales,
    "CreditMemo": sales,
    "Bill": purchases,
    "VendorCredit": purchases,
    "ReceivePayment": payments,
    "BillPaymentCheck": payments,
    "BillPaymentCreditCard": payments,
}
_CLEARED = {"ClearExpenseLines": "ExpenseLine", "ClearItemLines": "ItemLine"}
_IDENTITY = {"TxnID", "EditSequence", "LinkToTxnID"}
_REQUIRED = (
    "CustomerRef",
    "VendorRef",
    "PayeeEntityRef",
    "ARAccountRef",
    "APAccountRef",
    "TxnDate",
    "BankAccountRef",
)
_NUMBERED = ("Invoice", "CreditMemo")
NEW_LINE = "-1"
_RECOMPUTED = {"Quantity", "Rate", "RatePercent", "Cost", "ItemRef"}


@dataclass
class Draft:
    """A transaction about to be saved.

    :ivar party: the customer or vendor
    :ivar account: receivables or payables it is posted to
    :ivar total: cents
    :ivar body: what is kept of it
    :ivar settled: what it settles, or what settles it; None: as before
    """

    party: Row
    account: Row
    total: int
    body: Body
    settled: list[Settlement] | None = None

    @property
    def columns(self) -> dict:
        """What the table keeps of it."""
        number = self.body.get("RefNumber", "")
        return {
            "ref_number": number,
            "ref_key": number.casefold(),
            "party": self.party["id"],
            "account": self.account["id"],
            "date": self.body["TxnDate"],
            "total": self.total,
            "body": _dumps(self.body),
        }


# -- adding ----------------------------------------------------------------------------


def add(books: Books, kind: str, body: Body) -> str:
    """Save a new transaction; returns its TxnID.

    :raises Refusal: what it refers to is not there, a feature is off, the books are
        closed, it settles too much
    """
    kept = books.resolved(body, kind)
    kept.setdefault("TxnDate", books.clock.today())
    for name in LINES.get(kind, ()):
        lines = kept.pop(f"{name}Add", [])
        kept[name] = [{"TxnLineID": books.new_id(), **line} for line in lines]
    draft = _draft(books, kind, kept)
    books.check_open(draft.body["TxnDate"], kind)
    if kind in _NUMBERED:
        _number(books, draft.body)
    now, txn_id = books.now(), books.new_id()
    number = books.store.insert_row(
        "txn",
        txn_id=txn_id,
        kind=kind,
        number=books.next_number("TxnNumber"),
        open=0,
        edit_sequence=now,
        created=now,
        modified=now,
        **draft.columns,
    )
    settlements.recount(books, {number})
    settlements.replace(books, number, draft.settled or [])
    _keep_extensions(books, kind, txn_id, draft.body)
    return txn_id


def _draft(books, kind, kept) -> Draft:
    draft = Draft(*_MODULES[kind].prepare(books, kind, kept))
    if draft.total < 0:
        raise statuses.invalid(
            "Amount", amount(draft.total), "The total must not be less than zero."
        )
    return draft


def _dumps(body) -> str:
    return json.dumps({key: value for key, value in body.items() if value})


def _number(books, body):
    """The next number after the last one, unless it has one."""
    given = body.get("RefNumber")
    if not given:
        body["RefNumber"] = str(books.next_number("RefNumber"))
    elif given.isascii() and given.isdigit():
        books.store.set_setting("last RefNumber", str(int(given)))


def _keep_extensions(books, kind, txn_id, body):
    """Lines may bring values of custom fields along."""
    for name in LINES.get(kind, ()):
        for line in body.get(name, ()):
            for each in line.pop("DataExt", ()):
                books.store.run(
                    "INSERT INTO extension VALUES (?, ?, ?, ?, ?)",
                    txn_id,
                    line["TxnLineID"],
                    each["OwnerID"],
                    each["DataExtName"],
                    each["DataExtValue"],
                )


# -- changing --------------------------------------------------------------------------


def modify(books: Books, kind: str, body: Body) -> str:
    """Change the fields a request names; returns the TxnID.

    Lines the request does not name go, when it names any; an existing line keeps what
    is not said of it. The same holds for what a payment is applied to.

    :raises Refusal: as in :func:`add`; 3120 there is no such transaction, 3190 a field
        that cannot be empty, 3200 somebody has changed it since, 3290 a line is not its
        own, or not in its place
    """
    row = _its_row(books, kind, body["TxnID"])
    if body["EditSequence"] != str(row["edit_sequence"]):
        raise statuses.stale(body["EditSequence"], row["txn_id"])
    for name in _REQUIRED:
        if name in body and not _filled(body[name]):
            raise statuses.cannot_clear(name)
    _check_changeable(books, row)
    changes = books.resolved(body, kind)
    kept = _merged(books, kind, body_of(row), changes)
    draft = _draft(books, kind, kept)
    _check_day(books, kind, draft.body["TxnDate"])
    _check_settled(books, row, draft)
    if draft.total != row["total"] or _moves(row, draft, "DepositToAccountRef"):
        _check_not_deposited(row)
    books.store.update_row(
        "txn",
        row["id"],
        edit_sequence=books.next_edit_sequence(row["edit_sequence"]),
        modified=books.now(),
        **draft.columns,
    )
    if draft.party["id"] != row["party"]:
        settlements.move(books, row, draft.party["id"])
    if draft.settled is not None:
        settlements.replace(books, row["id"], draft.settled)
    settlements.recount(books, {row["id"]})
    _keep_extensions(books, kind, row["txn_id"], draft.body)
    return row["txn_id"]


def _filled(value) -> bool:
    return any(value.values()) if isinstance(value, dict) else bool(value)


def _its_row(books, kind, txn_id) -> Row:
    row = books.txn(txn_id)
    if row is None or row["kind"] != kind:
        raise statuses.not_found(txn_id)
    return row


def _check_changeable(books, row):
    _check_day(books, row["kind"], row["date"])
    if row["void"]:
        raise statuses.not_changed(row["kind"], "A void transaction stays as it is.")


def _check_day(books, kind, day):
    closing = books.profile.closing_date
    if closing and day <= closing:
        raise statuses.not_changed(
            kind, f"The transaction date {day} is in a period closed on {closing}."
        )


def _moves(row, draft, field) -> bool:
    return body_of(row).get(field) != draft.body.get(field)


def _check_not_deposited(row):
    if row["deposited"]:
        raise statuses.not_changed(
            row["kind"],
            "This payment has been deposited.  Take it out of the deposit first.",
        )


def _check_settled(books, row, draft):
    if draft.settled is not None:
        return
    used = row["total"] - row["open"]
    if used and draft.party["id"] != row["party"]:
        raise statuses.not_changed(
            row["kind"], "It is applied to transactions of somebody else."
        )
    if draft.total < used:
        raise statuses.invalid(
            "Amount", amount(draft.total), f"{amount(used)} of it is applied already."
        )


def _merged(books, kind, before, changes) -> Body:
    result = dict(before)
    names = LINES.get(kind, ())
    for field_name, value in changes.items():
        name = field_name.removesuffix("Mod")
        if field_name in _CLEARED:
            if value == "true":
                result[_CLEARED[field_name]] = []
        elif name in names:
            result[name] = _merged_lines(books, before.get(name, []), value)
        elif field_name not in _IDENTITY:
            result[field_name] = value
    return result


def _merged_lines(books, before, changed) -> list[Body]:
    places = {line["TxnLineID"]: place for place, line in enumerate(before)}
    last, lines = -1, []
    for line in changed:
        line_id = line["TxnLineID"]
        if line_id == NEW_LINE:
            lines.append({**line, "TxnLineID": books.new_id()})
            continue
        place = places.get(line_id)
        if place is None or place <= last:
            raise statuses.bad_line(line_id)
        last = place
        kept = dict(before[place])
        if _RECOMPUTED & line.keys() and "Amount" not in line:
            kept.pop("Amount", None)
        if "Amount" in line and "Rate" not in line:
            kept.pop("Rate", None)
            kept.pop("Cost", None)
        lines.append({**kept, **line})
    return lines


# -- taking back -----------------------------------------------------------------------


def void(books: Books, kind: str, txn_id: str) -> Body:
    """Set all amounts to zero and free what it settled; returns what is answered.

    :raises Refusal: 3120 there is none, 3170 it cannot be changed
    """
    row = _its_row(books, kind, txn_id)
    _check_changeable(books, row)
    _check_not_deposited(row)
    settlements.release(books, row["id"])
    body = _MODULES[kind].voided(body_of(row))
    body["Memo"] = f"VOID: {body.get('Memo', '')}".rstrip()
    now = books.now()
    books.store.update_row(
        "txn",
        row["id"],
        total=0,
        void=1,
        edit_sequence=books.next_edit_sequence(row["edit_sequence"]),
        modified=now,
        body=_dumps(body),
    )
    settlements.recount(books, {row["id"]})
    return {
        "TxnVoidType": kind,
        "TxnID": txn_id,
        "TimeCreated": books.stamp(row["created"]),
        "TimeModified": books.stamp(now),
        "RefNumber": row["ref_number"],
    }


def delete(books: Books, kind: str, txn_id: str) -> Body:
    """Delete it and free what it settled; returns what is answered.

    :raises Refusal: 3120 there is none, 3170 the books are closed
    """
    row = _its_row(books, kind, txn_id)
    _check_day(books, kind, row["date"])
    _check_not_deposited(row)
    settlements.release(books, row["id"])
    settlements.move(books, row, None)
    books.store.run("DELETE FROM txn WHERE id = ?", row["id"])
    when = books.note_deleted(row, txn_id, row["ref_number"])
    return {
        "TxnDelType": kind,
        "TxnID": txn_id,
        "TimeDeleted": when,
        "RefNumber": row["ref_number"],
    }


def deposit(books: Books, txn_id: str, deposited: bool) -> None:
    """Put a payment of a customer into a deposit, or take it out again.

    :raises Refusal: 3120 there is none
    """
    row = _its_row(books, "ReceivePayment", txn_id)
    books.store.update_row(
        "txn",
        row["id"],
        deposited=int(deposited),
        edit_sequence=books.next_edit_sequence(row["edit_sequence"]),
        modified=books.now(),
    )


# -- telling ---------------------------------------------------------------------------


def shown(
    books: Books,
    row: Row,
    *,
    lines: bool = True,
    links: bool = True,
    extensions: dict[str, list[Body]] | None = None,
) -> Body:
    """What an answer tells of a transaction.

    :param lines: with its lines, or with what a payment is applied to
    :param links: with what settles it
    :param extensions: its fields and those of its lines, by TxnLineID
    """
    kind, body, fields = row["kind"], body_of(row), extensions or {}
    result = {
        "TxnID": row["txn_id"],
        "TimeCreated": books.stamp(row["created"]),
        "TimeModified": books.stamp(row["modified"]),
        "EditSequence": str(row["edit_sequence"]),
        "TxnNumber": str(row["number"]),
        "DataExtRet": fields.get("", []),
    }
    for name in LINES.get(kind, ()):
        its_lines = body.pop(name, ())
        if lines:
            result[f"{name}Ret"] = [
                {**books.shown(line), "DataExtRet": fields.get(line["TxnLineID"], [])}
                for line in its_lines
            ]
    result |= books.shown(body) | _MODULES[kind].amounts(books, row, body)
    for name in ("BillAddress", "ShipAddress"):
        if name in result:
            result[f"{name}Block"] = address_block(result[name])
    if kind in payments.KINDS:
        if lines:
            result["AppliedToTxnRet"] = settlements.applied(books, row)
    elif links:
        result["LinkedTxn"] = settlements.linked(books, row)
    return result
