# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a request has asked of QuickBooks, read back from its bytes.

An answer is judged by these, and not by what somebody may have wanted since.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from operator import itemgetter

from lxml import etree

from .. import identity
from ..sent import DELETE, SEND, VOID, Content, fingerprint
from . import clear, custom

# Where an object is, how it is written, and what only one of creating and changing can
# say; not what it says. How a check looks on paper is not ours either.
_NOT_CONTENT = {
    *("TxnID", "ListID", "EditSequence", "CurrencyRef", "PayeeEntityRef", "Amount"),
    *("IsToBePrinted", "IsAutoApply", "ClearExpenseLines", "ClearItemLines"),
    *("PrintAs", "NameOnCheck"),
}
# How a change is to be taken.
_OF_CHANGE = {"TxnLineID", "Override"}
_WAYS = {"TxnVoidRq": VOID, "TxnDelRq": DELETE}
_VERB = re.compile(r"(Add|Mod)$")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def operation(payload: str) -> str:
    """``SEND`` (create or update), ``VOID`` or ``DELETE``: what was asked for."""
    return _WAYS.get(requests(payload)[0].tag, SEND)


def content(payload: str) -> Content:
    """What the object of a request says."""
    first, *added = requests(payload)
    filled, emptied, parts = set(), set(), []
    for child in _object(first):
        name = _VERB.sub("", child.tag)
        if child.tag in _NOT_CONTENT:
            continue
        if said := _said(child):
            filled.add(name)
            # Active is what is not told to be otherwise.
            if (name, said) != ("IsActive", "true"):
                parts.append((name, said))
        else:
            emptied.add(name)
    if first.tag == "ReceivePaymentModRq" and clear.APPLIED not in filled:
        emptied.add(clear.APPLIED)
    for request in added:
        field = custom.field_id(request[0].findtext("DataExtName") or "")
        value = request[0].findtext("DataExtValue") or ""
        if value:
            filled.add(field)
            parts.append((field, value))
        else:
            emptied.add(field)
    # Creating and changing have an order of their own; that of the lines stays.
    parts.sort(key=itemgetter(0))
    return Content(fingerprint(repr(parts)), frozenset(filled), frozenset(emptied))


def _said(element: etree._Element) -> str:
    """What an element says, the same whether it is created or changed; "" for
    nothing."""
    if not len(element):
        return element.text or ""
    parts = (
        (_VERB.sub("", child.tag), _said(child))
        for child in element
        if child.tag not in _OF_CHANGE
    )
    return "".join(f"<{name}>{said}" for name, said in parts if said)


def object_id(payload: str) -> str:
    """The id of the object a request was to change, "" for a new one."""
    first = requests(payload)[0]
    target = first if first.tag in _WAYS else first[0]
    return target.findtext("TxnID") or target.findtext("ListID") or ""


def object_name(payload: str) -> str:
    """The name under which a request was to create a party or an item."""
    return _object(requests(payload)[0]).findtext("Name") or ""


def applied(payload: str) -> dict[tuple[str, str], Decimal]:
    """What a payment was to pay: ``{(type, id): amount}``; empty for what is none.

    Without what credits pay a part of: how QuickBooks shows those with a payment is
    not documented. It refuses what cannot be applied (3210), so that nothing is missed.
    """
    first = requests(payload)[0]
    kind = "Invoice" if first.tag.startswith("ReceivePayment") else "Bill"
    return {
        (kind, each.findtext("TxnID") or ""): Decimal(each.findtext("PaymentAmount"))
        for each in _object(first).iter("AppliedToTxnAdd", "AppliedToTxnMod")
        if each.find("SetCredit") is None
    }


def transaction(type: str, payload: str, total: Decimal | None) -> identity.Transaction:
    """What a request was to make in QuickBooks.

    ``total`` is given: for most types QuickBooks works it out from the lines. The
    currency is that of the customer or vendor, and not told.
    """
    data = _object(requests(payload)[0])
    parties = ("CustomerRef", "VendorRef", "PayeeEntityRef")
    party_ids = (data.findtext(f"{party}/ListID") for party in parties)
    day = data.findtext("TxnDate")
    return identity.Transaction(
        type=type,
        number=data.findtext("RefNumber") or "",
        party_id=next(filter(None, party_ids), ""),
        date=date.fromisoformat(day) if day else None,
        currency="",
        total=total,
        marks=tuple(identity.marks(data.findtext("Memo") or "")),
    )


def requests(payload: str) -> etree._Element:
    """The request for the object itself, and those for its added fields."""
    return etree.fromstring(f"<all>{payload}</all>", _PARSER)


def _object(request: etree._Element) -> etree._Element:
    """What a request is about: "InvoiceAdd" in "InvoiceAddRq"."""
    return request if request.tag in _WAYS else request[0]
