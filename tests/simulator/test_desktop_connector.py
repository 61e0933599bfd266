# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Web Connector: the calls it makes, and what QuickBooks and users are told."""

import pytest

from quickbooks_simulator.desktop import CompanyFile, WebConnector
from quickbooks_simulator.desktop.hresult import HResult

from .conftest import PASSWORD
from .open_file import HOST, PATH
from .scripted_service import NAMESPACE, TICKET

OWNER = "{57F3B9B1-86F1-4fcc-B1EE-566DE1813D20}"
FILE = "{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}"
INTRODUCTION = ["GET", "serverVersion", "clientVersion", "authenticate"]


def test_all_calls_of_an_update_in_their_order(connector, service, company):
    service.requests = ["one & <only>", "two"]

    outcome = connector.run()

    work = ["sendRequestXML", "receiveResponseXML"]
    assert outcome.methods == [*INTRODUCTION, *work, *work, "closeConnection"]
    assert service.methods == outcome.methods
    assert (outcome.outcome, outcome.error) == ("done", "")
    assert outcome.message == "OK"
    assert outcome.percents == [50, 100]
    assert company.asked == outcome.requests == ["one & <only>", "two"]
    assert [values["response"] for values in service.values("receiveResponseXML")] == [
        "answer to one & <only>",
        "answer to two",
    ]
    assert company.sessions == ["begun", "ended"]


def test_the_first_request_of_an_update_tells_about_quickbooks(connector, service):
    service.requests = ["one", "two"]

    connector.run()

    first, second = service.values("sendRequestXML")
    assert first == {
        "ticket": TICKET,
        "strHCPResponse": HOST,
        "strCompanyFileName": PATH,
        "qbXMLCountry": "CA",
        "qbXMLMajorVers": "13",
        "qbXMLMinorVers": "0",
    }
    assert second == {**first, "strHCPResponse": ""}


def test_calls_look_as_those_of_a_web_connector(connector, service):
    connector.run()

    call = service.received[1]
    assert call.body == (
        b'<?xml version="1.0" encoding="utf-8"?><soap:Envelope '
        b'xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" '
        b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>'
        b'<serverVersion xmlns="http://developer.intuit.com/" />'
        b"</soap:Body></soap:Envelope>"
    )
    assert call.headers["SOAPAction"] == f'"{NAMESPACE}serverVersion"'
    assert call.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert call.headers["Expect"] == "100-continue"
    assert "gzip" not in call.headers.get("Accept-Encoding", "")


def test_the_password_goes_to_the_server_and_into_no_record(connector, service):
    outcome = connector.run()

    [values] = service.values("authenticate")
    assert values == {"strUserName": "user", "strPassword": PASSWORD}
    assert PASSWORD not in repr(outcome)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("nvu", "bad user"), ("none", "no work"), ("NONE", "no work"), ("busy", "busy")],
)
def test_nothing_is_done_when_the_server_wants_nothing(
    connector, service, company, answer, outcome
):
    service.answer("authenticate", ["", answer])

    result = connector.run()

    assert result.outcome == outcome
    assert result.methods == [*INTRODUCTION, "closeConnection"]
    assert company.sessions == []


@pytest.mark.parametrize(
    ("answer", "outcome", "told"),
    [
        ("E:Too old", "error", "Too old"),
        ("O:2.0", "error", "The server wants Web Connector 2.0."),
        ("nonsense", "broken", "QBWC1046"),
        ("X:nonsense", "broken", "QBWC1046"),
    ],
)
def test_a_server_that_does_not_like_the_version_stops_it(
    connector, service, answer, outcome, told
):
    service.answer("clientVersion", answer)

    result = connector.run()

    assert result.outcome == outcome
    assert told in result.error
    assert result.methods == INTRODUCTION[:-1]


def test_a_warning_about_the_version_is_told_and_work_goes_on(connector, service):
    service.answer("clientVersion", "W:Please update")

    result = connector.run()

    assert result.warnings == ["Please update"]
    assert result.outcome == "done"


def test_a_company_file_that_is_wanted_by_name(connector, service):
    service.answer("authenticate", [TICKET, PATH.upper()])

    assert connector.run().outcome == "done"


def test_another_company_file_than_the_one_that_is_open(connector, service, company):
    service.answer("authenticate", [TICKET, "C:\\Books\\Other.qbw"])
    service.answer("connectionError", "done")

    result = connector.run()

    assert result.outcome == "error"
    assert result.methods == [*INTRODUCTION, "connectionError"]
    [values] = service.values("connectionError")
    assert values["ticket"] == TICKET
    assert values["hresult"] == "0x8004040A"
    assert "different" in values["message"]
    assert company.sessions == []


def test_the_server_names_another_file_to_try(connector, service):
    service.requests = ["one"]
    service.answer("authenticate", [TICKET, "C:\\Books\\Other.qbw"])
    service.answer("connectionError", "C:\\Books\\Third.qbw", "")

    result = connector.run()

    assert result.methods[4:6] == ["connectionError"] * 2
    assert result.outcome == "done"


