# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which files the Web Connector takes, and what it reads in them."""

from pathlib import Path

import pytest

from quickbooks_simulator.desktop import qwc
from quickbooks_simulator.desktop.connector import WebConnector

from .open_file import OpenFile
from .test_desktop_connector import FILE, OWNER

SAMPLES = Path(__file__).parents[3] / "shared" / "fixtures" / "quickbooks-desktop"
ELEMENTS = {
    "AppName": "Loads & Books",
    "AppID": "",
    "AppURL": "https://books.example.com/webconnector?db=a&amp;b=c",
    "AppDescription": "Invoices of loads",
    "AppSupport": "https://books.example.com/support",
    "UserName": "qb-1",
    "OwnerID": OWNER,
    "FileID": FILE,
    "QBType": "QBFS",
    "Scheduler": "<RunEveryNMinutes>15</RunEveryNMinutes>",
}


@pytest.fixture
def write(tmp_path):
    def written(without=(), **changes):
        elements = {**ELEMENTS, "AppName": "Loads &amp; Books", **changes}
        inner = "".join(
            f"<{name}>{text}</{name}>"
            for name, text in elements.items()
            if name not in without
        )
        path = tmp_path / "application.qwc"
        path.write_text(f'<?xml version="1.0"?><QBWCXML>{inner}</QBWCXML>')
        return path

    return written


def test_what_a_file_says(write):
    found = qwc.read(write())

    assert found.name == "Loads & Books"
    assert found.url == "https://books.example.com/webconnector?db=a&b=c"
    assert found.user == "qb-1"
    assert (found.owner_id, found.file_id) == (OWNER, FILE)
    assert found.seconds == 15 * 60


@pytest.mark.parametrize(
    ("scheduler", "seconds"),
    [
        ("<RunEveryNSeconds>30</RunEveryNSeconds>", 30),
        (
            "<RunEveryNMinutes>2</RunEveryNMinutes>"
            "<RunEveryNSeconds>30</RunEveryNSeconds>",
            120,
        ),
        ("", 0),
    ],
)
def test_the_first_schedule_counts(write, scheduler, seconds):
    assert qwc.read(write(Scheduler=scheduler)).seconds == seconds


def test_this_machine_needs_no_https(write):
    here = dict.fromkeys(("AppURL", "AppSupport"), "http://localhost:8069/quickbooks")

    assert qwc.read(write(**here)).url == "http://localhost:8069/quickbooks"


@pytest.mark.parametrize("name", [name for name in ELEMENTS if name != "Scheduler"])
def test_what_has_to_be_there(write, name):
    with pytest.raises(qwc.Refused) as refused:
        qwc.read(write(without=(name,)))

    assert refused.value.code == "QBWC1039"


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("QBWC1000", {"AppSupport": "https://example.org/support"}),
        ("QBWC1001", {"AppURL": "https://192.0.2.1/webconnector"}),
        ("QBWC1002", {"AppSupport": "https://192.0.2.1/support"}),
        ("QBWC1010", {"AppURL": "http://books.example.com/webconnector"}),
        ("QBWC1039", {"OwnerID": OWNER.strip("{}")}),
        ("QBWC1039", {"FileID": "{1}"}),
        ("QBWC1039", {"QBType": "Online"}),
        ("QBWC1039", {"Style": "Other"}),
        ("QBWC1039", {"IsReadOnly": "no"}),
        ("QBWC1039", {"AuthFlags": "15"}),
        ("QBWC1039", {"Scheduler": "<RunEveryNMinutes>often</RunEveryNMinutes>"}),
        ("QBWC1039", {"Password": "secret"}),
        ("QBWC1039", {"AppName": "a & b"}),
    ],
)
def test_what_is_refused(write, code, changes):
    with pytest.raises(qwc.Refused) as refused:
        qwc.read(write(**changes))

    assert refused.value.code == code


def test_a_web_connector_with_the_application_of_a_file(write):
    company = OpenFile()

    connector = WebConnector.from_qwc(write(), "password", company)

    assert connector.seconds == 15 * 60
    assert f"<DataExtValue>{FILE}</DataExtValue>" in "".join(company.processed)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared: Intuit's samples")
def test_the_samples_of_intuit():
    found = sorted(SAMPLES.rglob("*.qwc"))
    assert len(found) == 3
    for path in found:
        if path.name == "HTTPSWebService.qwc":
            # Its AppSupport is http, which only concerns AppURL.
            assert qwc.read(path).url.startswith("https://")
        else:
            assert qwc.read(path).url.startswith("http://localhost")
