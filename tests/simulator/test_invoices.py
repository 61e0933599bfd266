# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices and credit memos."""

from decimal import Decimal

import pytest

from .client import (
    CUSTOMER,
    OTHER_CUSTOMER,
    Refused,
    invoice,
    item_line,
    link,
    payment,
    ref,
)


def test_an_invoice_is_totalled_and_left_open(api):
    created = api.create("Invoice", invoice(item_line("0.10"), item_line(1.4)))

    assert created["TotalAmt"] == created["Balance"] == Decimal("1.50")
    assert created["Line"][-1] == {
        "Amount": Decimal("1.50"),
        "DetailType": "SubTotalLineDetail",
        "SubTotalLineDetail": {},
    }


def test_lines_get_ids_and_numbers_and_names(api):
    line = api.create("Invoice", invoice())["Line"][0]

    assert (line["Id"], line["LineNum"]) == ("1", 1)
    assert line["SalesItemLineDetail"]["ItemRef"] == {"value": "1", "name": "Linehaul"}


def test_the_customer_balance_follows_its_invoices(api):
    created = api.create("Invoice", invoice(item_line(250)))
    before = api.read("Customer", CUSTOMER)
    api.delete("Invoice", created)
    after = api.read("Customer", CUSTOMER)

    assert (before["Balance"], after["Balance"]) == (250, 0)
    assert before["SyncToken"] == after["SyncToken"] == "0"


def test_the_balance_of_a_job_counts_for_its_parent(api):
    child = api.create("Customer", DisplayName="Dallas", ParentRef=ref(CUSTOMER))
    api.create("Invoice", invoice(item_line(40), customer=child["Id"]))

    parent = api.read("Customer", CUSTOMER)
    assert (parent["Balance"], parent["BalanceWithJobs"]) == (0, 40)


def test_addresses_and_due_date_come_from_the_customer(api):
    terms = api.query("select * from Term where Name = 'Net 15'")["Term"][0]
    customer = api.read("Customer", CUSTOMER)
    api.update("Customer", customer, SalesTermRef=ref(terms["Id"]))

    created = api.create("Invoice", invoice(TxnDate="2026-03-01"))

    assert created["DueDate"] == "2026-03-16"
    assert created["BillAddr"] == customer["BillAddr"]


def test_without_terms_an_invoice_is_due_in_thirty_days(api):
    created = api.create("Invoice", invoice(TxnDate="2026-03-01"))

    assert created["DueDate"] == "2026-03-31"


def test_an_invoice_without_lines_is_refused(api):
    with pytest.raises(Refused) as refused:
        api.create("Invoice", CustomerRef=ref(CUSTOMER))

    assert refused.value.code == "2020"
    assert refused.value.element == "Line"


def test_an_invoice_without_customer_is_refused(api):
    with pytest.raises(Refused) as refused:
        api.create("Invoice", Line=[item_line()])

    assert refused.value.element == "CustomerRef"


def test_a_line_without_amount_is_refused(api):
    line = item_line()
    del line["Amount"]

    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice(line))

    assert refused.value.element == "Line.Amount"


@pytest.mark.parametrize(
    ("reference", "group"),
    [
        ({"CustomerRef": ref(999)}, "Names"),
        ({"SalesTermRef": ref(999)}, "Terms"),
        ({"DepartmentRef": ref(999)}, "Depts"),
        ({"Line": [item_line(item=999)]}, "Items"),
        ({"Line": [item_line(ClassRef=ref(999))]}, "Klasses"),
    ],
)
def test_a_reference_that_leads_nowhere_is_named(api, reference, group):
    with pytest.raises(Refused) as refused:
        api.create("Invoice", {**invoice(), **reference})

    assert refused.value.code == "2500"
    assert f"{group} element id 999 not found" in refused.value.detail


def test_an_amount_is_quantity_times_price(api):
    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice(item_line(1750, Qty=1, UnitPrice=2.5)))

    assert refused.value.code == "6070"


