# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Plans, subscriptions, closed books and settings."""

import pytest

from quickbooks_simulator.online import PRAIRIE

from .client import Api, Refused, bill, invoice, item_line, ref


def settings(api):
    return api.answer("GET", "preferences")["Preferences"]


def company_info(api):
    return api.answer("GET", f"companyinfo/{api.realm}")["CompanyInfo"]


def test_the_company_tells_its_plan_and_subscription(api):
    values = {each["Name"]: each["Value"] for each in company_info(api)["NameValue"]}

    assert values["OfferingSku"] == "QuickBooks Online Plus"
    assert values["SubscriptionStatus"] == "SUBSCRIBED"


def test_the_preferences_tell_what_is_switched_on(api, simulator):
    simulator.change_company(closing_date="2026-06-30", custom_txn_numbers=True)

    found = settings(api)

    assert found["AccountingInfoPrefs"]["BookCloseDate"] == "2026-06-30"
    assert found["AccountingInfoPrefs"]["ClassTrackingPerTxnLine"] is True
    assert found["SalesFormsPrefs"]["CustomTxnNumbers"] is True
    assert found["CurrencyPrefs"]["HomeCurrency"] == {"value": "USD"}
    assert found["TaxPrefs"] == {"UsingSalesTax": True, "PartnerTaxEnabled": True}


def test_a_company_without_automated_sales_tax_does_not_mention_it(api, simulator):
    simulator.change_company(automated_sales_tax=None)

    assert "PartnerTaxEnabled" not in settings(api)["TaxPrefs"]


@pytest.mark.parametrize("entity", ["Bill", "VendorCredit"])
def test_simple_start_has_no_bills(simulator, entity):
    api = Api(simulator, PRAIRIE)

    with pytest.raises(Refused) as refused:
        api.create(entity, bill())

    assert refused.value.code == "5020"
    assert refused.value.message == "Permission Denied Error"


def test_simple_start_has_invoices(simulator):
    api = Api(simulator, PRAIRIE)

    assert api.create("Invoice", invoice())["TotalAmt"] == 100


def test_essentials_has_bills_but_no_classes(api, simulator):
    simulator.change_company(plan="Essentials")

    assert api.create("Bill", bill())["Balance"] == 80
    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice(item_line(ClassRef=ref(1))))
    assert refused.value.code == "5030"
    assert settings(api)["AccountingInfoPrefs"]["ClassTrackingPerTxnLine"] is False


def test_a_class_stands_where_the_company_tracks_it(api, simulator):
    on_line = invoice(item_line(ClassRef=ref(1)))
    on_header = invoice(ClassRef=ref(1))

    detail = api.create("Invoice", on_line)["Line"][0]["SalesItemLineDetail"]
    assert detail["ClassRef"]["name"] == "Dry Van"
    with pytest.raises(Refused) as refused:
        api.create("Invoice", on_header)
    assert refused.value.code == "5030"

    simulator.change_company(class_per_line=False, class_per_txn=True)
    assert api.create("Invoice", on_header)["ClassRef"]["name"] == "Dry Van"


def test_a_location_needs_location_tracking(api, simulator):
    located = invoice(DepartmentRef=ref(1))
    assert api.create("Invoice", located)["DepartmentRef"]["name"] == "Amarillo"

    simulator.change_company(departments=False)
    with pytest.raises(Refused) as refused:
        api.create("Invoice", located)
    assert refused.value.code == "5030"


@pytest.mark.parametrize("status", ["EXPIRED", "SUSPENDED", "CANCELED"])
def test_a_lapsed_subscription_takes_no_data(api, simulator, status):
    simulator.change_company(subscription=status)

    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice())

    assert refused.value.code == "6190"
    assert api.query("select * from Customer")["maxResults"] == 3


def test_nothing_is_added_to_closed_books(api, simulator):
    simulator.change_company(closing_date="2026-06-30")

    for entity, body in (("Invoice", invoice()), ("Bill", bill())):
        with pytest.raises(Refused) as refused:
            api.create(entity, body, TxnDate="2026-06-30")
        assert refused.value.code == "6210"
        assert api.create(entity, body, TxnDate="2026-07-01")


def test_nothing_is_changed_in_closed_books(api, simulator):
    created = api.create("Invoice", invoice(TxnDate="2026-06-01"))
    simulator.change_company(closing_date="2026-06-30")

    for change in (
        lambda: api.update("Invoice", created, PrivateNote="x"),
        lambda: api.update("Invoice", created, TxnDate="2026-07-01"),
        lambda: api.void("Invoice", created),
        lambda: api.delete("Invoice", created),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.code == "6210"


def test_an_unknown_resource_is_an_unsupported_operation(api):
    for path in ("customer/1/5", "truck/1", "reports/GeneralLedger"):
        with pytest.raises(Refused) as refused:
            api.answer("GET", path)
        assert (refused.value.status, refused.value.code) == (400, "500")


def test_a_body_that_is_no_json_is_refused(api):
    with pytest.raises(Refused) as refused:
        api.answer("POST", "customer", data="<Customer/>")

    assert refused.value.code == "2010"


def test_the_preferences_name_the_custom_fields_of_sales_forms(api, simulator):
    simulator.change_company(custom_fields=["Load", "", "BOL"])

    switches, names = settings(api)["SalesFormsPrefs"]["CustomField"]

    assert {each["Name"]: each["BooleanValue"] for each in switches["CustomField"]} == {
        "SalesFormsPrefs.UseSalesCustom1": True,
        "SalesFormsPrefs.UseSalesCustom2": False,
        "SalesFormsPrefs.UseSalesCustom3": True,
    }
    assert {each["Name"]: each["StringValue"] for each in names["CustomField"]} == {
        "SalesFormsPrefs.SalesCustomName1": "Load",
        "SalesFormsPrefs.SalesCustomName3": "BOL",
    }


def test_a_company_without_custom_fields_names_none(api, simulator):
    simulator.change_company(custom_fields=[])

    [switches] = settings(api)["SalesFormsPrefs"]["CustomField"]

    assert not any(each["BooleanValue"] for each in switches["CustomField"])
