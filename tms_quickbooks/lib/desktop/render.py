# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Documents as qbXML; what is in them is made by kind in `render_…`.

The bytes made here are stored before they are sent and sent again unchanged, so the
same document and profile always give the same bytes. They are pure ASCII: other
characters are decimal references, as Intuit's own programs write them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from .. import documents
from ..profile import Profile
from ..redact import redact
from . import (
    clear,
    custom,
    render_lists,
    render_parties,
    render_payments,
    render_purchases,
    render_sales,
    withdraw,
)
from .elements import element, elements, escaped
from .read import PART

MAX_ITEMS = 50
# Intuit: a request's id has at most 50 characters (status 1060), a message set's 23.
MAX_ITEM_ID = 40
MAX_SET_ID = 23

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def batch_item(
    document: documents.Document,
    item_id: str,
    profile: Profile,
    given: frozenset[str] = frozenset(),
) -> bytes:
    """One request of a message set: create the object, update the one it already is,
    or take it back. Behind it come the requests for the fields that the company has
    added to its forms.

    ``item_id``, at most forty characters, comes back with the answer; the others have
    it with a number behind a dot. An update leaves alone what we do not send, and
    replaces all lines; ``given`` are the elements that an earlier sending has filled:
    those that are empty by now are emptied there. Texts are cut to what QuickBooks
    takes; whatever else it would refuse is ``preflight``'s to tell.

    :raises ValueError: for what qbXML has no request for
    """
    if not 0 < len(item_id) <= MAX_ITEM_ID:
        raise ValueError(f"a request's id has 1 to {MAX_ITEM_ID} characters")
    if isinstance(document, documents.Withdrawal):
        name, content = withdraw.request(document)
        return _request(name, item_id, content)
    kind, pairs = _values(document, profile)
    added = render_sales.added_texts(document, profile)
    if document.id:
        is_list = isinstance(document, documents.Party | documents.Item)
        own = element("ListID" if is_list else "TxnID", escaped(document.id))
        own += element("EditSequence", escaped(document.version))
        said = clear.filled_or_emptied(pairs, given)
        content = "".join(
            element(name, value) for name, value in said if value is not None
        )
        made = _request(f"{kind}ModRq", item_id, element(f"{kind}Mod", own + content))
        more = _changed(added, kind, document.id, given)
    else:
        macro = f"TxnID:{escaped(item_id)}"
        define = f' defMacro="{macro}"' if any(added.values()) else ""
        content = f"<{kind}Add{define}>{elements(pairs)}</{kind}Add>"
        made = _request(f"{kind}AddRq", item_id, content)
        more = _added(added, kind, macro)
    return made + b"".join(
        _request(name, f"{item_id}{PART}{position}", content)
        for position, (name, content) in enumerate(more, start=1)
    )


def _values(
    document: documents.Document, profile: Profile
) -> tuple[str, list[tuple[str, str]]]:
    """What QuickBooks Desktop calls it, and what it says."""
    match document:
        case documents.Party():
            return document.object_type, render_parties.party(document, profile)
        case documents.Item():
            return "ItemService", render_lists.item(document)
        case documents.SalesDocument():
            return document.object_type, render_sales.sale(document, profile)
        case documents.PurchaseDocument():
            return document.object_type, render_purchases.purchase(document, profile)
        case documents.PaymentDocument():
            return (
                render_payments.request_type(document),
                render_payments.payment(document, profile),
            )
    raise ValueError(f"QuickBooks Desktop takes no {document.object_type}")


def _added(added: dict[str, str], kind: str, macro: str) -> Iterator[tuple[str, str]]:
    """What goes into the company's own fields of a form that is made just before."""
    target = f'<TxnID useMacro="{macro}"></TxnID>'
    for name, text in added.items():
        if text:
            yield _data_ext("Add", kind, target, name, text)


def _changed(
    added: dict[str, str], kind: str, target_id: str, given: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What goes into the company's own fields of a form, and out of them."""
    target = element("TxnID", escaped(target_id))
    for name, text in added.items():
        is_filled = any(escaped(custom.added_name(field)) == name for field in given)
        if text or is_filled:
            verb = "Mod" if text and is_filled else "Add" if text else "Del"
            yield _data_ext(verb, kind, target, name, text)


def _data_ext(
    verb: str, kind: str, target: str, name: str, text: str
) -> tuple[str, str]:
    content = (
        element("OwnerID", custom.OWNER)
        + element("DataExtName", name)
        + element("TxnDataExtType", kind)
        + target
        + elements([("DataExtValue", text)])
    )
    return f"DataExt{verb}Rq", element(f"DataExt{verb}", content)


def _request(name: str, item_id: str, content: str) -> bytes:
    text = f'<{name} requestID="{escaped(item_id)}">{content}</{name}>'
    return text.encode("ascii", "xmlcharrefreplace")


def readable(item: bytes | str) -> str:
    """What is asked for, laid out for people. A tax id is not shown."""
    text = item.decode("ascii") if isinstance(item, bytes) else item
    requests = etree.fromstring(f"<all>{text}</all>", _PARSER)
    for request in requests:
        etree.indent(request)
    shown = (etree.tostring(each, encoding="unicode") for each in requests)
    return redact("\n".join(shown))


def batch_body(
    items: Iterable[bytes], set_id: str, previous: str, version: str
) -> bytes:
    """A message set of at most ``MAX_ITEMS`` documents.

    QuickBooks keeps its answer under ``set_id``: the same bytes sent again are
    answered from there and not done again. ``previous``, the last set that was
    answered, is forgotten; "" for none. ``version`` is that of qbXML, "13.0".
    """
    items = list(items)
    if not 0 < len(items) <= MAX_ITEMS:
        raise ValueError(f"a message set has 1 to {MAX_ITEMS} documents")
    if not 0 < len(set_id) <= MAX_SET_ID:
        raise ValueError(f"a message set's id has 1 to {MAX_SET_ID} characters")
    ids = f' newMessageSetID="{escaped(set_id)}"'
    if previous:
        ids += f' oldMessageSetID="{escaped(previous)}"'
    return _body(items, ids, version)


def query_body(items: Iterable[bytes], version: str) -> bytes:
    """A message set of questions, which QuickBooks keeps no answers of."""
    return _body(items, "", version)


def _body(items: Iterable[bytes], ids: str, version: str) -> bytes:
    head = (
        f'<?xml version="1.0" encoding="utf-8"?><?qbxml version="{version}"?>'
        f'<QBXML><QBXMLMsgsRq onError="continueOnError"{ids}>'
    )
    return head.encode("ascii") + b"".join(items) + b"</QBXMLMsgsRq></QBXML>"
