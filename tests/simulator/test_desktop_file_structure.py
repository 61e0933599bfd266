# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks does with a request it cannot read, and with values it cannot use."""

from pathlib import Path

import pytest

from quickbooks_simulator.desktop import HResult
from quickbooks_simulator.desktop.schema import check_request

from .desk import by_id, message_set, named, xml

SAMPLES = Path(__file__).parents[3] / "shared/fixtures/quickbooks-desktop"
# What the simulated file keeps: lists, sales, purchases and payments. Reports, checks,
# deposits, journal entries, inventory, payroll and windows are none of it.
NOT_SIMULATED = {
    "CheckAddRq",
    "CheckQueryRq",
    "CustomDetailReportQueryRq",
    "DepositAddRq",
    "GeneralSummaryReportQueryRq",
    "ItemInventoryAddRq",
    "ItemInventoryQueryRq",
    "JournalEntryAddRq",
    "JournalEntryQueryRq",
    "ListDisplayAddRq",
    "PayrollItemWageQueryRq",
    "ReceivePaymentToDepositQueryRq",
    "TxnDisplayAddRq",
    "TxnDisplayModRq",
}


def customer(**content):
    return xml("CustomerAddRq", {"CustomerAdd": content})


def refused(text):
    with pytest.raises(HResult) as error:
        check_request(text)
    assert error.value.code == "0x80040400"
    return error.value.detail


# -- structure -------------------------------------------------------------------------


def test_elements_come_in_their_order():
    text = message_set(customer(CompanyName="Smith Inc", Name="Smith"))
    assert "Name comes too late" in refused(text)


def test_the_number_comes_before_the_due_date_in_invoices_and_after_it_in_bills():
    dates = {"DueDate": "2026-05-01", "RefNumber": "7"}
    bill = {"VendorRef": by_id("80000001-1"), **dates}
    invoice = {"CustomerRef": by_id("80000001-1"), **dates}
    check_request(message_set(xml("BillAddRq", {"BillAdd": bill})))
    refused(message_set(xml("InvoiceAddRq", {"InvoiceAdd": invoice})))


def test_unknown_elements_and_requests():
    assert "Nickname does not belong" in refused(
        message_set(customer(Name="Smith", Nickname="Smitty"))
    )
    assert "PigeonAddRq is not known" in refused(message_set("<PigeonAddRq/>"))


def test_what_must_be_there():
    refused(message_set(customer(CompanyName="Smith Inc")))
    refused(message_set(xml("CreditMemoAddRq", {"CreditMemoAdd": {}})))


def test_what_may_be_there_once():
    refused(message_set(customer(Name=["Smith", "Jones"])))


def test_one_of_several_ways():
    line = {"ItemRef": named("Linehaul"), "Rate": "1.00", "RatePercent": "5.0"}
    content = {"CustomerRef": named("Smith"), "InvoiceLineAdd": line}
    refused(message_set(xml("InvoiceAddRq", {"InvoiceAdd": content})))
    query = {"ListID": "80000001-1", "ActiveStatus": "All"}
    refused(message_set(xml("CustomerQueryRq", query)))


def test_text_between_elements():
    refused(message_set("<CustomerQueryRq>all</CustomerQueryRq>"))


def test_attributes_of_requests():
    check_request(message_set('<CustomerQueryRq requestID="1" iterator="Start"/>'))
    refused(message_set('<CustomerQueryRq requestId="1"/>'))
    refused(message_set('<CustomerQueryRq iterator="Go"/>'))
    refused(message_set(customer(Name="Smith").replace("Rq>", 'Rq iterator="x">', 1)))


@pytest.mark.parametrize("on_error", ["rollbackOnError", "", "neverMind"])
def test_how_to_go_on_after_an_error(on_error):
    refused(message_set("<HostQueryRq/>", on_error=on_error))


def test_the_version_must_be_told():
    text = message_set("<HostQueryRq/>")
    assert "no qbxml version" in refused(text.replace('<?qbxml version="13.0"?>', ""))


def test_letters_beyond_ascii_must_be_references():
    refused(message_set(customer(Name="Café")).replace("&#233;", "é"))


def test_document_types_are_refused():
    text = message_set("<HostQueryRq/>")
    doctype = '<!DOCTYPE QBXML [<!ENTITY e SYSTEM "file:///etc/passwd">]><QBXML>'
    refused(text.replace("<QBXML>", doctype))


