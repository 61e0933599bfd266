# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The simulator's answers have the properties and types of recorded ones.

The recorded answers of Intuit's sandbox lie beside the project, not in it.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import requests

from quickbooks_simulator.online import LONE_STAR, faults
from quickbooks_simulator.online.oauth import SCOPES

from .client import CUSTOMER, Refused, invoice, item_line
from .test_attachments import metadata, upload

SHARED = Path(__file__).resolve().parents[3] / "shared"
RECORDED = SHARED / "fixtures" / "quickbooks-online"

pytestmark = pytest.mark.skipif(
    not RECORDED.is_dir(), reason=f"no recorded answers at {RECORDED}"
)

# Recorded, but of no consequence here: coordinates of addresses, the sandbox company's
# default tax code, and Amazon's address of a file.
NOT_SIMULATED = {
    "BillAddr.Lat",
    "BillAddr.Long",
    "ShipAddr",
    "DefaultTaxCodeRef",
    "TempDownloadUri",
}


def recorded(name, index=0):
    path = RECORDED / "minimul__qbo_api" / "vcr" / f"{name}.json"
    interactions = json.loads(path.read_text("utf-8"))["interactions"]
    return interactions[index]["response"]


def documented(name):
    path = RECORDED / "intuit__QuickBooks-V3-DotNET-SDK" / "Documents" / f"{name}.json"
    return json.loads(path.read_text("utf-8-sig"))


def recorded_body(name, index=0):
    return json.loads(recorded(name, index)["body"])


def kind(value):
    if isinstance(value, bool) or value is None:
        return type(value).__name__
    return (
        "number" if isinstance(value, int | float | Decimal) else type(value).__name__
    )


def shape(value, path=""):
    """Each property's path with the kinds of value it has."""
    found = {}
    if isinstance(value, dict):
        for name, inner in value.items():
            here = f"{path}.{name}" if path else name
            found.setdefault(here, set()).add(kind(inner))
            for key, kinds in shape(inner, here).items():
                found.setdefault(key, set()).update(kinds)
    elif isinstance(value, list):
        for inner in value:
            for key, kinds in shape(inner, path).items():
                found.setdefault(key, set()).update(kinds)
    return found


def assert_same_shape(ours, theirs, *, entity=""):
    """Every recorded property is answered, with the same kind of value."""
    prefix = f"{entity}." if entity else ""
    left_out = tuple(f"{prefix}{name}" for name in NOT_SIMULATED)
    ours, theirs = shape(ours), shape(theirs)
    missing = {
        path: kinds
        for path, kinds in theirs.items()
        if ours.get(path) != kinds and not path.startswith(left_out)
    }
    assert not missing, {path: (ours.get(path), want) for path, want in missing.items()}


def test_a_created_customer(api):
    answer = api.answer("POST", "customer", json={"DisplayName": "Doe5, Jane"})

    assert_same_shape(answer, recorded_body("create/customer"), entity="Customer")


def test_a_created_invoice(api):
    answer = api.answer("POST", "invoice", json=invoice())

    assert_same_shape(answer, recorded_body("create/invoice"), entity="Invoice")


def test_an_invoice_has_no_property_the_recorded_ones_lack(api):
    answer = api.answer("POST", "invoice", json=invoice())

    assert shape(answer).keys() <= shape(recorded_body("create/invoice")).keys()


def test_a_voided_invoice(api):
    created = api.create("Invoice", invoice())
    body = {"Id": created["Id"], "SyncToken": "0"}
    answer = api.answer("POST", "invoice", json=body, params={"operation": "void"})

    assert_same_shape(answer, recorded_body("void/invoice", 1), entity="Invoice")


def test_a_deleted_invoice(api):
    created = api.create("Invoice", invoice())
    body = {"Id": created["Id"], "SyncToken": "0"}
    answer = api.answer("POST", "invoice", json=body, params={"operation": "delete"})

    assert shape(answer) == shape(recorded_body("delete/invoice", 1))


