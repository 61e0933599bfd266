# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lists of thousands: one of a list is not compared with all of the other."""

import resource
import time

from lib.test_desktop_read import CUSTOMER

from tms_quickbooks.lib.desktop import read
from tms_quickbooks.lib.suggest import Entry, suggest


def test_ten_thousand_products_meet_two_thousand_items_in_seconds():
    words = "van reefer flatbed lumper toll scale wash layover tarp escort".split()
    targets = [
        Entry(number, f"{words[number % 10]} {words[number // 10 % 10]} {number}")
        for number in range(2_000)
    ]
    sources = [
        Entry(number, f"{words[number // 7 % 10]} charge zone {number}")
        for number in range(10_000)
    ]
    start = time.process_time()
    suggest(sources, targets)
    assert time.process_time() - start < 5


def test_ten_megabytes_of_customers_take_seconds_and_little_memory():
    """One object at a time is in memory, and what is kept of each."""
    count = 7_000
    noted = CUSTOMER.replace(
        "</CustomerRet>", f"<Notes>{'x' * 800}</Notes></CustomerRet>"
    )
    customers = "".join(
        noted.replace("80000012-1", f"8{number:07X}-1") for number in range(count)
    )
    text = (
        '<QBXML><QBXMLMsgsRs><CustomerQueryRs requestID="1" statusCode="0"'
        f' statusSeverity="Info">{customers}</CustomerQueryRs></QBXMLMsgsRs></QBXML>'
    )
    assert len(text) > 10_000_000
    del customers
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    states = read.query_answers(text)["1"].states
    assert time.process_time() - begun < 10
    assert len(states) == count
    assert len({state.qb_id for state in states}) == count
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 150 * 1024  # KB; the whole process is to stay below 400 MB
