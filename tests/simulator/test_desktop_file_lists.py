# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers, vendors, items, accounts and the other lists of a company file."""

import pytest

from quickbooks_simulator.desktop import LONE_STAR, MAPLE, PRAIRIE

from .desk import Desk, by_id, named

IN_USE = 'The name "{}" of the list element is already in use.'


@pytest.fixture
def smith(desk):
    """The answer to a new customer."""
    return desk.add("Customer", Name="Smith", CompanyName="Smith Inc", Phone="1")


# -- adding ----------------------------------------------------------------------------


def test_a_customer_is_told_with_its_id_and_version(smith):
    assert smith.code == "0"
    assert smith.severity == "Info"
    assert smith.text == "Status OK"
    assert smith["Name"] == smith["FullName"] == "Smith"
    assert smith["CompanyName"] == "Smith Inc"
    assert smith["IsActive"] == "true"
    assert smith["Balance"] == smith["TotalBalance"] == "0.00"
    number, _dash, moment = smith["ListID"].partition("-")
    assert int(number, 16) > 0x80000000
    assert smith["EditSequence"] == moment


def test_times_are_local_with_their_offset(desk):
    answer = desk.added("Class", Name="Tanker")
    told = desk.do("ClassQuery", {"ListID": answer})["TimeCreated"]
    assert told.endswith(("-06:00", "-05:00"))


def test_the_address_is_also_told_as_it_is_printed(desk):
    address = {
        "Addr1": "Smith Inc",
        "Addr2": "1 Main St",
        "City": "Tulsa",
        "State": "OK",
        "PostalCode": "74103",
    }
    answer = desk.add("Customer", Name="Smith", BillAddress=address)
    assert answer["BillAddressBlock/Addr3"] == "Tulsa, OK 74103"


@pytest.mark.parametrize("kind", ["Vendor", "Employee", "OtherName", "Customer"])
@pytest.mark.parametrize("name", ["Smith", "SMITH", " Smith "])
def test_all_names_share_one_space(desk, smith, kind, name):
    content = {"LastName": name} if kind == "Employee" else {"Name": name}
    answer = desk.add(kind, **content)
    assert answer.code == "3100"
    assert answer.text == IN_USE.format(name.strip())


def test_inactive_names_are_taken_too(desk):
    desk.added("Customer", Name="Old", IsActive="false")
    assert desk.add("Vendor", Name="old").code == "3100"


def test_a_turned_name_is_the_same_name(desk):
    desk.added("Customer", Name="Smith, Mike")
    assert desk.add("Vendor", Name="Mike Smith").code == "3100"


def test_other_lists_have_names_of_their_own(desk, smith):
    desk.added("Class", Name="Smith")
    desk.added("ItemService", Name="Smith", SalesOrPurchase=sold())
    assert desk.add("ItemNonInventory", Name="smith", SalesOrPurchase=sold()).code == (
        "3100"
    )


def sold(account="Freight Income"):
    return {"AccountRef": named(account)}


def test_a_colon_parts_levels_and_is_in_no_name(desk):
    assert desk.add("Customer", Name="Smith: Dallas").code == "3180"


def test_a_name_is_more_than_blanks(desk):
    assert desk.add("Customer", Name="  ").code == "3150"


def test_a_job_is_under_its_customer(desk, smith):
    answer = desk.add("Customer", Name="Lane 7", ParentRef=named("smith"))
    assert answer["FullName"] == "Smith:Lane 7"
    assert answer["Sublevel"] == "1"
    assert answer["ParentRef/FullName"] == "Smith"
    # Its name is free elsewhere.
    desk.added("Vendor", Name="Lane 7")


def test_a_parent_that_is_not_there(desk):
    answer = desk.add("Customer", Name="Job", ParentRef=named("Nobody"))
    assert answer.code == "3130"
    assert 'parent "Nobody" in the Customers list' in answer.text


