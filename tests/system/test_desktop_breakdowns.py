# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A session of the Web Connector may break at any call: the next one repairs it.

`make chaos DESKTOP=1` breaks a session of 200 documents in every way at every call.
"""

from itertools import count

import pytest

from .chaos.world import loaded
from .conftest import copy_of
from .desktop import KINDS, Breakdown, Office
from .processes import web_server

DOCUMENTS = 4


@pytest.fixture(scope="module")
def office(installed, tmp_path_factory):
    """A company after its first sessions, each of which broke at a later call."""
    with (
        copy_of(installed, "desktop") as database,
        web_server(database) as server,
        loaded(database),
    ):
        office = Office(database, server, tmp_path_factory.mktemp("desktop"))
        for call in count(1):
            outcomes = [office.session(Breakdown(kind, call)).outcome for kind in KINDS]
            if "broken" not in outcomes:
                break
        office.map_defaults()
        yield office


def test_the_first_sessions_break_and_the_lists_are_there(office):
    listed = {
        party.name
        for party in office.company_file.parties("Customer", "Vendor", "Account")
        if party.active
    }
    with office.env() as env:
        connection = env["quickbooks.connection"].search([])
        assert connection.state == "connected"
        assert listed <= set(connection.object_ids.mapped("name"))


def test_sessions_break_at_each_call(office, random):
    """The first one loses an answer there, on its way to Odoo or from it, and the next
    one its server, before it has committed. The one after them repairs it all.
    """
    office.work(random, DOCUMENTS)
    whole = office.session()
    assert (whole.outcome, whole.error) == ("done", "")
    for call, method in enumerate(whole.methods, start=1):
        documents = office.work(random, DOCUMENTS)
        lost = "lost_request" if method == "receiveResponseXML" else "lost_answer"
        assert office.session(Breakdown(lost, call)).outcome == "broken"
        office.session(Breakdown("killed_before", call))
        office.repair()
        office.assert_same_books(*documents)
    office.assert_same_books()


def test_a_rule_that_is_broken_is_noticed(office, random):
    """The last one: what it leaves behind is wrong."""
    office.server.stop()
    office.server.sabotaged = "resend-under-a-new-set-id"
    office.work(random, DOCUMENTS)
    methods = office.session().methods
    with pytest.raises(AssertionError):
        for number, method in enumerate(methods, start=1):
            if method == "receiveResponseXML":
                documents = office.work(random, DOCUMENTS)
                office.session(Breakdown("lost_request", number))
                office.repair()
                office.assert_same_books(*documents)
