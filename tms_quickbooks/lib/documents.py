# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is sent to QuickBooks, before it is JSON or XML.

A document is plain and complete: decimals, dates, ISO codes, text, and references to
QuickBooks objects by their id. The same document feeds QuickBooks Online and
QuickBooks Desktop, the checks before sending and the dry run.

Amounts are in the document's currency, in whole cents, and positive: a credit memo
of 100 dollars has lines of +100. A single line may be negative (a discount).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from . import identity
from .objects import ENTRY
from .problems import Place

# The kinds of accounts that a vendor is paid from, and that a customer's money is
# deposited to (Undeposited Funds is an other current asset).
BANK, CREDIT_CARD = "Bank", "Credit Card"
OTHER_CURRENT_ASSET = "Other Current Asset"
# What a credit of each type can be set off against.
_DEBT_OF = {"CreditMemo": "Invoice", "VendorCredit": "Bill"}


@dataclass(frozen=True, slots=True)
class Ref:
    """A QuickBooks object, by its id; the name is for people.

    One that is not ``active`` was made inactive or deleted in QuickBooks: nothing new
    can name it, and the preflight says so. ``chosen_by`` is the Odoo record to open in
    order to choose another one. ``kind`` is what sort of account it is ("Bank").
    """

    id: str
    name: str = ""
    active: bool = True
    chosen_by: Place | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CustomField:
    """A value for one of the custom fields of the company's sales forms."""

    id: str
    value: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; ``state`` and ``country`` are ISO codes or plain names.

    ``name`` is whose it is, for where the address stands alone on paper.
    """

    lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Someone we invoice (customer) or who bills us (vendor): carrier, driver.

    ``email``: one address, or several with commas between them. ``is_1099`` is None
    where QuickBooks shall keep what it has. ``account_number`` is ours at the vendor.
    ``mc_number`` and ``dot_number`` are bare digits. ``credit_limit`` is in the home
    currency, None without one.
    """

    role: str  # "customer" or "vendor"
    name: str
    source: Place
    id: str = ""
    version: str = ""
    company_name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""
    website: str = ""
    address: Address | None = None
    ship_address: Address | None = None
    tax_id: str = ""
    is_1099: bool | None = None
    account_number: str = ""
    mc_number: str = ""
    dot_number: str = ""
    credit_limit: Decimal | None = None
    terms: Ref | None = None
    currency: str = ""
    notes: str = ""
    active: bool = True

    @property
    def object_type(self) -> str:
        return "Customer" if self.role == "customer" else "Vendor"


@dataclass(frozen=True, slots=True)
class Item:
    """A service to sell and to buy, as a line of the list of products and services."""

    object_type: ClassVar[str] = "Item"

    name: str
    income_account: Ref
    source: Place
    expense_account: Ref | None = None
    id: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class LineTax:
    """A tax of a line as Odoo has it.

    ``percent`` is None where it is not a share of the line's amount; it is negative
    for what is taken off the total (withholding). ``source`` is the Odoo tax to map.
    """

    name: str
    percent: Decimal | None
    source: Place


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A line for a product or service.

    ``source`` is the Odoo product or category to map where ``item`` is missing.
    ``taxable`` says whether sales tax is due (United States); ``tax_code`` names the
    rate (everywhere else). ``taxes`` are those it has in Odoo.
    """

    amount: Decimal
    description: str = ""
    item: Ref | None = None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    taxable: bool = False
    tax_code: Ref | None = None
    class_ref: Ref | None = None
    service_date: datetime.date | None = None
    source: Place | None = None
    taxes: tuple[LineTax, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpenseLine:
    """A line of a bill booked straight to an account; ``customer``: on whose behalf.

    ``source`` is the Odoo record to map where ``account`` is missing.
    """

    amount: Decimal
    description: str = ""
    account: Ref | None = None
    class_ref: Ref | None = None
    taxable: bool = False
    tax_code: Ref | None = None
    customer: Ref | None = None
    source: Place | None = None
    taxes: tuple[LineTax, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text without an amount: a section or a note."""

    description: str