def test_an_inactive_employee(api):
    created = api.create("Employee", GivenName="Emily", FamilyName="Platt")
    body = {"Id": created["Id"], "SyncToken": "0", "sparse": True, "Active": False}
    answer = api.answer("POST", "employee", json=body)

    theirs = recorded_body("deactivate/employee", 1)
    assert shape(answer) == shape(theirs)
    assert answer["Employee"]["DisplayName"] == theirs["Employee"]["DisplayName"]


def test_an_inactive_account(api):
    created = api.create(
        "Account", Name="Fees Billed", AccountType="Income", AccountSubType="X"
    )
    body = {"Id": created["Id"], "SyncToken": "0", "sparse": True, "Active": False}
    answer = api.answer("POST", "account", json=body)

    theirs = recorded_body("deactivate/account", 1)
    assert shape(answer) == shape(theirs)
    assert answer["Account"]["Name"] == theirs["Account"]["Name"]


def test_a_query_for_vendors(api):
    api.update(
        "Vendor",
        api.read("Vendor", 4),
        WebAddr={"URI": "http://carrier.example.com"},
        PrimaryPhone={"FreeFormNumber": "806-555-0100"},
        Mobile={"FreeFormNumber": "806-555-0101"},
        Fax={"FreeFormNumber": "806-555-0102"},
        GivenName="Ann",
        FamilyName="Lee",
        AcctNum="77",
        TaxIdentifier="123456789",
        TermRef={"value": "1"},
    )
    answer = api.answer(
        "GET", "query", params={"query": "select * from Vendor maxresults 5"}
    )

    theirs = shape(recorded_body("all/vendors_by_5", 1))
    ours = shape(answer)
    assert {
        path: kinds
        for path, kinds in theirs.items()
        if ours.get(path) != kinds and not path.endswith((".Lat", ".Long"))
    } == {}


def test_a_count(api):
    answer = api.answer(
        "GET", "query", params={"query": "select count(*) from Customer"}
    )

    assert shape(answer) == shape(recorded_body("all/customers"))


def test_changes(api):
    """The recorded ones are of estimates; what is compared is what holds them."""
    api.create("Invoice", invoice())
    today = api.simulator.clock.today()
    params = {"entities": "invoice", "changedSince": today}
    answer = api.answer("GET", "cdc", params=params)

    theirs = recorded_body("cdc/basic")
    for each, entity in ((answer, "Invoice"), (theirs, "Estimate")):
        (group,) = each["CDCResponse"][0]["QueryResponse"]
        assert group.pop(entity)[0]["MetaData"].keys() == {
            "CreateTime",
            "LastUpdatedTime",
        }
    assert shape(answer) == shape(theirs)


def test_a_batch(api):
    created = api.create("Invoice", invoice(item_line(400)))
    api.update("Customer", api.read("Customer", CUSTOMER), Notes="x")
    items = [
        {"bId": "bid1", "operation": "create", "Vendor": {"DisplayName": "Boraski"}},
        {
            "bId": "bid2",
            "operation": "delete",
            "Invoice": {"Id": "4711", "SyncToken": "0"},
        },
        {
            "bId": "bid3",
            "operation": "update",
            "Customer": {"Id": CUSTOMER, "SyncToken": "0", "sparse": True},
        },
        {"bId": "bid4", "Query": "select * from Invoice where TotalAmt > '300.00'"},
    ]

    answer = api.answer("POST", "batch", json={"BatchItemRequest": items})

    ours, theirs = answer["BatchItemResponse"], recorded_body("batch/basic")
    theirs = theirs["BatchItemResponse"]
    assert shape(ours[0]) == shape(theirs[0])
    assert ours[1]["Fault"] == theirs[1]["Fault"]
    assert shape(ours[2]) == shape(theirs[2])
    assert ours[2]["Fault"]["Error"][0]["code"] == "5010"
    assert ours[3]["QueryResponse"]["Invoice"][0]["Id"] == created["Id"]


