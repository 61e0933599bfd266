# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two customers or two vendors become one, as when one is renamed to the other."""

from __future__ import annotations

from . import faults
from .answers import loads
from .books import ENTRY, PURCHASES, SALES, Books
from .rules import journal

_KINDS = {"Customer": SALES, "Vendor": PURCHASES}


def merge(books: Books, entity: str, loser, survivor) -> None:
    """Give all that is the loser's to the survivor. The loser is gone for good.

    It cannot be read or found any more (Intuit's webhook calls it the deleted id), and
    its name is free. Its transactions show the survivor, under the same SyncToken.

    :raises Fault: 610 when one of them is not there, 6000 when they cannot be merged
    """
    if entity not in _KINDS:
        raise faults.unsupported_operation(f"merge of {entity}")
    gone, kept = books.get(entity, loser), books.get(entity, survivor)
    if gone["id"] == kept["id"]:
        raise faults.business("A name cannot be merged with itself.")
    if not kept["active"]:
        raise faults.business("A name cannot be merged into an inactive one.")
    if books.children(entity, gone["id"]):
        raise faults.business("A customer with sub-customers cannot be merged.")
    currencies = {
        loads(row["body"]).get("CurrencyRef", {}).get("value") for row in (gone, kept)
    }
    if len(currencies) > 1:
        raise faults.business("Names in different currencies cannot be merged.")
    name = {"value": str(kept["id"]), "name": kept["full_name"]}
    for row in books.transactions_of((*_KINDS[entity], ENTRY), gone["id"]):
        body = loads(row["body"])
        if row["entity"] == ENTRY:
            journal.open_line(books, body)[journal.DETAIL]["Entity"]["EntityRef"] = name
        else:
            body[f"{entity}Ref"] = name
        books.change(row, body, bump=False, party=kept["id"])
    books.flush_balances()
    books.remove(books.get(entity, gone["id"]), merged_into=kept["id"])
