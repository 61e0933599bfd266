# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
from decimal import Decimal

import pytest

from tms_quickbooks.lib import objects
from tms_quickbooks.lib.desktop import read
from tms_quickbooks.lib.objects import ObjectState
from tms_quickbooks.lib.problems import NextAction, Problem, QuickBooksError

from .desktop_answers import answer, recorded, recording, response

STAMPS = (
    "<TimeCreated>2026-11-19T09:00:00-06:00</TimeCreated>"
    "<TimeModified>2026-11-20T05:58:07-06:00</TimeModified>"
    "<EditSequence>1795089487</EditSequence>"
)
TRADE = f"<TxnID>5F2-1795003200</TxnID>{STAMPS}<TxnNumber>41</TxnNumber>"
CUSTOMER_REF = (
    "<CustomerRef><ListID>80000012-1</ListID><FullName>Prairie Foods</FullName>"
    "</CustomerRef>"
)
VENDOR_REF = (
    "<VendorRef><ListID>80000031-1</ListID><FullName>Swift Haul</FullName></VendorRef>"
)
US_DOLLAR = (
    "<CurrencyRef><ListID>80000096-1</ListID><FullName>US Dollar</FullName>"
    "</CurrencyRef>"
)
INVOICE = f"""<InvoiceRet>{TRADE}{CUSTOMER_REF}<TxnDate>2026-11-20</TxnDate>
<RefNumber>INV-00007</RefNumber><PONumber></PONumber><DueDate>2026-12-20</DueDate>
<Subtotal>1750.00</Subtotal><SalesTaxPercentage>8.25</SalesTaxPercentage>
<SalesTaxTotal>144.38</SalesTaxTotal><AppliedAmount>-894.38</AppliedAmount>
<BalanceRemaining>1000.00</BalanceRemaining>{US_DOLLAR}<Memo>Load 12 [O-abc]</Memo>
<IsPaid>false</IsPaid></InvoiceRet>"""
CUSTOMER = f"""<CustomerRet><ListID>80000012-1</ListID>{STAMPS}
<Name>Prairie Foods</Name><FullName>Foods:Prairie Foods</FullName>
<IsActive>true</IsActive><ParentRef><ListID>80000011-1</ListID></ParentRef>
<Sublevel>1</Sublevel><CompanyName>Prairie Foods Inc.</CompanyName>
<BillAddress><Addr1>Prairie Foods Inc.</Addr1><Addr2>1 Main St</Addr2>
<City>Dallas</City><State>TX</State><PostalCode>75201</PostalCode></BillAddress>
<Phone>555 0100</Phone><Email>ap@prairie.example</Email>
<Balance>1894.38</Balance><TotalBalance>1894.38</TotalBalance>
<AccountNumber>C-9</AccountNumber></CustomerRet>"""


def one(name, content, **values):
    """The state of the only object in an answer."""
    [found] = read.query_answers(response(answer(name, content, **values))).values()
    [state] = found.states
    return state


# -- transactions ----------------------------------------------------------------------


def test_an_invoice():
    state = one("InvoiceQuery", INVOICE)
    assert (state.type, state.qb_id) == ("Invoice", "5F2-1795003200")
    assert (state.version, state.number) == ("1795089487", "INV-00007")
    assert state.date == datetime.date(2026, 11, 20)
    assert state.updated_at == datetime.datetime(
        2026, 11, 20, 11, 58, 7, tzinfo=datetime.UTC
    )
    assert state.currency == "USD"
    assert state.active
    assert state.extra == {
        "customer_id": "80000012-1",
        "due_date": "2026-12-20",
        "tax": "144.38",
        "memo": "Load 12 [O-abc]",
    }


def test_the_total_of_an_invoice_is_what_its_lines_and_its_tax_come_to():
    state = one("InvoiceQuery", INVOICE)
    assert (state.total, state.balance) == (Decimal("1894.38"), Decimal("1000.00"))


def test_the_total_of_an_invoice_without_subtotal_is_what_is_open_and_what_is_paid():
    content = INVOICE.replace("<Subtotal>1750.00</Subtotal>", "")
    assert one("InvoiceQuery", content).total == Decimal("1894.38")


def test_only_elements_with_a_value_are_shown():
    shown = one("InvoiceQuery", INVOICE).shown
    assert {"Memo", "RefNumber", "CustomerRef"} <= shown
    assert "PONumber" not in shown


