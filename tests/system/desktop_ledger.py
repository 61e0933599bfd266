# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The books of a company file of QuickBooks Desktop as another program reads them.

As `ledger` for QuickBooks Online, in the same entries.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from .ledger import ROLES, Entry, bare

_HEAD = '<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?>'
_ZERO = Decimal("0.00")


@dataclass(frozen=True)
class _Kind:
    """Where qbXML keeps what an entry says.

    :ivar totals: elements that together are the total
    :ivar lines: elements with a line each
    """

    party: str
    totals: tuple[str, ...]
    balance: str
    lines: tuple[str, ...]


_KINDS = {
    "Invoice": _Kind(
        "CustomerRef",
        ("Subtotal", "SalesTaxTotal"),
        "BalanceRemaining",
        ("InvoiceLineRet",),
    ),
    "CreditMemo": _Kind(
        "CustomerRef",
        ("Subtotal", "SalesTaxTotal"),
        "CreditRemaining",
        ("CreditMemoLineRet",),
    ),
    "Bill": _Kind(
        "VendorRef", ("AmountDue",), "OpenAmount", ("ExpenseLineRet", "ItemLineRet")
    ),
    "VendorCredit": _Kind(
        "VendorRef", ("CreditAmount",), "OpenAmount", ("ExpenseLineRet", "ItemLineRet")
    ),
    "ReceivePayment": _Kind(
        "CustomerRef", ("TotalAmount",), "UnusedPayment", ("AppliedToTxnRet",)
    ),
    "BillPaymentCheck": _Kind("PayeeEntityRef", ("Amount",), "", ("AppliedToTxnRet",)),
}
_TYPES = {"ReceivePayment": "Payment", "BillPaymentCheck": "BillPayment"}


def news(company, suffixes=(), since=None):
    """The documents and parties in a company file.

    :param company: simulated `CompanyFile`
    :param suffixes: what stands behind the names of a customer and of a vendor where
        the other has taken the name
    :param since: only what has changed since then; all unless told
    :return: (``{TxnID: Entry}`` by type, names of parties by role)
    """
    documents = {
        _TYPES.get(kind, kind): _documents(company, kind, suffixes, since)
        for kind in _KINDS
    }
    parties = {
        role: _names(company, role, suffixes, since) for role in set(ROLES.values())
    }
    return documents, parties


def _documents(company, kind, suffixes, since):
    changed = since and (
        "<ModifiedDateRangeFilter>"
        f"<FromModifiedDate>{since}</FromModifiedDate></ModifiedDateRangeFilter>"
    )
    filters = f"{changed or ''}<IncludeLineItems>1</IncludeLineItems>"
    found = _ask(company, kind, filters)
    return {
        transaction.findtext("TxnID"): _entry(kind, transaction, suffixes)
        for transaction in found
    }


def _entry(kind, transaction, suffixes):
    its = _KINDS[kind]
    totals = [_amount(transaction, name) for name in its.totals]
    return Entry(
        type=_TYPES.get(kind, kind),
        number=transaction.findtext("RefNumber", ""),
        party=bare(transaction.findtext(f"{its.party}/FullName"), suffixes),
        date=date.fromisoformat(transaction.findtext("TxnDate")),
        currency=transaction.findtext("CurrencyRef/FullName") or "USD",
        total=sum(totals, _ZERO),
        tax=_amount(transaction, "SalesTaxTotal"),
        balance=_amount(transaction, its.balance) if its.balance else _ZERO,
        lines=tuple(
            sorted(
                _amount(line, "Amount")
                for name in its.lines
                for line in transaction.iterfind(name)
                if line.find("Amount") is not None
            )
        ),
    )


def _names(company, role, suffixes, since):
    changed = since and f"<FromModifiedDate>{since}</FromModifiedDate>"
    filters = f"<ActiveStatus>All</ActiveStatus>{changed or ''}"
    return [
        bare(found.findtext("Name"), suffixes) for found in _ask(company, role, filters)
    ]


def _amount(element, name):
    return +Decimal(element.findtext(name) or _ZERO)


def _ask(company, kind, filters):
    answer = company.process(
        f'{_HEAD}<QBXML><QBXMLMsgsRq onError="stopOnError">'
        f'<{kind}QueryRq requestID="1">{filters}</{kind}QueryRq></QBXMLMsgsRq></QBXML>'
    )
    return etree.fromstring(answer.encode()).findall(f".//{kind}Ret")
