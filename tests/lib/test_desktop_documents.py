# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks Desktop shows, read as the documents that are sent to it."""

import datetime
from decimal import Decimal

import pytest

from tms_quickbooks.lib.desktop import read, read_documents
from tms_quickbooks.lib.documents import (
    BANK,
    CREDIT_CARD,
    Address,
    ExpenseLine,
    ItemLine,
    Ref,
)
from tms_quickbooks.lib.problems import QuickBooksError

from .desktop_answers import answer, recorded, recording, response

HEAD = (
    "<TxnID>8-1</TxnID><TimeCreated>2026-11-20T08:00:00-06:00</TimeCreated>"
    "<TimeModified>2026-11-20T08:00:00-06:00</TimeModified>"
    "<EditSequence>17</EditSequence><TxnNumber>4</TxnNumber>"
)
CUSTOMER = (
    "<CustomerRef><ListID>58-1</ListID><FullName>Prairie Foods</FullName></CustomerRef>"
)
VENDOR = (
    "<VendorRef><ListID>71-1</ListID><FullName>Red River Carriers</FullName>"
    "</VendorRef>"
)
DAY = "<TxnDate>2026-11-20</TxnDate>"


def ref(name, list_id, full_name=""):
    full = f"<FullName>{full_name}</FullName>" if full_name else ""
    return f"<{name}><ListID>{list_id}</ListID>{full}</{name}>"


def line(amount, inside="", name="InvoiceLine", item=True):
    """A line of an invoice; ``inside`` stands between its item and its amount."""
    of_item = ref("ItemRef", "3-1", "Linehaul") if item else ""
    shown = f"<Amount>{amount}</Amount>" if amount else ""
    return f"<{name}Ret><TxnLineID>9-1</TxnLineID>{of_item}{inside}{shown}</{name}Ret>"


def read_back(query, content):
    """The document of the only object of an answer, and its state."""
    text = response(answer(f"{query}Query", content))
    [found] = read.query_answers(text, whole=True).values()
    [state] = found.states
    return read_documents.document(state.type, state.raw), state


def invoice(*lines, net="100.00", tax="0.00", more=""):
    total = Decimal(net) + Decimal(tax)
    return read_back(
        "Invoice",
        f"<InvoiceRet>{HEAD}{CUSTOMER}{DAY}<RefNumber>1042</RefNumber>"
        f"<DueDate>2026-12-20</DueDate><Subtotal>{net}</Subtotal>{more}"
        f"<SalesTaxTotal>{tax}</SalesTaxTotal>"
        f"<BalanceRemaining>{total}</BalanceRemaining>"
        f"<Memo>Load 17 Odoo 7F3KQ2ZD4A</Memo>{''.join(lines)}</InvoiceRet>",
    )[0]


def amounts(document):
    return [str(each.amount) for each in document.lines]


# -- invoices and credit memos ---------------------------------------------------------


def test_an_invoice_says_what_was_sent_with_the_names_of_what_it_refers_to():
    priced = "<Desc>Dallas to Tulsa</Desc><Quantity>40</Quantity><Rate>2.50</Rate>"
    tracked = ref("ClassRef", "9-1", "Dry Van")
    found = invoice(line("100.00", priced + tracked), tax="8.25")
    assert (found.id, found.version, found.number) == ("8-1", "17", "1042")
    assert found.date == datetime.date(2026, 11, 20)
    assert found.due_date == datetime.date(2026, 12, 20)
    assert found.customer == Ref("58-1", "Prairie Foods")
    assert (found.total, found.tax_amount) == (Decimal("108.25"), Decimal("8.25"))
    assert found.mark == "7F3KQ2ZD4A"
    assert found.lines == (
        ItemLine(
            amount=Decimal("100.00"),
            description="Dallas to Tulsa",
            item=Ref("3-1", "Linehaul"),
            quantity=Decimal(40),
            unit_price=Decimal("2.50"),
            class_ref=Ref("9-1", "Dry Van"),
        ),
    )


def test_in_the_united_states_a_line_is_taxed_or_not():
    of_sale = ref("ItemSalesTaxRef", "7-1", "Texas")
    taxed = line("60.00").replace(
        "</InvoiceLineRet>", f"{ref('SalesTaxCodeRef', '1-1', 'Tax')}</InvoiceLineRet>"
    )
    untaxed = taxed.replace(">Tax<", ">Non<").replace("60.00", "40.00")
    found = invoice(taxed, untaxed, tax="4.95", more=of_sale)
    assert found.tax_code == Ref("7-1", "Texas")
    assert [each.taxable for each in found.lines] == [True, False]
    assert [each.tax_code for each in found.lines] == [None, None]