def test_a_credit_memo():
    state = one(
        "CreditMemoQuery",
        f"<CreditMemoRet>{TRADE}{CUSTOMER_REF}<Subtotal>90.00</Subtotal>"
        "<SalesTaxTotal>0.00</SalesTaxTotal><TotalAmount>90.00</TotalAmount>"
        "<CreditRemaining>40.00</CreditRemaining></CreditMemoRet>",
    )
    assert state.type == "CreditMemo"
    assert (state.total, state.balance) == (Decimal("90.00"), Decimal("40.00"))


@pytest.mark.parametrize(
    ("more", "balance"),
    [
        ("<OpenAmount>120.00</OpenAmount>", "120.00"),
        ("", "500.00"),  # nothing says that it is paid
    ],
)
def test_a_bill(more, balance):
    state = one(
        "BillQuery",
        f"<BillRet>{TRADE}{VENDOR_REF}<TxnDate>2026-11-20</TxnDate>"
        "<AmountDue>500.00</AmountDue><RefNumber>PRO 88</RefNumber>"
        f"<IsPaid>false</IsPaid>{more}</BillRet>",
    )
    assert (state.type, state.number) == ("Bill", "PRO 88")
    assert (state.total, state.balance) == (Decimal("500.00"), Decimal(balance))
    assert objects.party_id(state) == "80000031-1"


def test_a_bill_that_is_paid():
    state = one(
        "BillQuery",
        f"<BillRet>{TRADE}{VENDOR_REF}<AmountDue>500.00</AmountDue>"
        "<IsPaid>true</IsPaid></BillRet>",
    )
    assert (state.total, state.balance) == (Decimal("500.00"), Decimal(0))


def test_a_vendor_credit():
    state = one(
        "VendorCreditQuery",
        f"<VendorCreditRet>{TRADE}{VENDOR_REF}<CreditAmount>75.50</CreditAmount>"
        "<OpenAmount>0.00</OpenAmount></VendorCreditRet>",
    )
    assert (state.total, state.balance) == (Decimal("75.50"), Decimal(0))


def test_a_payment_and_what_it_pays_by_itself():
    """What else has settled an invoice is linked there: credits, earlier payments."""
    state = one(
        "ReceivePaymentQuery",
        f"<ReceivePaymentRet>{TRADE}{CUSTOMER_REF}<TotalAmount>900.00</TotalAmount>"
        "<UnusedPayment>100.00</UnusedPayment>"
        "<AppliedToTxnRet><TxnID>5F2-1</TxnID><TxnType>Invoice</TxnType>"
        "<BalanceRemaining>0.00</BalanceRemaining><Amount>500.00</Amount>"
        "<LinkedTxn><TxnID>6A0-1</TxnID><TxnType>CreditMemo</TxnType>"
        "<TxnDate>2026-11-01</TxnDate><Amount>-50.00</Amount></LinkedTxn>"
        "<LinkedTxn><TxnID>5E1-1</TxnID><TxnType>ReceivePayment</TxnType>"
        "<TxnDate>2026-11-02</TxnDate><LinkType>AMTTYPE</LinkType>"
        "<Amount>-200.00</Amount></LinkedTxn>"
        "</AppliedToTxnRet>"
        "<AppliedToTxnRet><TxnID>5F3-1</TxnID><TxnType>Invoice</TxnType>"
        "<Amount>300.00</Amount></AppliedToTxnRet></ReceivePaymentRet>",
    )
    assert (state.type, state.total) == ("Payment", Decimal("900.00"))
    assert objects.applied(state) == {
        ("Invoice", "5F2-1"): Decimal("500.00"),
        ("Invoice", "5F3-1"): Decimal("300.00"),
    }
    assert state.extra["unapplied"] == "100.00"


@pytest.mark.parametrize("kind", ["BillPaymentCheck", "BillPaymentCreditCard"])
def test_a_payment_to_a_vendor_says_of_which_kind_it_is(kind):
    state = one(
        f"{kind}Query",
        f"<{kind}Ret>{TRADE}<PayeeEntityRef><ListID>80000031-1</ListID>"
        "</PayeeEntityRef><Amount>500.00</Amount><AppliedToTxnRet><TxnID>7B1-1</TxnID>"
        f"<TxnType>Bill</TxnType><Amount>500.00</Amount></AppliedToTxnRet></{kind}Ret>",
    )
    assert (state.type, state.extra["subtype"]) == ("BillPayment", kind)
    assert objects.applied(state) == {("Bill", "7B1-1"): Decimal("500.00")}
    assert objects.party_id(state) == "80000031-1"


