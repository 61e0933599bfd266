# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
import json
from decimal import Decimal

import pytest
import quickbooks.objects as library
from hypothesis import given
from hypothesis import strategies as st

from tms_quickbooks.lib.documents import Address, CustomField, ItemLine, Ref, TextLine
from tms_quickbooks.lib.online import render

from .builders import (
    DAY,
    FIVE_PERCENT,
    bill,
    canadian_company,
    credit_memo,
    customer,
    expense_line,
    invoice,
    item,
    item_line,
    us_company,
    vendor,
    vendor_credit,
)


def item_of(document, profile=None):
    """One item of a batch, parsed."""
    payload = render.batch_item(document, "1", profile or us_company())
    return json.loads(payload, parse_float=Decimal)


def object_of(document, profile=None):
    """The object as QuickBooks receives it."""
    return item_of(document, profile)[document.object_type]


def line_of(line, profile=None):
    """The only line of an invoice, or of a bill, as QuickBooks receives it."""
    make = invoice if isinstance(line, ItemLine) else bill
    (rendered,) = object_of(make(line), profile)["Line"]
    return rendered


def detail_of(line, profile=None):
    rendered = line_of(line, profile)
    return rendered[rendered["DetailType"]]


# -- the item of a batch ---------------------------------------------------------------


def test_a_new_document_is_created():
    item = item_of(invoice())
    assert item["bId"] == "1"
    assert item["operation"] == "create"
    assert not {"Id", "SyncToken", "sparse"} & set(item["Invoice"])


def test_a_known_document_is_updated_sparsely_with_all_its_lines():
    item = item_of(invoice(id="130", version="2"))
    assert item["operation"] == "update"
    data = item["Invoice"]
    assert (data["Id"], data["SyncToken"], data["sparse"]) == ("130", "2", True)
    assert len(data["Line"]) == 1


def test_the_smallest_invoice_carries_nothing_but_what_it_says():
    assert object_of(invoice()) == {
        "DocNumber": "INV/2026/00007",
        "TxnDate": "2026-11-20",
        "CustomerRef": {"value": "58"},
        "Line": [
            {
                "Description": "Dallas to Tulsa",
                "Amount": Decimal("1750.00"),
                "DetailType": "SalesItemLineDetail",
                "SalesItemLineDetail": {
                    "ItemRef": {"value": "3"},
                    "TaxCodeRef": {"value": "NON"},
                },
            }
        ],
    }


def test_the_smallest_bill_carries_nothing_but_what_it_says():
    assert object_of(bill()) == {
        "DocNumber": "RR-4411",
        "TxnDate": "2026-11-20",
        "VendorRef": {"value": "71"},
        "Line": [
            {
                "Description": "Carrier pay, load 17",
                "Amount": Decimal("900.00"),
                "DetailType": "AccountBasedExpenseLineDetail",
                "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "61"}},
            }
        ],
    }


@pytest.mark.parametrize("item_id", ["", "12345678901"])
def test_an_id_that_quickbooks_could_not_give_back_is_refused(item_id):
    with pytest.raises(ValueError):
        render.batch_item(invoice(), item_id, us_company())


def test_the_same_document_gives_the_same_bytes():
    document, profile = invoice(memo="Ñandú 🚚"), us_company()
    first = render.batch_item(document, "1", profile)
    assert render.batch_item(document, "1", profile) == first
    assert "Ñandú 🚚".encode() in first


def test_amounts_are_json_numbers_with_two_decimals():
    payload = render.batch_item(invoice(item_line("0.1")), "1", us_company())
    assert b'"Amount":0.10,' in payload


def test_a_batch_joins_its_items():
    items = [render.batch_item(invoice(), str(n), us_company()) for n in (1, 2)]
    body = json.loads(render.batch_body(items))
    assert [item["bId"] for item in body["BatchItemRequest"]] == ["1", "2"]


@pytest.mark.parametrize("count", [0, 31])
def test_a_batch_has_one_to_thirty_items(count):
    with pytest.raises(ValueError):
        render.batch_body([b"{}"] * count)


def test_an_unfinished_document_can_be_shown_in_a_dry_run():
    document = invoice(item_line(item=None), customer=None)
    data = object_of(document)
    assert "CustomerRef" not in data
    assert "ItemRef" not in data["Line"][0]["SalesItemLineDetail"]


def fields_of(entity):
    return set(vars(entity())) | set(entity.class_dict) | set(entity.list_dict)


