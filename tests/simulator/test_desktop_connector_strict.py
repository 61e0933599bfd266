# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the Web Connector does not forgive its server."""

import pytest

from quickbooks_simulator.desktop.connector import WebConnector

from .conftest import PASSWORD
from .scripted_service import (
    ENVELOPE,
    NAMESPACE,
    TICKET,
    Raw,
    envelope,
    result,
)
from .test_desktop_connector import INTRODUCTION

NIL = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'
ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"


def assert_broken(connector, method, *said):
    outcome = connector.run()
    assert outcome.outcome == "broken"
    assert outcome.methods[-1] == method
    for text in said:
        assert text in outcome.error
    return outcome


@pytest.mark.parametrize("status", [301, 302, 401, 404, 405, 500])
def test_a_page_that_cannot_be_got(connector, service, status):
    service.answer("GET", Raw(status=status, headers={"Location": service.url}))

    assert_broken(connector, "GET", "QBWC1048", str(status))

    assert service.methods == ["GET"]


def test_nobody_answers(company):
    connector = WebConnector("http://127.0.0.1:1/", "user", PASSWORD, company)

    assert_broken(connector, "GET", "QBWC1048")


@pytest.mark.parametrize("status", [301, 302, 404, 413, 503])
def test_another_status(connector, service, status):
    service.answer("serverVersion", Raw(status=status))

    assert_broken(connector, "serverVersion", f"HTTP status {status}")


def test_a_fault(connector, service):
    body = (
        f'<soap:Envelope xmlns:soap="{ENVELOPE}"><soap:Body><soap:Fault>'
        "<faultcode>soap:Server</faultcode><faultstring>Out of order</faultstring>"
        "</soap:Fault></soap:Body></soap:Envelope>"
    )
    service.answer("authenticate", Raw(body, status=500))

    assert_broken(connector, "authenticate", "QBWC1012", "Out of order")


@pytest.mark.parametrize(
    "kind", ["text/html", "application/soap+xml; charset=utf-8", ""]
)
def test_another_content_type(connector, service, kind):
    body = result("serverVersion", "1.0")
    service.answer("serverVersion", Raw(body, headers={"Content-Type": kind}))

    assert_broken(connector, "serverVersion", "expected 'text/xml'")


def test_an_answer_that_is_packed(connector, service):
    headers = {"Content-Type": "text/xml", "Content-Encoding": "br"}
    service.answer("serverVersion", Raw(result("serverVersion", "1.0"), 200, headers))

    assert_broken(connector, "serverVersion")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>",
        "<html/>",
        result("serverVersion", "1.0").replace(ENVELOPE, f"{ENVELOPE}x"),
        result("serverVersion", "1.0").replace(
            'encoding="utf-8"?>', 'encoding="utf-8"?><!DOCTYPE a [<!ENTITY b "c">]>'
        ),
        result("serverVersion", "<version>1.0</version>")
        .replace("&lt;", "<")
        .replace("&gt;", ">"),
    ],
)
def test_something_else_than_an_envelope_with_an_answer(connector, service, body):
    service.answer("serverVersion", Raw(body))

    assert_broken(connector, "serverVersion")


@pytest.mark.parametrize(
    "body",
    [
        envelope("sendRequestXML", ""),
        envelope("sendRequestXML", f"<sendRequestXMLResult {NIL}/>"),
        envelope("sendRequestXML", "<sendRequestXMLResult/>", "http://tempuri.org/"),
        envelope("sendRequestXML", '<sendRequestXMLResult xmlns=""/>'),
        envelope("sendRequestXML", "<result/>"),
    ],
)
def test_a_result_that_is_missing_instead_of_empty(connector, service, company, body):
    service.answer("sendRequestXML", Raw(body))

    assert_broken(connector, "sendRequestXML", "Object reference not set")

    assert company.sessions == ["begun", "ended"]


@pytest.mark.parametrize(
    "strings",
    [
        [],
        ["ticket"],
        ["ticket", "", "", "", ""],
        ["ticket", "", "soon"],
        ["ticket", "", "", "1.5"],
    ],
)
def test_a_sign_in_with_something_else_than_two_to_four_strings(
    connector, service, strings
):
    service.answer("authenticate", strings)

    assert_broken(connector, "authenticate", "QBWC1012")


def test_strings_of_another_namespace(connector, service):
    strings = (
        f'<authenticateResult xmlns:a="{ARRAYS}">'
        "<a:string>ticket</a:string><a:string/></authenticateResult>"
    )
    service.answer("authenticate", Raw(envelope("authenticate", strings)))

    assert_broken(connector, "authenticate", "Index was outside the bounds")


def test_a_string_that_is_nil(connector, service):
    strings = f"<authenticateResult><string>{TICKET}</string><string {NIL}/>"
    service.answer(
        "authenticate",
        Raw(envelope("authenticate", f"{strings}</authenticateResult>")),
    )

    assert_broken(connector, "authenticate", "Object reference not set")


@pytest.mark.parametrize("percent", ["12.5", "", "many", "99999999999"])
def test_a_percentage_that_is_no_whole_number(connector, service, percent):
    service.requests = ["one"]
    service.answer("receiveResponseXML", percent)

    assert_broken(connector, "receiveResponseXML", "QBWC1042", "correct format")


def test_an_update_that_breaks_calls_nobody_any_more(connector, service):
    service.requests = ["one", "two"]
    service.answer("receiveResponseXML", Raw(status=500))

    outcome = assert_broken(connector, "receiveResponseXML")

    assert service.methods == outcome.methods
    assert outcome.methods == [*INTRODUCTION, "sendRequestXML", "receiveResponseXML"]
    assert outcome.calls[-1].result is None
    assert outcome.calls[-1].problem == outcome.error


def test_cookies_do_not_come_back(connector, service):
    headers = {"Content-Type": "text/xml", "Set-Cookie": "session_id=abc; Path=/"}
    service.answer("serverVersion", Raw(result("serverVersion", "1"), 200, headers))

    connector.run()

    assert NAMESPACE in service.received[2].headers["SOAPAction"]
    assert "Cookie" not in service.received[2].headers