# -- lists -----------------------------------------------------------------------------


def test_a_customer():
    state = one("CustomerQuery", CUSTOMER)
    assert (state.type, state.qb_id) == ("Customer", "80000012-1")
    assert (state.name, state.full_name) == ("Prairie Foods", "Foods:Prairie Foods")
    assert (state.total, state.balance) == (None, Decimal("1894.38"))
    assert state.extra == {
        "parent_id": "80000011-1",
        "company_name": "Prairie Foods Inc.",
        "email": "ap@prairie.example",
        "phone": "555 0100",
        "street": "1 Main St",
        "city": "Dallas",
        "state": "TX",
        "postal_code": "75201",
    }


def test_the_street_is_the_first_line_that_is_not_the_name_again():
    content = CUSTOMER.replace("Prairie Foods Inc.</Addr1>", "PRAIRIE FOODS</Addr1>")
    assert one("CustomerQuery", content).extra["street"] == "1 Main St"


def test_an_inactive_vendor():
    state = one(
        "VendorQuery",
        f"<VendorRet><ListID>80000031-1</ListID>{STAMPS}<Name>Swift Haul</Name>"
        "<IsActive>false</IsActive><VendorAddress><Addr1>9 Dock Rd</Addr1>"
        "<City>Reno</City></VendorAddress><Mobile>555 0199</Mobile></VendorRet>",
    )
    assert (state.type, state.full_name, state.active) == (
        "Vendor",
        "Swift Haul",
        False,
    )
    assert state.extra == {"street": "9 Dock Rd", "city": "Reno", "mobile": "555 0199"}


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("Bank", "Bank"),
        ("Income", "Income"),
        ("CreditCard", "Credit Card"),
        ("CostOfGoodsSold", "Cost of Goods Sold"),
        ("AccountsReceivable", "Accounts Receivable"),
        ("OtherCurrentLiability", "Other Current Liability"),
    ],
)
def test_types_of_accounts_have_the_words_of_quickbooks_online(kind, shown):
    state = one(
        "AccountQuery",
        f"<AccountRet><ListID>80000004-1</ListID>{STAMPS}<Name>X</Name>"
        f"<FullName>Y:X</FullName><IsActive>1</IsActive><AccountType>{kind}</AccountType>"
        "<AccountNumber>1010</AccountNumber><Balance>12.00</Balance></AccountRet>",
    )
    assert (state.extra["account_type"], state.number) == (shown, "1010")


@pytest.mark.parametrize(
    ("content", "accounts"),
    [
        ("<SalesOrPurchase>{account}</SalesOrPurchase>", ("8-1", "8-1")),
        (
            "<SalesAndPurchase><IncomeAccountRef><ListID>8-2</ListID></IncomeAccountRef>"
            "<ExpenseAccountRef><ListID>8-3</ListID></ExpenseAccountRef>"
            "</SalesAndPurchase>",
            ("8-2", "8-3"),
        ),
    ],
)
def test_an_item_and_its_accounts(content, accounts):
    account = "<AccountRef><ListID>8-1</ListID></AccountRef>"
    state = one(
        "ItemQuery",
        f"<ItemServiceRet><ListID>80000044-1</ListID>{STAMPS}<Name>Linehaul</Name>"
        f"<FullName>Freight:Linehaul</FullName>{content.format(account=account)}"
        "</ItemServiceRet>",
    )
    assert (state.type, state.full_name) == ("Item", "Freight:Linehaul")
    assert state.extra["subtype"] == "Service"
    found = state.extra["income_account_id"], state.extra["expense_account_id"]
    assert found == accounts


