# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Several currencies, in the Canadian company."""

from decimal import Decimal

import pytest

from .client import Refused, invoice, item_line, ref

CAD_CUSTOMER, USD_CUSTOMER = "1", "2"


@pytest.fixture
def zero_rated(canada):
    code = canada.query("select * from TaxCode where Name = 'Zero-rated'")["TaxCode"][0]
    return item_line(100, code=code["Id"])


@pytest.fixture
def sold_abroad(zero_rated):
    """An invoice over 100 US dollars of a Canadian company."""
    currency = {"CurrencyRef": ref("USD"), "ExchangeRate": "1.3642"}
    return invoice(zero_rated, customer=USD_CUSTOMER, **currency)


def test_a_transaction_names_its_currency(canada, zero_rated):
    with pytest.raises(Refused) as refused:
        canada.create("Invoice", invoice(zero_rated))

    assert (refused.value.code, refused.value.element) == ("2020", "CurrencyRef")


def test_a_foreign_amount_is_answered_in_both_currencies(canada, sold_abroad):
    created = canada.create("Invoice", sold_abroad)

    assert created["TotalAmt"] == 100
    assert created["HomeTotalAmt"] == created["HomeBalance"] == Decimal("136.42")
    assert created["ExchangeRate"] == Decimal("1.3642")


def test_a_rate_that_is_left_out_is_taken_as_one(canada, zero_rated):
    created = canada.create(
        "Invoice",
        invoice(zero_rated, customer=USD_CUSTOMER, CurrencyRef=ref("USD")),
    )

    assert (created["ExchangeRate"], created["HomeTotalAmt"]) == (1, 100)


def test_the_currency_is_that_of_the_customer(canada, zero_rated):
    with pytest.raises(Refused) as refused:
        canada.create(
            "Invoice",
            invoice(zero_rated, customer=CAD_CUSTOMER, CurrencyRef=ref("USD")),
        )

    assert refused.value.code == "6000"


def test_the_currency_of_a_customer_stays(canada):
    customer = canada.read("Customer", CAD_CUSTOMER)

    with pytest.raises(Refused) as refused:
        canada.update("Customer", customer, CurrencyRef=ref("USD"))

    assert refused.value.code == "6000"


def test_without_multi_currency_nothing_is_foreign(api):
    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice(CurrencyRef=ref("CAD")))

    assert refused.value.code == "6000"


def test_without_multi_currency_a_rate_is_disregarded(api):
    created = api.create("Invoice", invoice(ExchangeRate=1.5))

    assert "ExchangeRate" not in created
    assert "HomeTotalAmt" not in created


def test_the_rate_of_a_day_is_answered(canada):
    answer = canada.answer("GET", "exchangerate", params={"sourcecurrencycode": "USD"})[
        "ExchangeRate"
    ]

    assert answer["Rate"] == Decimal("1.3642")
    assert answer["TargetCurrencyCode"] == "CAD"


def test_a_rate_holds_from_its_day_on(canada):
    canada.create(
        "ExchangeRate", SourceCurrencyCode="USD", Rate=1.4, AsOfDate="2026-02-01"
    )

    rates = [
        canada.answer(
            "GET",
            "exchangerate",
            params={"sourcecurrencycode": "USD", "asofdate": day},
        )["ExchangeRate"]["Rate"]
        for day in ("2026-01-31", "2026-02-01", "2026-03-01")
    ]

    assert rates == [Decimal("1.3642"), Decimal("1.4"), Decimal("1.4")]


def test_a_rate_can_be_corrected(canada):
    body = {"SourceCurrencyCode": "USD", "AsOfDate": "2026-02-01"}
    first = canada.create("ExchangeRate", body, Rate=1.4)
    second = canada.create("ExchangeRate", body, Rate=1.5)

    assert (second["Id"], second["SyncToken"]) == (first["Id"], "1")
    assert canada.query("select count(*) from ExchangeRate") == {"totalCount": 2}


def test_the_first_sale_in_a_currency_opens_an_account_for_it(canada, sold_abroad):
    def owed_in_us_dollars():
        found = canada.query("select * from Account")["Account"]
        return [
            each["Name"]
            for each in found
            if each["AccountType"] in ("Accounts Receivable", "Accounts Payable")
            and each["CurrencyRef"]["value"] == "USD"
        ]

    assert owed_in_us_dollars() == []
    for _time in range(2):
        canada.create("Invoice", sold_abroad)
    assert owed_in_us_dollars() == ["Accounts Receivable (A/R) - USD"]
