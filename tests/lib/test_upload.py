# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A file as QuickBooks Online takes it, and what it answers."""

import io
import json
import tracemalloc

import pytest
from werkzeug.formparser import parse_form_data

from tms_quickbooks.lib import documents, preflight
from tms_quickbooks.lib.online import read_files, render, render_files
from tms_quickbooks.lib.problems import NextAction, Place, Problem
from tms_quickbooks.lib.profile import Profile
from tms_quickbooks.lib.redact import redact

BOUNDARY = "0123456789abcdef"


def a_file(**values):
    given = {
        "target": documents.Ref("145"),
        "target_type": "Invoice",
        "file_name": "POD.pdf",
        "content_type": "application/pdf",
        "size": 4,
        "source": Place("quickbooks.attachment", 1, "Proof of Delivery"),
        "note": "Proof of Delivery",
    }
    return documents.Attachment(**given | values)


def rendered(file):
    return render.batch_item(file, "7", Profile()).decode()


def metadata(**values):
    return render_files.metadata(rendered(a_file(**values)))


def body(content, **values):
    return render_files.FileBody(metadata(**values), io.BytesIO(content), BOUNDARY)


def parts(made):
    environ = {
        "wsgi.input": io.BytesIO(b"".join(made)),
        "CONTENT_TYPE": made.content_type,
        "CONTENT_LENGTH": str(len(made)),
        "REQUEST_METHOD": "POST",
    }
    _stream, _form, found = parse_form_data(environ)
    return found


# -- what is said about a file ---------------------------------------------------------


def test_a_file_refers_to_its_invoice():
    assert json.loads(metadata(include_on_send=True)) == {
        "AttachableRef": [
            {
                "EntityRef": {"type": "Invoice", "value": "145"},
                "IncludeOnSend": True,
            }
        ],
        "FileName": "POD.pdf",
        "ContentType": "application/pdf",
        "Note": "Proof of Delivery",
    }


def test_a_long_name_keeps_its_ending():
    name = json.loads(metadata(file_name="x" * 1200 + ".pdf"))["FileName"]
    assert len(name) == 1000
    assert name.endswith("….pdf")


def test_what_was_sent_is_shown_without_the_name_of_the_file():
    shown = render.readable(rendered(a_file()).encode())
    assert "POD.pdf" not in shown
    assert '"type": "Invoice"' in shown


# -- its body --------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"%PDF", b"\r\n--x\r\n" + bytes(range(256)), b""])
def test_the_content_goes_byte_for_byte(content):
    found = parts(body(content))
    assert found["file_content_0"].read() == content
    assert found["file_content_0"].mimetype == "application/pdf"
    assert json.loads(found["file_metadata_0"].read())["FileName"] == "POD.pdf"


def test_the_length_is_that_of_the_bytes():
    made = body(b"12345")
    assert len(made) == len(b"".join(made))


def test_a_repetition_is_the_same_to_the_byte():
    assert b"".join(body(b"%PDF")) == b"".join(body(b"%PDF"))


def test_a_name_that_a_header_cannot_carry_goes_in_the_metadata():
    name = 'Übergabe "Lkw"\r\nX: y — 東京.pdf'
    found = parts(body(b"%PDF", file_name=name))
    assert found["file_content_0"].filename == "Ubergabe _Lkw_ X_ y.pdf"
    said = json.loads(found["file_metadata_0"].read())
    assert said["FileName"] == 'Übergabe "Lkw" X: y — 東京.pdf'


def test_a_large_file_is_read_in_pieces(tmp_path):
    path = tmp_path / "large.pdf"
    with path.open("wb") as large:
        large.truncate(50 * 2**20)
    with path.open("rb") as content:
        made = render_files.FileBody(metadata(), content, BOUNDARY)
        tracemalloc.start()
        sent = sum(map(len, made))
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert sent == len(made) > 50 * 2**20
    assert most < 2**20


# -- before it goes --------------------------------------------------------------------


def problems(**values):
    return [found.code for found in preflight.check(a_file(**values), Profile())]


def test_a_scan_may_go():
    assert problems() == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"size": 0}, "preflight.file_empty"),
        ({"size": 100 * 2**20 + 1}, "preflight.file_size"),
        ({"size": 0, "remote": True}, "preflight.file_remote"),
        ({"file_name": "IMG_1.heic"}, "preflight.file_kind"),
        ({"file_name": "scan"}, "preflight.file_kind"),
    ],
)
def test_what_quickbooks_does_not_take_is_told_before(values, code):
    assert problems(**values) == [code]


def test_a_hundred_megabytes_may_go():
    assert problems(size=100 * 2**20) == []


# -- what comes back -------------------------------------------------------------------


def kept(**values):
    return {
        "Id": "500",
        "SyncToken": "0",
        "FileName": "POD.pdf",
        "Size": 4,
        "AttachableRef": [{"EntityRef": {"type": "invoice", "value": "145"}}],
        "TempDownloadUri": "https://files.example/abc?signature=s3cr3t",
        **values,
    }


def test_a_kept_file_has_an_id_and_its_name_stays_untold():
    state = read_files.upload_result({"AttachableResponse": [{"Attachable": kept()}]})
    assert (state.type, state.qb_id, state.active) == ("Attachable", "500", True)
    assert "POD" not in repr(state)


def test_a_refusal_inside_a_good_answer_is_a_problem():
    error = {"Message": "Too large", "Detail": "", "code": "6030"}
    problem = read_files.upload_result(
        {"AttachableResponse": [{"Fault": {"Error": [error]}}]}
    )
    assert problem.code == "qbo.6030"
    assert problem.action is NextAction.FIX_RECORD


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"AttachableResponse": []},
        {"AttachableResponse": [{}]},
        {"AttachableResponse": [{"Attachable": None}]},
    ],
)
def test_an_answer_without_file_or_fault_leaves_the_outcome_open(answer):
    problem = read_files.upload_result(answer)
    assert isinstance(problem, Problem)
    assert problem.action is NextAction.RETRY


def test_a_file_that_has_arrived_is_found_by_its_transaction_name_and_size():
    def found(**values):
        answer = {"QueryResponse": {"Attachable": [kept(**values)]}}
        return read_files.attached(answer, metadata(), 4)

    assert found().qb_id == "500"
    assert found(Size=5) is None
    assert found(FileName="BOL.pdf") is None
    assert (
        found(AttachableRef=[{"EntityRef": {"type": "Bill", "value": "145"}}]) is None
    )
    assert found(AttachableRef=None) is None
    assert read_files.attached({"QueryResponse": {}}, metadata(), 4) is None


def test_the_log_keeps_neither_names_of_files_nor_ways_to_them():
    logged = redact(json.dumps({"AttachableResponse": [{"Attachable": kept()}]}))
    assert "POD.pdf" not in logged
    assert "s3cr3t" not in logged