@pytest.mark.parametrize(
    ("wanted", "hresult"), [("", "0x80040416"), (PATH, "0x80040408")]
)
def test_quickbooks_is_closed(connector, service, wanted, hresult):
    connector.company = None
    service.answer("authenticate", [TICKET, wanted])
    service.answer("connectionError", "DONE")

    result = connector.run()

    assert result.outcome == "error"
    assert service.values("connectionError")[0]["hresult"] == hresult


def test_a_server_that_never_gives_up_connecting_is_given_up(connector, service):
    connector.company = None
    service.answer("connectionError", *[""] * 100)

    result = connector.run()

    assert result.outcome == "error"
    assert 1 < result.methods.count("connectionError") < 100


def test_quickbooks_breaks_down_before_it_tells_of_itself(service):
    company = CompanyFile()
    connector = WebConnector(service.url, "user", PASSWORD, company)
    company.crash_after(0)
    service.answer("connectionError", "")

    result = connector.run()

    assert result.methods[4:6] == ["connectionError", "sendRequestXML"]
    assert service.values("connectionError")[0]["hresult"] == "0x80040402"
    assert result.outcome == "done"


def test_an_error_of_quickbooks_goes_to_the_server(connector, service, company):
    service.requests = ["one"]
    company.answers = [HResult("0x80040400")]

    connector.run()

    [values] = service.values("receiveResponseXML")
    assert values["response"] == ""
    assert values["hresult"] == "0x80040400"
    assert "parsing" in values["message"]


def test_an_empty_request_without_an_error_is_the_end(connector, service):
    result = connector.run()

    assert result.methods[4:] == ["sendRequestXML", "getLastError", "closeConnection"]
    assert (result.outcome, result.error) == ("done", "")


def test_an_empty_request_with_an_error_is_an_error(connector, service):
    service.answer("getLastError", "Another company file is open.")

    result = connector.run()

    assert result.outcome == "error"
    assert result.error == "Another company file is open."
    assert result.methods[-1] == "closeConnection"


def test_a_server_that_is_not_ready_is_asked_again_after_a_pause(
    connector, service, pauses
):
    service.answer("sendRequestXML", "", "one")
    service.answer("getLastError", "NoOp")

    result = connector.run()

    assert pauses == [5]
    assert result.methods[4:7] == ["sendRequestXML", "getLastError", "sendRequestXML"]
    assert result.requests == ["one"]
    assert result.outcome == "done"


def test_a_server_that_is_never_ready_is_given_up(connector, service, pauses):
    service.answer("getLastError", *["NoOp"] * 1000)

    result = connector.run()

    assert result.outcome == "error"
    assert len(pauses) == 60


def test_a_server_that_wants_to_talk_to_a_user_does_not_get_one(connector, service):
    service.answer("getLastError", "Interactive mode")

    assert connector.run().outcome == "error"


def test_a_negative_percentage_is_an_error(connector, service):
    service.requests = ["one", "two"]
    service.answer("receiveResponseXML", -101)
    service.answer("getLastError", "That went wrong.")

    result = connector.run()

    assert result.methods[4:] == [
        "sendRequestXML",
        "receiveResponseXML",
        "getLastError",
        "closeConnection",
    ]
    assert result.error == "That went wrong."
    assert result.requests == ["one"]


def test_a_postponement_counts_only_for_the_schedule(connector, service):
    service.answer("authenticate", [TICKET, "", "120"], [TICKET, "", "120", "900"])

    automatic = connector.run(automatic=True)

    assert automatic.outcome == "postponed"
    assert automatic.postponed == 120
    assert automatic.methods == INTRODUCTION
    assert connector.run().outcome == "done"


def test_the_least_time_between_updates_changes_the_schedule(connector, service):
    service.answer("authenticate", [TICKET, "none", "", "900"])

    connector.run(automatic=True)

    assert connector.seconds == 900


def test_several_machines_call_from_several_addresses(service, company):
    elsewhere = WebConnector(
        service.url, "user", PASSWORD, company, address="127.0.0.2"
    )

    elsewhere.run()

    assert {call.address for call in service.received} == {"127.0.0.2"}


def test_the_company_file_is_told_which_one_it_is(service, company):
    WebConnector(
        service.url, "user", PASSWORD, company, owner_id=OWNER, file_id=FILE
    ).run()

    notes = [request for request in company.processed if "DataExtAdd" in request]
    assert f"<DataExtValue>{FILE}</DataExtValue>" in notes[0]
    assert "<DataExtName>AppLock</DataExtName>" in notes[1]
    # What is asked at the beginning of each update.
    assert f'<CompanyQueryRq requestID="1"><OwnerID>{OWNER}' in company.processed[-1]
