# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A schema of qbXML, where there is one, has the last word on structure."""

from pathlib import Path

import pytest

from quickbooks_simulator.desktop import CompanyFile, xsd
from quickbooks_simulator.desktop.hresult import HResult
from quickbooks_simulator.desktop.schema import check_request

INTUIT = Path(__file__).parents[3] / "shared/schemas/qbxml-13.0/qbxmlops130.xsd"
NARROW = """<?xml version="1.0"?>
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <xsd:element name="QBXML"><xsd:complexType><xsd:sequence>
    <xsd:element name="QBXMLMsgsRq"><xsd:complexType>
      <xsd:sequence><xsd:element name="HostQueryRq"/></xsd:sequence>
      <xsd:attribute name="onError"/>
    </xsd:complexType></xsd:element>
  </xsd:sequence></xsd:complexType></xsd:element>
</xsd:schema>
"""


def message(requests):
    return (
        '<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?>'
        f'<QBXML><QBXMLMsgsRq onError="continueOnError">{requests}'
        "</QBXMLMsgsRq></QBXML>"
    )


def customer(name):
    return message(
        f"<CustomerAddRq><CustomerAdd><Name>{name}</Name></CustomerAdd></CustomerAddRq>"
    )


@pytest.fixture
def narrow(tmp_path, monkeypatch):
    path = tmp_path / "narrow.xsd"
    path.write_text(NARROW)
    monkeypatch.setenv(xsd.VARIABLE, str(path))


@pytest.fixture
def intuit(monkeypatch):
    if not INTUIT.exists():
        pytest.skip("needs ../shared: Intuit's schema")
    monkeypatch.setenv(xsd.VARIABLE, str(INTUIT))


def test_what_the_schema_allows(narrow):
    assert check_request(message("<HostQueryRq/>"))[0].tag == "HostQueryRq"


def test_what_it_does_not_allow(narrow):
    with pytest.raises(HResult) as refused:
        check_request(customer("Party"))

    assert refused.value.code == "0x80040400"
    assert "CustomerAddRq" in str(refused.value)


def test_a_schema_that_is_not_there(monkeypatch, tmp_path):
    monkeypatch.setenv(xsd.VARIABLE, str(tmp_path / "none.xsd"))

    with pytest.raises(OSError, match=xsd.VARIABLE):
        check_request(message("<HostQueryRq/>"))


def test_the_structure_of_intuits_schema(intuit):
    assert check_request(customer("Party"))[0].tag == "CustomerAddRq"
    misplaced = message(
        "<CustomerQueryRq><ActiveStatus>All</ActiveStatus>"
        "<MaxReturned>5</MaxReturned></CustomerQueryRq>"
    )
    with pytest.raises(HResult):
        check_request(misplaced)


def test_a_value_is_left_to_the_request_that_has_it(intuit):
    assert check_request(customer("a" * 42))[0].tag == "CustomerAddRq"


def test_answers_are_held_against_the_schema_too(intuit):
    company = CompanyFile()
    query = message("<CustomerQueryRq><MaxReturned>1</MaxReturned></CustomerQueryRq>")
    assert "CustomerRet" in company.process(query)

    # At the screen of the simulator nobody counts letters.
    company.bookkeeper.change(company.customers()[0].id, JobTitle="a" * 42)
    with pytest.raises(AssertionError, match="JobTitle"):
        company.process(query)
