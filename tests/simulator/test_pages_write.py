# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The forms in which a bookkeeper writes and changes what is in the books."""

import pytest

from quickbooks_simulator.online import LONE_STAR, MAPLE

from .test_pages import Site, text

SHIPPER, CARRIER = "Amarillo Beef Packers", "Big Rig Carriers LLC"


@pytest.fixture
def site(simulator):
    return Site(simulator.url)


@pytest.fixture
def hand(simulator):
    return simulator.bookkeeper(LONE_STAR)


@pytest.fixture
def owed(hand):
    """An invoice over 100."""
    return hand.invoice(SHIPPER, ("Linehaul", "100.00", "NON"), DocNumber="H-1")


@pytest.fixture
def bill(hand):
    """A bill over 80."""
    return hand.bill(CARRIER, ("Fuel", "80"), DocNumber="B-1")


def only(api, entity):
    """The one object of this kind."""
    (found,) = api.query(f"select * from {entity}")[entity]
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/invoices/new",
        "/bills/new",
        "/customers/new",
        "/vendors/new",
        "/payments/new",
        f"/payments/new?party={SHIPPER}",
        f"/bill-payments/new?party={CARRIER}",
        "/invoices/1/change",
        "/bills/2/change",
        "/payments/3/change",
        "/bill-payments/4/change",
    ],
)
def test_every_field_of_a_form_has_a_name_to_be_read_out(site, hand, owed, bill, path):
    hand.pay(owed, "60")
    hand.pay(bill, "60")
    page = site.books(path)

    assert len(page.xpath("//h1")) == 1
    for field in page.xpath("//input[not(@type='hidden')] | //select"):
        labels = page.xpath("//label[@for=$id]", id=field.get("id") or "none")
        assert labels or field.get("aria-label"), field.get("name")
    for table in page.xpath("//table"):
        assert table.xpath("caption"), "a table without caption"
        assert not table.xpath(".//th[not(@scope)]"), "a heading cell without scope"
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))


def test_an_invoice_is_written(site, api):
    page = site.press(
        site.books("/invoices/new"),
        "Save",
        party=SHIPPER,
        DocNumber="N-1",
        TxnDate="2026-11-03",
        new_what_1="Linehaul",
        new_amount_1="1750",
        new_code_1="NON",
        new_what_2="Lumper",
        new_amount_2="49.99",
        new_code_2="NON",
        new_description_2="Laredo",
    )

    assert "was made" in text(page)
    made = only(api, "Invoice")
    assert (made["DocNumber"], str(made["TotalAmt"])) == ("N-1", "1799.99")
    assert made["Line"][1]["Description"] == "Laredo"


def test_a_bill_a_customer_and_a_vendor_are_made(site, api):
    site.press(
        site.books("/customers/new"), "Save", DisplayName="New Shipper", email="a@b.com"
    )
    site.press(site.books("/vendors/new"), "Save", DisplayName="New Carrier")
    site.press(
        site.books("/bills/new"),
        "Save",
        party="New Carrier",
        new_what_1="Fuel",
        new_amount_1="12.5",
    )

    shown = text(site.books("/customers?search=new"))
    assert "New Shipper" in shown
    assert only(api, "Bill")["VendorRef"]["name"] == "New Carrier"


def test_what_was_typed_stays_when_it_is_refused(site, api):
    page = site.press(
        site.books("/invoices/new"),
        "Save",
        party="Nobody",
        new_what_1="Linehaul",
        new_amount_1="5",
    )

    assert "2500" in text(page.xpath("//*[@role='alert']")[0])
    (amount,) = page.xpath("//input[@name='new_amount_1']")
    assert amount.value == "5"
    assert api.query("select * from Invoice") == {}


def test_a_payment_for_several_invoices_with_a_credit_and_a_rest(site, hand, owed, api):
    second = hand.invoice(SHIPPER, ("Linehaul", "40", "NON"))
    memo = hand.credit_memo(SHIPPER, ("Linehaul", "30", "NON"))
    shown = site.books(f"/payments/new?party={SHIPPER}")

    page = site.press(
        shown,
        "Save",
        TotalAmt="150",
        PaymentRefNum="CHK 7",
        DepositToAccountRef="Operating Checking",
        **{f"part_{owed}": "100", f"part_{second}": "40", f"part_{memo}": "30"},
    )

    assert "was made" in text(page)
    made = only(api, "Payment")
    assert (made["TotalAmt"], made["UnappliedAmt"]) == (150, 40)
    assert made["PaymentRefNum"] == "CHK 7"
    assert api.read("CreditMemo", memo)["RemainingCredit"] == 0


