# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The configuration file, as the simulated Web Connector takes it."""

import dataclasses

import pytest

from quickbooks_simulator.desktop import qwc as connector
from tms_quickbooks.lib.desktop import qwc

APPLICATION = qwc.Application(
    key="Odoo odoo-1234567890",
    name="Odoo: Lone Star Freight & <Sons> “LLC”",
    description="Loads, invoices, bills and payments of Lone Star Freight & <Sons>",
    url="https://books.example.com/quickbooks/webconnector?db=a&b",
    user="odoo-1234567890",
    file_id="{5e1f3a52-9f0f-4c55-8a6a-0d6a8e2f7b11}",
    every=20,
    unattended=True,
)


@pytest.fixture
def taken(tmp_path):
    """``function(**changes)``: what the Web Connector makes of the file."""

    def take(**changes):
        path = tmp_path / "odoo.qwc"
        path.write_bytes(qwc.render(dataclasses.replace(APPLICATION, **changes)))
        return connector.read(path)

    return take


def test_the_web_connector_takes_it(taken):
    found = taken()
    assert found.name == APPLICATION.name
    assert found.url == found.support == APPLICATION.url
    assert found.user == APPLICATION.user
    assert (found.owner_id, found.file_id) == (qwc.OWNER_ID, APPLICATION.file_id)
    assert found.seconds == 20 * 60
    assert found.elements["AppUniqueName"] == APPLICATION.key
    assert found.elements["IsReadOnly"] == "false"


@pytest.mark.parametrize(
    ("unattended", "preference"), [(True, "umpRequired"), (False, "umpOptional")]
)
def test_whether_it_runs_while_quickbooks_is_closed(taken, unattended, preference):
    found = taken(unattended=unattended)
    assert found.elements["UnattendedModePref"] == preference


def test_long_names_are_cut(taken):
    found = taken(name="N" * 200, description="D" * 200)
    assert len(found.name) == qwc.LONGEST_NAME
    assert len(found.elements["AppDescription"]) == qwc.LONGEST_DESCRIPTION


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://books.example.com/quickbooks/webconnector", "QBWC1010"),
        ("https://10.0.0.5/quickbooks/webconnector", "QBWC1001"),
    ],
)
def test_addresses_that_the_web_connector_refuses(taken, url, code):
    with pytest.raises(connector.Refused) as caught:
        taken(url=url)
    assert caught.value.code == code


def test_this_computer_needs_no_certificate(taken):
    assert taken(url="http://localhost:8069/quickbooks/webconnector").name


def test_no_password_is_in_it():
    assert b"assword" not in qwc.render(APPLICATION)
