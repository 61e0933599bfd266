# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The pages for people."""

from urllib.parse import urljoin

import pytest
import requests
from lxml import html

from quickbooks_simulator.online import LONE_STAR, PRAIRIE

from .client import TIMEOUT, Refused, bill, expense_line, invoice, item_line


@pytest.fixture
def site(simulator):
    return Site(simulator.url)


class Site:
    """A browser without scripts."""

    def __init__(self, url):
        self.url = url

    def open(self, path):
        return self._page(requests.get(self.url + path, timeout=TIMEOUT))

    def books(self, path="", realm=LONE_STAR):
        return self.open(f"/company/{realm}{path}")

    def press(self, page, button, **fields):
        """Submit the form with this button; returns the page that follows."""
        (pressed,) = page.xpath(f"//button[normalize-space()='{button}']")
        form = pressed.getparent()
        while form.tag != "form":
            form = form.getparent()
        values = dict(form.form_values()) | fields
        if pressed.get("name"):
            values[pressed.get("name")] = pressed.get("value")
        url = urljoin(page.base_url, form.get("action") or "")
        response = requests.post(url, data=values, timeout=TIMEOUT)
        return self._page(response)

    @staticmethod
    def _page(response):
        assert response.status_code == 200, response.text
        return html.fromstring(response.text, base_url=response.url)


def text(page):
    return " ".join(page.text_content().split())


PAGES = [
    "/",
    "/controls",
    f"/company/{LONE_STAR}",
    f"/company/{LONE_STAR}/customers",
    f"/company/{LONE_STAR}/customers/1",
    f"/company/{LONE_STAR}/vendors",
    f"/company/{LONE_STAR}/items",
    f"/company/{LONE_STAR}/items/1",
    f"/company/{LONE_STAR}/accounts",
    f"/company/{LONE_STAR}/invoices",
    f"/company/{LONE_STAR}/invoices/1",
    f"/company/{LONE_STAR}/bills/2",
    f"/company/{LONE_STAR}/payments",
]


@pytest.fixture
def owed(api):
    created = api.create(
        "Invoice",
        invoice(
            item_line(1750, Qty=1, UnitPrice=1750),
            DocNumber="INV/2026/00001",
            PrivateNote="<b>Load 4711</b>",
        ),
    )
    api.create("Bill", bill(expense_line(1400), DocNumber="CARR-77"))
    return created


@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_used_without_seeing_it(site, owed, path):
    page = site.open(path)

    assert page.get("lang") == "en"
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//title")[0].text.strip()
    for table in page.xpath("//table"):
        assert table.xpath("caption"), "a table without caption"
        assert not table.xpath(".//th[not(@scope)]"), "a heading cell without scope"
    for field in page.xpath("//input[not(@type='hidden')] | //select"):
        labels = page.xpath("//label[@for=$id]", id=field.get("id") or "none")
        assert labels or field.xpath("ancestor::label"), field.get("name")
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))


def test_the_companies_are_listed(site):
    assert "Lone Star Freight LLC" in text(site.open("/"))


def test_an_invoice_shows_lines_amounts_and_balance(site, owed):
    shown = text(site.books("/invoices/1"))

    for expected in ("INV/2026/00001", "Linehaul", "1,750.00", "Amarillo Beef Packers"):
        assert expected in shown


def test_text_of_an_object_is_no_markup(site, owed):
    page = site.books("/invoices/1")

    assert "<b>Load 4711</b>" in text(page)
    assert not page.xpath("//b")


def test_an_invoice_is_found_by_its_number(site, owed):
    assert "INV/2026/00001" in text(site.books("/invoices?search=00001"))
    assert "Nothing here has" in text(site.books("/invoices?search=00009"))


def test_an_empty_list_says_why(site):
    assert "No customer has paid yet" in text(site.books("/payments", PRAIRIE))


def test_a_payment_is_recorded(site, api, owed):
    page = site.press(site.books("/invoices/1"), "Record a payment", amount="500")

    assert "A payment of 500 was recorded" in text(page)
    assert api.read("Invoice", "1")["Balance"] == 1250


def test_a_bill_is_paid(site, api, owed):
    site.press(site.books("/bills/2"), "Record a payment")

    assert api.read("Bill", "2")["Balance"] == 0


def test_an_invoice_is_voided(site, api, owed):
    site.press(site.books("/invoices/1"), "Void")

    assert api.read("Invoice", "1")["TotalAmt"] == 0


def test_an_invoice_is_deleted(site, api, owed):
    page = site.press(site.books("/invoices/1"), "Delete")

    assert "was deleted" in text(page)
    with pytest.raises(Refused):
        api.read("Invoice", "1")


