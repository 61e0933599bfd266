# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a bookkeeper does by hand in QuickBooks, while applications work on the file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from . import lists, transactions
from .books import Books, amount
from .kinds import LISTS

_PAYMENT_OF = {"Invoice": "ReceivePayment", "Bill": "BillPaymentCheck"}
_BANK = "Operating Checking"
_MERGED = ("Account", "Class", "Customer", "Vendor", "ItemService", "ItemNonInventory")


class Bookkeeper:
    """Somebody at the computer that QuickBooks runs on.

    The rules are those of requests, only that nobody at the screen has an old version.

    :param at_work: opens the books, alone, for as long as it is entered
    """

    def __init__(self, at_work: Callable[[], AbstractContextManager[Books]]):
        self._at_work = at_work

    def change(self, object_id: str, **fields) -> None:
        """Change fields of a list object or a transaction.

        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            row = books.row(object_id)
            if row is not None:
                version = {"ListID": object_id, "EditSequence": row["edit_sequence"]}
                lists.modify(books, LISTS[row["kind"]], _texts(version | fields))
                return
            row = books.txn(object_id)
            version = {"TxnID": object_id, "EditSequence": row["edit_sequence"]}
            transactions.modify(books, row["kind"], _texts(version | fields))

    def pay(self, txn_id: str, money: str = "") -> str:
        """Enter a payment of an invoice or a bill; returns its TxnID.

        :param money: all that is due, when left out
        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            row = books.txn(txn_id)
            party = books.store.value(
                "SELECT list_id FROM list_object WHERE id = ?", row["party"]
            )
            paid = money or amount(row["open"])
            body = {"AppliedToTxnAdd": [{"TxnID": txn_id, "PaymentAmount": paid}]}
            if row["kind"] == "Invoice":
                body |= {"CustomerRef": {"ListID": party}, "TotalAmount": paid}
            else:
                body |= {
                    "PayeeEntityRef": {"ListID": party},
                    "BankAccountRef": {"FullName": _BANK},
                    "RefNumber": str(books.next_number("check")),
                }
            return transactions.add(books, _PAYMENT_OF[row["kind"]], body)

    def void(self, txn_id: str) -> None:
        """Void a transaction.

        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            transactions.void(books, books.txn(txn_id)["kind"], txn_id)

    def delete(self, object_id: str) -> None:
        """Delete a transaction, or a list object that nobody uses.

        :raises Refusal: QuickBooks does not take it
        """
        with self._at_work() as books:
            row = books.row(object_id)
            if row is not None:
                lists.delete(books, LISTS[row["kind"]], object_id)
                return
            transactions.delete(books, books.txn(object_id)["kind"], object_id)

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


def _texts(fields):
    return {
        name: str(value) if isinstance(value, int) else value
        for name, value in fields.items()
    }