def test_terms_of_both_kinds():
    content = (
        f"<StandardTermsRet><ListID>1-1</ListID>{STAMPS}<Name>Net 30</Name>"
        "<StdDueDays>30</StdDueDays></StandardTermsRet>"
        f"<DateDrivenTermsRet><ListID>1-2</ListID>{STAMPS}<Name>15th</Name>"
        "<DayOfMonthDue>15</DayOfMonthDue></DateDrivenTermsRet>"
    )
    [found] = read.query_answers(response(answer("TermsQuery", content))).values()
    assert [(each.type, each.extra) for each in found.states] == [
        ("Term", {"subtype": "STANDARD", "due_days": 30}),
        ("Term", {"subtype": "DATE_DRIVEN"}),
    ]


SALES_TAX = (
    f"<ItemSalesTaxRet><ListID>9-1</ListID>{STAMPS}<Name>Dallas</Name>"
    "<TaxRate>8.25</TaxRate></ItemSalesTaxRet>"
)


def test_sales_tax_of_the_united_states():
    """Its items are what a tax leads to; as products they are not listed."""
    group = (
        f"<ItemSalesTaxGroupRet><ListID>9-2</ListID>{STAMPS}<Name>Texas</Name>"
        "<ItemSalesTaxRef><ListID>9-1</ListID></ItemSalesTaxRef>"
        "<ItemSalesTaxRef><ListID>9-3</ListID></ItemSalesTaxRef></ItemSalesTaxGroupRet>"
    )
    found = read.query_answers(
        response(
            answer("ItemSalesTaxQuery", SALES_TAX, "tax"),
            answer("ItemSalesTaxGroupQuery", group, "tax.1"),
            answer("ItemQuery", SALES_TAX + group, "items"),
        )
    )
    assert [(each.type, each.name, each.extra) for each in found["tax"].states] == [
        ("TaxCode", "Dallas", {"subtype": "ItemSalesTax", "tax_rate": "8.25"}),
        (
            "TaxCode",
            "Texas",
            {"subtype": "ItemSalesTaxGroup", "tax_parts": ["9-1", "9-3"]},
        ),
    ]
    assert found["items"].states == []


def test_tax_codes_of_other_countries():
    state = one(
        "SalesTaxCodeQuery",
        f"<SalesTaxCodeRet><ListID>3-1</ListID>{STAMPS}<Name>H</Name>"
        "<IsTaxable>true</IsTaxable><ItemSalesTaxRef><ListID>9-1</ListID>"
        "</ItemSalesTaxRef></SalesTaxCodeRet>",
    )
    assert state.type == "TaxCode"
    assert state.extra == {
        "subtype": "SalesTaxCode",
        "tax_parts": ["9-1"],
        "taxable": True,
    }


def test_fields_that_people_have_added_where_sales_forms_have_them():
    def field(name, place):
        return (
            f"<DataExtDefRet><OwnerID>0</OwnerID><DataExtID>1</DataExtID>"
            f"<DataExtName>{name}</DataExtName><DataExtType>STR255TYPE</DataExtType>"
            f"<AssignToObject>{place}</AssignToObject>"
            "<DataExtListRequire>false</DataExtListRequire>"
            "<DataExtTxnRequire>false</DataExtTxnRequire>"
            "<DataExtFormatString></DataExtFormatString></DataExtDefRet>"
        )

    content = field("Trailer", "Customer") + field("Birthday", "Employee")
    [found] = read.query_answers(response(answer("DataExtDefQuery", content))).values()
    assert [(each.type, each.qb_id) for each in found.states] == [
        ("CustomField", "DataExt:Trailer")
    ]


def test_what_somebody_has_deleted():
    found = read.query_answers(
        response(
            answer(
                "ListDeletedQuery",
                "<ListDeletedRet><ListDelType>ItemService</ListDelType>"
                "<ListID>80000044-1</ListID><TimeDeleted>2026-11-20T05:58:07-06:00"
                "</TimeDeleted><FullName>Freight:Linehaul</FullName></ListDeletedRet>",
                "gone",
            ),
            answer(
                "TxnDeletedQuery",
                "<TxnDeletedRet><TxnDelType>ReceivePayment</TxnDelType>"
                "<TxnID>5F9-1</TxnID><RefNumber>77</RefNumber></TxnDeletedRet>",
                "gone.1",
            ),
        )
    )
    item, payment = found["gone"].states
    assert (item.type, item.qb_id, item.name) == ("Item", "80000044-1", "Linehaul")
    assert (payment.type, payment.qb_id, payment.number) == ("Payment", "5F9-1", "77")
    assert not item.active
    assert item.extra["deleted"]
    assert payment.extra["deleted"]


