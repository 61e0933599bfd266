# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Companies of either simulator, and what is tried out on any of them.

A company has a ``profile``, and ``send`` gives what became of each document.
"""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import partial

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tms_quickbooks.lib import compare, names, objects, providers
from tms_quickbooks.lib.documents import Item, Party, PaymentDocument, Ref
from tms_quickbooks.lib.problems import Problem

from .any_document import documents
from .builders import (
    NUMBERS,
    applied,
    bill,
    credit_memo,
    expense_line,
    invoice,
    item_line,
    new_party,
    payment,
    vendor_credit,
)
from .checked import codes, errors
from .edited import edits

# Enough for any number of payments.
_LARGE = "9999999999.99"

# hypothesis calls the function many times with one company, and the state it keeps is
# what we want: books fill up. One example is a whole batch.
quietly = settings(
    max_examples=settings.default.max_examples // 8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def new(document):
    """With a name or number that nothing else has; without one where it has none."""
    field = "name" if isinstance(document, Party | Item) else "number"
    text = getattr(document, field)
    if not names.fold(text):
        return document
    return replace(document, **{field: f"{next(NUMBERS)} {text}"})


def made_parties(company, *roles):
    """A new party of each role for each currency: ``{role: {currency: Ref}}``."""
    profile = company.profile
    currencies = ["USD", "CAD"] if profile.multi_currency else [profile.home_currency]
    found = {}
    for role in roles:
        states = company.send(*(new_party(role, currency=each) for each in currencies))
        refs = (Ref(state.qb_id) for state in states)
        found[role] = dict(zip(currencies, refs, strict=True))
    return found


def open_ones(company, parties, item, account, tax_free):
    """Two large ones of each type for each party, for payments to pay and to use.

    :param parties: see ``made_parties``; without vendors there are no bills
    :param tax_free: a tax code without tax, None where lines have none
    """
    sale = item_line(_LARGE, item=item, tax_code=tax_free)
    purchase = expense_line(_LARGE, account=account, tax_code=tax_free)
    kinds = {
        "Invoice": ("customer", partial(invoice, sale)),
        "CreditMemo": ("customer", partial(credit_memo, sale)),
        "Bill": ("vendor", partial(bill, purchase)),
        "VendorCredit": ("vendor", partial(vendor_credit, purchase)),
    }
    found = {}
    for kind, (role, build) in kinds.items():
        for currency, party in parties.get(role, {}).items():
            values = {"currency": currency, "exchange_rate": Decimal("1.25")}
            two = [
                build(number=f"{next(NUMBERS)}", **values, **{role: party})
                for _time in range(2)
            ]
            refs = [Ref(state.qb_id) for state in company.send(*two)]
            found.setdefault(kind, {})[currency] = refs
    return found


def assert_read_back(document, shown, result, profile, allowed):
    """What QuickBooks shows is what was sent, and no news; each edit of it is.

    :param shown: the whole state of the object, as a question finds it
    :param result: the answer to the sending
    :param allowed: fields that may differ all the same
    """
    provider = providers.of("desktop" if profile.desktop else "online")
    theirs = provider.documents.document(shown.type, shown.raw)
    found = compare.differences(document, theirs, provider=provider, profile=profile)
    assert {each.field for each in found} <= allowed, (found, document, theirs)
    assert shown.content == result.content == provider.documents.content(theirs)
    assert provider.documents.state(shown.type, shown.raw) == shown
    for field, edit in edits(document, theirs):
        found = compare.differences(document, edit, provider=provider, profile=profile)
        assert {each.field for each in found} - allowed == {field} - allowed, found
        assert provider.documents.content(edit) != shown.content


def assert_taken_or_told(company, is_applied):
    """Whatever is sent is taken as it is, unless the checks before say why not.

    :param company: with its ``books``
    :param is_applied: ``function(payment, state)``: whether QuickBooks has applied the
        payment as it says
    """
    books, outcomes = company.books, Counter()

    @quietly
    @given(st.lists(documents(books), min_size=1, max_size=8))
    def try_out(batch):
        batch = [new(document) for document in batch]
        ready = [each for each in batch if not errors(each, books.profile)]
        outcomes["stopped"] += len(batch) - len(ready)
        if not ready:
            return
        results = company.send(*ready)
        refused = [result for result in results if isinstance(result, Problem)]
        assert not refused, (list(map(str, refused)), ready)
        ids: dict[str, list[str]] = {}
        for result in results:
            ids.setdefault(result.type, []).append(result.qb_id)
        shown = company.shown(ids)
        for document, result in zip(ready, results, strict=True):
            if getattr(document, "total", None) not in (None, result.total):
                # The only difference we cannot keep away is one we have told of.
                told = codes(document, books.profile)
                assert "preflight.tax_rounding" in told, (result.total, document)
                allowed = {"total", "tax"}
            else:
                allowed = set()
            if not isinstance(document, Item):
                state = shown[result.type, result.qb_id]
                assert_read_back(document, state, result, books.profile, allowed)
            if isinstance(document, PaymentDocument):
                settled = objects.applied(result)
                assert is_applied(document, result), (settled, document)
            event(document.object_type)
            outcomes["taken"] += 1

    try_out()
    # Much of what is made up is fit to be sent; else this would show nothing.
    assert outcomes["taken"] > outcomes.total() / 8, outcomes


def assert_a_payment_changes_nothing_else(company):
    """An invoice that is paid is another version of it, and says the same."""
    books = company.books
    [currency, *_others] = books.customers
    target = books.open["Invoice"][currency][0]
    [before] = company.shown({"Invoice": [target.id]}).values()
    [paid] = company.send(
        payment(
            applied(amount="1.00", target=target),
            party=books.customers[currency],
            account=books.banks[0],
            currency=currency,
            exchange_rate=Decimal("1.25"),
        )
    )
    assert not isinstance(paid, Problem), str(paid)
    [after] = company.shown({"Invoice": [target.id]}).values()
    assert before.version != after.version and before.balance != after.balance
    assert before.content == after.content
