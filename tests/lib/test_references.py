# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks no longer has, out of the words it refuses a document with."""

import pytest

from tms_quickbooks.lib import references
from tms_quickbooks.lib.desktop.errors import problem_of_status
from tms_quickbooks.lib.problems import NextAction, Place


@pytest.mark.parametrize(
    ("status", "message", "named"),
    [
        (
            "3140",
            "There is an invalid reference to QuickBooks Customer "
            '"80000005-1546441200" in the Invoice.  QuickBooks error message: Invalid '
            "argument.  The specified record does not exist in the list.",
            "80000005-1546441200",
        ),
        (
            "3120",
            'Object "Amarillo: Lane 7" specified in the request cannot be found.',
            "Amarillo: Lane 7",
        ),
        ("3140", "There is an invalid reference.", ""),
        ("3210", 'The "payment amount" field has an invalid value "9.00".', ""),
    ],
)
def test_what_is_missing_is_named(status, message, named):
    assert references.missing(problem_of_status(status, message)) == named


def test_a_lost_contact_is_matched_and_a_lost_target_mapped():
    refused = problem_of_status("3140", 'There is no "1-1".')
    contact = references.lost_contact(refused, "ACME", Place("res.partner", 7, "Acme"))
    assert str(contact.text) == (
        "QuickBooks no longer has “ACME”, whom Acme is linked to."
    )
    assert contact.action is NextAction.FIX_RECORD
    target = references.lost_target(refused, "Fuel", Place("quickbooks.mapping", 3))
    assert target.action is NextAction.FIX_MAPPING
    assert (contact.code, target.code) == ("qbd.3140", "qbd.3140")
