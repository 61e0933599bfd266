# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Intuit's own schema of qbXML as a second opinion, where `QBXML_XSD` names it.

The schema is licensed by Intuit and no part of this project: the environment variable
holds the path of qbxmlops130.xsd.
"""

from __future__ import annotations

import os
from functools import cache

from lxml import etree

from .hresult import PARSE_ERROR, HResult

VARIABLE = "QBXML_XSD"
# A value that is too long, or written otherwise, is the fault of one request:
# QuickBooks answers it with a status, and does the others.
_OF_VALUES = {
    getattr(etree.ErrorTypes, name)
    for name in dir(etree.ErrorTypes)
    if "_VALID" in name
}


def check(root: etree._Element) -> None:
    """Check the structure of a message set against the schema, if there is one.

    :param root: the QBXML element
    :raises HResult: 0x80040400, its structure is not that of the schema
    :raises OSError: the variable names no schema
    """
    for error in errors(root):
        if error.type not in _OF_VALUES:
            raise HResult(PARSE_ERROR, f"{error.message} (line {error.line})")


def check_answer(answer: str) -> None:
    """Check what is answered against the schema, if there is one.

    :raises AssertionError: the simulator writes what QuickBooks never would
    """
    if not os.environ.get(VARIABLE):
        return
    found = errors(etree.fromstring(answer.encode()))
    if found:
        raise AssertionError(f"{found[0].message} in the answer {answer}")


def errors(root: etree._Element) -> list:
    """All that the schema finds, structure and values; nothing without a schema."""
    path = os.environ.get(VARIABLE)
    if not path:
        return []
    schema = _schema(path)
    return [] if schema.validate(root) else list(schema.error_log)


@cache
def _schema(path: str) -> etree.XMLSchema:
    try:
        return etree.XMLSchema(file=path)
    except etree.XMLSchemaParseError as error:
        raise OSError(f"{VARIABLE}: {error}") from None