def test_a_reference_that_leads_nowhere(desk):
    answer = desk.add("Customer", Name="Smith", TermsRef=named("Net 99"))
    assert answer.code == "3140"
    assert 'QuickBooks Terms "Net 99" in the Customer' in answer.text
    by_list_id = desk.add("Customer", Name="Smith", TermsRef=by_id("80000001-1"))
    assert by_list_id.code == "3140"


def test_a_reference_to_another_list(desk):
    item = desk.do("ItemQuery", {"FullName": "Linehaul"})["ListID"]
    assert desk.add("Customer", Name="Smith", TermsRef=by_id(item)).code == "3140"


@pytest.mark.parametrize(
    ("company", "content"),
    [
        (PRAIRIE, {"ClassRef": named("Dry Van")}),
        (PRAIRIE, {"SalesTaxCodeRef": named("Tax")}),
        (PRAIRIE, {"CurrencyRef": named("US Dollar")}),
    ],
)
def test_features_that_are_off(company, content):
    answer = Desk(company).add("Customer", Name="Smith", **content)
    assert answer.code == "3250"
    assert answer.text.startswith("This feature is not enabled")


def test_an_item_needs_the_accounts_it_is_posted_to(desk):
    assert desk.add("ItemService", Name="Tarp", SalesOrPurchase={}).code == "3270"
    both = {"IncomeAccountRef": named("Freight Income")}
    assert desk.add("ItemService", Name="Tarp", SalesAndPurchase=both).code == "3270"
    assert desk.add("ItemService", Name="Tarp", SalesOrPurchase=sold()).code == "0"


def test_each_list_takes_new_objects(desk):
    rate = {"TaxRate": "7.0"}
    for kind, content in {
        "Account": {"Name": "Tolls", "AccountType": "Expense"},
        "Class": {"Name": "Tanker"},
        "CustomerMsg": {"Name": "Thank you"},
        "CustomerType": {"Name": "Shipper"},
        "DateDrivenTerms": {"Name": "15th", "DayOfMonthDue": "15"},
        "Employee": {"FirstName": "Ann", "LastName": "Lee"},
        "ItemDiscount": {"Name": "Rebate"},
        "ItemNonInventory": {"Name": "Pallet", "SalesOrPurchase": sold()},
        "ItemOtherCharge": {"Name": "Fee", "SalesOrPurchase": sold()},
        "ItemSalesTax": {"Name": "Oklahoma", **rate},
        "ItemSalesTaxGroup": {"Name": "Two", "ItemSalesTaxRef": named("Texas State")},
        "ItemService": {"Name": "Tarp", "SalesOrPurchase": sold()},
        "OtherName": {"Name": "Landlord"},
        "PaymentMethod": {"Name": "Wire", "PaymentMethodType": "Other"},
        "SalesRep": {"Initial": "DO", "SalesRepEntityRef": named("Dana Ortiz")},
        "SalesTaxCode": {"Name": "Out", "IsTaxable": "false"},
        "ShipMethod": {"Name": "Truck"},
        "StandardTerms": {"Name": "Net 10", "StdDueDays": "10"},
        "Vendor": {"Name": "Pat's Diesel", "IsVendorEligibleFor1099": "true"},
        "VendorType": {"Name": "Carrier"},
    }.items():
        list_id = desk.added(kind, **content)
        found = desk.do(f"{kind}Query", {"ListID": list_id})
        assert found.code == "0"
        for field, value in content.items():
            if isinstance(value, str):
                assert found[field] == value


# -- changing --------------------------------------------------------------------------


def test_a_change_leaves_what_it_does_not_name(desk, smith):
    answer = desk.mod(
        "Customer",
        ListID=smith["ListID"],
        EditSequence=smith["EditSequence"],
        CompanyName="Smith & Sons",
    )
    assert answer["CompanyName"] == "Smith & Sons"
    assert answer["Phone"] == "1"
    assert int(answer["EditSequence"]) > int(smith["EditSequence"])


