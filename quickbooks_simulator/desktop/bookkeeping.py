# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a bookkeeper does by hand in QuickBooks, while applications work on the file."""

from __future__ import annotations

from . import lists, transactions
from .books import Books, Row, body_of
from .cashier import Cashier
from .kinds import LINES, LISTS
from .screen import transaction, typed
from .transactions import NEW_LINE
from .values import Body

_MERGED = ("Account", "Class", "Customer", "Vendor", "ItemService", "ItemNonInventory")

# A line: the name of its item or account, and its amount; or all of its fields.
Line = tuple[str, str] | Body


class Bookkeeper(Cashier):
    """Somebody at the computer that QuickBooks runs on.

    The rules are those of requests, only that nobody at the screen has an old version,
    and that a received payment can be voided there.
    """

    # -- making ------------------------------------------------------------------------

    def invoice(self, customer: str, *lines: Line, **fields) -> str:
        """Write an invoice; returns its TxnID.

        :param customer: name or id
        :raises Refusal: QuickBooks does not take it
        """
        return self._write("Invoice", lines, CustomerRef=customer, **fields)

    def credit_memo(self, customer: str, *lines: Line, **fields) -> str:
        """Write a credit memo; see :meth:`invoice`."""
        return self._write("CreditMemo", lines, CustomerRef=customer, **fields)

    def bill(self, vendor: str, *lines: Line, **fields) -> str:
        """Enter a bill; returns its TxnID.

        :param vendor: name or id
        :raises Refusal: QuickBooks does not take it
        """
        return self._write("Bill", lines, VendorRef=vendor, **fields)

    def vendor_credit(self, vendor: str, *lines: Line, **fields) -> str:
        """Enter a credit of a vendor; see :meth:`bill`."""
        return self._write("VendorCredit", lines, VendorRef=vendor, **fields)

    def _write(self, kind, lines, **fields):
        with self._at_work() as books:
            body = typed(books, fields)
            for line in lines:
                name, content = _line(books, kind, line)
                body.setdefault(f"{name}Add", []).append(content)
            return transactions.add(books, kind, body)

    def customer(self, name: str, **fields) -> str:
        """Make a customer, or with ParentRef a job; returns its ListID.

        :raises Refusal: QuickBooks does not take it
        """
        return self._enlist("Customer", Name=name, **fields)

    def vendor(self, name: str, **fields) -> str:
        """Make a vendor; returns its ListID.

        :raises Refusal: QuickBooks does not take it
        """
        return self._enlist("Vendor", Name=name, **fields)

    def _enlist(self, kind, **fields):
        with self._at_work() as books:
            return lists.add(books, LISTS[kind], typed(books, fields))

    # -- changing ----------------------------------------------------------------------

    def change(self, object_id: str, **fields) -> None:
        """Change fields of a list object or a transaction.

        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            row = books.row(object_id)
            if row is None:
                _modify(books, transaction(books, object_id), typed(books, fields))
                return
            version = {"ListID": object_id, "EditSequence": str(row["edit_sequence"])}
            lists.modify(books, LISTS[row["kind"]], version | typed(books, fields))

    def add_line(self, txn_id: str, line: Line) -> None:
        """Add a line to an invoice, a bill or a credit, after its others.

        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            row = transaction(books, txn_id)
            name, content = _line(books, row["kind"], line)
            kept = [_same(line) for line in body_of(row).get(name, ())]
            added = {"TxnLineID": NEW_LINE, **content}
            _modify(books, row, {f"{name}Mod": [*kept, added]})

    def change_line(self, txn_id: str, number: int, **fields) -> None:
        """Change fields of a line.

        :param number: 1 is the first; on a bill, expenses come before items
        :raises IndexError: it has not so many lines
        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            row = transaction(books, txn_id)
            name, lines, place = _place(row, number)
            lines[place] |= typed(books, fields)
            _modify(books, row, {f"{name}Mod": lines})

    def drop_line(self, txn_id: str, number: int) -> None:
        """Delete a line; see :meth:`change_line`."""
        with self._at_work() as books:
            row = transaction(books, txn_id)
            name, lines, place = _place(row, number)
            del lines[place]
            _modify(books, row, {f"{name}Mod": lines})

    # -- taking back -------------------------------------------------------------------

    def void(self, txn_id: str) -> None:
        """Void a transaction.

        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            transactions.void(books, transaction(books, txn_id)["kind"], txn_id)

    def delete(self, object_id: str) -> None:
        """Delete a transaction, or a list object that nobody uses.

        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            row = books.row(object_id)
            if row is not None:
                lists.delete(books, LISTS[row["kind"]], object_id)
                return
            kind = transaction(books, object_id)["kind"]
            transactions.delete(books, kind, object_id)

    def merge(self, loser: str, survivor: str) -> None:
        """Give a list object the name of another one of its kind.

        All that is the loser's becomes the survivor's, and the loser is deleted.

        :raises ValueError: they cannot be merged
        """
        with self._at_work() as books:
            gone, kept = books.row(loser), books.row(survivor)
            if gone["kind"] != kept["kind"] or gone["kind"] not in _MERGED:
                raise ValueError(f"{gone['full_name']} cannot be merged.")
            lists.merge(books, LISTS[gone["kind"]], gone, kept)


def _modify(books: Books, row: Row, changes: Body) -> None:
    version = {"TxnID": row["txn_id"], "EditSequence": str(row["edit_sequence"])}
    transactions.modify(books, row["kind"], version | changes)


def _line(books, kind, line) -> tuple[str, Body]:
    """What lines of its sort are called, and a new one."""
    if isinstance(line, tuple):
        text, money = line
        names = LINES[kind]
        is_expense = "ExpenseLine" in names and books.by_name(text, ("Account",))
        line = {"AccountRef" if is_expense else "ItemRef": text, "Amount": money}
    name = "ExpenseLine" if "AccountRef" in line else LINES[kind][-1]
    return name, typed(books, line)


def _same(line) -> Body:
    return {"TxnLineID": line["TxnLineID"]}


def _place(row, number) -> tuple[str, list[Body], int]:
    """What lines of its sort are called, all of them unchanged, and which one it is."""
    place = number - 1
    body = body_of(row)
    for name in LINES[row["kind"]]:
        lines = body.get(name, [])
        if 0 <= place < len(lines):
            return name, [_same(line) for line in lines], place
        place -= len(lines)
    raise IndexError(f"{row['ref_number'] or row['txn_id']} has no line {number}.")