def test_a_line_of_text_is_left_out():
    text = line("", "<Desc>Detention as agreed</Desc>", item=False)
    assert amounts(invoice(line("100.00"), text)) == ["100.00"]


def test_subtotals_are_left_out():
    """QuickBooks has items that only add up the lines above them."""
    priced = "<Quantity>1</Quantity>"
    found = invoice(
        line("60.00", priced),
        line("40.00", priced),
        line("100.00"),
        line("20.00", priced),
        line("20.00"),
        net="120.00",
    )
    assert amounts(found) == ["60.00", "40.00", "20.00"]


def test_two_lines_of_the_same_amount_are_no_subtotal():
    assert amounts(invoice(line("50.00"), line("50.00"))) == ["50.00", "50.00"]


def test_a_group_is_taken_apart_into_its_lines():
    group = (
        "<InvoiceLineGroupRet><TxnLineID>8-2</TxnLineID>"
        f"{ref('ItemGroupRef', '6-1', 'Full Service')}"
        "<IsPrintItemsInGroup>true</IsPrintItemsInGroup>"
        f"<TotalAmount>90.00</TotalAmount>{line('80.00')}{line('10.00')}"
        "</InvoiceLineGroupRet>"
    )
    found = invoice(line("10.00"), group)
    assert amounts(found) == ["10.00", "80.00", "10.00"]


def test_amounts_that_include_tax_are_read_without_it_to_the_cent():
    def taxed(amount, tax):
        of_line = f"<TaxAmount>{tax}</TaxAmount>"
        return line(amount).replace("</InvoiceLineRet>", f"{of_line}</InvoiceLineRet>")

    shown = (
        f"<CreditMemoRet>{HEAD}{CUSTOMER}{DAY}<Subtotal>19.04</Subtotal>"
        "<SalesTaxTotal>0.96</SalesTaxTotal><TotalAmount>20.00</TotalAmount>"
        "<IsTaxIncluded>true</IsTaxIncluded>"
        + taxed("10.00", "0.48") * 2
        + "</CreditMemoRet>"
    ).replace("InvoiceLine", "CreditMemoLine")
    found = read_documents.document("CreditMemo", shown)
    assert amounts(found) == ["9.52", "9.52"]
    # Rounded once for all lines, the tax is a cent less: the largest line takes it.
    shown = shown.replace(">0.96<", ">0.95<").replace(">19.04<", ">19.05<")
    found = read_documents.document("CreditMemo", shown)
    assert sum(each.amount for each in found.lines) + found.tax_amount == found.total


def test_an_answer_without_lines_is_no_whole_document():
    shown = (
        f"<InvoiceRet>{HEAD}{CUSTOMER}{DAY}<Subtotal>5.00</Subtotal>"
        "<SalesTaxTotal>0.00</SalesTaxTotal></InvoiceRet>"
    )
    with pytest.raises(QuickBooksError):
        read_documents.document("Invoice", shown)
    assert not read_documents.state("Invoice", shown).content


def test_a_voided_invoice_says_so():
    found = invoice(line("0.00"), net="0.00")
    assert not found.is_voided
    shown = f"<InvoiceRet>{HEAD}{CUSTOMER}{DAY}<Subtotal>0.00</Subtotal>"
    shown += f"<Memo>VOID: Load 17</Memo>{line('0.00')}</InvoiceRet>"
    assert read_documents.document("Invoice", shown).is_voided


# -- bills and vendor credits ----------------------------------------------------------


