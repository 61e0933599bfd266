# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a bookkeeper does by hand in QuickBooks, while an application works on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal

from ..clock import Clock
from . import company, merging, rates, screen
from .answers import loads
from .books import ENTRY, Books, party_entity
from .entities import entity as entity_table
from .operations import Caller, write
from .rules import names, settlement
from .screen import Line
from .store import Store

NAME = "The bookkeeper"
_BANK = "Operating Checking"
# What a payment settles and the credits it uses, by Id. "" is all that is open.
Parts = Mapping[str, str | Decimal]


class Bookkeeper:
    """Somebody who works on a company's books on QuickBooks' own pages.

    The rules are those of the API, only that nobody at the screen has an old version.

    :raises KeyError: no such company
    """

    def __init__(self, store: Store, clock: Clock, realm: str):
        self._store = store
        self._clock = clock
        self._realm = realm
        self._caller()

    def _caller(self) -> Caller:
        its_company = company.load(self._store, self._realm)
        if its_company is None:
            raise KeyError(self._realm)
        return Caller(self._store, self._clock, its_company, NAME)

    @contextmanager
    def _at_work(self):
        with self._store.transaction():
            caller = self._caller()
            yield caller, caller.books()

    def look(self, entity: str, number) -> dict:
        """An object as the API answers it.

        :raises Fault: 610 when there is none
        """
        with self._at_work() as (_caller, books):
            return loads(books.get(entity, number)["body"])

    def find(self, entity: str, number: str) -> str | None:
        """The Id of the newest transaction with a number or reference; None without."""
        found = self._store.value(
            "SELECT id FROM object WHERE realm = ? AND entity = ? AND doc_number = ? "
            "AND deleted = 0 ORDER BY id DESC LIMIT 1",
            self._realm,
            entity,
            number,
        )
        return None if found is None else str(found)

    # -- making ------------------------------------------------------------------------

    def invoice(self, customer: str, *lines: Line, **fields) -> str:
        """Write an invoice; returns its Id.

        :param customer: name or Id
        :param fields: further ones, such as DocNumber, TxnDate, ExchangeRate
        :raises Fault: QuickBooks does not take it
        """
        return self._write("Invoice", customer, lines, fields)

    def credit_memo(self, customer: str, *lines: Line, **fields) -> str:
        """Write a credit memo; see :meth:`invoice`."""
        return self._write("CreditMemo", customer, lines, fields)

    def bill(self, vendor: str, *lines: Line, **fields) -> str:
        """Enter a bill; see :meth:`invoice`."""
        return self._write("Bill", vendor, lines, fields)

    def vendor_credit(self, vendor: str, *lines: Line, **fields) -> str:
        """Enter a credit of a vendor; see :meth:`invoice`."""
        return self._write("VendorCredit", vendor, lines, fields)

    def _write(self, entity, party, lines, fields) -> str:
        with self._at_work() as (caller, books):
            made = _of_party(books, entity, party, screen.typed(books, entity, fields))
            made["Line"] = [screen.line(books, entity, line) for line in lines]
            return _create(caller, entity, made)

    def customer(self, name: str, **fields) -> str:
        """Make a customer, or with ParentRef a sub-customer; returns its Id.

        :raises Fault: QuickBooks does not take it
        """
        return self._enlist("Customer", DisplayName=name, **fields)

    def vendor(self, name: str, **fields) -> str:
        """Make a vendor; returns its Id.

        :raises Fault: QuickBooks does not take it
        """
        return self._enlist("Vendor", DisplayName=name, **fields)

    def _enlist(self, entity, **fields) -> str:
        with self._at_work() as (caller, books):
            return _create(caller, entity, screen.typed(books, entity, fields))

    # -- money -------------------------------------------------------------------------

    def receive(
        self,
        parts: Parts,
        total: str | Decimal | None = None,
        customer: str = "",
        **fields,
    ) -> str:
        """Enter a payment of a customer; returns its Id.

        :param parts: the invoices it settles, and the credit memos it uses
        :param total: what was received; what the invoices leave of the credits, when
            left out. What is more stays unapplied
        :param customer: name or Id; that of the first invoice, when left out
        :param fields: further ones, such as PaymentRefNum, DepositToAccountRef
        :raises Fault: QuickBooks does not take it
        """
        return self._pay("Payment", parts, total, customer, fields)

    def pay_bills(
        self,
        parts: Parts,
        total: str | Decimal | None = None,
        account: str = _BANK,
        vendor: str = "",
        **fields,
    ) -> str:
        """Pay bills by check, or by card; returns the Id of the payment.

        :param parts: the bills it settles, and the vendor credits it uses
        :param account: the bank or the card it is paid from, by name or Id
        :param vendor: name or Id; that of the first bill, when left out
        :raises Fault: QuickBooks does not take it
        """
        with self._at_work() as (_caller, books):
            paid_from = _paid_from(books, account)
        return self._pay("BillPayment", parts, total, vendor, {**paid_from, **fields})

    def pay(self, number: str, money: str | Decimal = "") -> str:
        """Enter a payment of an invoice, or a check for a bill; returns its Id.

        :param money: all that is open, when left out
        :raises Fault: QuickBooks does not take it
        """
        with self._at_work() as (_caller, books):
            row, _body = screen.transaction(books, number, "Invoice", "Bill")
        enter = self.receive if row["entity"] == "Invoice" else self.pay_bills
        return enter({number: money})

    def _pay(self, entity, parts, total, party, fields) -> str:
        with self._at_work() as (caller, books):
            applied = _Applied(books, entity, parts)
            its = _of_party(
                books,
                entity,
                party or applied.party,
                screen.typed(books, entity, fields),
            )
            its["TotalAmt"] = applied.money if total is None else screen.amount(total)
            return _create(caller, entity, {**its, "Line": applied.lines})

    def reapply(
        self,
        payment: str,
        parts: Parts,
        total: str | Decimal | None = None,
        account: str = "",
        **fields,
    ) -> None:
        """Let a payment settle this instead of what it settles now.

        :param total: what was received; as before, when left out. What is paid to a
            vendor is then what it settles
        :param account: another bank or card that bills are paid from
        :raises Fault: QuickBooks does not take it
        """
        with self._at_work() as (caller, books):
            row, body = screen.transaction(books, payment, "Payment", "BillPayment")
            entity = row["entity"]
            applied = _Applied(books, entity, parts, row["id"])
            changes = screen.typed(books, entity, fields)
            if account:
                changes |= _paid_from(books, account)
            if total is not None:
                changes["TotalAmt"] = screen.amount(total)
            elif entity == "BillPayment":
                changes["TotalAmt"] = applied.money
            _change(caller, entity, body, Line=applied.lines, **changes)

    # -- changing ----------------------------------------------------------------------

    def change(self, entity: str, number: str, **fields) -> None:
        """Change properties of an object; None takes one away.

        :raises Fault: QuickBooks does not take it
        """
        with self._at_work() as (caller, books):
            body = loads(books.get(entity, number)["body"])
            _change(caller, entity, body, **screen.typed(books, entity, fields))

    def rename(self, entity: str, number: str, name: str) -> None:
        """Give a list object another name.

        :raises Fault: QuickBooks does not take it
        """
        self.change(entity, number, **{names.name_field(entity): name})

    def edit(
        self,
        entity: str,
        number: str,
        lines: Mapping[int, Mapping | None] | None = None,
        added: Sequence[Line] = (),
        **fields,
    ) -> None:
        """Change an invoice, a bill or a credit at once; tax follows its lines.

        :param lines: by place, 1 for the first: the new Amount or Description, or None
            to take the line away
        :param added: lines that come after the others
        :raises IndexError: it has not so many lines
        :raises Fault: QuickBooks does not take it
        """
        with self._at_work() as (caller, books):
            body = loads(books.get(entity, number)["body"])
            changes = screen.typed(books, entity, fields)
            if lines or added:
                changes["Line"] = _edited(body, lines or {})
                changes["Line"] += [screen.line(books, entity, line) for line in added]
                changes["TxnTaxDetail"] = None
            _change(caller, entity, body, **changes)

    def add_line(self, entity: str, number: str, line: Line) -> None:
        """Add a line; see :meth:`edit`."""
        self.edit(entity, number, added=[line])

    def change_line(
        self, entity: str, number: str, place: int, amount: str | Decimal
    ) -> None:
        """Give a line another amount; see :meth:`edit`."""
        self.edit(entity, number, {place: {"Amount": amount}})

    def drop_line(self, entity: str, number: str, place: int) -> None:
        """Take a line away; see :meth:`edit`."""
        self.edit(entity, number, {place: None})

    def email(self, entity: str, number: str) -> None:
        """Mark an invoice or a credit memo as sent to the customer.

        :raises Fault: QuickBooks does not take it
        """
        self.change(entity, number, EmailStatus="EmailSent")

    # -- taking back -------------------------------------------------------------------

    def void(self, entity: str, number: str) -> None:
        """:raises Fault: QuickBooks does not take it"""
        self._take_back("void", entity, number)

    def delete(self, entity: str, number: str) -> None:
        """:raises Fault: QuickBooks does not take it"""
        self._take_back("delete", entity, number)

    def _take_back(self, operation, entity, number):
        with self._at_work() as (caller, books):
            body = loads(books.get(entity, number)["body"])
            _act(caller, entity, body, operation)

    def merge(self, entity: str, loser: str, survivor: str) -> None:
        """Merge two customers or two vendors, see :func:`merging.merge`.

        :param survivor: name or Id
        :raises Fault: 2500 when there is no survivor, 6000 when they cannot be merged
        """
        with self._at_work() as (_caller, books):
            kept = screen.reference(books, (entity,), survivor)
            merging.merge(books, entity, loser, kept["value"])


