# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who judges our qbXML: Intuit's own schema where it is at hand, and in any case the
tables of the simulator, which were written without it.
"""

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from quickbooks_simulator.desktop.schema import check_request

SCHEMA = (
    Path(__file__).resolve().parents[3] / "shared/schemas/qbxml-13.0/qbxmlops130.xsd"
)
needs_schema = pytest.mark.skipif(
    not SCHEMA.is_file(), reason="Intuit's schema of qbXML is not in ../shared/schemas"
)


@cache
def _schema():
    return etree.XMLSchema(etree.parse(SCHEMA))


def errors(body):
    """What Intuit's schema has against a message set, values and lengths included; ""
    when nothing, and where the schema is not at hand."""
    if not SCHEMA.is_file():
        return ""
    schema = _schema()
    if schema.validate(etree.fromstring(body)):
        return ""
    return "\n".join(f"{error.line}: {error.message}" for error in schema.error_log)


def judge(body):
    """Both find nothing to complain about in a message set.

    :return: its envelope
    """
    assert errors(body) == ""
    return check_request(body)