def test_a_bill_has_lines_on_accounts_and_on_items():
    shown = (
        f"<BillRet>{HEAD}{VENDOR}{DAY}<AmountDue>945.00</AmountDue>"
        "<RefNumber>RR-4411</RefNumber>"
        "<ExpenseLineRet><TxnLineID>9-1</TxnLineID>"
        f"{ref('AccountRef', '61-1', 'Purchased Transportation')}"
        f"<Amount>900.00</Amount><Memo>Load 17</Memo>{CUSTOMER}</ExpenseLineRet>"
        "<ItemLineRet><TxnLineID>9-2</TxnLineID>"
        f"{ref('ItemRef', '4-1', 'Lumper')}<Quantity>3</Quantity><Cost>15.00</Cost>"
        "<Amount>45.00</Amount></ItemLineRet></BillRet>"
    )
    found, state = read_back("Bill", shown)
    assert found.vendor == Ref("71-1", "Red River Carriers")
    assert (found.reference, found.total) == ("RR-4411", Decimal("945.00"))
    assert found.tax_amount == 0
    assert found.lines == (
        ExpenseLine(
            amount=Decimal("900.00"),
            description="Load 17",
            account=Ref("61-1", "Purchased Transportation"),
            customer=Ref("58-1", "Prairie Foods"),
        ),
        ItemLine(
            amount=Decimal("45.00"),
            item=Ref("4-1", "Lumper"),
            quantity=Decimal(3),
            unit_price=Decimal("15.00"),
        ),
    )
    assert read_documents.state("Bill", state.raw) == state


def test_the_tax_of_a_bill_is_what_its_lines_leave_of_the_total():
    shown = (
        f"<VendorCreditRet>{HEAD}{VENDOR}{DAY}<CreditAmount>105.00</CreditAmount>"
        "<ExpenseLineRet><TxnLineID>9-1</TxnLineID>"
        f"{ref('AccountRef', '61-1')}<Amount>100.00</Amount>"
        f"<TaxAmount>5.00</TaxAmount>{ref('SalesTaxCodeRef', '5-1', 'G')}"
        "</ExpenseLineRet></VendorCreditRet>"
    )
    found, _state = read_back("VendorCredit", shown)
    assert found.tax_amount == Decimal("5.00")
    assert found.lines[0].tax_code == Ref("5-1", "G")


# -- payments --------------------------------------------------------------------------


def settled(txn_id, amount, more="", number="1042"):
    return (
        f"<AppliedToTxnRet><TxnID>{txn_id}</TxnID><TxnType>Invoice</TxnType>"
        f"<TxnDate>2026-11-20</TxnDate><RefNumber>{number}</RefNumber>"
        f"<BalanceRemaining>0.00</BalanceRemaining><Amount>{amount}</Amount>{more}"
        "</AppliedToTxnRet>"
    )


def linked(txn_id, kind, amount):
    return (
        f"<LinkedTxn><TxnID>{txn_id}</TxnID><TxnType>{kind}</TxnType>"
        f"<TxnDate>2026-11-20</TxnDate><Amount>{amount}</Amount></LinkedTxn>"
    )


def payment(*applied, total="100.00"):
    return read_back(
        "ReceivePayment",
        f"<ReceivePaymentRet>{HEAD}{CUSTOMER}{DAY}<RefNumber>77</RefNumber>"
        f"<TotalAmount>{total}</TotalAmount>"
        f"{ref('PaymentMethodRef', '2-1', 'Check')}"
        f"{ref('DepositToAccountRef', '35-1', 'Checking')}"
        f"<UnusedPayment>0.00</UnusedPayment>{''.join(applied)}</ReceivePaymentRet>",
    )[0]


def test_a_payment_says_what_it_settles():
    found = payment(settled("8-1", "60.00"), settled("8-2", "40.00", number=""))
    assert [(each.type, each.target, each.amount) for each in found.applied] == [
        ("Invoice", Ref("8-1", "1042"), Decimal("60.00")),
        ("Invoice", Ref("8-2"), Decimal("40.00")),
    ]
    assert (found.party, found.number) == (Ref("58-1", "Prairie Foods"), "77")
    assert found.account == Ref("35-1", "Checking")
    assert found.method == Ref("2-1", "Check")


def test_a_discount_is_given_beside_what_is_paid():
    given = "<DiscountAmount>2.00</DiscountAmount>"
    given += ref("DiscountAccountRef", "86-1", "Discounts")
    [only] = payment(settled("8-1", "98.00", given), total="98.00").applied
    assert (only.amount, only.discount) == (Decimal("98.00"), Decimal("2.00"))
    assert only.discount_account == Ref("86-1", "Discounts")


def test_a_credit_is_set_off_against_its_invoice_which_it_pays_a_part_of():
    credit = linked("9-1", "CreditMemo", "-15.00")
    earlier = linked("7-1", "ReceivePayment", "-20.00")
    found = payment(settled("8-1", "100.00", earlier + credit))
    debt, used = found.applied
    assert (debt.type, debt.amount) == ("Invoice", Decimal("115.00"))
    assert (used.type, used.target, used.amount) == (
        "CreditMemo",
        Ref("9-1"),
        Decimal("15.00"),
    )
    assert used.against == debt.target
    assert found.amount_applied == found.total
    assert read_documents.applied(found) == {("Invoice", "8-1"): Decimal("100.00")}


