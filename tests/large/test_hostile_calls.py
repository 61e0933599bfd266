# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever arrives is a call or it is not: no other error, and nothing is expanded."""

import resource
from collections import Counter

import pytest
from lxml import etree

from quickbooks_simulator.desktop import hostile
from tms_quickbooks.lib.desktop import soap

COUNT, SEED = 10_000, 20261122


def peak():
    """The most memory this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_ten_thousand_broken_calls(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("nobody reads this")
    before = peak()
    outcomes = Counter()
    for body in hostile.bodies(COUNT, SEED, str(secret)):
        assert hostile.EXPANDED.encode() not in body.content
        try:
            call = soap.read(body.content, body.content_type)
        except soap.Malformed as error:
            answer = soap.fault(error)
            outcomes["no call"] += 1
        else:
            assert {type(value) for value in call.params.values()} <= {str, int}
            values = "".join(map(str, call.params.values()))
            assert hostile.EXPANDED not in values
            assert "nobody reads this" not in values
            assert "hahahaha" not in values
            is_list = call.method == "authenticate"
            is_number = call.method == "receiveResponseXML"
            answer = soap.answer(call, ["", ""] if is_list else 0 if is_number else "")
            outcomes[call.method] += 1
        etree.fromstring(answer)
        assert len(answer) < 600, body.deeds
    # The calls are broken, and not all of them: every method was reached.
    assert outcomes["no call"] > COUNT / 4
    assert min(outcomes[method] for method in soap.methods()) > COUNT / 100
    assert peak() - before < 100 * 2**20


@pytest.mark.parametrize(
    "make",
    # Made where they are read, as every process of a run lists the tests.
    [
        lambda: "<a>" * 20_000_000,
        lambda: "<![CDATA[" * 5_000_000,
        lambda: "<!--" * 10_000_000,
        lambda: "<a b='" * 8_000_000,
        lambda: "<a " + " ".join(f'b{n}="1"' for n in range(3_000_000)) + "/>",
        lambda: " " * 60_000_000,
    ],
    ids=["tags", "sections", "comments", "quotes", "attributes", "blanks"],
)
def test_what_is_large_and_bad_is_refused_at_once(make):
    body = make().encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    with pytest.raises(soap.Malformed):
        soap.read(body)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 3