class _Applied:
    """The lines of a payment.

    :ivar money: what is paid with money
    :ivar party: the Id of the customer or vendor of the first one
    """

    def __init__(self, books: Books, entity: str, parts: Parts, own_id=None):
        paid, used = settlement.PAID_BY[entity], settlement.USED_BY[entity]
        held = settlement.current(books, entity, own_id)
        self.lines: list[dict] = []
        self.money, self.party = Decimal(0), ""
        for number, wanted in parts.items():
            row, _body = screen.transaction(books, number, paid, used, ENTRY)
            kind = row["entity"]
            its_own = held.get((kind, row["id"]), 0)
            all_open = Decimal(row["balance"] + its_own).scaleb(-2)
            amount = screen.amount(wanted) if wanted != "" else all_open
            self.money += amount if kind == paid else -amount
            self.party = self.party or str(row["party"])
            linked = {"TxnId": str(number), "TxnType": kind}
            self.lines.append({"Amount": amount, "LinkedTxn": [linked]})


def _of_party(books: Books, entity: str, party: str, fields: dict) -> dict:
    """The fields of a new transaction with its customer or vendor, and the currency
    and the rate of the day where the company has several."""
    side = party_entity(entity)
    who = screen.reference(books, (side,), party)
    made = {f"{side}Ref": who, "TxnDate": books.clock.today(), **fields}
    if not books.company.uses_multi_currency:
        return made
    code = loads(books.get(side, who["value"])["body"])["CurrencyRef"]["value"]
    if code != books.company.home_currency and "ExchangeRate" not in made:
        rate = loads(rates.of_day(books, code, made["TxnDate"]))["Rate"]
        made["ExchangeRate"] = rate
    return {**made, "CurrencyRef": {"value": code}}