def test_a_credit_that_somebody_sets_off_later_is_no_change_of_the_payment():
    credit = linked("9-1", "CreditMemo", "-15.00")
    before, after = (payment(settled("8-1", "100.00", each)) for each in ("", credit))
    assert read_documents.content(before) == read_documents.content(after)


@pytest.mark.parametrize(
    ("name", "account", "kind"),
    [
        ("BillPaymentCheck", "BankAccountRef", BANK),
        ("BillPaymentCreditCard", "CreditCardAccountRef", CREDIT_CARD),
    ],
)
def test_a_bill_payment_says_what_it_was_paid_from(name, account, kind):
    shown = (
        f"<{name}Ret>{HEAD}{ref('PayeeEntityRef', '71-1')}{DAY}"
        f"{ref(account, '35-1')}<Amount>10.00</Amount>"
        f"{settled('8-1', '10.00').replace('>Invoice<', '>Bill<')}</{name}Ret>"
    )
    found, state = read_back(name, shown)
    assert state.type == found.object_type == "BillPayment"
    assert (found.party, found.account) == (Ref("71-1"), Ref("35-1", kind=kind))
    assert found.is_by_card is (kind == CREDIT_CARD)
    assert read_documents.applied(found) == {("Bill", "8-1"): Decimal("10.00")}


# -- customers and vendors -------------------------------------------------------------


def test_a_vendor_is_read_without_its_name_in_the_address():
    shown = (
        "<VendorRet><ListID>71-1</ListID><EditSequence>3</EditSequence>"
        "<Name>Red River Carriers</Name><IsActive>true</IsActive>"
        "<VendorAddress><Addr1>Red River Carriers</Addr1><Addr2>1 Main St</Addr2>"
        "<City>Dallas</City></VendorAddress><Phone>555 0100</Phone>"
        "<AccountNumber>C-17 / MC 123456</AccountNumber>"
        "<VendorTaxIdent>12-3456789</VendorTaxIdent>"
        "<IsVendorEligibleFor1099>true</IsVendorEligibleFor1099></VendorRet>"
    )
    found = read_documents.document("Vendor", shown)
    assert found.address == Address(("1 Main St",), "Dallas", name="Red River Carriers")
    assert (found.account_number, found.mc_number) == ("C-17", "123456")
    assert (found.role, found.phone, found.is_1099) == ("vendor", "555 0100", True)
    assert found.tax_id == "12-3456789"


# -- whole answers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    ["", "<", "<InvoiceRet/>", "<EstimateRet/>", "<!DOCTYPE a [<!ENTITY b 'c'>]>"],
)
def test_what_cannot_be_read_is_told(raw):
    with pytest.raises(QuickBooksError):
        read_documents.document("Invoice", raw)


def test_the_state_of_another_type_is_not_taken():
    shown = "<VendorRet><ListID>71-1</ListID><Name>Red River</Name></VendorRet>"
    assert read_documents.state("Vendor", shown).name == "Red River"
    with pytest.raises(QuickBooksError):
        read_documents.state("Customer", shown)


def test_what_was_deleted_is_a_state_without_content():
    shown = (
        "<TxnDeletedRet><TxnDelType>Bill</TxnDelType><TxnID>8-1</TxnID>"
        "<TimeCreated>2026-11-20T08:00:00-06:00</TimeCreated>"
        "<TimeDeleted>2026-11-21T08:00:00-06:00</TimeDeleted></TxnDeletedRet>"
    )
    state = read_documents.state("Bill", shown)
    assert (state.type, state.qb_id) == ("Bill", "8-1")
    assert state.extra["deleted"] and not state.content


@recorded
@pytest.mark.parametrize("number", ["03", "05", "09"])
def test_recorded_customers_are_parties(number):
    text = recording(f"qbwc+qbwc/test_helper.rb.{number}.xml")
    for found in read.query_answers(text, whole=True).values():
        for state in found.states:
            party = read_documents.document(state.type, state.raw)
            assert (party.role, party.name) == ("customer", state.name)
            assert party.version == state.version and state.content
