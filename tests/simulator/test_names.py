# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers, vendors, employees and the other lists."""

import pytest

from .client import CUSTOMER, LINEHAUL, VENDOR, Refused, invoice, ref


def test_a_new_customer_gets_the_defaults_quickbooks_gives(api):
    customer = api.create("Customer", DisplayName="Doe5, Jane")

    assert customer["FullyQualifiedName"] == "Doe5, Jane"
    assert customer["PrintOnCheckName"] == "Doe5, Jane"
    assert customer["CurrencyRef"] == {"value": "USD", "name": "United States Dollar"}
    assert customer["SyncToken"] == "0"
    assert customer["Balance"] == 0
    assert customer["Active"] is True


def test_customers_vendors_and_employees_share_one_run_of_ids(api):
    customer = api.create("Customer", DisplayName="First")
    vendor = api.create("Vendor", DisplayName="Second")

    assert int(vendor["Id"]) == int(customer["Id"]) + 1


@pytest.mark.parametrize("entity", ["Customer", "Vendor", "Employee"])
def test_a_display_name_is_unique_over_customers_vendors_and_employees(api, entity):
    api.create("Customer", DisplayName="Acme Freight")

    with pytest.raises(Refused) as refused:
        api.create(entity, DisplayName="ACME freight")

    assert refused.value.code == "6240"
    assert refused.value.message == "Duplicate Name Exists Error"


def test_the_name_of_an_inactive_customer_stays_taken(api):
    customer = api.create("Customer", DisplayName="Acme Freight")
    api.update("Customer", customer, Active=False)

    with pytest.raises(Refused) as refused:
        api.create("Vendor", DisplayName="Acme Freight")

    assert refused.value.code == "6240"


def test_an_inactive_name_is_marked_deleted_and_comes_back(api):
    customer = api.create("Customer", DisplayName="Acme Freight")

    inactive = api.update("Customer", customer, Active=False)
    assert inactive["DisplayName"] == "Acme Freight (deleted)"

    active = api.update("Customer", inactive, Active=True)
    assert active["DisplayName"] == "Acme Freight"


def test_saying_inactive_again_changes_nothing(api):
    vendor = api.create("Vendor", DisplayName="Acme Freight")
    inactive = api.update("Vendor", vendor, Active=False)

    again = api.update("Vendor", inactive, Active=False)

    assert again["SyncToken"] == inactive["SyncToken"]
    assert again["DisplayName"] == "Acme Freight (deleted)"


def test_a_name_is_made_of_its_parts_when_none_is_given(api):
    employee = api.create("Employee", GivenName="Emily", FamilyName="Platt")

    assert employee["DisplayName"] == "Emily Platt"


def test_a_customer_without_any_name_is_refused(api):
    with pytest.raises(Refused) as refused:
        api.create("Customer", Notes="who?")

    assert refused.value.code == "2020"


@pytest.mark.parametrize("name", ["Acme: Dallas", "Acme\tDallas", "Acme\nDallas"])
def test_colon_tab_and_line_break_are_forbidden_in_names(api, name):
    with pytest.raises(Refused) as refused:
        api.create("Customer", DisplayName=name)

    assert refused.value.code == "2040"


@pytest.mark.parametrize(
    ("properties", "limit"),
    [
        ({"DisplayName": "x" * 501}, "500"),
        ({"DisplayName": "x", "Title": "x" * 17}, "16"),
        ({"DisplayName": "x", "CompanyName": "x" * 101}, "100"),
        ({"DisplayName": "x", "Notes": "x" * 2001}, "2,000"),
        ({"DisplayName": "x", "PrimaryPhone": {"FreeFormNumber": "1" * 31}}, "30"),
        ({"DisplayName": "x", "BillAddr": {"City": "x" * 256}}, "255"),
    ],
)
def test_text_over_its_length_is_refused(api, properties, limit):
    with pytest.raises(Refused) as refused:
        api.create("Customer", properties)

    assert refused.value.code == "2050"
    assert f"Max:{limit} supported" in refused.value.detail