def _paid_from(books: Books, account: str) -> dict:
    ref = screen.reference(books, ("Account",), account)
    its_type = loads(books.get("Account", ref["value"])["body"])["AccountType"]
    if its_type == "Credit Card":
        return {"PayType": "CreditCard", "CreditCardPayment": {"CCAccountRef": ref}}
    return {"PayType": "Check", "CheckPayment": {"BankAccountRef": ref}}


def _create(caller: Caller, entity: str, fields: dict) -> str:
    answer = write(caller, entity_table(entity), "create", fields, set())
    return loads(f"{{{answer}}}")[entity]["Id"]


def _change(caller: Caller, entity: str, body: dict, **changes) -> None:
    _act(caller, entity, body, "update", **changes)


def _act(caller: Caller, entity: str, body: dict, operation: str, **changes) -> None:
    payload = {"Id": body["Id"], "SyncToken": body["SyncToken"], "sparse": True}
    write(caller, entity_table(entity), operation, {**payload, **changes}, set())


def lines_of(body: dict) -> list[dict]:
    """The lines that somebody wrote, without what QuickBooks adds."""
    return [each for each in body["Line"] if each["DetailType"] != "SubTotalLineDetail"]


def _edited(body: dict, changes: Mapping[int, Mapping | None]) -> list[dict]:
    """The lines of a document after these changes.

    :raises IndexError: it has not so many lines
    """
    lines: list[dict | None] = list(lines_of(body))
    for place, change in ((int(place), each) for place, each in changes.items()):
        if change is None:
            lines[place - 1] = None
            continue
        change = dict(change)
        line = lines[place - 1]
        if "Amount" in change:
            line = screen.with_amount(line, screen.amount(change.pop("Amount")))
        lines[place - 1] = line | change
    return [line for line in lines if line is not None]