@pytest.mark.parametrize(
    "document",
    [
        customer(
            email="a@b.co", phone="1", mobile="2", website="x", tax_id="3", notes="n"
        ),
        vendor(tax_id="3", is_1099=True, account_number="4", terms=Ref("1")),
        invoice(message="m", bill_email="a@b.co", terms=Ref("1"), due_date=DAY),
        credit_memo(message="m"),
        bill(terms=Ref("1"), due_date=DAY),
        item(expense_account=Ref("61")),
    ],
    ids=lambda document: document.object_type,
)
def test_every_field_is_one_the_library_knows(document):
    profile = canadian_company(departments=True)
    entity = getattr(library, document.object_type)
    known = fields_of(entity) | {"Notes", "PrimaryTaxIdentifier"}
    assert set(object_of(document, profile)) <= known


# -- products and services -------------------------------------------------------------


def test_an_item_is_a_service_with_its_accounts():
    assert object_of(item()) == {
        "Name": "Tarp Fee",
        "Type": "Service",
        "IncomeAccountRef": {"value": "13"},
    }
    bought = object_of(item(expense_account=Ref("61")))
    assert bought["ExpenseAccountRef"] == {"value": "61"}


# -- numbers ---------------------------------------------------------------------------


def test_the_number_is_left_to_quickbooks_where_it_numbers_by_itself():
    data = object_of(invoice(memo="Load 17"), us_company(custom_txn_numbers=False))
    assert "DocNumber" not in data
    assert data["PrivateNote"] == "INV/2026/00007\nLoad 17"


def test_a_note_that_has_our_number_is_left_alone():
    document = invoice(memo="INV/2026/00007 · Load 17")
    data = object_of(document, us_company(custom_txn_numbers=False))
    assert data["PrivateNote"] == "INV/2026/00007 · Load 17"


def test_bills_have_a_switch_of_their_own():
    profile = us_company(custom_txn_numbers=False)
    assert object_of(bill(), profile)["DocNumber"] == "RR-4411"
    profile = us_company(custom_bill_numbers=False)
    assert "DocNumber" not in object_of(bill(), profile)


def test_a_long_number_is_shortened_to_21_characters():
    number = object_of(invoice(number="LONESTAR/DALLAS/INV/2026/00007"))["DocNumber"]
    assert len(number) <= 21
    assert "2026/00007" in number


# -- lines -----------------------------------------------------------------------------


def test_quantity_and_price_go_out_when_they_make_the_amount():
    line = item_line("1750", quantity=Decimal("700.00"), unit_price=Decimal("2.50"))
    detail = detail_of(line)
    assert (detail["Qty"], detail["UnitPrice"]) == (700, Decimal("2.5"))


def test_neither_goes_out_when_no_price_makes_the_amount():
    detail = detail_of(item_line("1000.01", quantity=Decimal("300000")))
    assert not {"Qty", "UnitPrice"} & set(detail)


def test_a_line_of_text_has_no_amount():
    lines = (item_line(), TextLine("Thank you"))
    document = invoice(lines=lines, total=Decimal("1750"))
    assert object_of(document)["Line"][1] == {
        "Description": "Thank you",
        "DetailType": "DescriptionOnly",
        "DescriptionLineDetail": {},
    }


def test_text_on_a_bill_goes_into_the_note():
    document = bill(expense_line(), TextLine("Detention waived"), memo="Load 17")
    data = object_of(document)
    assert len(data["Line"]) == 1
    assert data["PrivateNote"] == "Load 17\nDetention waived"


def test_a_bill_may_have_items():
    (line,) = object_of(bill(item_line()))["Line"]
    assert line["DetailType"] == "ItemBasedExpenseLineDetail"
    assert line["ItemBasedExpenseLineDetail"] == {"ItemRef": {"value": "3"}}


def test_an_expense_may_be_on_behalf_of_a_customer():
    assert detail_of(expense_line(customer=Ref("58")))["CustomerRef"] == {"value": "58"}


def test_an_expense_does_not_belong_on_an_invoice():
    with pytest.raises(TypeError):
        render.batch_item(invoice(expense_line()), "1", us_company())


def test_the_day_of_service_is_told_where_lines_have_one():
    line = item_line(service_date=DAY)
    dated = detail_of(line, us_company(service_dates=True))
    assert dated["ServiceDate"] == "2026-11-20"
    assert "ServiceDate" not in detail_of(line)


