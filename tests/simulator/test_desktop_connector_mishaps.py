# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Failures on demand between the Web Connector, its server and QuickBooks."""

import pytest

from quickbooks_simulator.desktop.mishaps import Mishaps

from .scripted_service import TICKET
from .test_desktop_connector import INTRODUCTION

CALLS = [
    *INTRODUCTION,
    *("sendRequestXML", "receiveResponseXML") * 2,
    "closeConnection",
]


@pytest.mark.parametrize("number", range(1, len(CALLS) + 1))
@pytest.mark.parametrize("kind", ["lost_request", "lost_answer"])
def test_each_call_can_get_lost_on_either_way(connector, service, number, kind):
    service.requests = ["one", "two"]
    connector.fail(kind, call=number)

    outcome = connector.run()

    assert outcome.outcome == "broken"
    assert outcome.methods == CALLS[:number]
    arrived = number if kind == "lost_answer" else number - 1
    assert service.methods == CALLS[:arrived]
    assert not connector.mishaps


def test_a_lost_answer_of_a_request_never_reaches_quickbooks(
    connector, service, company
):
    service.requests = ["one"]
    connector.fail("lost_answer", method="sendRequestXML")

    connector.run()

    assert company.asked == []
    assert company.sessions == ["begun", "ended"]


def test_the_second_call_of_a_method(connector, service, company):
    service.requests = ["one", "two", "three"]
    connector.fail("lost_request", method="receiveResponseXML", skip=1)

    connector.run()

    assert company.asked == ["one", "two"]
    assert len(service.values("receiveResponseXML")) == 1


def test_a_call_that_arrives_twice(connector, service, company):
    service.requests = ["one", "two"]
    connector.fail("duplicate", method="sendRequestXML")

    connector.run()

    assert service.methods.count("sendRequestXML") == 2
    assert company.asked == ["two"]


def test_a_delay(connector, pauses):
    connector.fail("delay", method="authenticate", seconds=30)

    assert connector.run().outcome == "done"
    assert pauses == [30]


def test_a_ticket_that_nobody_has_given_out(connector, service):
    service.requests = ["one"]
    connector.fail("forged_ticket", method="receiveResponseXML")

    connector.run()

    [values] = service.values("receiveResponseXML")
    assert values["ticket"] not in ("", TICKET)
    assert service.values("closeConnection")[0]["ticket"] == TICKET


def test_quickbooks_cannot_be_opened_for_a_while(connector, service):
    connector.fail("quickbooks", method="connect", hresult="0x80040414", times=2)

    outcome = connector.run()

    assert outcome.methods.count("connectionError") == 2
    assert service.values("connectionError")[0]["hresult"] == "0x80040414"
    assert outcome.outcome == "done"


@pytest.mark.parametrize(
    ("kind", "done"), [("quickbooks", []), ("quickbooks_after", ["one"])]
)
def test_quickbooks_breaks_down(connector, service, company, kind, done):
    service.requests = ["one"]
    connector.fail(kind, method="process")

    connector.run()

    assert company.asked == done
    [values] = service.values("receiveResponseXML")
    assert (values["response"], values["hresult"]) == ("", "0x80040402")


def test_a_failure_there_is_not(connector):
    with pytest.raises(ValueError, match="lost_answer"):
        connector.fail("earthquake")


def test_chance_can_be_repeated():
    mishaps = Mishaps()
    mishaps.add("lost_answer", probability=0.5, times=None)

    def struck():
        mishaps.seed(7)
        return [bool(mishaps.strike("authenticate", "lost_answer")) for _ in range(40)]

    first = struck()
    assert 5 < sum(first) < 35
    assert struck() == first


def test_nothing_goes_wrong_that_was_called_off(connector):
    connector.fail("lost_answer", times=None)
    connector.mishaps.clear()

    assert connector.run().outcome == "done"