def test_an_amount_is_compared_after_rounding(api):
    line = item_line("333.33", Qty=3, UnitPrice="111.11111")

    created = api.create("Invoice", invoice(line))

    assert created["TotalAmt"] == Decimal("333.33")


def test_quantity_and_price_of_zero_mean_none(api):
    line = item_line(100, Qty=0, UnitPrice=0)

    detail = api.create("Invoice", invoice(line))["Line"][0]["SalesItemLineDetail"]

    assert "Qty" not in detail


def test_a_line_without_item_is_only_documentation(api):
    note = item_line(50)
    del note["SalesItemLineDetail"]["ItemRef"]

    created = api.create("Invoice", invoice(item_line(100), note))

    assert created["TotalAmt"] == 100
    assert created["Line"][1]["DetailType"] == "DescriptionOnly"


def test_text_lines_carry_no_amount(api):
    text = {"DetailType": "DescriptionOnly", "Description": "Load 4711, Amarillo"}

    created = api.create("Invoice", invoice(item_line(), text))

    assert created["Line"][1]["Description"] == "Load 4711, Amarillo"
    assert "Amount" not in created["Line"][1]


def test_a_percentage_discount_lowers_the_total(api):
    discount = {
        "DetailType": "DiscountLineDetail",
        "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": 10},
    }

    created = api.create("Invoice", invoice(item_line(200), discount))

    assert created["TotalAmt"] == 180


def test_an_invoice_cannot_be_negative(api):
    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice(item_line(-5)))

    assert refused.value.code == "6000"


def test_a_note_over_four_thousand_characters_is_refused(api):
    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice(PrivateNote="x" * 4001))

    assert refused.value.code == "2050"


def test_a_date_must_be_one(api):
    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice(TxnDate="11/22/2026"))

    assert refused.value.code == "2010"


def test_computed_properties_are_disregarded(api):
    created = api.create("Invoice", invoice(TotalAmt=1, Balance=0))

    assert created["TotalAmt"] == created["Balance"] == 100


# Numbers


def test_quickbooks_counts_when_numbers_are_its_own(api):
    first = api.create("Invoice", invoice())
    second = api.create("Invoice", invoice())

    assert int(second["DocNumber"]) == int(first["DocNumber"]) + 1


def test_quickbooks_passes_over_numbers_that_are_used(api):
    first = api.create("Invoice", invoice())
    taken = str(int(first["DocNumber"]) + 1)
    api.create("Invoice", invoice(DocNumber=taken))

    following = api.create("Invoice", invoice())

    assert following["DocNumber"] == str(int(taken) + 1)


def test_with_custom_numbers_a_missing_number_stays_missing(api, simulator):
    simulator.change_company(custom_txn_numbers=True)

    assert "DocNumber" not in api.create("Invoice", invoice())


def test_with_custom_numbers_one_can_still_be_asked_for(api, simulator):
    simulator.change_company(custom_txn_numbers=True)

    created = api.create("Invoice", invoice(DocNumber="AUTO_GENERATE"))

    assert created["DocNumber"].isdigit()


def test_a_number_is_used_once(api):
    first = api.create("Invoice", invoice(DocNumber="INV/2026/00001"))

    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice(DocNumber="INV/2026/00001"))

    assert refused.value.code == "6140"
    assert f"TxnType=Invoice with TxnId={first['Id']}" in refused.value.detail


def test_a_number_can_be_used_again_on_request(api):
    api.create("Invoice", invoice(DocNumber="A1"))

    again = api.post("Invoice", invoice(DocNumber="A1"), include="allowduplicatedocnum")

    assert again["DocNumber"] == "A1"


def test_the_number_of_a_deleted_invoice_is_free(api):
    first = api.create("Invoice", invoice(DocNumber="A1"))
    api.delete("Invoice", first)

    assert api.create("Invoice", invoice(DocNumber="A1"))["DocNumber"] == "A1"


