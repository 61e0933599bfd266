# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Custom fields, and what applications note in a company file for themselves."""

from quickbooks_simulator.desktop.hcp import host, register

from .desk import by_id, named, xml

OWNER = "{57F3B9B6-86F1-4FCC-B1EE-566DE1813D20}"
FILE = "{8E3C1C5E-1F0A-4C5B-9F6B-0A6C2B0E9D11}"
LOAD = {"OwnerID": "0", "DataExtName": "Load Number"}


def on_invoice(txn_id, **more):
    return {"TxnDataExtType": "Invoice", "TxnID": txn_id, **more}


def note(desk, operation, value=None, **place):
    content = {**LOAD, **place}
    if value is not None:
        content["DataExtValue"] = value
    return desk.do(f"DataExt{operation}", {f"DataExt{operation}": content})


def fields(desk, txn_id, **content):
    answer = desk.read("Invoice", txn_id, **content, OwnerID="0")
    return answer.all("DataExtRet/DataExtValue")


def test_the_web_connector_notes_which_file_it_is(desk):
    register(desk.company, OWNER, FILE)
    told = desk.do("CompanyQuery", {"OwnerID": OWNER})
    noted = dict(
        zip(
            told.all("DataExtRet/DataExtName"),
            told.all("DataExtRet/DataExtValue"),
            strict=True,
        )
    )
    assert noted["FileID"] == FILE
    assert "AppLock" in noted
    assert FILE in host(desk.company, OWNER).response
    assert desk.do("CompanyQuery")["DataExtRet"] is None


def test_custom_fields_are_known(desk):
    answer = desk.do("DataExtDefQuery", {"AssignToObject": "Invoice"})
    assert answer.all("DataExtName") == ["BOL", "Load Number"]
    assert desk.do("DataExtDefQuery", {"OwnerID": OWNER}).code == "1"


def test_a_custom_field_of_an_invoice(desk):
    txn_id = desk.invoice()
    assert note(desk, "Add", "L-7", **on_invoice(txn_id)).code == "0"
    assert fields(desk, txn_id) == ["L-7"]
    # It is there from the beginning, so that a second value is none too many.
    assert note(desk, "Add", "L-8", **on_invoice(txn_id)).code == "0"
    assert note(desk, "Mod", "L-9", **on_invoice(txn_id)).code == "0"
    assert fields(desk, txn_id) == ["L-9"]
    assert desk.company.invoices()[0].fields == {"Load Number": "L-9"}
    assert note(desk, "Del", **on_invoice(txn_id)).code == "0"
    assert fields(desk, txn_id) == []
    assert note(desk, "Del", **on_invoice(txn_id)).code == "3120"


def test_fields_are_told_to_those_who_ask(desk):
    txn_id = desk.invoice()
    note(desk, "Add", "L-7", **on_invoice(txn_id))
    assert desk.read("Invoice", txn_id)["DataExtRet/DataExtValue"] is None


def test_custom_fields_of_lines(desk):
    line = {
        "ItemRef": named("Linehaul"),
        "Amount": "1.00",
        "DataExt": {**LOAD, "DataExtValue": "L-7"},
    }
    content = {"CustomerRef": named("Gulf Coast Produce"), "InvoiceLineAdd": line}
    txn_id = desk.added("Invoice", **content)
    answer = desk.read("Invoice", txn_id, IncludeLineItems="true", OwnerID="0")
    assert answer["InvoiceLineRet/DataExtRet/DataExtValue"] == "L-7"


def test_custom_fields_of_a_customer(desk):
    place = {"ListDataExtType": "Customer", "ListObjRef": named("Gulf Coast Produce")}
    assert note(desk, "Mod", "L-7", **place).code == "0"
    answer = desk.do(
        "CustomerQuery", {"FullName": "Gulf Coast Produce", "OwnerID": "0"}
    )
    assert answer["DataExtRet/DataExtValue"] == "L-7"


def test_a_field_of_an_invoice_that_the_same_set_makes(desk):
    line = {"ItemRef": named("Linehaul"), "Amount": "1.00"}
    content = {"CustomerRef": named("Gulf Coast Produce"), "InvoiceLineAdd": line}
    made = xml("InvoiceAddRq", {"InvoiceAdd": content})
    made = made.replace("<InvoiceAdd>", '<InvoiceAdd defMacro="TxnID:17">')
    noted = xml(
        "DataExtAddRq",
        {"DataExtAdd": {**LOAD, **on_invoice(""), "DataExtValue": "L-7"}},
    ).replace("<TxnID>", '<TxnID useMacro="TxnID:17">')
    assert desk.send(made, noted).codes == ["0", "0"]
    assert desk.company.invoices()[0].fields == {"Load Number": "L-7"}


def test_fields_nobody_has_made(desk):
    txn_id = desk.invoice()
    unknown = {"DataExtName": "Seal Number"}
    assert note(desk, "Add", "x", **unknown, **on_invoice(txn_id)).code == "3120"
    bill = {"TxnDataExtType": "Bill", "TxnID": desk.bill()}
    assert note(desk, "Add", "x", **bill).code == "3120"


def test_objects_that_are_not_there(desk):
    assert note(desk, "Add", "x", **on_invoice("FFF-1")).code == "3120"
    nobody = {"ListDataExtType": "Customer", "ListObjRef": by_id("80000FFF-1")}
    assert note(desk, "Add", "x", **nobody).code == "3120"


def test_how_long_a_value_may_be(desk):
    place = on_invoice(desk.invoice())
    assert note(desk, "Add", "x" * 256, **place).code == "3070"
    assert note(desk, "Add", "x" * 255, **place).code == "0"


def test_fields_of_an_application_are_added_once(desk):
    define = {
        "OwnerID": OWNER,
        "DataExtName": "Checked",
        "DataExtType": "STR255TYPE",
        "AssignToObject": "Company",
    }
    assert desk.do("DataExtDefAdd", {"DataExtDefAdd": define}).code == "0"
    assert desk.do("DataExtDefAdd", {"DataExtDefAdd": define}).code == "3100"
    place = {
        "OwnerID": OWNER,
        "DataExtName": "Checked",
        "OtherDataExtType": "Company",
    }
    assert note(desk, "Mod", "yes", **place).code == "3120"
    assert note(desk, "Add", "yes", **place).code == "0"
    assert note(desk, "Add", "no", **place).code == "3100"
    assert note(desk, "Mod", "no", **place).code == "0"