def test_an_address_without_at_sign_is_no_email(api):
    with pytest.raises(Refused) as refused:
        api.create("Vendor", DisplayName="x", PrimaryEmailAddr={"Address": "nowhere"})

    assert refused.value.code == "2210"


def test_an_unknown_property_is_refused_by_name(api):
    with pytest.raises(Refused) as refused:
        api.create("Customer", DisplayName="x", Nickname="y")

    assert refused.value.code == "2010"
    assert 'Unrecognized field "Nickname"' in refused.value.detail


def test_an_unknown_property_in_an_address_is_refused_too(api):
    with pytest.raises(Refused) as refused:
        api.create("Customer", DisplayName="x", BillAddr={"Street": "Main"})

    assert refused.value.code == "2010"


def test_a_value_outside_an_enumeration_is_refused(api):
    with pytest.raises(Refused) as refused:
        api.create("Customer", DisplayName="x", PreferredDeliveryMethod="Pigeon")

    assert refused.value.code == "2170"


def test_a_sub_customer_is_named_after_its_parents(api):
    parent = api.create("Customer", DisplayName="Acme")
    child = api.create("Customer", DisplayName="Dallas", ParentRef=ref(parent["Id"]))

    assert child["FullyQualifiedName"] == "Acme:Dallas"
    assert child["Level"] == 1
    assert child["ParentRef"]["name"] == "Acme"


def test_names_nest_four_deep_and_no_deeper(api):
    parent = api.create("Customer", DisplayName="0")
    for level in range(1, 5):
        parent = api.create(
            "Customer", DisplayName=str(level), ParentRef=ref(parent["Id"])
        )

    with pytest.raises(Refused) as refused:
        api.create("Customer", DisplayName="5", ParentRef=ref(parent["Id"]))

    assert refused.value.code == "6000"


def test_renaming_a_parent_renames_what_is_below_it(api):
    parent = api.create("Customer", DisplayName="Acme")
    child = api.create("Customer", DisplayName="Dallas", ParentRef=ref(parent["Id"]))

    api.update("Customer", parent, DisplayName="Apex")

    assert api.read("Customer", child["Id"])["FullyQualifiedName"] == "Apex:Dallas"


def test_a_rename_shows_in_the_invoices_of_the_customer(api):
    created = api.create("Invoice", invoice())
    customer = api.read("Customer", CUSTOMER)

    api.update("Customer", customer, DisplayName="Amarillo Beef")

    shown = api.read("Invoice", created["Id"])
    assert shown["CustomerRef"]["name"] == "Amarillo Beef"
    assert shown["Line"][0]["Amount"] == 100


def test_a_tax_identifier_is_answered_masked(api):
    vendor = api.create("Vendor", DisplayName="Nick", TaxIdentifier="9999999875")

    assert vendor["TaxIdentifier"] == "XXXXXX9875"


def test_a_sparse_update_keeps_what_it_does_not_send(api):
    customer = api.create("Customer", DisplayName="Acme", Notes="Gate code 7")

    changed = api.update("Customer", customer, CompanyName="Acme Inc")

    assert changed["Notes"] == "Gate code 7"
    assert changed["SyncToken"] == "1"


def test_a_full_update_clears_what_it_does_not_send(api):
    customer = api.create("Customer", DisplayName="Acme", Notes="Gate code 7")

    changed = api.update("Customer", customer, sparse=False, DisplayName="Acme")

    assert "Notes" not in changed


def test_a_sparse_update_clears_what_it_sends_empty(api):
    customer = api.create("Customer", DisplayName="Acme", Notes="Gate code 7")

    assert "Notes" not in api.update("Customer", customer, Notes="")


def test_an_update_that_changes_nothing_leaves_the_sync_token(api):
    customer = api.create("Customer", DisplayName="Acme", Notes="Gate code 7")

    same = api.update("Customer", customer, Notes="Gate code 7")

    assert same == customer


