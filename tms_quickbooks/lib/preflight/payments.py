# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules for payments: after them the same must be open in QuickBooks as here."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from collections.abc import Iterator
from decimal import Decimal

from .. import amounts
from ..documents import (
    BANK,
    CREDIT_CARD,
    OTHER_CURRENT_ASSET,
    BillPayment,
    PaymentDocument,
)
from ..limits import Limits
from ..messages import _
from ..problems import NextAction, Place, Problem
from ..profile import Profile
from .shared import finer_than_cents, has_finer_than_cents, problem, zero_total


def refund_stays(object_type: str, place: Place) -> Problem:
    """Why money that goes back is not sent: ``object_type`` is what it would be."""
    if object_type == BillPayment.object_type:
        return problem(
            "payment.refund",
            _("This is money back from a vendor; only payments to vendors are sent."),
            _(
                "Enter it in QuickBooks: a bank deposit from the vendor on Accounts "
                "Payable, then a payment without amount that sets it off against the "
                "vendor credit."
            ),
            NextAction.DECIDE,
            place,
        )
    return problem(
        "payment.refund",
        _("This gives money back to a customer; only payments received are sent."),
        _(
            "Enter it in QuickBooks: a check to the customer on Accounts Receivable, "
            "then a payment without amount that sets it off against the credit memo."
        ),
        NextAction.DECIDE,
        place,
    )


def direction(
    document: PaymentDocument, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    if document.is_refund:
        yield refund_stays(document.object_type, document.source)


def account(
    document: PaymentDocument, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    """Money comes out of a bank or card, and goes to a bank or an other current asset
    (Intuit: Payment and BillPayment reference)."""
    found, place = document.account, document.journal or document.source
    if isinstance(document, BillPayment):
        if found is None:
            yield problem(
                "preflight.no_pay_account",
                _("“%(name)s” is not mapped to a QuickBooks bank or card account."),
                _(
                    "Map the journal to the bank or credit card account that the vendor"
                    " was paid from, then retry."
                ),
                NextAction.FIX_MAPPING,
                place,
                name=place.name,
            )
        elif found.kind not in (BANK, CREDIT_CARD):
            yield problem(
                "preflight.pay_account_kind",
                _("A vendor cannot be paid from “%(account)s” in QuickBooks."),
                _(
                    "Map “%(name)s” to a bank or a credit card account in QuickBooks, "
                    "then retry."
                ),
                NextAction.FIX_MAPPING,
                place,
                account=found.name,
                name=place.name,
            )
    elif found is not None and found.kind not in ("", BANK, OTHER_CURRENT_ASSET):
        yield problem(
            "preflight.deposit_kind",
            _("Money cannot be deposited to “%(account)s” in QuickBooks."),
            _("Map “%(name)s” to a bank account, or to Undeposited Funds, then retry."),
            NextAction.FIX_MAPPING,
            place,
            account=found.name,
            name=place.name,
        )


def settled(
    document: PaymentDocument, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    """What is paid can be paid by one payment in QuickBooks."""
    for line in document.applied:
        if not line.type:
            yield problem(
                "preflight.paid_entry",
                _("It is matched with %(name)s, which QuickBooks does not have."),
                _(
                    "Match the payment with invoices or bills only. Or suppress it "
                    "and enter it in QuickBooks by hand."
                ),
                NextAction.DECIDE,
                line.source,
                name=line.source.name,
            )
        elif line.currency not in ("", document.currency):
            yield problem(
                "preflight.paid_currency",
                _(
                    "It is in %(ours)s and pays %(name)s in %(theirs)s; QuickBooks "
                    "takes payments in the currency of the invoice only."
                ),
                _(
                    "Register the payment in %(theirs)s. Or suppress it and enter it "
                    "in QuickBooks by hand."
                ),
                NextAction.FIX_RECORD,
                document.source,
                ours=document.currency,
                theirs=line.currency,
                name=line.source.name,
            )
    owners = {
        line.partner.id: line.partner.name for line in document.applied if line.partner
    }
    if len(owners) > 1:
        one, other, *_more = sorted(owners.values())
        yield problem(
            "preflight.mixed_parties",
            _(
                "It pays for %(one)s and for %(other)s; a payment in QuickBooks has "
                "one customer or vendor."
            ),
            _(
                "Register a payment of its own for each of them, also when the money "
                "came in one sum, such as from a factor."
            ),
            NextAction.FIX_RECORD,
            document.source,
            one=one,
            other=other,
        )


def discount_not_mapped(amount: Decimal, place: Place) -> Problem:
    """What was written off to an account, ``place``, that nobody has mapped."""
    return problem(
        "preflight.discount_account",
        _(
            "%(amount)s were written off with this payment to “%(name)s”, which is "
            "not mapped to an account in QuickBooks."
        ),
        _(
            "Map “%(name)s” to the account for discounts in QuickBooks, under "
            "Expense, then retry: it goes as a discount."
        ),
        NextAction.FIX_MAPPING,
        place,
        amount=str(amounts.cents(amount)),
        name=place.name,
    )


def totals(
    document: PaymentDocument, profile: Profile, limits: Limits
) -> Iterator[Problem]:
    if has_finer_than_cents(
        document.total, *(line.amount for line in document.applied)
    ):
        yield finer_than_cents(document)
        return
    discounts = sum(document.discounts.values(), Decimal(0))
    if document.discount_source:
        yield discount_not_mapped(document.written_off, document.discount_source)
    elif document.written_off != discounts + document.by_entry:
        yield problem(
            "preflight.write_off",
            _(
                "%(amount)s were written off with this payment to several accounts, or "
                "more was paid than it settles; QuickBooks has nothing for that in a "
                "payment."
            ),
            _(
                "Undo the payment, make a credit note (or a refund of the bill) over "
                "the difference, match it with the invoice, and register the payment "
                "again. What a factor withholds is better paid out of its reserve: "
                "register the whole amount in a journal for the reserve, and the fee "
                "as an expense from there. Or suppress it and enter it in QuickBooks "
                "by hand."
            ),
            NextAction.DECIDE,
            document.source,
            amount=str(amounts.cents(abs(document.written_off))),
        )
    elif document.amount_applied > document.total:
        yield problem(
            "preflight.overapplied",
            _("It pays %(applied)s, but is over %(total)s only."),
            _(
                "This is a fault of the connector: please report it with the payment. "
                "Enter it in QuickBooks by hand and suppress it here."
            ),
            NextAction.REPORT,
            document.source,
            applied=str(amounts.cents(document.amount_applied)),
            total=str(amounts.cents(document.total)),
        )
    if isinstance(document, BillPayment) and not document.applied:
        # BillPayment.Line is required (BillPayment reference).
        yield problem(
            "preflight.nothing_paid",
            _("It pays no bill; QuickBooks takes payments to vendors with bills only."),
            _(
                "Match it with a bill, then retry. Or, for an advance, enter a check "
                "to the vendor on Accounts Payable in QuickBooks, and suppress this."
            )
            if not document.id
            else _(
                "Match it with a bill again, then retry. What it has paid in "
                "QuickBooks is taken off it there."
            ),
            NextAction.DECIDE,
            document.source,
        )
    elif not document.total and not document.applied:
        yield zero_total(document)