def test_what_is_empty_is_emptied(desk, smith):
    terms = {"TermsRef": named("Net 30")}
    version = {"ListID": smith["ListID"], "EditSequence": smith["EditSequence"]}
    filled = desk.mod("Customer", **version, **terms)
    version["EditSequence"] = filled["EditSequence"]
    emptied = desk.mod("Customer", **version, Phone="", TermsRef=named(""))
    assert emptied["Phone"] is None
    assert emptied["TermsRef/FullName"] is None


def test_what_cannot_be_empty(desk, smith):
    version = {"ListID": smith["ListID"], "EditSequence": smith["EditSequence"]}
    answer = desk.mod("Customer", **version, Name="")
    assert answer.code == "3190"
    assert answer.text == "Cannot clear the element in the Name field."


def test_an_old_version_is_refused_and_the_present_one_told(desk, smith):
    version = {"ListID": smith["ListID"], "EditSequence": smith["EditSequence"]}
    changed = desk.mod("Customer", **version, Phone="2")
    answer = desk.mod("Customer", **version, Phone="3")
    assert answer.code == "3200"
    assert answer.text == (
        f'The provided edit sequence "{smith["EditSequence"]}" is out-of-date.'
    )
    assert answer["EditSequence"] == changed["EditSequence"]
    assert answer["Phone"] == "2"


def test_two_changes_in_one_second_are_two_versions(desk, smith):
    version, seen = smith["EditSequence"], {smith["EditSequence"]}
    for phone in "234":
        answer = desk.mod(
            "Customer", ListID=smith["ListID"], EditSequence=version, Phone=phone
        )
        version = answer["EditSequence"]
        seen.add(version)
    assert len(seen) == 4


def test_a_new_name_must_be_free_too(desk, smith):
    version = {"ListID": smith["ListID"], "EditSequence": smith["EditSequence"]}
    assert desk.mod("Customer", **version, Name="Gulf Coast Produce").code == "3100"
    assert desk.mod("Customer", **version, Name="SMITH").code == "0"


def test_a_renamed_customer_takes_its_jobs_along(desk, smith):
    job = desk.added("Customer", Name="Lane 7", ParentRef=named("Smith"))
    version = {"ListID": smith["ListID"], "EditSequence": smith["EditSequence"]}
    desk.mod("Customer", **version, Name="Smythe")
    assert desk.do("CustomerQuery", {"ListID": job})["FullName"] == "Smythe:Lane 7"


def test_a_job_takes_what_it_owes_along(desk, smith):
    job = desk.add("Customer", Name="Lane 7", ParentRef=named("Smith"))
    desk.invoice("5.00", customer="Smith:Lane 7")
    desk.mod(
        "Customer",
        ListID=job["ListID"],
        EditSequence=job["EditSequence"],
        ParentRef=named("Gulf Coast Produce"),
    )
    for name, total in (("Smith", "0.00"), ("Gulf Coast Produce", "5.00")):
        told = desk.do("CustomerQuery", {"FullName": name})
        assert told["TotalBalance"] == total


def test_what_is_not_there_cannot_be_changed(desk):
    answer = desk.mod("Customer", ListID="80000FFF-1", EditSequence="1", Phone="1")
    assert answer.code == "3120"
    assert answer.text.startswith('Object "80000FFF-1" specified in the request')


def test_prices_and_texts_of_items_change_one_by_one(desk):
    content = {"Desc": "Tarping", "Price": "75.00", **sold()}
    item = desk.add("ItemService", Name="Tarp", SalesOrPurchase=content)
    answer = desk.mod(
        "ItemService",
        ListID=item["ListID"],
        EditSequence=item["EditSequence"],
        SalesOrPurchaseMod={"Price": "80.00"},
    )
    assert answer["SalesOrPurchase/Price"] == "80.00"
    assert answer["SalesOrPurchase/Desc"] == "Tarping"


# -- deleting --------------------------------------------------------------------------


def delete(desk, kind, list_id):
    return desk.do("ListDel", {"ListDelType": kind, "ListID": list_id})


