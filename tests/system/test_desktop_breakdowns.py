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


def test_a_session_breaks_at_each_of_its_calls(office, random):
    """Once its answer is lost, and once its server is killed before it has committed.

    An answer that QuickBooks has given, and that never leaves the office, is the third
    way: the next call, which brings it, gets lost.
    """
    office.work(random, DOCUMENTS)
    whole = office.session()
    assert (whole.outcome, whole.error) == ("done", "")
    for number, method in enumerate(whole.methods, start=1):
        kinds = ["lost_answer", "killed_before"]
        if method == "receiveResponseXML":
            kinds.append("lost_request")
        for kind in kinds:
            breakdown = Breakdown(kind, number)
            documents = office.work(random, DOCUMENTS)
            outcome = office.session(breakdown)
            assert outcome.outcome == "broken", f"{breakdown} did not happen"
            office.repair()
            office.assert_same_books(*documents)
    office.assert_same_books()