# -- questions -------------------------------------------------------------------------


def test_an_answer_in_pieces_says_how_to_go_on():
    found = read.query_answers(
        response(
            answer(
                "CustomerQuery",
                CUSTOMER,
                iteratorRemainingCount="12",
                iteratorID="{0f4c2d9e-0000-0000-0000-000000000001}",
            )
        )
    )["1"]
    assert (found.remaining, len(found.states)) == (12, 1)
    assert found.iterators == {"Customer": "{0f4c2d9e-0000-0000-0000-000000000001}"}


@pytest.mark.parametrize(
    "status",
    [
        "1 Info A query request did not find a matching object in QuickBooks",
        "500 Warn The query request has not been fully completed.",
        '3120 Error Object "8000001B-1" specified in the request cannot be found.',
        "3250 Error This feature is not enabled or not available.",
    ],
)
def test_that_something_is_not_there_is_an_answer_and_no_refusal(status):
    found = read.query_answers(response(answer("CustomerQuery", status=status)))["1"]
    assert (found.states, found.problem) == ([], None)


def test_what_was_found_counts_though_not_all_of_it_was():
    status = "500 Warn The query request has not been fully completed."
    found = read.query_answers(
        response(answer("CustomerQuery", CUSTOMER, status=status))
    )["1"]
    assert (len(found.states), found.problem) == (1, None)


def test_a_question_that_is_refused():
    status = "3391 Error The iteratorID is not valid."
    found = read.query_answers(response(answer("CustomerQuery", status=status)))["1"]
    assert found.problem.code == "qbd.3391"


# -- message sets ----------------------------------------------------------------------


def test_what_became_of_each_document():
    found = read.set_answer(
        response(
            answer("InvoiceAdd", INVOICE, "17"),
            answer(
                "CustomerAdd",
                request_id="18",
                status='3100 Error The name "X" of the list element is already in use.',
            ),
            newMessageSetID="a1b2",
            messageSetStatusCode="0",
        ),
        ["17", "18", "19"],
    )
    assert (found.set_id, found.status, found.problem) == ("a1b2", "0", None)
    assert found.results["17"].qb_id == "5F2-1795003200"
    assert found.results["18"].code == "qbd.3100"
    assert found.results["19"].code == "net.no_answer"
    assert found.results["19"].action is NextAction.RETRY


@pytest.mark.parametrize("severity", ["Info", "Warn"])
def test_a_remark_is_no_failure(severity):
    status = f"530 {severity} The field is not supported."
    found = read.set_answer(response(answer("InvoiceAdd", INVOICE, status=status)), "1")
    assert isinstance(found.results["1"], ObjectState)


def test_a_refusal_counts_though_the_object_is_shown():
    """With a stale version QuickBooks shows the object as it is now."""
    status = '3200 Error The provided edit sequence "1" is out-of-date.'
    found = read.set_answer(response(answer("InvoiceMod", INVOICE, status=status)), "1")
    assert found.results["1"].code == "qbd.3200"


def test_what_was_done_before_is_told_by_id_and_version():
    recovery = (
        "<ErrorRecovery><TxnID>5F2-1</TxnID><TxnNumber>41</TxnNumber>"
        "<EditSequence>1795089487</EditSequence></ErrorRecovery>"
    )
    found = read.set_answer(
        response(
            answer("ReceivePaymentAdd", recovery, "17"),
            newMessageSetID="a1",
            messageSetStatusCode="0",
        ),
        ["17"],
    ).results["17"]
    assert (found.type, found.qb_id, found.version) == (
        "Payment",
        "5F2-1",
        "1795089487",
    )
    assert (found.total, found.extra) == (None, {"recovered": True})


def test_the_object_says_more_than_its_recovery():
    recovery = "<ErrorRecovery><TxnID>5F2-1795003200</TxnID></ErrorRecovery>"
    found = read.set_answer(response(answer("InvoiceAdd", INVOICE + recovery)), "1")
    assert found.results["1"].total == Decimal("1894.38")


def test_what_was_made_void():
    state = read.set_answer(
        response(
            answer(
                "TxnVoid",
                "<TxnVoidType>Invoice</TxnVoidType><TxnID>5F2-1</TxnID>"
                "<RefNumber>INV-7</RefNumber>",
            )
        ),
        "1",
    ).results["1"]
    assert (state.type, state.qb_id, state.number) == ("Invoice", "5F2-1", "INV-7")
    assert (state.active, state.total, state.balance) == (True, 0, 0)


