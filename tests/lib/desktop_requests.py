# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What goes to QuickBooks Desktop, as the tests read it. All of it is judged."""

from tms_quickbooks.lib.desktop import render

from .builders import desktop_company
from .qbxml_schema import judge

VERSION = "13.0"


def requests(document, profile=None, given=()):
    """The requests that a document becomes; the first is for the document itself."""
    item = render.batch_item(
        document, "17", profile or desktop_company(), frozenset(given)
    )
    return list(judge(render.batch_body([item], "set-1", "", VERSION)))


def sent(document, profile=None, given=()):
    """What is in the request for the document itself: "InvoiceAdd"."""
    request = requests(document, profile, given)[0]
    [content] = request
    return content


def texts(element):
    """The elements of an element as a dictionary of texts, dictionaries and lists."""
    found = {}
    for child in element:
        value = texts(child) if len(child) else child.text or ""
        if child.tag in found:
            several = found[child.tag]
            found[child.tag] = several if isinstance(several, list) else [several]
            found[child.tag].append(value)
        else:
            found[child.tag] = value
    return found


def said(document, profile=None, given=()):
    """What a document says, as a dictionary."""
    return texts(sent(document, profile, given))