def test_an_uploaded_file(api):
    owed = api.create("Invoice", invoice())
    answer = upload(api, (metadata("no_detail.xml", owed), b"<x/>"))

    assert_same_shape(
        answer[0],
        recorded_body("attachment/create_for_invoice")["AttachableResponse"][0],
        entity="Attachable",
    )


def test_a_refused_upload(api):
    answer = upload(api, (metadata("no_detail.xml", {"Id": "75"}), b"<x/>"))

    theirs = recorded_body("attachment/error_estimate")["AttachableResponse"]
    assert shape(answer) == shape(theirs)
    assert (
        answer[0]["Fault"]["Error"][0]["Message"]
        == (theirs[0]["Fault"]["Error"][0]["Message"])
    )


def test_a_deleted_attachment(api):
    attached = upload(api, (metadata("a.xml"), b"<x/>"))[0]["Attachable"]
    answer = api.answer(
        "POST",
        "attachable",
        json={"Id": attached["Id"]},
        params={"operation": "delete"},
    )

    assert shape(answer) == shape(recorded_body("attachment/delete_attachment"))


@pytest.mark.parametrize(
    ("name", "index", "path", "options"),
    [
        ("error/400", 1, "query", {"params": {"query": "SELECT * FROM Custmoer"}}),
        ("error/500", 0, "customer/1/5", {}),
        ("error/500", 1, "customer/1.5", {}),
        ("error/400_json", 0, "invoice", {"json": {"BadJson": True}}),
        ("error/validation", 0, "customer", {"json": {"DisplayName": "Taken"}}),
    ],
)
def test_a_fault(api, name, index, path, options):
    api.create("Vendor", DisplayName="Taken")
    method = "POST" if "json" in options else "GET"

    response = api.request(method, path, **options)

    theirs = recorded(name, index)
    fault = response.json()["Fault"]
    their_fault = json.loads(theirs["body"])["Fault"]
    assert response.status_code == theirs["status"]
    assert response.headers["Content-Type"] == theirs["content_type"]
    assert shape(fault) == shape(their_fault)
    ours, their = fault["Error"][0], their_fault["Error"][0]
    assert (ours["Message"], ours["code"]) == (their["Message"], their["code"])


def test_an_expired_token(api, simulator):
    simulator.tokens.expire("access")

    response = api.request("GET", "customer/1")

    theirs = recorded("error/401")
    assert response.status_code == theirs["status"]
    assert response.json() == json.loads(theirs["body"]) | {
        "time": response.json()["time"]
    }


def test_the_words_of_a_refused_plan_are_the_recorded_ones():
    assert faults.permission_denied("ReportName").body()["Error"][0] == {
        "Message": "Permission Denied Error",
        "Detail": "Permission Denied Error : You do not have the access rights to use "
        "this feature.",
        "code": "5020",
        "element": "ReportName",
    }


def test_the_discovery_document(api):
    theirs = documented("discovery")

    url = f"{api.simulator.url}/.well-known/openid_configuration"
    ours = api.session.get(url, timeout=5).json()

    assert shape(ours) == shape(theirs)


def test_the_user_information(api):
    path = RECORDED / "intuit__QuickBooks-V3-DotNET-SDK" / "Documents"
    theirs = json.loads(
        (path / "success_userinfo_response.json").read_text("utf-8-sig")
    )

    # The recorded user had allowed everything.
    everything = " ".join(SCOPES)
    token = api.simulator.tokens.connect("maria", LONE_STAR, everything).access_token
    url = f"{api.simulator.url}/v1/openid_connect/userinfo"
    headers = {"Authorization": f"Bearer {token}"}
    ours = requests.get(url, headers=headers, timeout=5)

    assert shape(ours.json()) == shape(theirs)


def test_a_refused_request_shows_its_code(api):
    with pytest.raises(Refused) as refused:
        api.read("Customer", 4711)

    assert str(refused.value).startswith("400")