def test_a_number_has_at_most_21_characters(api):
    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice(DocNumber="1" * 22))

    assert refused.value.code == "2050"


# Changing


def test_a_sparse_update_with_lines_replaces_them_all(api):
    created = api.create("Invoice", invoice(item_line(10), item_line(20)))
    kept = {**item_line(25), "Id": "2"}

    changed = api.update("Invoice", created, Line=[kept, item_line(5)])

    goods = [line for line in changed["Line"] if "Id" in line]
    assert [(line["Id"], line["Amount"]) for line in goods] == [("2", 25), ("3", 5)]
    assert changed["TotalAmt"] == 30


def test_a_sparse_update_without_lines_keeps_them(api):
    created = api.create("Invoice", invoice(item_line(10)))

    changed = api.update("Invoice", created, PrivateNote="POD on file")

    assert changed["Line"] == created["Line"]
    assert changed["SyncToken"] == "1"


def test_an_update_that_changes_nothing_leaves_the_sync_token(api):
    created = api.create("Invoice", invoice(PrivateNote="POD on file"))

    same = api.update("Invoice", created, PrivateNote="POD on file")

    assert same == created


def test_a_full_update_clears_the_note_and_keeps_number_and_date(api):
    created = api.create(
        "Invoice", invoice(PrivateNote="x", DocNumber="A1", TxnDate="2026-01-02")
    )

    changed = api.update("Invoice", created, sparse=False, **invoice())

    assert "PrivateNote" not in changed
    assert (changed["DocNumber"], changed["TxnDate"]) == ("A1", "2026-01-02")


def test_an_invoice_moves_to_another_customer_with_its_balance(api):
    created = api.create("Invoice", invoice(item_line(70)))

    api.update("Invoice", created, CustomerRef=ref(OTHER_CUSTOMER))

    assert api.read("Customer", CUSTOMER)["Balance"] == 0
    assert api.read("Customer", OTHER_CUSTOMER)["Balance"] == 70


def test_a_voided_invoice_stays_with_nothing_on_it(api):
    created = api.create("Invoice", invoice(item_line(10, Qty=2, UnitPrice=5)))

    void = api.void("Invoice", created)

    assert void["TotalAmt"] == void["Balance"] == 0
    assert void["PrivateNote"] == "Voided"
    assert [line["Amount"] for line in void["Line"]] == [0, 0]
    assert void["SyncToken"] == "1"
    assert api.read("Customer", CUSTOMER)["Balance"] == 0


def test_a_deleted_invoice_is_gone(api):
    created = api.create("Invoice", invoice())

    answer = api.delete("Invoice", created)

    assert answer == {"domain": "QBO", "status": "Deleted", "Id": created["Id"]}
    with pytest.raises(Refused) as refused:
        api.read("Invoice", created["Id"])
    assert refused.value.code == "610"


def test_a_paid_invoice_is_neither_voided_nor_deleted(api):
    created = api.create("Invoice", invoice(item_line(10)))
    api.create("Payment", payment(10, link("Invoice", created, 10)))
    paid = api.read("Invoice", created["Id"])

    for operation in (api.void, api.delete):
        with pytest.raises(Refused) as refused:
            operation("Invoice", paid)
        assert refused.value.code == "6540"


def test_a_credit_memo_lowers_the_customer_balance(api):
    memo = api.create("CreditMemo", invoice(item_line(30)))

    assert memo["RemainingCredit"] == memo["Balance"] == 30
    assert api.read("Customer", CUSTOMER)["Balance"] == -30


def test_there_is_no_void_for_credit_memos(api):
    memo = api.create("CreditMemo", invoice())

    with pytest.raises(Refused) as refused:
        api.post("CreditMemo", {"Id": memo["Id"], "SyncToken": "0"}, operation="void")

    assert refused.value.code == "500"