@pytest.mark.parametrize(
    "content",
    [
        "<TxnDelType>ReceivePayment</TxnDelType><TxnID>5F2-1</TxnID>"
        "<TimeDeleted>2026-11-20T05:58:07-06:00</TimeDeleted>",
        "<TxnDelType>ReceivePayment</TxnDelType><ErrorRecovery><TxnID>5F2-1</TxnID>"
        "</ErrorRecovery>",
    ],
)
def test_what_was_deleted_also_when_it_was_before(content):
    state = read.set_answer(response(answer("TxnDel", content)), "1").results["1"]
    assert (state.type, state.qb_id, state.active) == ("Payment", "5F2-1", False)
    assert state.extra["deleted"]


def test_what_could_not_be_added_to_a_document_is_a_remark():
    found = read.set_answer(
        response(
            answer("InvoiceAdd", INVOICE, "17"),
            answer(
                "DataExtAdd",
                request_id="17.1",
                status='3120 Error Object "Trailer" specified cannot be found.',
            ),
            answer(
                "InvoiceAdd", request_id="18", status="3140 Error An invalid reference"
            ),
            answer(
                "DataExtAdd", request_id="18.1", status="9100 Error An unknown macro"
            ),
        ),
        ["17", "18"],
    )
    assert isinstance(found.results["17"], ObjectState)
    assert isinstance(found.results["18"], Problem)
    assert {key: each.code for key, each in found.remarks.items()} == {"17": "qbd.3120"}


@pytest.mark.parametrize(
    ("status", "action"),
    [
        ("600", NextAction.RETRY),
        ("9001", NextAction.REPORT),
        ("9002", NextAction.RETRY),
        ("9004", NextAction.REPORT),
        ("9005", NextAction.RETRY),
    ],
)
def test_a_set_that_is_not_accepted_says_why(status, action):
    text = response(newMessageSetID="a1", messageSetStatusCode=status)
    found = read.set_answer(text, ["17"])
    assert (found.problem.code, found.problem.action) == (f"qbd.{status}", action)
    assert found.results["17"].code == "net.no_answer"


# -- whole, or not at all --------------------------------------------------------------

WHOLE = response(answer("InvoiceAdd", INVOICE, "17"), answer("InvoiceAdd", INVOICE))


@pytest.mark.parametrize("ask", [read.query_answers, lambda t: read.set_answer(t, "1")])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "QuickBooks is busy",
        WHOLE[:-1],
        WHOLE[: len(WHOLE) // 2],
        WHOLE.replace("1750.00", "17x0.00"),
        WHOLE.replace("<Subtotal>1750.00", "<Subtotal>1e9999999999999999999"),
        WHOLE.replace("2026-12-20", "2026-12-20").replace("2026-11-20T", "20th at "),
        WHOLE.replace("QBXMLMsgsRs", "QBXMLMsgsRq"),
        WHOLE.replace("<QBXML>", "<html>").replace("</QBXML>", "</html>"),
        "<QBXML></QBXML>",
        '<?xml version="1.0"?><!DOCTYPE QBXML [<!ENTITY a "b">]>' + WHOLE[22:],
        WHOLE.replace("Load 12", "\x00"),
        WHOLE.replace("Load 12", "\ud800"),
    ],
)
def test_an_answer_that_is_not_whole_is_none(text, ask):
    with pytest.raises(QuickBooksError) as caught:
        ask(text)
    assert caught.value.problem.code == "net.unreadable"
    assert not caught.value.outcome_known


@pytest.mark.parametrize("cut", range(10, len(WHOLE) - 1, 97))
def test_wherever_an_answer_ends_too_early_it_is_no_answer(cut):
    with pytest.raises(QuickBooksError):
        read.set_answer(WHOLE[:cut], ["1"])


def test_nothing_outside_is_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("fetched")
    doctype = f'<!DOCTYPE QBXML [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    text = doctype + WHOLE.split("\n", 1)[1].replace("Load 12", "&x;")
    with pytest.raises(QuickBooksError):
        read.query_answers(text)


