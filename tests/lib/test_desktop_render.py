# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Requests of qbXML as a whole: what is in a message set, and how it is written."""

from dataclasses import replace

import pytest

from quickbooks_simulator.desktop.schema import check_request
from tms_quickbooks.lib.desktop import render
from tms_quickbooks.lib.desktop.read import PART
from tms_quickbooks.lib.documents import (
    Attachment,
    CustomField,
    Ref,
    TextLine,
    Withdrawal,
)

from .builders import (
    INVOICE_RECORD,
    bill_payment,
    customer,
    desktop_company,
    invoice,
    item_line,
    payment,
    vendor,
)
from .desktop_requests import VERSION, requests, said, sent, texts
from .qbxml_schema import errors, judge, needs_schema

FIELDS = (("PONumber", "P.O. No."), ("Other", "Other"), ("DataExt:BOL", "BOL"))
WITH_FIELDS = desktop_company(custom_fields=FIELDS)


def filled(*values):
    return tuple(
        CustomField(field, value)
        for (field, _name), value in zip(FIELDS, values, strict=True)
    )


# -- the message set -------------------------------------------------------------------


def test_a_set_goes_on_after_an_error_and_is_kept_under_its_id():
    items = [
        render.batch_item(customer(), "16", desktop_company()),
        render.batch_item(invoice(), "17", desktop_company()),
    ]
    body = render.batch_body(items, "set-2", "set-1", VERSION)
    assert body.startswith(
        b'<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?><QBXML>'
    )
    envelope = judge(body)
    assert dict(envelope.attrib) == {
        "onError": "continueOnError",
        "newMessageSetID": "set-2",
        "oldMessageSetID": "set-1",
    }
    assert [request.tag for request in envelope] == ["CustomerAddRq", "InvoiceAddRq"]
    assert [request.get("requestID") for request in envelope] == ["16", "17"]


def test_the_first_set_follows_none():
    item = render.batch_item(customer(), "16", desktop_company())
    envelope = judge(render.batch_body([item], "set-1", "", VERSION))
    assert "oldMessageSetID" not in envelope.attrib


def test_questions_leave_nothing_behind():
    body = render.query_body([b'<HostQueryRq requestID="1"></HostQueryRq>'], VERSION)
    assert dict(check_request(body).attrib) == {"onError": "continueOnError"}


@pytest.mark.parametrize(
    ("count", "set_id"), [(0, "s"), (51, "s"), (1, ""), (1, "x" * 24)]
)
def test_a_set_that_quickbooks_would_refuse_is_not_made(count, set_id):
    item = render.batch_item(customer(), "16", desktop_company())
    with pytest.raises(ValueError):
        render.batch_body([item] * count, set_id, "", VERSION)


@pytest.mark.parametrize("item_id", ["", "1" * 41])
def test_a_request_has_an_id_that_comes_back(item_id):
    with pytest.raises(ValueError):
        render.batch_item(customer(), item_id, desktop_company())


def test_the_same_document_gives_the_same_bytes():
    document = invoice(
        item_line(), custom_fields=filled("PO 1", "", "B-7"), memo="Ñandú"
    )
    first, second = (
        render.batch_item(replace(document), "17", WITH_FIELDS) for _time in range(2)
    )
    assert first == second


def test_letters_beyond_ascii_are_decimal_references():
    item = render.batch_item(
        customer(name="Señor “Ñ” <&> Łódź"), "17", desktop_company()
    )
    name = "Se&#241;or &#8220;&#209;&#8221; &lt;&amp;&gt; L&#243;dz"
    assert f"<Name>{name}</Name>".encode("ascii") in item
    assert said(customer(name="Señor “Ñ” <&> Łódź"))["Name"] == "Señor “Ñ” <&> Lódz"


def test_a_file_is_nothing_for_quickbooks_desktop():
    file = Attachment(
        target=Ref("1"),
        target_type="Invoice",
        file_name="pod.pdf",
        content_type="application/pdf",
        size=1,
        source=INVOICE_RECORD,
    )
    with pytest.raises(ValueError):
        render.batch_item(file, "17", desktop_company())


# -- updates ---------------------------------------------------------------------------


def test_an_update_names_the_object_and_its_edit_sequence():
    changed = sent(invoice(id="7-1", version="1422671082"))
    assert changed.tag == "InvoiceMod"
    assert [child.tag for child in changed][:2] == ["TxnID", "EditSequence"]
    assert texts(changed)["EditSequence"] == "1422671082"
    changed = sent(customer(id="8-1", version="3"))
    assert (changed.tag, changed[0].tag) == ("CustomerMod", "ListID")


def test_what_was_filled_from_here_and_is_empty_now_is_emptied():
    document = invoice(id="7-1", version="3", number="I-7")
    given = {"Memo", "PONumber", "TermsRef", "BillAddress", "TxnDate", "InvoiceLine"}
    body = said(document, given=given)
    assert (body["Memo"], body["PONumber"]) == ("", "")
    assert body["TermsRef"] == {"ListID": ""}
    assert set(body["BillAddress"].values()) == {""}
    # What nobody here has filled stays, and so does what is filled.
    assert "ShipAddress" not in body and "Other" not in body
    assert body["TxnDate"] == "2026-11-20"


def test_what_is_emptied_stands_in_its_place():
    names = {
        *("CompanyName", "FirstName", "LastName", "VendorAddress", "Phone", "Mobile"),
        *("Email", "AccountNumber", "Notes", "TermsRef", "CreditLimit"),
        *("VendorTaxIdent",),
    }
    body = said(vendor(id="8-1", version="3"), given=names)
    assert names <= body.keys()