def test_an_old_sync_token_is_stale(api):
    customer = api.create("Customer", DisplayName="Acme")
    api.update("Customer", customer, Notes="first")

    with pytest.raises(Refused) as refused:
        api.update("Customer", customer, Notes="second")

    assert refused.value.code == "5010"
    assert "were working on this at the same time" in refused.value.detail


def test_an_update_without_sync_token_is_refused(api):
    with pytest.raises(Refused) as refused:
        api.create("Customer", Id=CUSTOMER, DisplayName="Acme")

    assert refused.value.code == "2020"
    assert refused.value.element == "SyncToken"


def test_list_objects_cannot_be_deleted(api):
    customer = api.read("Customer", CUSTOMER)

    with pytest.raises(Refused) as refused:
        api.delete("Customer", customer)

    assert refused.value.code == "500"


def test_an_object_that_is_not_there_is_not_found(api):
    with pytest.raises(Refused) as refused:
        api.read("Vendor", 4711)

    assert (refused.value.status, refused.value.code) == (400, "610")


def test_an_id_is_a_number(api):
    with pytest.raises(Refused) as refused:
        api.read("Customer", "1.5")

    assert refused.value.code == "2030"
    assert "Supplied value:1.5" in refused.value.detail


def test_a_service_item_needs_an_income_account(api):
    with pytest.raises(Refused) as refused:
        api.create("Item", Name="Tarping", Type="Service")

    assert refused.value.element == "IncomeAccountRef"


def test_an_item_name_is_unique_among_items_only(api):
    income = api.read("Item", LINEHAUL)["IncomeAccountRef"]
    api.create("Customer", DisplayName="Linehaul")

    with pytest.raises(Refused) as refused:
        api.create("Item", Name="Linehaul", Type="Service", IncomeAccountRef=income)

    assert refused.value.code == "6240"


def test_an_item_name_may_hold_quotes_but_no_colon(api):
    income = api.read("Item", LINEHAUL)["IncomeAccountRef"]
    item = {"Type": "Service", "IncomeAccountRef": income}

    assert api.create("Item", Name='Tarp 24"', **item)["Name"] == 'Tarp 24"'
    with pytest.raises(Refused) as refused:
        api.create("Item", Name="Tarp: 24", **item)

    assert refused.value.code == "2040"


@pytest.mark.parametrize("name", ['Fuel "West"', "Fuel:West"])
def test_account_names_hold_no_quotes_and_no_colons(api, name):
    with pytest.raises(Refused) as refused:
        api.create("Account", Name=name, AccountType="Expense")

    assert refused.value.code == "2040"


def test_an_account_number_has_seven_digits_in_the_us(api):
    with pytest.raises(Refused) as refused:
        api.create(
            "Account", Name="Tolls East", AccountType="Expense", AcctNum="12345678"
        )

    assert refused.value.code == "2050"


def test_an_account_is_classified_by_its_type(api):
    account = api.create("Account", Name="Scales", AccountType="Expense")

    assert account["Classification"] == "Expense"
    assert account["CurrencyRef"]["value"] == "USD"


def test_tax_codes_are_only_read(api):
    with pytest.raises(Refused) as refused:
        api.create("TaxCode", Name="Oklahoma")

    assert refused.value.code == "500"


def test_a_reference_to_something_inactive_is_invalid(api):
    term = api.create("Term", Name="Net 60", DueDays=60)
    api.update("Term", term, Active=False)

    with pytest.raises(Refused) as refused:
        api.create("Vendor", DisplayName="Slow Payer", TermRef=ref(term["Id"]))

    assert refused.value.code == "2500"
    assert f"Terms element id {term['Id']} not found" in refused.value.detail


def test_an_answer_carries_a_time_with_offset_and_a_transaction_id(api):
    response = api.request("GET", f"vendor/{VENDOR}")

    assert response.json()["time"][-6:] in ("-08:00", "-07:00")
    assert response.headers["intuit_tid"].startswith("1-")
