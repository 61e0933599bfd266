# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
import json
import socket
import warnings
from decimal import Decimal
from email.utils import format_datetime

import pytest

from tms_quickbooks.lib.online import client as client_module
from tms_quickbooks.lib.online import read
from tms_quickbooks.lib.online.client import Client
from tms_quickbooks.lib.problems import NextAction, QuickBooksError

TOKEN = "eyJhbGciOiJkaXIifQ.access.token"
REALM = "9341452"


@pytest.fixture
def calls():
    return []


@pytest.fixture
def client(server, calls):
    return Client(f"{server.url}/v3", REALM, TOKEN, on_call=calls.append)


def fails(function, *args):
    with pytest.raises(QuickBooksError) as caught:
        function(*args)
    return caught.value


# -- what goes over the wire -----------------------------------------------------------


def test_a_client_is_made_without_a_call_or_a_warning(server):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Client(f"{server.url}/v3", REALM, TOKEN)
    assert server.requests == []


def test_a_batch_carries_its_request_id_and_exactly_the_bytes_given(client, server):
    server.answer({"BatchItemResponse": []})
    body = '{"BatchItemRequest":[{"bId":"1","Customer":{"Notes":"Ñandú"}}]}'.encode()
    client.batch(body, "a1b2c3")
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", f"/v3/company/{REALM}/batch")
    assert request.query == {"minorversion": "75", "requestid": "a1b2c3"}
    assert request.body == body
    assert request.headers["content-type"] == "application/json"


def test_every_call_carries_our_token_and_our_name(client, server):
    server.answer({"Preferences": {}})
    client.preferences()
    (request,) = server.requests
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["user-agent"] == "tms_quickbooks"
    assert request.headers["accept"] == "application/json"