def test_what_nobody_uses_can_be_deleted(desk, smith):
    answer = delete(desk, "Customer", smith["ListID"])
    assert answer.code == "0"
    assert answer.element.findtext("FullName") == "Smith"
    assert delete(desk, "Customer", smith["ListID"]).code == "3120"
    desk.added("Vendor", Name="Smith")


def test_what_is_used_cannot_be_deleted(desk, smith):
    desk.invoice(customer="Smith")
    assert delete(desk, "Customer", smith["ListID"]).code == "3170"
    [item] = [i for i in desk.company.parties("ItemService") if i.name == "Linehaul"]
    assert delete(desk, "ItemService", item.id).code == "3170"


# -- the seeded companies --------------------------------------------------------------


def test_preferences_tell_what_is_on(desk):
    preferences = desk.do("PreferencesQuery")
    assert preferences["AccountingPreferences/IsUsingClassTracking"] == "true"
    assert preferences["MultiCurrencyPreferences/IsMultiCurrencyOn"] == "false"
    tax = "SalesTaxPreferences/"
    assert preferences[f"{tax}DefaultItemSalesTaxRef/FullName"] == (
        "Texas State and Local"
    )
    assert preferences[f"{tax}DefaultNonTaxableSalesTaxCodeRef/FullName"] == "Non"
    desk.company.change(closing_date="2026-03-31")
    preferences = desk.do("PreferencesQuery")
    assert preferences["AccountingPreferences/ClosingDate"] == "2026-03-31"


def test_without_sales_tax_nothing_is_told_of_it():
    preferences = Desk(PRAIRIE).do("PreferencesQuery")
    assert preferences["SalesTaxPreferences"] is None
    assert preferences["AccountingPreferences/IsUsingClassTracking"] == "false"


def test_features_can_be_switched_on():
    desk = Desk(PRAIRIE)
    desk.company.change(sales_tax=True, classes=True, multi_currency=True)
    preferences = desk.do("PreferencesQuery")
    assert preferences["AccountingPreferences/IsUsingClassTracking"] == "true"
    tax = "SalesTaxPreferences/DefaultTaxableSalesTaxCodeRef/FullName"
    assert preferences[tax] == "Tax"
    desk.added("Class", Name="Reefer")
    answer = desk.add("Customer", Name="Smith", SalesTaxCodeRef=named("Non"))
    assert answer["CurrencyRef/FullName"] == "US Dollar"
    invoice = desk.read("Invoice", desk.invoice(ClassRef=named("Reefer")))
    assert invoice["CurrencyRef/FullName"] == "US Dollar"


def test_the_canadian_company():
    desk = Desk(MAPLE)
    assert desk.do("HostQuery")["Country"] == "CA"
    preferences = desk.do("PreferencesQuery")
    currency = "MultiCurrencyPreferences/HomeCurrencyRef/FullName"
    assert preferences[currency] == "Canadian Dollar"


@pytest.mark.parametrize(
    ("edition", "product"),
    [
        ("Pro", "QuickBooks Pro 2024"),
        ("Enterprise", "QuickBooks Enterprise Solutions 24.0"),
    ],
)
def test_editions(desk, edition, product):
    desk.company.change(edition=edition, year=2024)
    host = desk.do("HostQuery")
    assert host["ProductName"] == product
    assert host["MajorVersion"] == "34"
    assert host.all("SupportedQBXMLVersion")[-1] == "13.0"


def test_each_file_of_a_company_has_the_same_ids():
    assert ids_of(LONE_STAR) == ids_of(LONE_STAR)


def test_two_companies_have_no_id_in_common():
    assert not ids_of(LONE_STAR) & ids_of(PRAIRIE)


def ids_of(company):
    """The ids of a new file's lists."""
    queries = ("CustomerQuery", "VendorQuery", "ItemQuery", "AccountQuery")
    desk = Desk(company)
    return {list_id for query in queries for list_id in desk.do(query).all("ListID")}