def test_what_is_not_allowed_is_told(site, api, owed):
    site.press(site.books("/invoices/1"), "Record a payment")

    page = site.press(site.books("/invoices/1"), "Delete")

    assert "6540" in text(page)


def test_a_note_that_is_changed_makes_the_application_stale(site, api, owed):
    site.press(site.books("/invoices/1"), "Change the note", note="Call first")

    with pytest.raises(Refused) as refused:
        api.update("Invoice", owed, PrivateNote="x")
    assert "You and The bookkeeper were working" in refused.value.detail


def test_a_customer_is_renamed(site, api):
    site.press(site.books("/customers/1"), "Rename", name="Amarillo Beef")

    assert api.read("Customer", "1")["DisplayName"] == "Amarillo Beef"


def test_an_item_is_renamed_and_made_inactive(site, api):
    page = site.press(site.books("/items/1"), "Rename", name="Line Haul")
    site.press(page, "Make inactive")

    assert api.read("Item", "1")["FullyQualifiedName"] == "Line Haul (deleted)"


def test_a_customer_is_merged_into_another(site, api):
    page = site.books("/customers/1")

    answer = site.press(page, "Merge", into="Nobody")
    assert "2500" in text(answer)

    answer = site.press(answer, "Merge", into="gulf coast produce")
    assert "was merged into" in text(answer)
    assert api.query("select count(*) from Customer") == {"totalCount": 2}


def test_a_vendor_is_made_inactive_and_active_again(site, api):
    page = site.press(site.books("/vendors/4"), "Make inactive")
    assert api.read("Vendor", "4")["Active"] is False

    site.press(page, "Make active")
    assert api.read("Vendor", "4")["Active"] is True


def test_the_books_are_closed(site, api):
    site.press(site.books(), "Close the books", closing_date="2099-12-31")

    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice())
    assert refused.value.code == "6210"


def test_the_plan_is_changed(site, simulator):
    site.press(site.books(), "Change the plan", plan="Simple Start")

    assert simulator.company().plan == "Simple Start"


def test_the_subscription_lapses(site, api):
    site.press(site.books(), "Let the subscription lapse")

    with pytest.raises(Refused) as refused:
        api.create("Invoice", invoice())
    assert refused.value.code == "6190"


def test_a_failure_is_ordered_and_called_off(site, api):
    page = site.press(
        site.open("/controls"), "Order this failure", kind="error_503", times="2"
    )
    assert api.request("GET", "customer/1").status_code == 503

    site.press(page, "Call them off")
    assert api.request("GET", "customer/1").status_code == 200


def test_time_passes_on_request(site, simulator):
    before = simulator.clock.now()

    site.press(site.open("/controls"), "Let time pass", hours="3")

    assert (simulator.clock.now() - before).total_seconds() >= 3 * 3600


def test_tokens_expire_on_request(site, api):
    site.press(site.open("/controls"), "Expire all access tokens")

    assert api.request("GET", "customer/1").status_code == 401


def test_limits_are_switched(site, simulator):
    site.press(site.open("/controls"), "Switch limits on")

    assert simulator.throttle.enabled


def test_calls_are_shown_and_counted_anew(site, api, simulator):
    api.read("Customer", 1)
    page = site.open("/controls")
    cells = page.xpath("//tbody//*[self::th or self::td]")
    assert [text(cell) for cell in cells] == [LONE_STAR, "read", "1"]

    site.press(page, "Count from here")
    assert simulator.stats.calls() == 0


@pytest.mark.parametrize("path", ["/controls/clock", "/_simulator/reset"])
def test_a_page_of_another_site_changes_nothing(site, path):
    response = requests.post(
        site.url + path,
        headers={"Origin": "https://elsewhere.example.com"},
        timeout=TIMEOUT,
    )

    assert response.status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/company/1", f"/company/{LONE_STAR}/trucks", f"/company/{LONE_STAR}/bills/9"],
)
def test_what_does_not_exist_is_not_found(site, path):
    assert requests.get(site.url + path, timeout=TIMEOUT).status_code == 404


def test_custom_fields_are_named_and_shown(site, api):
    page = site.press(
        site.books(), "Name the custom fields", custom_field=["Load", "", "BOL"]
    )
    assert "The settings were changed." in text(page)
    field = {"DefinitionId": "3", "StringValue": "4711"}
    created = api.create("Invoice", invoice(CustomField=[field]))

    assert "BOL4711" in text(site.books(f"/invoices/{created['Id']}"))
