# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Journal entries, and payments that use up the credit of one."""

import pytest

from .client import (
    CUSTOMER,
    OTHER_CUSTOMER,
    VENDOR,
    Refused,
    bill,
    bill_payment,
    entry_line,
    expense_line,
    invoice,
    item_line,
    link,
    payment,
    ref,
)


def account(api, name):
    found = api.query(f"select * from Account where Name = '{name}'")["Account"]
    return found[0]["Id"]


@pytest.fixture
def receivable(api):
    return account(api, "Accounts Receivable (A/R)")


@pytest.fixture
def payable(api):
    return account(api, "Accounts Payable (A/P)")


@pytest.fixture
def expense(api):
    return account(api, "Office Expenses")


@pytest.fixture
def fee(receivable, expense):
    """An entry over so much that a customer need not pay."""

    def made(amount, customer=CUSTOMER, **properties):
        return {
            "Line": [
                entry_line("Debit", amount, expense),
                entry_line("Credit", amount, receivable, customer),
            ],
            **properties,
        }

    return made


@pytest.fixture
def owed(api):
    """An invoice over 100."""
    return api.create("Invoice", invoice(item_line(100)))


def test_an_entry_is_answered_with_its_lines_and_its_total(api, fee):
    created = api.create("JournalEntry", fee(30, DocNumber="FEE-1", PrivateNote="Fee"))

    assert (created["DocNumber"], created["TotalAmt"]) == ("FEE-1", 30)
    detail = created["Line"][1]["JournalEntryLineDetail"]
    assert detail["PostingType"] == "Credit"
    assert detail["Entity"]["EntityRef"]["value"] == CUSTOMER
    assert api.read("JournalEntry", created["Id"]) == created
    found = api.query("select * from JournalEntry where DocNumber = 'FEE-1'")
    assert found["JournalEntry"] == [created]


def test_its_credit_lowers_what_the_customer_owes(api, owed, fee):
    api.create("JournalEntry", fee(30))

    assert api.read("Customer", CUSTOMER)["Balance"] == 70


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[0].update(Amount=29),
        lambda lines: lines[1]["JournalEntryLineDetail"].pop("Entity"),
        lambda lines: lines[1]["JournalEntryLineDetail"].update(
            Entity={"Type": "Vendor", "EntityRef": ref(VENDOR)}
        ),
        lambda lines: [line.update(Amount=0) for line in lines],
        lambda lines: [line.update(Amount=-30) for line in lines],
        lambda lines: lines.extend([dict(lines[0]), dict(lines[1])]),
    ],
    ids=(
        *("unequal", "nobody on A/R", "a vendor on A/R", "nothing", "negative"),
        "two on A/R",
    ),
)
def test_what_does_not_balance_or_names_nobody_is_refused(api, fee, change):
    wanted = fee(30)
    change(wanted["Line"])

    with pytest.raises(Refused) as refused:
        api.create("JournalEntry", wanted)

    assert refused.value.code == "6000"


def test_an_inactive_account_takes_nothing(api, fee, expense):
    api.update("Account", api.read("Account", expense), Active=False)

    with pytest.raises(Refused) as refused:
        api.create("JournalEntry", fee(30))

    assert refused.value.code == "2500"


def test_a_name_is_of_the_kind_that_is_said(api, fee):
    with pytest.raises(Refused) as refused:
        api.create("JournalEntry", fee(30, customer=VENDOR))

    assert refused.value.code == "2500"


def test_a_line_says_debit_or_credit(api, fee):
    wanted = fee(30)
    del wanted["Line"][0]["JournalEntryLineDetail"]["PostingType"]

    with pytest.raises(Refused) as refused:
        api.create("JournalEntry", wanted)

    assert refused.value.code == "2020"


def test_a_payment_uses_its_credit(api, owed, fee):
    entry = api.create("JournalEntry", fee(30))
    lines = link("Invoice", owed, 100), link("JournalEntry", entry, 30)

    created = api.create("Payment", payment(70, *lines))

    assert created["UnappliedAmt"] == 0
    assert created["Line"][1]["LinkedTxn"][0]["TxnType"] == "JournalEntry"
    assert api.read("Invoice", owed["Id"])["Balance"] == 0
    assert api.read("Customer", CUSTOMER)["Balance"] == 0


def test_no_more_is_used_than_is_left_of_it(api, owed, fee):
    entry = api.create("JournalEntry", fee(30))

    with pytest.raises(Refused) as refused:
        lines = link("Invoice", owed, 100), link("JournalEntry", entry, 40)
        api.create("Payment", payment(60, *lines))

    assert refused.value.code == "6000"


def test_it_serves_its_own_customer_only(api, owed, fee):
    entry = api.create("JournalEntry", fee(30, customer=OTHER_CUSTOMER))

    with pytest.raises(Refused) as refused:
        lines = link("Invoice", owed, 100), link("JournalEntry", entry, 30)
        api.create("Payment", payment(70, *lines))

    assert refused.value.code == "620"


