# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lists of thousands: one of a list is not compared with all of the other."""

import resource

from tms_quickbooks.lib.desktop import read
from tms_quickbooks.lib.suggest import Entry, suggest


def test_ten_thousand_products_meet_two_thousand_items():
    words = "van reefer flatbed lumper toll scale wash layover tarp escort".split()
    targets = [
        Entry(number, f"{words[number % 10]} {words[number // 10 % 10]} {number}")
        for number in range(2_000)
    ]
    sources = [
        Entry(number, f"{words[number // 7 % 10]} charge zone {number}")
        for number in range(10_000)
    ]
    found = suggest(sources, targets)
    assert found
    for key, proposal in found.items():
        ours, theirs = sources[key].name.split(), targets[proposal.target].name.split()
        assert not set(ours).isdisjoint(theirs)


def test_ten_megabytes_of_customers_take_little_memory():
    """One object at a time is in memory, and what is kept of each."""
    count = 7_000
    customers = "".join(
        f"<CustomerRet><ListID>8{number:07X}-1</ListID>"
        "<TimeCreated>2026-11-20T09:00:00-06:00</TimeCreated>"
        "<TimeModified>2026-11-20T11:58:07-00:00</TimeModified>"
        f"<EditSequence>1</EditSequence><Name>Party {number}</Name>"
        f"<FullName>Party {number}</FullName><IsActive>true</IsActive>"
        f"<Sublevel>0</Sublevel><Notes>{'x' * 1_200}</Notes></CustomerRet>"
        for number in range(count)
    )
    text = (
        '<QBXML><QBXMLMsgsRs><CustomerQueryRs requestID="1" statusCode="0"'
        f' statusSeverity="Info">{customers}</CustomerQueryRs></QBXMLMsgsRs></QBXML>'
    )
    assert len(text) > 10_000_000
    del customers
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    states = read.query_answers(text)["1"].states
    assert len(states) == count
    assert len({state.qb_id for state in states}) == count
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 150 * 1024  # KB; the whole process is to stay below 400 MB
