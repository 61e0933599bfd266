# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Documents as Odoo could make them, ordinary and odd, for hypothesis to try out.

Lines and tax add up to the total, as they do on everything that is posted. Texts,
dates, numbers, e-mail addresses and amounts are whatever people and imports leave in
a database.
"""

import datetime
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import strategies as st

from tms_quickbooks.lib.documents import (
    Address,
    Applied,
    Bill,
    BillPayment,
    CreditMemo,
    CustomField,
    ExpenseLine,
    Invoice,
    Item,
    ItemLine,
    LineTax,
    Party,
    Payment,
    Ref,
    TextLine,
    VendorCredit,
)
from tms_quickbooks.lib.problems import Place
from tms_quickbooks.lib.profile import Profile

from .builders import (
    BILL_RECORD,
    INVOICE_RECORD,
    ITEM_RECORD,
    JOURNAL_RECORD,
    PARTNER_RECORD,
    PAYMENT_RECORD,
)

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Books:
    """A QuickBooks company's profile, and what documents may refer to in it.

    :ivar customers: by currency; so are ``vendors``
    :ivar open: what payments can pay, and the credits they can use, by type and
        currency; each of them large enough for any number of payments
    :ivar tax_codes: each with the percentages of its rates; none where lines have no
        code
    :ivar sales_taxes: those of whole sales, which QuickBooks Desktop computes in the
        United States, each with the percentages of its parts
    """

    profile: Profile
    items: list[Ref]
    accounts: list[Ref]
    terms: list[Ref]
    customers: dict[str, Ref]
    vendors: dict[str, Ref]
    classes: list[Ref] = field(default_factory=list)
    departments: list[Ref] = field(default_factory=list)
    tax_codes: dict[Ref, tuple[Decimal, ...]] = field(default_factory=dict)
    sales_taxes: dict[Ref, tuple[Decimal, ...]] = field(default_factory=dict)
    banks: list[Ref] = field(default_factory=list)
    methods: list[Ref] = field(default_factory=list)
    open: dict[str, dict[str, list[Ref]]] = field(default_factory=dict)


# -- texts, numbers, dates -------------------------------------------------------------

# Every character there is, lone surrogates and control characters included.
_ANY_CHARACTER = st.characters()
_ODD = (
    "\x00",
    "\x0b vertical \x1b[31m",
    "tab\there\r\nand a line",
    "::",
    "Acme: Dallas",
    "“Ñandú & Söhne” <GmbH>",
    "👩‍👩‍👧‍👦🚚",
    "🇺🇸" * 60,
    "\u202eתל אביב\u202c",
    "مرحبا بالعالم",
    "e\u0301" * 500,
    "\ufdfa" * 200,
    "\u200b\u2060\ufeff",
    "\ufffe\uffff",
    "\ud800",
    "]]> <!-- &amp;",
    "O'Hare \\ \" ' --",
    "…",
    "-" * 40,
    "x" * 4001,
    "ﬁ" * 1001,
)


def mostly(usual, odd):
    """One in twelve is odd, so that most documents are fit to be sent."""
    return st.integers(0, 11).flatmap(lambda n: odd if n == 11 else usual)


_ODD_TEXTS = st.one_of(
    st.text(_ANY_CHARACTER, max_size=20),
    st.sampled_from(_ODD),
    st.builds(str.__add__, st.text(_ANY_CHARACTER, max_size=4), st.sampled_from(_ODD)),
)
TEXTS = mostly(
    st.sampled_from(("Dallas to Tulsa", "", "Load 4711", "PO 55-A"))
    | st.text(st.characters(codec="ascii", categories=("L", "N", "P")), max_size=20),
    _ODD_TEXTS,
)
EMAILS = mostly(
    st.sampled_from(("", "ap@acme.example", " ap@acme.example , ar@acme.example ")),
    st.builds("{}@{}.example".format, TEXTS, TEXTS) | _ODD_TEXTS,
)
NUMBERS = mostly(st.integers(1, 10**9).map("INV/{}".format), TEXTS)
DAYS = st.dates(datetime.date(1998, 1, 1), datetime.date(2099, 12, 31))


def _decimals(least, most, places):
    return st.decimals(Decimal(least), Decimal(most), places=places)


AMOUNTS = mostly(
    _decimals("0.01", "9999.99", 2),
    _decimals("-999.99", "0", 2) | _decimals("-99999999999.99", "99999999999.99", 2),
)
QUANTITIES = st.one_of(
    st.none(),
    st.just(Decimal(1)),
    _decimals("0", "3000", 5),
    _decimals("-1000000000000", "1000000000000", 9),
)
PRICES = st.one_of(
    st.none(),
    _decimals("0", "5000", 5),
    _decimals("-1000000000000", "1000000000000", 9),
)
ADDRESSES = st.none() | st.builds(
    Address,
    lines=st.lists(TEXTS, max_size=7).map(tuple),
    city=TEXTS,
    state=TEXTS,
    postal_code=TEXTS,
    country=TEXTS,
)


def _custom_fields(books):
    ids = [field_id for field_id, _name in books.profile.custom_fields]
    return st.lists(
        st.builds(CustomField, st.sampled_from([*ids, "1", "2", "3"]), TEXTS),
        max_size=3,
        unique_by=lambda custom: custom.id,
    ).map(tuple)


NONE = st.none()


def _one_of(choices):
    return st.sampled_from(choices) if choices else st.none()


def _maybe(choices):
    return st.none() | _one_of(choices)


# -- lines and taxes -------------------------------------------------------------------


@st.composite
def item_lines(draw, books):
    amount = draw(AMOUNTS)
    quantity = draw(QUANTITIES)
    if draw(st.booleans()) and quantity:
        # As most lines are: the price is the amount by the quantity.
        price = amount / quantity
    else:
        price = draw(PRICES)
    return ItemLine(
        amount=amount,
        description=draw(TEXTS),
        item=draw(_one_of(books.items)),
        quantity=quantity,
        unit_price=price,
        taxable=draw(st.booleans()),
        tax_code=draw(_one_of(list(books.tax_codes))),
        class_ref=draw(_maybe(books.classes)),
        service_date=draw(st.none() | DAYS),
    )


def expense_lines(books):
    return st.builds(
        ExpenseLine,
        amount=AMOUNTS,
        description=TEXTS,
        account=_one_of(books.accounts),
        class_ref=_maybe(books.classes),
        tax_code=_one_of(list(books.tax_codes)),
        customer=_maybe(list(books.customers.values())),
    )


def _many(line):
    """A few lines, some of them of text alone; now and then very many."""
    some = st.lists(line | st.builds(TextLine, TEXTS), max_size=4)
    few = st.builds(lambda first, rest: [first, *rest], line, some)
    return mostly(few, some | few.map(lambda lines: lines * 40))


def _taxes(books, line, of_sale):
    """A line with the taxes that its code stands for, or that of the whole sale."""
    percents = books.tax_codes.get(getattr(line, "tax_code", None), ())
    if of_sale and getattr(line, "taxable", False):
        percents = books.sales_taxes[of_sale]
    if not percents:
        return line
    return replace(
        line,
        taxes=tuple(
            LineTax(f"{percent} %", percent, Place("account.tax", number))
            for number, percent in enumerate(percents, start=1)
        ),
    )


def _tax(draw, books, lines, is_sale):
    """What tax of their own the lines have in Odoo."""
    money = [line for line in lines if not isinstance(line, TextLine)]
    if books.tax_codes or books.sales_taxes:
        return draw(st.sampled_from((_tax_by_line, _tax_by_rate)))(money)
    if is_sale and any(line.taxable for line in money):
        return draw(_decimals("-99.99", "999.99", 2))
    return Decimal(0)


def _tax_by_line(lines):
    """Each rate on each line, rounded there."""
    return sum(
        (
            (line.amount * tax.percent / 100).quantize(CENT, ROUND_HALF_UP)
            for line in lines
            for tax in line.taxes
        ),
        Decimal(0),
    )


def _tax_by_rate(lines):
    """Each rate on everything that has it, rounded once."""
    bases = {}
    for line in lines:
        for tax in line.taxes:
            bases[tax.percent] = bases.get(tax.percent, Decimal(0)) + line.amount
    return sum(
        (
            (base * percent / 100).quantize(CENT, ROUND_HALF_UP)
            for percent, base in bases.items()
        ),
        Decimal(0),
    )


# -- documents -------------------------------------------------------------------------


def _header(draw, books, lines, parties, is_sale):
    currency = draw(st.sampled_from(list(parties)))
    tax_code = draw(_one_of(list(books.sales_taxes))) if is_sale else None
    lines = [_taxes(books, line, tax_code) for line in lines]
    tax = _tax(draw, books, lines, is_sale)
    total = sum((getattr(line, "amount", 0) for line in lines), tax)
    home = books.profile.home_currency
    rate = _decimals("0.00000001", "99999", 8)
    return {
        "number": draw(NUMBERS),
        "date": draw(DAYS),
        "lines": tuple(lines),
        "total": Decimal(total),
        "tax_amount": tax,
        "tax_code": tax_code,
        "due_date": draw(st.none() | DAYS),
        "currency": currency,
        "exchange_rate": Decimal(1) if currency == home else draw(mostly(rate, NONE)),
        "memo": draw(TEXTS),
        "terms": draw(_maybe(books.terms)),
        "department": draw(_maybe(books.departments)),
        "party_currency": currency,
    }, parties[currency]


@st.composite
def sales(draw, books, kind):
    lines = draw(_many(item_lines(books)))
    values, customer = _header(draw, books, lines, books.customers, True)
    return kind(
        **values,
        customer=customer,
        source=INVOICE_RECORD,
        partner=PARTNER_RECORD,
        message=draw(TEXTS),
        bill_email=draw(EMAILS),
        bill_address=draw(ADDRESSES),
        ship_address=draw(ADDRESSES),
        class_ref=draw(_maybe(books.classes)),
        custom_fields=draw(_custom_fields(books)),
        copy_email=draw(EMAILS) if kind is Invoice else "",
    )


@st.composite
def purchases(draw, books, kind):
    lines = draw(_many(item_lines(books) | expense_lines(books)))
    values, vendor = _header(draw, books, lines, books.vendors, False)
    return kind(**values, vendor=vendor, source=BILL_RECORD, reference=draw(TEXTS))


@st.composite
def payments(draw, books, kind):
    """A payment; it mostly comes to what it pays, less the credits it uses."""
    is_received = kind is Payment
    of_role = books.customers if is_received else books.vendors
    debts, credits_ = (
        ("Invoice", "CreditMemo") if is_received else ("Bill", "VendorCredit")
    )
    currency = draw(st.sampled_from(list(of_role)))
    applied = draw(_applied(books, debts, currency))
    if applied and draw(st.booleans()):
        applied += draw(_applied(books, credits_, currency))
    pays = sum(
        (-line.amount if line.is_credit else line.amount for line in applied),
        Decimal(0),
    )
    rest = draw(mostly(st.just(Decimal(0)), _decimals("-99.99", "999.99", 2)))
    home = books.profile.home_currency
    rate = _decimals("0.00000001", "99999", 8)
    return kind(
        party=of_role[currency],
        number=draw(NUMBERS),
        date=draw(DAYS),
        total=max(pays + rest, Decimal(0)),
        source=PAYMENT_RECORD,
        applied=tuple(applied),
        currency=currency,
        exchange_rate=Decimal(1) if currency == home else draw(mostly(rate, NONE)),
        account=draw(mostly(_one_of(books.banks), _maybe(books.accounts))),
        journal=JOURNAL_RECORD,
        memo=draw(TEXTS),
        written_off=draw(mostly(st.just(Decimal(0)), AMOUNTS)),
        is_refund=draw(mostly(st.just(False), st.booleans())),
        party_currency=currency,
        partner=PARTNER_RECORD,
        mark="7F3KQ2ZD4A",
        **({"method": draw(_maybe(books.methods))} if is_received else {}),
    )


def _applied(books, kind, currency):
    """Some of what is open, each once."""
    return st.lists(
        st.builds(
            Applied,
            type=st.just(kind),
            amount=_decimals("0.01", "9999.99", 2),
            source=st.just(INVOICE_RECORD),
            target=st.sampled_from(books.open[kind][currency]),
            currency=st.just(currency),
            partner=st.just(PARTNER_RECORD),
        ),
        max_size=3,
        unique_by=lambda line: line.target,
    )


def parties(books):
    return st.builds(
        Party,
        role=st.sampled_from(("customer", "vendor")),
        name=TEXTS,
        source=st.just(PARTNER_RECORD),
        company_name=TEXTS,
        given_name=TEXTS,
        family_name=TEXTS,
        email=EMAILS,
        phone=TEXTS,
        mobile=TEXTS,
        website=TEXTS,
        address=ADDRESSES,
        ship_address=ADDRESSES,
        tax_id=TEXTS | st.just("12-3456789"),
        is_1099=st.none() | st.booleans(),
        account_number=TEXTS,
        mc_number=st.sampled_from(("", "123456")),
        dot_number=st.sampled_from(("", "9876543")),
        terms=_maybe(books.terms),
        currency=st.sampled_from(["", *books.customers]),
        notes=TEXTS,
        active=st.booleans(),
    )


def items(books):
    return st.builds(
        Item,
        name=TEXTS,
        income_account=_one_of(books.accounts),
        expense_account=_maybe(books.accounts),
        source=st.just(ITEM_RECORD),
    )


def documents(books):
    """Any document that may be sent to the company of these books."""
    return st.one_of(
        sales(books, Invoice),
        sales(books, CreditMemo),
        purchases(books, Bill),
        purchases(books, VendorCredit),
        payments(books, Payment),
        payments(books, BillPayment),
        parties(books),
        items(books),
    )
