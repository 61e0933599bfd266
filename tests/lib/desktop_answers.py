# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Answers of QuickBooks Desktop for tests, and those that were recorded from real ones.

The former are written by hand; where Intuit's schema is at hand it judges them too, so
that no test reads what QuickBooks would never write.
"""

from pathlib import Path

import pytest
from lxml import etree

from .qbxml_schema import errors

RECORDED = Path(__file__).resolve().parents[3] / "shared/fixtures/quickbooks-desktop"
recorded = pytest.mark.skipif(
    not RECORDED.is_dir(), reason="recorded answers are not in ../shared/fixtures"
)


def recording(name):
    """The text of a recorded answer."""
    return (RECORDED / name).read_text(encoding="utf-8")


def answer(name, content="", request_id="1", status="0 Info Status OK", **attributes):
    """QuickBooks' answer to one request.

    :param status: code, severity and message
    """
    code, severity, message = status.split(" ", 2)
    element = etree.Element(
        f"{name}Rs",
        requestID=request_id,
        statusCode=code,
        statusSeverity=severity,
        statusMessage=message,
        **attributes,
    )
    return element, content


def response(*answers, **attributes):
    """A whole response, as the Web Connector brings it."""
    inside = "".join(
        etree.tostring(element, encoding="unicode").replace("/>", f">{content}</")
        + f"{element.tag}>"
        for element, content in answers
    )
    ids = "".join(f' {name}="{value}"' for name, value in attributes.items())
    text = (
        '<?xml version="1.0" ?>\n'
        f"<QBXML><QBXMLMsgsRs{ids}>{inside}</QBXMLMsgsRs></QBXML>"
    )
    assert errors(text.encode()) == ""
    return text