def test_a_payment_is_changed(site, hand, owed, api):
    second = hand.invoice(SHIPPER, ("Linehaul", "40", "NON"))
    paid = hand.pay(owed)
    page = site.books(f"/payments/{paid}/change")
    (settled,) = page.xpath(f"//input[@name='part_{owed}']")
    assert settled.value == "100.00"

    page = site.press(
        page,
        "Save",
        TxnDate="2026-11-04",
        TotalAmt="90",
        **{f"part_{owed}": "50", f"part_{second}": "40"},
    )

    assert "It was changed." in text(page)
    made = api.read("Payment", paid)
    assert (made["TotalAmt"], made["TxnDate"]) == (90, "2026-11-04")
    balances = [api.read("Invoice", number)["Balance"] for number in (owed, second)]
    assert balances == [50, 0]


def test_more_than_was_received_is_refused_in_a_sentence(site, owed):
    page = site.press(
        site.books(f"/payments/new?party={SHIPPER}"),
        "Save",
        TotalAmt="10",
        **{f"part_{owed}": "100"},
    )

    assert "less than the amount applied" in text(page.xpath("//*[@role='alert']")[0])
    (settled,) = page.xpath(f"//input[@name='part_{owed}']")
    assert settled.value == "100"


def test_bills_are_paid_by_card_and_the_payment_changed(site, bill, api):
    page = site.press(
        site.books(f"/bill-payments/new?party={CARRIER}"),
        "Save",
        account="Fleet Credit Card",
        **{f"part_{bill}": "80"},
    )
    made = only(api, "BillPayment")
    assert (made["PayType"], made["TotalAmt"]) == ("CreditCard", 80)

    page = site.books(f"/bill-payments/{made['Id']}/change")
    site.press(page, "Save", account="Operating Checking", **{f"part_{bill}": "70"})
    changed = only(api, "BillPayment")
    assert (changed["PayType"], changed["TotalAmt"]) == ("Check", 70)


def test_nobody_to_pay_is_asked_for_and_nothing_open_is_told(site):
    page = site.books("/payments/new?party=Nobody")
    assert "2500" in text(page) and page.xpath("//button[.='Show what is open']")

    page = site.books(f"/payments/new?party={SHIPPER}")
    assert "Nothing is open." in text(page)


def test_an_invoice_is_edited_in_one_go(site, owed, api):
    page = site.press(
        site.books(f"/invoices/{owed}/change"),
        "Save",
        DocNumber="H-2",
        TxnDate="2026-11-06",
        DueDate="2026-12-24",
        amount_1="110",
        description_1="Longer",
        new_what_1="Lumper",
        new_amount_1="5",
        new_code_1="NON",
    )

    assert "It was changed." in text(page)
    changed = api.read("Invoice", owed)
    assert (changed["DocNumber"], changed["TotalAmt"], changed["SyncToken"]) == (
        "H-2",
        115,
        "1",
    )
    assert (changed["TxnDate"], changed["DueDate"]) == ("2026-11-06", "2026-12-24")
    assert changed["Line"][0]["Description"] == "Longer"


def test_saving_without_a_change_changes_nothing(site, owed, api):
    site.press(site.books(f"/invoices/{owed}/change"), "Save")

    assert api.read("Invoice", owed)["SyncToken"] == "0"


def test_a_line_of_a_bill_is_taken_away(site, hand, bill, api):
    hand.add_line("Bill", bill, ("Lumper", "20"))
    site.press(site.books(f"/bills/{bill}/change"), "Save", amount_1="")

    assert api.read("Bill", bill)["TotalAmt"] == 20


def test_an_invoice_counts_as_sent(site, owed, api):
    site.press(site.books(f"/invoices/{owed}"), "Send by e-mail")

    assert api.read("Invoice", owed)["EmailStatus"] == "EmailSent"


def test_a_customer_with_a_currency_is_invoiced_in_it(site, canada):
    site.press(
        site.books("/customers/new", MAPLE),
        "Save",
        DisplayName="US Inc",
        currency="usd",
    )
    site.press(
        site.books("/invoices/new", MAPLE),
        "Save",
        party="US Inc",
        new_what_1="Linehaul",
        new_amount_1="10",
        new_code_1="GST",
    )

    made = only(canada, "Invoice")
    assert (made["CurrencyRef"]["value"], str(made["TotalAmt"])) == ("USD", "10.50")


@pytest.mark.parametrize("path", ["/items/new", "/items/1/change", "/bills/9/change"])
def test_what_has_no_form_is_not_found(site, path):
    with pytest.raises(AssertionError, match="Not Found"):
        site.books(path)