def test_a_netrc_file_does_not_replace_our_token(client, server, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server.answer({"Preferences": {}})
    client.preferences()
    assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("request_id", ["", "x" * 37])
def test_a_request_id_that_would_not_prevent_a_repetition_is_refused(
    client, server, request_id
):
    with pytest.raises(ValueError):
        client.batch(b"{}", request_id)
    assert server.requests == []


def test_a_query_is_posted_so_that_it_may_be_long(client, server):
    server.answer({"QueryResponse": {}})
    client.query("SELECT * FROM Customer WHERE DisplayName = 'Ñandú'")
    (request,) = server.requests
    assert request.method == "POST"
    assert request.headers["content-type"] == "application/text"
    assert request.body.decode("utf-8").endswith("'Ñandú'")


def test_queries_share_a_call_that_has_no_request_id(client, server):
    server.answer(
        {
            "BatchItemResponse": [
                {"bId": "2", "QueryResponse": {"totalCount": 7}},
                {"bId": "1", "Fault": {"Error": [{"code": "4001", "Message": "No"}]}},
            ],
            "time": "2026-11-20T01:02:03.438-08:00",
        }
    )
    answer = client.queries({"1": "SELECT 1", "2": "SELECT 2"})
    (request,) = server.requests
    assert request.path == f"/v3/company/{REALM}/batch"
    assert "requestid" not in request.query
    assert json.loads(request.body)["BatchItemRequest"][0] == {
        "bId": "1",
        "Query": "SELECT 1",
    }
    found = read.query_results(answer, ["1", "2", "3"])
    assert found["1"].code == "qbo.4001"
    assert read.total(found["2"]) == 7
    assert found["3"].code == "net.no_answer"
    assert read.answered_at(answer) == datetime.datetime(
        2026, 11, 20, 9, 2, 3, 438000, tzinfo=datetime.UTC
    )


def test_pages_are_read_until_one_is_not_full(client, server):
    server.answer({"QueryResponse": {"Item": [{"Id": "1"}, {"Id": "2"}]}})
    server.answer({"QueryResponse": {"Item": [{"Id": "3"}]}})
    pages = list(client.pages("Item", "Active IN (true, false)", page=2))
    assert [[item["Id"] for item in page] for page in pages] == [["1", "2"], ["3"]]
    assert [request.body.decode() for request in server.requests] == [
        "SELECT * FROM Item WHERE Active IN (true, false)"
        f" ORDERBY Id STARTPOSITION {start} MAXRESULTS 2"
        for start in (1, 3)
    ]


def test_an_empty_list_has_no_pages(client, server):
    server.answer({"QueryResponse": {}})
    assert list(client.pages("Class")) == []


def test_one_object_is_read_by_its_id(client, server):
    server.answer({"Invoice": {"Id": "130"}, "time": "2026-11-20"})
    assert client.read("Invoice", "130") == {"Id": "130"}
    assert server.requests[0].path == f"/v3/company/{REALM}/invoice/130"


def test_company_and_preferences_come_without_their_envelope(client, server):
    server.answer({"CompanyInfo": {"CompanyName": "Lone Star Freight"}})
    server.answer({"Preferences": {"Id": "1"}})
    assert client.company_info() == {"CompanyName": "Lone Star Freight"}
    assert client.preferences() == {"Id": "1"}
    assert server.requests[0].path == f"/v3/company/{REALM}/companyinfo/{REALM}"


def test_amounts_come_back_exact(client, server):
    server.answer('{"Invoice": {"TotalAmt": 0.10, "Balance": 3}}')
    answer = client.read("Invoice", "1")
    assert answer["TotalAmt"] == Decimal("0.10")
    assert not isinstance(answer["TotalAmt"], float)


def test_text_is_utf_8_even_when_the_answer_does_not_say_so(client, server):
    server.answer(
        '{"Customer": {"DisplayName": "Ñandú"}}'.encode(),
        headers={"Content-Type": "text/plain"},
    )
    assert client.read("Customer", "1")["DisplayName"] == "Ñandú"


# -- the record of a call --------------------------------------------------------------


def test_every_call_is_recorded(client, server, calls):
    server.answer({"BatchItemResponse": []}, headers={"intuit_tid": "1-abc"})
    client.batch(b'{"a":1}', "r1")
    (call,) = calls
    assert (call.method, call.path) == ("POST", f"/company/{REALM}/batch")
    assert (call.request_id, call.request_body) == ("r1", b'{"a":1}')
    assert (call.status, call.intuit_tid) == (200, "1-abc")
    assert json.loads(call.response_text) == {"BatchItemResponse": []}
    assert call.started.utcoffset() == datetime.timedelta(0)
    assert call.duration_ms >= 0


def test_a_call_that_found_no_answer_is_recorded_too(client, server, calls):
    server.answer(mishap="drop")
    fails(client.batch, b"{}", "r1")
    (call,) = calls
    assert call.status is None
    assert call.response_text == ""


# -- faults in their four shapes -------------------------------------------------------

FAULT = {
    "Fault": {
        "Error": [
            {
                "Message": "Duplicate Document Number Error",
                "Detail": "Duplicate Document Number Error : This number is used.",
                "code": "6140",
            }
        ],
        "type": "ValidationFault",
    },
    "time": "2026-11-20T05:58:07.300-07:00",
}
GATEWAY = {
    "warnings": None,
    "fault": {
        "error": [
            {
                "message": "message=AuthenticationFailed; errorCode=003200",
                "detail": f"Token expired: {TOKEN}",
                "code": "3200",
                "element": None,
            }
        ],
        "type": "AUTHENTICATION",
    },
}
THROTTLED_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<IntuitResponse xmlns="http://schema.intuit.com/finance/v3">'
    '<Fault type="THROTTLE"><Error code="003001"><Message>ThrottleExceeded</Message>'
    "<Detail>Slow down</Detail></Error></Fault></IntuitResponse>"
)


def test_a_fault_of_the_api(client, server):
    server.answer(FAULT, status=400, headers={"intuit_tid": "1-abc"})
    error = fails(client.batch, b"{}", "r1")
    assert error.problem.code == "qbo.6140"
    assert (error.http_status, error.intuit_tid) == (400, "1-abc")
    assert error.outcome_known


def test_a_fault_of_the_gateway(client, server):
    server.answer(GATEWAY, status=401)
    error = fails(client.preferences)
    assert error.problem.code == "qbo.3200"
    assert error.problem.action is NextAction.REFRESH_TOKEN
    assert error.outcome_known


def test_a_throttle_in_xml(client, server):
    server.answer(
        THROTTLED_XML, status=429, headers={"Content-Type": "application/xml"}
    )
    error = fails(client.batch, b"{}", "r1")
    assert error.problem.code == "qbo.3001"
    assert error.problem.action is NextAction.WAIT
    assert error.retry_after == 60
    assert error.outcome_known


def test_a_page_of_html(client, server):
    server.answer(
        "<html><p>Service Unavailable<br></html>",
        503,
        headers={"Content-Type": "text/html"},
    )
    error = fails(client.batch, b"{}", "r1")
    assert error.problem.code == "net.server"
    assert error.problem.action is NextAction.RETRY
    assert not error.outcome_known