def test_what_a_customer_owes_by_it_is_no_credit(api, owed, receivable, expense):
    debt = [
        entry_line("Credit", 30, expense),
        entry_line("Debit", 30, receivable, CUSTOMER),
    ]
    entry = api.create("JournalEntry", {"Line": debt})
    assert api.read("Customer", CUSTOMER)["Balance"] == 130

    with pytest.raises(Refused) as refused:
        lines = link("Invoice", owed, 100), link("JournalEntry", entry, 30)
        api.create("Payment", payment(70, *lines))

    assert refused.value.code == "620"


def test_it_stays_while_a_payment_uses_it(api, owed, fee):
    entry = api.create("JournalEntry", fee(30))
    lines = link("Invoice", owed, 100), link("JournalEntry", entry, 30)
    created = api.create("Payment", payment(70, *lines))
    entry = api.read("JournalEntry", entry["Id"])

    with pytest.raises(Refused) as refused:
        api.delete("JournalEntry", entry)
    assert refused.value.code == "6540"
    with pytest.raises(Refused) as refused:
        api.update("JournalEntry", entry, Line=fee(20)["Line"])
    assert refused.value.code == "6000"

    api.delete("Payment", created)
    api.delete("JournalEntry", api.read("JournalEntry", entry["Id"]))

    assert api.read("Customer", CUSTOMER)["Balance"] == 100


def test_a_changed_entry_gives_another_credit(api, owed, fee):
    entry = api.create("JournalEntry", fee(30))

    changed = api.update("JournalEntry", entry, Line=fee(45)["Line"])

    assert (changed["TotalAmt"], changed["SyncToken"]) == (45, "1")
    assert api.read("Customer", CUSTOMER)["Balance"] == 55
    with pytest.raises(Refused) as refused:
        api.update("JournalEntry", entry, PrivateNote="stale")
    assert refused.value.code == "5010"


def test_an_entry_is_not_voided(api, fee):
    entry = api.create("JournalEntry", fee(30))

    with pytest.raises(Refused) as refused:
        api.post(
            "JournalEntry",
            {"Id": entry["Id"], "SyncToken": entry["SyncToken"], "sparse": True},
            operation="update",
            include="void",
        )

    assert refused.value.code == "500"


def test_a_discount_of_a_vendor_pays_part_of_a_bill(api, payable, expense):
    owed = api.create("Bill", bill(expense_line(100)))
    entry = api.create(
        "JournalEntry",
        {
            "Line": [
                entry_line("Debit", 5, payable, VENDOR, "Vendor"),
                entry_line("Credit", 5, expense),
            ]
        },
    )
    assert api.read("Vendor", VENDOR)["Balance"] == 95

    lines = link("Bill", owed, 100), link("JournalEntry", entry, 5)
    api.create("BillPayment", bill_payment(95, *lines))

    assert api.read("Bill", owed["Id"])["Balance"] == 0
    assert api.read("Vendor", VENDOR)["Balance"] == 0


def test_a_batch_takes_it_once_under_its_request_id(api, fee):
    item = {"bId": "1", "operation": "create", "JournalEntry": fee(30)}

    [first] = api.batch([item], requestid="r1")
    [again] = api.batch([item], requestid="r1")

    assert first == again
    assert len(api.query("select * from JournalEntry")["JournalEntry"]) == 1


def test_change_data_capture_tells_of_it_where_it_is_asked_for(api, fee):
    entry = api.create("JournalEntry", fee(30))
    since = {
        "entities": "JournalEntry",
        "changedSince": entry["MetaData"]["CreateTime"],
    }

    answer = api.answer("GET", "cdc", params=since)

    [group] = answer["CDCResponse"][0]["QueryResponse"]
    assert [each["Id"] for each in group["JournalEntry"]] == [entry["Id"]]


def test_a_merged_customer_takes_it_along(api, fee, simulator):
    entry = api.create("JournalEntry", fee(30))

    simulator.bookkeeper(api.realm).merge("Customer", CUSTOMER, OTHER_CUSTOMER)

    owed = api.create("Invoice", invoice(item_line(100), customer=OTHER_CUSTOMER))
    lines = link("Invoice", owed, 100), link("JournalEntry", entry, 30)
    api.create("Payment", payment(70, *lines, customer=OTHER_CUSTOMER))
    assert api.read("Customer", OTHER_CUSTOMER)["Balance"] == 0


def test_a_foreign_entry_needs_an_account_of_its_currency(canada):
    receivable = account(canada, "Accounts Receivable (A/R)")
    expense = account(canada, "Office Expenses")
    abroad = canada.create(
        "Account",
        Name="Accounts Receivable (A/R) - USD",
        AccountType="Accounts Receivable",
        CurrencyRef=ref("USD"),
    )

    def entry(on):
        lines = [
            entry_line("Debit", 30, expense),
            entry_line("Credit", 30, on, OTHER_CUSTOMER),
        ]
        return {"Line": lines, "CurrencyRef": ref("USD"), "ExchangeRate": "1.25"}

    created = canada.create("JournalEntry", entry(abroad["Id"]))
    assert (created["TotalAmt"], created["HomeTotalAmt"]) == (30, 37.5)
    with pytest.raises(Refused) as refused:
        canada.create("JournalEntry", entry(receivable))
    assert refused.value.code == "6000"