@pytest.mark.parametrize("pasted", ["&#31;", "&#x1F;", "&#x0b;", "&#007;", "&#0;"])
def test_control_characters_that_people_have_pasted_are_left_out(pasted):
    found = read.query_answers(WHOLE.replace("Load 12", f"Load{pasted} 12&#10;&#233;"))
    assert found["17"].states[0].extra["memo"] == "Load 12\né [O-abc]"


def test_the_mark_of_unicode_before_an_answer_is_none_of_it():
    assert read.query_answers("\ufeff\n" + WHOLE).keys() == {"17", "1"}


def test_what_the_declaration_says_of_the_encoding_is_past():
    text = WHOLE.replace("?>", ' encoding="utf-16"?>', 1).replace(
        "Load 12", "Café &#233;"
    )
    found = read.query_answers(text)
    assert found["17"].states[0].extra["memo"] == "Café é [O-abc]"


# -- recorded --------------------------------------------------------------------------


@recorded
def test_recorded_a_set_of_which_some_were_refused():
    ids = [f"ext-mix-{number}" for number in range(1, 6)]
    found = read.set_answer(
        recording(
            "hotgluexyz+qbwc-common/tests/fixtures/customer-batch-mixed.response.xml"
        ),
        ids,
    )
    assert (found.set_id, found.status) == ("", "")
    first, *refused, last = (found.results[item_id] for item_id in ids)
    assert (first.qb_id, first.version) == ("8000274C-1785964190", "1785964190")
    assert first.name == "HG-BATCH-MIX-1785964184-1"
    assert first.extra == {"company_name": "Valid first"}
    assert first.balance == 0
    assert [each.code for each in refused] == ["qbd.3100", "qbd.3250", "qbd.3130"]
    assert last.qb_id == "8000274D-1785964190"


@recorded
def test_recorded_a_set_that_was_accepted():
    ids = [f"ext-ok-{number}" for number in range(1, 6)]
    found = read.set_answer(
        recording(
            "hotgluexyz+qbwc-common/tests/fixtures/customer-batch-valid.response.xml"
        ),
        ids,
    )
    assert [found.results[item_id].qb_id for item_id in ids] == [
        f"800027{number}-1785964187" for number in ("47", "48", "49", "4A", "4B")
    ]
    # What the recording leaves out is not taken for inactive.
    assert all(state.active for state in found.results.values())


@recorded
def test_recorded_an_account():
    [found] = read.query_answers(
        recording("hotgluexyz+qbwc-common/tests/fixtures/account-add.response.xml")
    ).values()
    [account] = found.states
    assert (account.type, account.qb_id) == ("Account", "80000035-1785958998")
    assert (account.name, account.currency) == ("HG-WRITE-TEST-0805", "USD")
    assert account.extra == {"account_type": "Income"}
    assert account.updated_at == datetime.datetime(
        2026, 8, 5, 19, 43, 18, tzinfo=datetime.UTC
    )


@recorded
@pytest.mark.parametrize(
    ("number", "qb_id", "version"),
    [
        ("03", "8000001B-1405768916", "1405768916"),
        ("05", "8000001B-1405777862", "1405777862"),
        ("09", "8000007B-1420967073", "1420967073"),
    ],
)
def test_recorded_customers(number, qb_id, version):
    [found] = read.query_answers(
        recording(f"qbwc+qbwc/test_helper.rb.{number}.xml")
    ).values()
    [customer] = found.states
    assert (customer.qb_id, customer.version) == (qb_id, version)
    assert found.problem is None


@recorded
@pytest.mark.parametrize("number", ["00", "06", "07"])
def test_recorded_that_nothing_was_found(number):
    found = read.query_answers(recording(f"qbwc+qbwc/test_helper.rb.{number}.xml"))
    assert all(not (each.states or each.problem) for each in found.values())


@recorded
def test_recorded_the_street_of_a_customer():
    [found] = read.query_answers(recording("qbwc+qbwc/test_helper.rb.03.xml")).values()
    extra = found.states[0].extra
    assert (extra["street"], extra["city"]) == ("123 Main St.", "Mountain View")


@recorded
@pytest.mark.parametrize("number", range(7))
def test_recorded_that_there_is_no_answer_at_all(number):
    with pytest.raises(QuickBooksError):
        read.query_answers(
            recording(f"hotgluexyz+qbwc-common/test_qbwc_common.py.0{number}.xml")
        )