Line = ItemLine | ExpenseLine | TextLine


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeDocument:
    """What invoices, bills and the credits of both have in common.

    ``total`` includes ``tax_amount``. ``exchange_rate`` is home currency per one unit
    of ``currency``. ``party_currency`` is the one QuickBooks keeps the customer or
    vendor in, where it is known. ``memo`` is for the bookkeeper. ``due_dates`` are
    those of its parts, where it is not due all at once. ``source`` is the Odoo
    document, ``partner`` the Odoo partner. ``mark`` is that of ``identity``, which
    tells it from every other; ``number_held_by`` what another Odoo document, which it
    names, has in QuickBooks under the same number.
    """

    number: str
    date: datetime.date
    lines: tuple[Line, ...]
    total: Decimal
    source: Place
    id: str = ""
    version: str = ""
    due_date: datetime.date | None = None
    currency: str = ""
    exchange_rate: Decimal | None = None
    tax_amount: Decimal = Decimal(0)
    tax_code: Ref | None = None
    memo: str = ""
    terms: Ref | None = None
    department: Ref | None = None
    party_currency: str = ""
    partner: Place | None = None
    due_dates: tuple[datetime.date, ...] = ()
    mark: str = ""
    number_held_by: Place | None = None

    @property
    def is_voided(self) -> bool:
        """Whether QuickBooks shows it as made void; see ``identity``."""
        return identity.is_voided(self.memo, self.total)

    @property
    def amount_lines(self) -> list[ItemLine | ExpenseLine]:
        """The lines that have an amount."""
        return [line for line in self.lines if not isinstance(line, TextLine)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesDocument(TradeDocument):
    """What an invoice and a credit memo have in common.

    ``customer`` is None until the customer exists in QuickBooks. ``message`` is for
    the customer. ``bill_email`` may be several addresses with commas between them;
    ``copy_email`` gets a copy. ``class_ref`` is that of the whole document, where the
    company keeps one for it.
    """

    customer: Ref | None
    message: str = ""
    bill_email: str = ""
    copy_email: str = ""
    bill_address: Address | None = None
    ship_address: Address | None = None
    class_ref: Ref | None = None
    custom_fields: tuple[CustomField, ...] = ()

    @property
    def party(self) -> Ref | None:
        return self.customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice(SalesDocument):
    """What a customer owes us."""

    object_type: ClassVar[str] = "Invoice"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditMemo(SalesDocument):
    """What we owe back to a customer."""

    object_type: ClassVar[str] = "CreditMemo"


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseDocument(TradeDocument):
    """What a bill and a vendor credit have in common.

    ``vendor`` is None until the vendor exists in QuickBooks. ``number`` is the
    vendor's own where there is one; ``reference`` is that or empty.
    ``has_attachment`` says whether the vendor's document is attached here.
    """

    vendor: Ref | None
    reference: str = ""
    has_attachment: bool = False

    @property
    def party(self) -> Ref | None:
        return self.vendor


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill(PurchaseDocument):
    """What we owe a vendor: a carrier's bill, a driver's settlement."""

    object_type: ClassVar[str] = "Bill"


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorCredit(PurchaseDocument):
    """What a vendor owes back to us."""

    object_type: ClassVar[str] = "VendorCredit"


@dataclass(frozen=True, slots=True)
class Applied:
    """What a payment settles, or a credit that it uses up.

    ``type`` is that of the object in QuickBooks; "" for what never goes there, such as
    a journal entry. ``target`` is None until the object is there. ``amount`` is
    positive, in ``currency``. ``source`` is the Odoo document, ``partner`` whose it is.
    ``discount`` is what was given away beside it, booked to ``discount_account``;
    QuickBooks Desktop has such discounts. There a credit is also set off ``against``
    one of the invoices or bills, and the ``amount`` of that one includes the credit.
    """

    type: str
    amount: Decimal
    source: Place
    target: Ref | None = None
    currency: str = ""
    partner: Place | None = None
    discount: Decimal = Decimal(0)
    discount_account: Ref | None = None
    against: Ref | None = None

    @property
    def is_credit(self) -> bool:
        return self.type in ("CreditMemo", "VendorCredit")


@dataclass(frozen=True, slots=True)
class PaymentDocument:
    """What a customer's payment and a payment to a vendor have in common.

    ``party`` is whose invoices are paid, whoever the money came from; None until
    QuickBooks knows them. ``applied`` may be less than ``total``: the rest stays open
    for the party. ``account`` is where the money goes to or comes from, ``journal``
    the Odoo record to map where it is missing. ``written_off`` is what this payment
    settles beyond its total, less than zero where it settles less: a discount taken, a
    fee; what of it goes as discounts is with ``applied``, and what of it goes as a
    journal entry is a credit there. ``discount_source`` is the
    Odoo account to map, where all of it could. ``is_refund``: the money goes the other
    way.
    """

    party: Ref | None
    number: str
    date: datetime.date
    total: Decimal
    source: Place
    applied: tuple[Applied, ...] = ()
    id: str = ""
    version: str = ""
    currency: str = ""
    exchange_rate: Decimal | None = None
    account: Ref | None = None
    journal: Place | None = None
    memo: str = ""
    written_off: Decimal = Decimal(0)
    discount_source: Place | None = None
    is_refund: bool = False
    party_currency: str = ""
    partner: Place | None = None
    mark: str = ""

    @property
    def is_voided(self) -> bool:
        """Whether QuickBooks shows it as made void; see ``identity``."""
        return identity.is_voided(self.memo, self.total)

    @property
    def amount_applied(self) -> Decimal:
        """What the total pays: invoices or bills, less the credits used for them."""
        used = sum((line.amount for line in self.applied if line.is_credit), Decimal(0))
        owed = sum((line.amount for line in self.applied), Decimal(0))
        return owed - 2 * (used + self.by_entry)

    @property
    def by_entry(self) -> Decimal:
        """What of what was written off is the credit of a journal entry."""
        if self.written_off <= 0:
            return Decimal(0)
        entries = (line.amount for line in self.applied if line.type == ENTRY)
        return sum(entries, Decimal(0))

    @property
    def paid(self) -> dict[tuple[str, str], Decimal]:
        """What it settles itself, and the credits it uses: ``{(type, id): amount}``.

        Where a credit is set off against one of the invoices, that part is left out.
        """
        found: dict[tuple[str, str], Decimal] = {}
        for line in self.applied:
            if not line.target:
                continue
            key, amount = (line.type, line.target.id), line.amount
            if line.against:
                key, amount = (_DEBT_OF[line.type], line.against.id), -amount
            found[key] = found.get(key, Decimal(0)) + amount
        return {key: amount for key, amount in found.items() if amount}

    @property
    def discounts(self) -> dict[tuple[str, str], Decimal]:
        """What is given away beside what it settles: ``{(type, id): amount}``."""
        return {
            (line.type, line.target.id): line.discount
            for line in self.applied
            if line.target and line.discount
        }


@dataclass(frozen=True, slots=True)
class Payment(PaymentDocument):
    """What a customer has paid us. ``method``: by check, by wire."""

    object_type: ClassVar[str] = "Payment"

    method: Ref | None = None


@dataclass(frozen=True, slots=True)
class BillPayment(PaymentDocument):
    """What we have paid a vendor."""

    object_type: ClassVar[str] = "BillPayment"

    @property
    def is_by_card(self) -> bool:
        """Paid from a credit card; everything else is a check to QuickBooks."""
        return self.account is not None and self.account.kind == CREDIT_CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """What was written off with a payment, where QuickBooks has no discount for it.

    It gives a customer a credit over ``total``, or takes as much off what a vendor is
    owed, and books that to ``account``; the payment uses the credit up.
    ``account_source`` is the Odoo account to map where ``account`` is missing.
    ``party_accounts`` are the accounts of QuickBooks for what is owed in this currency;
    there has to be exactly one. ``source`` is the payment here.
    """

    object_type: ClassVar[str] = ENTRY

    payment_type: str  # "Payment" of a customer, or "BillPayment"
    party: Ref | None
    number: str
    date: datetime.date
    total: Decimal
    source: Place
    account: Ref | None
    account_source: Place
    party_accounts: tuple[Ref, ...]
    id: str = ""
    version: str = ""
    currency: str = ""
    exchange_rate: Decimal | None = None
    memo: str = ""
    party_currency: str = ""
    partner: Place | None = None
    mark: str = ""

    @property
    def is_of_customer(self) -> bool:
        return self.payment_type == Payment.object_type


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A transaction to be taken back out of QuickBooks.

    ``how``: ``VOID`` leaves it there with its number and nothing in it, ``DELETE``
    removes it. ``date``, ``total`` and ``balance`` are what QuickBooks showed last.
    ``subtype`` is what QuickBooks Desktop calls it where the type has several kinds.
    ``source`` is the Odoo document it was made from.
    """

    VOID: ClassVar[str] = "void"
    DELETE: ClassVar[str] = "delete"

    object_type: str
    id: str
    version: str
    how: str
    source: Place
    date: datetime.date | None = None
    total: Decimal = Decimal(0)
    balance: Decimal | None = None
    subtype: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an invoice or bill that is in QuickBooks already.

    ``target`` is that transaction there, ``target_type`` its type of object. ``size``
    is in bytes, 0 where there is no content; ``remote`` says that the file is a link
    to somewhere else. With ``include_on_send`` the customer gets it with the invoice
    when QuickBooks e-mails that. ``note`` is for the bookkeeper.
    """

    object_type: ClassVar[str] = "Attachable"

    target: Ref
    target_type: str
    file_name: str
    content_type: str
    size: int
    source: Place
    note: str = ""
    include_on_send: bool = False
    remote: bool = False
    id: str = ""
    version: str = ""


Document = (
    Party
    | Item
    | Invoice
    | CreditMemo
    | Bill
    | VendorCredit
    | Payment
    | BillPayment
    | JournalEntry
    | Attachment
    | Withdrawal
)


def is_waiting(document: Document) -> bool:
    """Whether something it names is not in QuickBooks yet, or not any more."""
    match document:
        case TradeDocument() | JournalEntry():
            return not document.party
        case PaymentDocument():
            return not document.party or any(
                line.type and not line.target for line in document.applied
            )
    return False