def test_no_xml_at_all():
    for text in ("", "Hello", "<QBXML>", "<?qbxml version='13.0'?><QBXML/>"):
        refused(text)


def test_nothing_of_a_broken_set_is_done(desk):
    with pytest.raises(HResult):
        desk.company.process(message_set(customer(Name="Smith") + "<PigeonAddRq/>"))
    assert "Smith" not in [each.name for each in desk.company.customers()]


def test_a_version_that_this_quickbooks_does_not_speak(desk):
    desk.company.change(year=2012)
    with pytest.raises(HResult):
        desk.company.process(message_set("<HostQueryRq/>", version="13.0"))
    [host] = desk.send("<HostQueryRq/>", version="11.0")
    assert host.all("SupportedQBXMLVersion")[-1] == "11.0"
    assert host["ProductName"] == "QuickBooks Premier 2012"
    assert host["MajorVersion"] == "22"


def test_intuits_own_samples_are_read():
    samples = [
        path
        for path in sorted(SAMPLES.rglob("*.xml"))
        if b"<QBXMLMsgsRq" in path.read_bytes()
    ]
    if not samples:
        pytest.skip("needs ../shared: Intuit's samples")
    read = 0
    for path in samples:
        text = path.read_bytes().strip()
        if any(f"<{name}".encode() in text for name in NOT_SIMULATED):
            continue
        check_request(text)
        read += 1
    assert read >= 30


# -- values ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("3010", {"IsActive": "yes"}),
        ("3040", {"CreditLimit": "100.5"}),
        ("3040", {"CreditLimit": "1,000.00"}),
        ("3070", {"CompanyName": "x" * 42}),
        ("3110", {"JobStatus": "Lost"}),
        ("3020", {"JobStartDate": "2026-02-30"}),
        ("3020", {"JobStartDate": "1969-12-31"}),
        ("3020", {"JobStartDate": "2038-01-19"}),
        ("3065", {"ExternalGUID": "12"}),
    ],
)
def test_a_wrong_value_fails_its_request(desk, code, content):
    answers = desk.send(customer(Name="Smith", **content), customer(Name="Jones"))
    assert answers.codes == [code, "0"]
    assert answers[0].severity == "Error"
    assert answers[0].names == []


def test_how_long_a_name_may_be(desk):
    assert desk.add("Customer", Name="x" * 41).code == "0"
    answer = desk.add("Customer", Name="x" * 42)
    assert answer.text == f'The string "{"x" * 42}" in the field "Name" is too long.'


def test_quantities_have_five_decimals_at_most(desk):
    line = {"ItemRef": named("Linehaul"), "Quantity": "0.123456"}
    content = {"CustomerRef": named("Gulf Coast Produce"), "InvoiceLineAdd": line}
    assert desk.add("Invoice", **content).code == "3060"


def test_long_ids(desk):
    assert desk.do("CustomerQuery", {"ListID": "8" * 37}).code == "3000"


def test_long_request_ids(desk):
    assert desk.do("HostQuery", requestID="x" * 51).code == "1060"
    answer = desk.do("HostQuery", requestID="x" * 50)
    assert answer.get("requestID") == "x" * 50


def test_what_windows_1252_has_not_is_lost(desk):
    desk.added("Customer", Name="Nguyễn & Søn €")
    assert desk.company.customers()[-1].name == "Nguy?n & Søn €"
    answer = desk.do("CustomerQuery", {"FullName": "Nguy?n & Søn €"})
    assert answer["Name"] == "Nguy?n & Søn €"


def test_answers_are_ascii_with_decimal_references(desk):
    answers = desk.send(customer(Name="Jean-Sébastien & Co"))
    assert "<Name>Jean-S&#233;bastien &amp; Co</Name>" in answers.text


def test_a_request_is_answered_under_its_id(desk):
    answers = desk.send(
        xml("HostQueryRq", requestID="17"), "<HostQueryRq/>", "<CompanyQueryRq/>"
    )
    assert [answer.get("requestID") for answer in answers] == ["17", None, None]
    assert [answer.element.tag for answer in answers] == [
        "HostQueryRs",
        "HostQueryRs",
        "CompanyQueryRs",
    ]