def test_a_fault_in_an_answer_that_says_200(client, server):
    server.answer({"Fault": {"Error": [{"Message": "Period ended", "code": "6190"}]}})
    error = fails(client.batch, b"{}", "r1")
    assert error.problem.code == "qbo.6190"
    assert error.outcome_known


def test_a_fault_of_one_item_is_not_the_fault_of_the_batch(client, server):
    item = {"bId": "1", **FAULT}
    server.answer({"BatchItemResponse": [item]})
    assert client.batch(b"{}", "r1")["BatchItemResponse"] == [item]


@pytest.mark.parametrize(
    "status, code", [(500, "10000"), (400, "10000"), (500, "6000")]
)
def test_a_system_failure_may_have_been_carried_out(client, server, status, code):
    server.answer({"Fault": {"Error": [{"Message": "x", "code": code}]}}, status=status)
    error = fails(client.batch, b"{}", "r1")
    assert error.problem.code == f"qbo.{code}"
    assert not error.outcome_known


def test_a_stale_object_has_certainly_not_been_changed(client, server):
    server.answer({"Fault": {"Error": [{"Message": "x", "code": "5010"}]}}, status=400)
    error = fails(client.batch, b"{}", "r1")
    assert error.problem.action is NextAction.DECIDE
    assert error.outcome_known


def test_all_errors_of_a_fault_are_told(client, server):
    errors = [
        {"Message": "Refused", "Detail": "first", "code": "6000"},
        {"Message": "Refused", "Detail": "second", "code": "6000"},
    ]
    server.answer({"Fault": {"Error": errors}}, status=400)
    text = str(fails(client.batch, b"{}", "r1"))
    assert "first" in text and "second" in text


@pytest.mark.parametrize("body", ["", "oops", "[1]", '{"a":', "null"])
def test_an_answer_that_cannot_be_read_leaves_the_outcome_open(client, server, body):
    server.answer(body)
    error = fails(client.preferences)
    assert error.problem.code == "net.unreadable"


def test_a_redirect_is_not_followed(client, server):
    server.answer("", status=302, headers={"Location": f"{server.url}/elsewhere"})
    error = fails(client.batch, b"{}", "r1")
    assert error.problem.code == "net.unreadable"
    assert len(server.requests) == 1


# -- waiting ---------------------------------------------------------------------------


def test_retry_after_in_seconds(client, server):
    server.answer(FAULT | {"Fault": {}}, status=429, headers={"Retry-After": "17"})
    assert fails(client.preferences).retry_after == 17


def test_retry_after_as_a_date(client, server):
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=90)
    server.answer(
        "", status=429, headers={"Retry-After": format_datetime(moment, usegmt=True)}
    )
    assert 80 < fails(client.preferences).retry_after <= 90


def test_retry_after_that_makes_no_sense(client, server):
    server.answer("", status=429, headers={"Retry-After": "soon"})
    assert fails(client.preferences).retry_after == 60


def test_other_errors_do_not_say_how_long_to_wait(client, server):
    server.answer("", status=503)
    assert fails(client.preferences).retry_after is None


# -- no answer -------------------------------------------------------------------------


@pytest.mark.parametrize("mishap", ["drop", "cut"])
def test_a_lost_connection_leaves_the_outcome_open(client, server, mishap):
    server.answer('{"BatchItemResponse": []}', mishap=mishap)
    error = fails(client.batch, b"{}", "r1")
    assert error.problem.code == "net.connection"
    assert not error.outcome_known


def test_a_time_out_leaves_the_outcome_open(client, server, monkeypatch):
    monkeypatch.setattr(client_module, "TIMEOUT", (1, 0.05))
    server.answer(mishap="hang")
    error = fails(client.batch, b"{}", "r1")
    assert error.problem.code == "net.timeout"
    assert not error.outcome_known


def test_a_server_that_is_not_there_has_done_nothing():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    client = Client(f"http://127.0.0.1:{port}/v3", REALM, TOKEN)
    error = fails(client.batch, b"{}", "r1")
    assert error.problem.code == "net.unreachable"
    assert error.outcome_known


def test_time_outs_are_always_set(server):
    """Ten seconds to connect; to answer, a little more than Intuit's own 120."""

    class Session:
        def request(self, *args, **kwargs):
            self.kwargs = kwargs
            raise client_module.requests.ConnectTimeout

    session = Session()
    fails(Client(server.url, REALM, TOKEN, session=session).preferences)
    assert session.kwargs["timeout"] == (10, 125)


def test_no_error_shows_a_token(client, server):
    server.answer(GATEWAY, status=401)
    error = fails(client.preferences)
    assert TOKEN not in f"{error} {error!r} {error.problem} {error.problem.hint}"
