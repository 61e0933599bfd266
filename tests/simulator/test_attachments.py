# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files and notes."""

import json

import pytest
import requests

from .client import TIMEOUT, Refused, invoice


def metadata(name, target=None):
    body = {"FileName": name, "ContentType": "application/pdf"}
    if target:
        body["AttachableRef"] = [
            {"EntityRef": {"type": "Invoice", "value": target["Id"]}}
        ]
    return json.dumps(body)


def upload(api, *parts, **params):
    files = []
    for index, (about, content) in enumerate(parts):
        files.append((f"file_metadata_{index}", ("a.json", about, "application/json")))
        files.append((f"file_content_{index}", ("pod.pdf", content, "application/pdf")))
    answer = api.answer("POST", "upload", files=files, params=params)
    return answer["AttachableResponse"]


def test_a_file_is_attached_to_an_invoice(api):
    owed = api.create("Invoice", invoice())

    attached = upload(api, (metadata("POD.pdf", owed), b"%PDF"))[0]["Attachable"]

    assert (attached["FileName"], attached["Size"]) == ("POD.pdf", 4)
    assert attached["AttachableRef"] == [
        {"EntityRef": {"value": owed["Id"], "type": "Invoice"}, "IncludeOnSend": False}
    ]


def test_the_file_comes_back_byte_for_byte(api):
    content = bytes(range(256)) + b"\r\n--x\r\n"
    attached = upload(api, (metadata("x.bin"), content))[0]["Attachable"]

    address = api.request("GET", f"download/{attached['Id']}").text

    assert requests.get(address, timeout=TIMEOUT).content == content


def test_several_files_travel_in_one_request(api):
    answers = upload(api, (metadata("POD.pdf"), b"one"), (metadata("BOL.pdf"), b"two"))

    names = [answer["Attachable"]["FileName"] for answer in answers]
    assert names == ["POD.pdf", "BOL.pdf"]


def test_a_refused_file_is_told_inside_a_good_answer(api):
    owed = {"Id": "4711"}

    answers = upload(
        api, (metadata("POD.pdf", owed), b"one"), (metadata("BOL.pdf"), b"two")
    )

    error = answers[0]["Fault"]["Error"][0]
    assert error["code"] == "6000"
    assert (
        "The entity Invoice 4711 that you are trying to link does not exist"
        in (error["Detail"])
    )
    assert "Attachable" in answers[1]


def test_a_file_is_kept_once_per_request_id(api):
    first = upload(api, (metadata("POD.pdf"), b"one"), requestid="u1")
    again = upload(api, (metadata("POD.pdf"), b"one"), requestid="u1")

    assert first == again
    assert api.query("select count(*) from Attachable") == {"totalCount": 1}


def test_an_attachment_is_deleted_without_sync_token(api):
    attached = upload(api, (metadata("POD.pdf"), b"one"))[0]["Attachable"]

    answer = api.post("Attachable", {"Id": attached["Id"]}, operation="delete")

    assert answer["status"] == "Deleted"
    with pytest.raises(Refused):
        api.read("Attachable", attached["Id"])


def test_attachments_are_found_by_what_they_are_attached_to(api):
    owed, other = api.create("Invoice", invoice()), api.create("Invoice", invoice())
    upload(api, (metadata("POD.pdf", owed), b"one"))
    upload(api, (metadata("BOL.pdf", other), b"two"))

    def found(kind, number):
        return api.query(
            f"select * from Attachable where AttachableRef.EntityRef.Type = '{kind}'"
            f" and AttachableRef.EntityRef.value = '{number}'"
        ).get("Attachable", [])

    assert [each["FileName"] for each in found("Invoice", owed["Id"])] == ["POD.pdf"]
    assert [each["FileName"] for each in found("invoice", other["Id"])] == ["BOL.pdf"]
    assert found("Bill", owed["Id"]) == []


def test_other_parts_of_a_reference_are_not_searched(api):
    with pytest.raises(Refused) as refused:
        api.query("select * from Attachable where AttachableRef.EntityRef.name = 'x'")

    assert refused.value.code == "4001"


def test_a_note_needs_no_file(api):
    owed = api.create("Invoice", invoice())
    target = {"EntityRef": {"type": "Invoice", "value": owed["Id"]}}

    note = api.create(
        "Attachable", Note="Lumper receipt follows", AttachableRef=[target]
    )

    changed = api.update("Attachable", note, Note="Receipt came")
    assert changed["Note"] == "Receipt came"
    assert changed["AttachableRef"][0]["EntityRef"]["value"] == owed["Id"]


def test_other_part_names_are_refused(api):
    with pytest.raises(Refused) as refused:
        api.answer("POST", "upload", files={"file": ("a.pdf", b"x")})

    assert refused.value.code == "2010"


def test_a_file_without_content_is_refused(api):
    files = {"file_metadata_0": ("a.json", metadata("POD.pdf"), "application/json")}

    answer = api.answer("POST", "upload", files=files)["AttachableResponse"][0]

    assert answer["Fault"]["Error"][0]["code"] == "2020"
