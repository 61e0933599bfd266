# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a file of a load is, by its name."""

import pytest

from tms_quickbooks.lib.files import FileType, complete_name, ending, guess


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("POD.pdf", FileType.POD),
        ("pod_LD-1042.pdf", FileType.POD),
        ("LD1042POD.jpg", FileType.POD),
        ("POD4711.PDF", FileType.POD),
        ("Proof of Delivery 11-20.pdf", FileType.POD),
        ("delivery-receipt.png", FileType.POD),
        ("signed BOL.pdf", FileType.POD),
        ("BOL and POD.pdf", FileType.POD),
        ("BOL_77.pdf", FileType.BOL),
        ("Bill of Lading.pdf", FileType.BOL),
        ("RateCon.pdf", FileType.RATE_CONFIRMATION),
        ("ratecon-1042.pdf", FileType.RATE_CONFIRMATION),
        ("Rate Confirmation (Acme).pdf", FileType.RATE_CONFIRMATION),
        ("RateConfirmation_LD1042.pdf", FileType.RATE_CONFIRMATION),
        ("Carrier Invoice 88.pdf", FileType.CARRIER_INVOICE),
        ("carrier_inv.pdf", FileType.CARRIER_INVOICE),
        ("scan0001.pdf", FileType.OTHER),
        ("podium.pdf", FileType.OTHER),
        ("symbol.png", FileType.OTHER),
        ("rates con Acme.xlsx", FileType.OTHER),
        ("", FileType.OTHER),
    ],
)
def test_the_name_tells_what_a_file_is(name, kind):
    assert guess(name) is kind


def test_a_pdf_on_a_carriers_bill_is_its_invoice_unless_its_name_says_otherwise():
    assert guess("scan0001.pdf", on_vendor_bill=True) is FileType.CARRIER_INVOICE
    assert guess("POD.pdf", on_vendor_bill=True) is FileType.POD
    assert guess("signature.png", on_vendor_bill=True) is FileType.OTHER


def test_the_ending_is_what_stands_behind_the_last_dot():
    assert ending("a.b.PDF") == "pdf"
    assert ending("no ending") == ending(".hidden") == ending("v1. final copy") == ""


def test_a_scan_without_an_ending_gets_that_of_its_content():
    assert complete_name("scan", "application/pdf") == "scan.pdf"
    assert complete_name("scan.jpg", "application/pdf") == "scan.jpg"
    assert complete_name("scan", "application/zip") == "scan"