@given(
    st.lists(
        st.tuples(
            st.decimals(Decimal("-99999"), Decimal("99999"), places=2),
            st.none() | st.decimals(Decimal("-999"), Decimal("999"), places=6),
            st.none() | st.decimals(Decimal("-999"), Decimal("999"), places=6),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_the_lines_add_up_to_the_total_and_each_to_its_amount(values):
    lines = [
        item_line(amount, quantity=quantity, unit_price=price)
        for amount, quantity, price in values
    ]
    document = invoice(*lines)
    rendered = object_of(document)["Line"]
    assert sum(line["Amount"] for line in rendered) == document.total
    for line in rendered:
        detail = line["SalesItemLineDetail"]
        if "Qty" in detail:
            difference = detail["Qty"] * detail["UnitPrice"] - line["Amount"]
            assert abs(difference) < Decimal("0.005")


# -- taxes -----------------------------------------------------------------------------


@pytest.mark.parametrize("taxable, code", [(True, "TAX"), (False, "NON")])
def test_a_line_in_the_united_states_is_taxed_or_not(taxable, code):
    profile = us_company(sales_tax=True)
    detail = detail_of(item_line(taxable=taxable, tax_code=Ref("5")), profile)
    assert detail["TaxCodeRef"] == {"value": code}


def test_our_tax_replaces_what_quickbooks_would_compute():
    document = invoice(tax_amount=Decimal("144.38"), tax_code=Ref("5"))
    detail = object_of(document, us_company(sales_tax=True))["TxnTaxDetail"]
    assert detail == {"TxnTaxCodeRef": {"value": "5"}, "TotalTax": Decimal("144.38")}


def test_automated_sales_tax_is_told_our_tax_even_when_it_is_zero():
    profile = us_company(sales_tax=True, automated_sales_tax=True)
    document = invoice(tax_code=Ref("5"))
    assert object_of(document, profile)["TxnTaxDetail"] == {"TotalTax": 0}


def test_without_tax_nothing_is_said_about_it():
    assert "TxnTaxDetail" not in object_of(invoice(), us_company(sales_tax=True))


def test_outside_the_united_states_the_lines_carry_tax_codes():
    line = item_line(taxable=True, tax_code=Ref("5"), taxes=(FIVE_PERCENT,))
    data = object_of(invoice(line, tax_amount=Decimal("87.50")), canadian_company())
    assert data["GlobalTaxCalculation"] == "TaxExcluded"
    assert data["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"] == {"value": "5"}
    assert "TxnTaxDetail" not in data


@pytest.mark.parametrize("make", [invoice, credit_memo, bill])
def test_a_tax_that_quickbooks_may_round_otherwise_is_ours_to_say(make):
    line = expense_line if make is bill else item_line
    lines = [line("0.50", tax_code=Ref("5"), taxes=(FIVE_PERCENT,))] * 2
    data = object_of(make(*lines, tax_amount=Decimal("0.06")), canadian_company())
    assert data["TxnTaxDetail"] == {"TotalTax": Decimal("0.06")}


def test_a_vendor_credit_has_no_place_for_a_tax_of_ours():
    lines = [expense_line("0.50", tax_code=Ref("5"), taxes=(FIVE_PERCENT,))] * 2
    document = vendor_credit(*lines, tax_amount=Decimal("0.06"))
    assert "TxnTaxDetail" not in object_of(document, canadian_company())


def test_a_change_says_the_tax_even_where_there_is_none_any_more():
    data = object_of(invoice(id="130", version="2"), us_company(sales_tax=True))
    assert data["TxnTaxDetail"] == {"TotalTax": 0}


def test_outside_the_united_states_a_change_has_the_tax_computed_anew():
    line = item_line("100.00", tax_code=Ref("5"), taxes=(FIVE_PERCENT,))
    document = invoice(line, tax_amount=Decimal(5), id="130", version="2")
    assert object_of(document, canadian_company())["TxnTaxDetail"] == {}


def test_outside_the_united_states_bills_carry_tax_codes_too():
    data = object_of(bill(expense_line(tax_code=Ref("5"))), canadian_company())
    assert data["GlobalTaxCalculation"] == "TaxExcluded"
    detail = data["Line"][0]["AccountBasedExpenseLineDetail"]
    assert detail["TaxCodeRef"] == {"value": "5"}


def test_a_company_without_sales_tax_outside_the_united_states():
    data = object_of(invoice(), canadian_company(sales_tax=False))
    assert data["GlobalTaxCalculation"] == "NotApplicable"
    assert "TaxCodeRef" not in data["Line"][0]["SalesItemLineDetail"]


def test_the_united_states_know_no_tax_calculation_and_no_tax_on_bills():
    profile = us_company(sales_tax=True)
    data = object_of(bill(expense_line(tax_code=Ref("5"))), profile)
    assert "GlobalTaxCalculation" not in data
    assert "TaxCodeRef" not in data["Line"][0]["AccountBasedExpenseLineDetail"]


# -- currencies ------------------------------------------------------------------------


def test_a_company_of_one_currency_is_told_none():
    data = object_of(invoice(currency="USD", exchange_rate=Decimal(1)))
    assert not {"CurrencyRef", "ExchangeRate"} & set(data)


def test_a_foreign_currency_comes_with_its_rate():
    document = invoice(currency="EUR", exchange_rate=Decimal("1.0850"))
    data = object_of(document, us_company(multi_currency=True))
    assert data["CurrencyRef"] == {"value": "EUR"}
    assert data["ExchangeRate"] == Decimal("1.085")


def test_the_home_currency_is_named_without_a_rate():
    data = object_of(invoice(), us_company(multi_currency=True))
    assert data["CurrencyRef"] == {"value": "USD"}
    assert "ExchangeRate" not in data


def test_the_currency_of_a_party_is_set_once():
    profile = us_company(multi_currency=True)
    assert object_of(customer(currency="EUR"), profile)["CurrencyRef"] == {
        "value": "EUR"
    }
    known = customer(currency="EUR", id="58", version="0")
    assert "CurrencyRef" not in object_of(known, profile)


# -- classes and locations -------------------------------------------------------------


def test_classes_go_where_the_company_tracks_them():
    document = invoice(item_line(class_ref=Ref("1")), class_ref=Ref("2"))
    on_top = object_of(document, us_company(class_per_txn=True))
    assert on_top["ClassRef"] == {"value": "2"}
    assert "ClassRef" not in on_top["Line"][0]["SalesItemLineDetail"]
    on_lines = object_of(document, us_company(class_per_line=True))
    assert "ClassRef" not in on_lines
    detail = on_lines["Line"][0]["SalesItemLineDetail"]
    assert detail["ClassRef"] == {"value": "1"}


def test_the_class_of_an_invoice_serves_lines_without_one():
    document = invoice(class_ref=Ref("2"))
    data = object_of(document, us_company(class_per_line=True))
    detail = data["Line"][0]["SalesItemLineDetail"]
    assert detail["ClassRef"] == {"value": "2"}


def test_nothing_is_tracked_in_a_company_that_does_not():
    document = invoice(
        item_line(class_ref=Ref("1")), class_ref=Ref("2"), department=Ref("3")
    )
    assert b"ClassRef" not in render.batch_item(document, "1", us_company())
    assert b"DepartmentRef" not in render.batch_item(document, "1", us_company())


def test_a_location_goes_on_sales_and_purchases():
    profile = us_company(departments=True)
    for document in (invoice(department=Ref("3")), bill(department=Ref("3"))):
        assert object_of(document, profile)["DepartmentRef"] == {"value": "3"}


# -- the rest of a transaction ---------------------------------------------------------


def test_a_copy_of_the_e_mail_goes_to_whom_an_invoice_says():
    copied = {"copy_email": "ar@apex.example"}
    assert object_of(invoice(**copied))["BillEmailCc"] == {"Address": "ar@apex.example"}
    assert "BillEmailCc" not in object_of(credit_memo(**copied))


def test_notes_terms_addresses_and_custom_fields_go_out():
    data = object_of(
        invoice(
            memo="Load 17",
            message="Thank you",
            bill_email=" ap@prairie.example ",
            terms=Ref("3"),
            due_date=DAY + datetime.timedelta(days=30),
            bill_address=Address(("1 Main St",), "Dallas", "TX", "75001", "US"),
        )
    )
    assert data["PrivateNote"] == "Load 17"
    assert data["CustomerMemo"] == {"value": "Thank you"}
    assert data["BillEmail"] == {"Address": "ap@prairie.example"}
    assert data["SalesTermRef"] == {"value": "3"}
    assert data["DueDate"] == "2026-12-20"
    assert data["BillAddr"] == {
        "Line1": "1 Main St",
        "City": "Dallas",
        "CountrySubDivisionCode": "TX",
        "PostalCode": "75001",
        "Country": "US",
    }


CUSTOM = (
    CustomField("1", "L-1\n", "Load"),
    CustomField("2", " "),
    CustomField("3", "x"),
)
USES_1_AND_2 = us_company(custom_fields=(("1", "Load"), ("2", "BOL")))


def test_custom_fields_that_the_company_uses_go_out():
    data = object_of(invoice(custom_fields=CUSTOM), USES_1_AND_2)
    assert data["CustomField"] == [
        {
            "DefinitionId": "1",
            "Name": "Load",
            "Type": "StringType",
            "StringValue": "L-1",
        }
    ]
    assert "CustomField" not in object_of(invoice(custom_fields=CUSTOM), us_company())


def test_a_change_empties_the_custom_fields_that_are_empty_now():
    data = object_of(invoice(custom_fields=CUSTOM, id="130", version="2"), USES_1_AND_2)
    assert [field["StringValue"] for field in data["CustomField"]] == ["L-1", ""]


@pytest.mark.parametrize("make", [credit_memo, vendor_credit])
def test_a_credit_is_due_on_no_day(make):
    data = object_of(make(due_date=DAY, terms=Ref("3")))
    assert not {"DueDate", "SalesTermRef"} & set(data)


def test_texts_are_cut_to_what_quickbooks_takes():
    data = object_of(
        invoice(item_line(description="x" * 5000), memo="y" * 5000, message="z" * 5000)
    )
    assert len(data["Line"][0]["Description"]) == 4000
    assert len(data["PrivateNote"]) == 4000
    assert len(data["CustomerMemo"]["value"]) == 1000


def test_the_lines_of_an_address_beyond_the_fifth_share_it():
    lines = ("a", "b", "", "c", "d", "e", "f")
    address = object_of(invoice(bill_address=Address(lines)))["BillAddr"]
    assert address["Line4"] == "d"
    assert address["Line5"] == "e f"


def test_an_address_is_cut_to_2000_characters_in_all():
    address = object_of(invoice(bill_address=Address(("x" * 600,) * 5)))["BillAddr"]
    assert sum(len(line) for line in address.values()) == 2000


def test_an_empty_address_is_left_out():
    assert "BillAddr" not in object_of(invoice(bill_address=Address()))


# -- parties ---------------------------------------------------------------------------


def test_a_customer():
    data = object_of(
        customer(
            name="Prairie Foods: Dallas",
            company_name="Prairie Foods Inc.",
            email="ap@prairie.example",
            phone="+1 555 0100",
            website="https://prairie.example",
            notes="Dock closes at five.",
            tax_id="12-3456789",
            terms=Ref("3"),
        )
    )
    assert data == {
        "DisplayName": "Prairie Foods - Dallas",
        "CompanyName": "Prairie Foods Inc.",
        "PrimaryEmailAddr": {"Address": "ap@prairie.example"},
        "PrimaryPhone": {"FreeFormNumber": "+1 555 0100"},
        "WebAddr": {"URI": "https://prairie.example"},
        "Notes": "Dock closes at five.",
        "PrimaryTaxIdentifier": "12-3456789",
        "SalesTermRef": {"value": "3"},
    }


def test_a_vendor():
    data = object_of(
        vendor(
            tax_id="12-3456789",
            is_1099=True,
            account_number="C-17",
            terms=Ref("3"),
            notes="no field for it",
        )
    )
    assert data == {
        "DisplayName": "Red River Carriers",
        "TaxIdentifier": "12-3456789",
        "Vendor1099": True,
        "AcctNum": "C-17",
        "TermRef": {"value": "3"},
    }


def test_a_party_made_inactive_is_told_so():
    assert object_of(customer(id="58", version="1", active=False))["Active"] is False
    assert object_of(customer(id="58", version="1"))["Active"] is True
    assert "Active" not in object_of(customer())


def test_a_vendor_that_is_no_longer_on_1099_is_told_so():
    told = vendor(id="71", version="1", is_1099=False)
    assert object_of(told)["Vendor1099"] is False


def test_a_vendor_keeps_its_1099_where_nobody_has_said_anything():
    assert "Vendor1099" not in object_of(vendor(id="71", version="1"))
    assert "Vendor1099" not in object_of(vendor(is_1099=True), canadian_company())


def test_mc_and_dot_number_stand_in_the_account_number():
    known = vendor(account_number="BRC-77", mc_number="123456", dot_number="9876543")
    assert object_of(known)["AcctNum"] == "BRC-77 / MC 123456 / DOT 9876543"


def test_a_credit_limit_stays_here():
    data = object_of(customer(credit_limit=Decimal("25000")))
    assert data == {"DisplayName": "Prairie Foods"}


def test_nobody_reads_a_tax_id_where_the_payload_is_shown():
    item = render.batch_item(vendor(tax_id="12-3456789"), "1", us_company())
    assert "12-3456789" in item.decode()
    assert "3456789" not in render.readable(item)


def test_a_web_address_that_does_not_fit_is_left_out():
    assert "WebAddr" not in object_of(customer(website="https://" + "x" * 1000))