# -- fields of the company's own -------------------------------------------------------


def test_texts_of_the_form_stand_in_the_document():
    body = said(invoice(custom_fields=filled("PO 55", "L-1", "")), WITH_FIELDS)
    assert (body["PONumber"], body["Other"]) == ("PO 55", "L-1")


def test_fields_that_the_company_has_added_follow_the_document():
    made, added = requests(invoice(custom_fields=filled("", "", "B & 7")), WITH_FIELDS)
    assert made[0].get("defMacro") == "TxnID:17"
    assert (added.tag, added.get("requestID")) == ("DataExtAddRq", f"17{PART}1")
    assert texts(added[0]) == {
        "OwnerID": "0",
        "DataExtName": "BOL",
        "TxnDataExtType": "Invoice",
        "TxnID": "",
        "DataExtValue": "B & 7",
    }
    assert added[0].find("TxnID").get("useMacro") == "TxnID:17"


@pytest.mark.parametrize(
    ("value", "given", "request_name"),
    [
        ("B-8", (), "DataExtAddRq"),
        ("B-8", ("DataExt:BOL",), "DataExtModRq"),
        ("", ("DataExt:BOL",), "DataExtDelRq"),
    ],
)
def test_an_update_changes_or_takes_away_what_is_in_them(value, given, request_name):
    document = invoice(
        id="7-1", version="3", custom_fields=filled("", "", value), number="7"
    )
    _made, more = requests(document, WITH_FIELDS, given)
    assert more.tag == request_name
    assert more[0].findtext("TxnID") == "7-1"


def test_an_empty_field_that_never_was_filled_is_left_alone():
    document = invoice(id="7-1", version="3", custom_fields=filled("", "", ""))
    assert len(requests(document, WITH_FIELDS)) == 1


def test_fields_that_are_not_in_use_are_not_sent():
    document = invoice(custom_fields=filled("PO 55", "L-1", "B-7"))
    [made] = requests(document, desktop_company())
    assert "PONumber" not in texts(made[0])
    assert "defMacro" not in made[0].attrib


def test_nothing_follows_a_document_without_texts_for_them():
    [made] = requests(invoice(custom_fields=filled("", "", "")), WITH_FIELDS)
    assert "defMacro" not in made[0].attrib


# -- taking back -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "subtype", "how", "name", "qbxml_type"),
    [
        ("Invoice", "", "void", "TxnVoidRq", "Invoice"),
        ("Bill", "", "delete", "TxnDelRq", "Bill"),
        ("Payment", "ReceivePayment", "delete", "TxnDelRq", "ReceivePayment"),
        ("Payment", "", "delete", "TxnDelRq", "ReceivePayment"),
        ("BillPayment", "", "void", "TxnVoidRq", "BillPaymentCheck"),
        (
            *("BillPayment", "BillPaymentCreditCard", "void", "TxnVoidRq"),
            "BillPaymentCreditCard",
        ),
    ],
)
def test_a_transaction_is_taken_back_by_its_type_and_id(
    kind, subtype, how, name, qbxml_type
):
    withdrawal = Withdrawal(kind, "7-1", "3", how, INVOICE_RECORD, subtype=subtype)
    [request] = requests(withdrawal)
    assert request.tag == name
    assert [child.text for child in request] == [qbxml_type, "7-1"]


# -- for people ------------------------------------------------------------------------


def test_people_read_it_line_by_line_without_a_tax_id():
    item = render.batch_item(
        vendor(name="Ñ", tax_id="12-3456789"), "17", desktop_company()
    )
    shown = render.readable(item)
    assert shown.startswith('<VendorAddRq requestID="17">\n  <VendorAdd>\n    <Name>Ñ')
    assert "3456789" not in shown and "<VendorTaxIdent>***<" in shown
    assert render.readable(item.decode()) == shown


def test_all_requests_of_a_document_can_be_read():
    item = render.batch_item(
        invoice(custom_fields=filled("", "", "B-7")), "17", WITH_FIELDS
    )
    shown = render.readable(item)
    assert "\n</InvoiceAddRq>\n<DataExtAddRq" in shown


# -- the judges ------------------------------------------------------------------------


@needs_schema
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<Amount>1750.00<", b"<Amount>1750.0<"),
        (b"<RefNumber>INV26/00007<", b"<RefNumber>INV/2026/00007<"),
        (b"<TxnDate>2026-11-20</TxnDate>", b"<TxnDay>2026-11-20</TxnDay>"),
        (b"2026-11-20", b"11/20/2026"),
    ],
)
def test_the_schema_sees_what_is_wrong(right, wrong):
    item = render.batch_item(invoice(), "17", desktop_company())
    body = render.batch_body([item], "set-1", "", VERSION)
    assert right in body
    assert errors(body.replace(right, wrong)) != ""


@pytest.mark.parametrize(
    "document",
    [
        invoice(
            lines=(TextLine("\x00"), item_line()), memo="\ud800\x1b", message="]]>"
        ),
        customer(name="A\tB\nC", notes="\x0b\x0c"),
        payment(memo="a\rb"),
        bill_payment(number="", memo="'\"&"),
    ],
    ids=lambda document: document.object_type,
)
def test_no_text_breaks_the_set(document):
    assert requests(document)
