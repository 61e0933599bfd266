# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the users of a connection have decided keeps documents here."""

import datetime

import pytest

from tms_quickbooks.lib import preflight
from tms_quickbooks.lib.preflight import CarrierInvoice, Rules
from tms_quickbooks.lib.problems import NextAction, Place

from .builders import (
    BILL_RECORD,
    DAY,
    PARTNER_RECORD,
    bill,
    credit_memo,
    customer,
    invoice,
    us_company,
    vendor,
    vendor_credit,
)

SETTINGS = Place("quickbooks.connection", 1, "Main books")
DOCUMENTS = [invoice(), credit_memo(), bill(), vendor_credit()]
NEXT_DAY = DAY + datetime.timedelta(days=1)


def found(document, **rules):
    rules = Rules(settings=SETTINGS, **rules)
    return preflight.check(document, us_company(), rules)


def codes(document, **rules):
    return [problem.code for problem in found(document, **rules)]


def by_type(document):
    return document.object_type


@pytest.mark.parametrize("document", [*DOCUMENTS, customer(), vendor()], ids=by_type)
def test_without_a_decision_everything_goes(document):
    assert codes(document) == []


# -- what is not sent at all -----------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_type)
def test_a_type_that_is_off_stays_and_the_others_go(document):
    (problem,) = found(document, off=frozenset({document.object_type}))
    assert problem.code == "rule.off"
    assert problem.action is NextAction.DECIDE
    assert problem.place == SETTINGS
    assert codes(document, off=frozenset({"Payment"})) == []


def test_the_sentence_names_what_is_off():
    off = frozenset({"Invoice", "Bill"})
    assert "Invoices" in str(found(invoice(), off=off)[0].text)
    assert "Bills" in str(found(bill(), off=off)[0].text)


# -- the cut-off date ------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_type)
def test_what_is_dated_before_the_cut_off_stays(document):
    (problem,) = found(document, cutoff_date=NEXT_DAY)
    assert problem.code == "rule.cutoff"
    assert problem.place == SETTINGS
    assert DAY.isoformat() in str(problem.text)
    assert NEXT_DAY.isoformat() in str(problem.text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_type)
def test_the_day_of_the_cut_off_goes(document):
    assert codes(document, cutoff_date=DAY) == []


def test_the_cut_off_does_not_concern_customers():
    assert codes(customer(), cutoff_date=NEXT_DAY) == []


# -- customers and carriers ------------------------------------------------------------


@pytest.mark.parametrize("party", [customer(), vendor()], ids=by_type)
def test_who_is_not_linked_is_not_made_where_links_are_made_by_hand(party):
    (problem,) = found(party, link_only=frozenset({party.object_type}))
    assert problem.code == "rule.not_linked"
    assert problem.place == PARTNER_RECORD
    assert PARTNER_RECORD.name in str(problem.text)


@pytest.mark.parametrize("party", [customer, vendor], ids=lambda p: p.__name__)
def test_who_is_linked_may_be_changed_or_not(party):
    linked = party(id="58", version="0")
    kind = frozenset({linked.object_type})
    assert codes(linked, link_only=kind) == []
    (problem,) = found(linked, unchanged=kind)
    assert problem.code == "rule.unchanged"
    assert problem.place == SETTINGS
    assert codes(party(), unchanged=kind) == [], "a new one is made"


def test_a_decision_on_customers_does_not_concern_vendors():
    only = frozenset({"Customer"})
    assert codes(vendor(), link_only=only, unchanged=only) == []


# -- the carrier's invoice -------------------------------------------------------------


@pytest.mark.parametrize(
    "rule, reference, attached, expected",
    [
        (CarrierInvoice.NONE, "", False, []),
        (CarrierInvoice.REFERENCE, "", True, ["rule.carrier_reference"]),
        (CarrierInvoice.REFERENCE, " ", False, ["rule.carrier_reference"]),
        (CarrierInvoice.REFERENCE, "BR-7", False, []),
        (CarrierInvoice.DOCUMENT, "BR-7", False, ["rule.carrier_document"]),
        (CarrierInvoice.DOCUMENT, "BR-7", True, []),
        (
            CarrierInvoice.DOCUMENT,
            "",
            False,
            ["rule.carrier_reference", "rule.carrier_document"],
        ),
    ],
)
def test_a_bill_waits_for_the_carriers_invoice(rule, reference, attached, expected):
    document = bill(reference=reference, has_attachment=attached)
    problems = found(document, carrier_invoice=rule)
    assert [problem.code for problem in problems] == expected
    assert {problem.place for problem in problems} <= {BILL_RECORD}


def test_a_refund_waits_for_no_invoice():
    assert codes(vendor_credit(), carrier_invoice=CarrierInvoice.DOCUMENT) == []


# -- the whole -------------------------------------------------------------------------


def test_the_users_rules_are_told_before_those_of_quickbooks():
    document = invoice(number="")
    assert codes(document, cutoff_date=NEXT_DAY) == [
        "rule.cutoff",
        "preflight.no_number",
    ]
