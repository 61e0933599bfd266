# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One request of a message set: what it asks for is done, and told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from . import extensions, kinds, lists, profile, queries, statuses, transactions
from .answers import element
from .books import Books
from .queries import Iterators
from .values import Body, read

_LONGEST_REQUEST_ID = 50


@dataclass
class Answer:
    """What is told of a request.

    :ivar content: the elements in its answer
    :ivar attributes: those of queries
    :ivar recovery: ErrorRecovery, what is told when it is asked for again
    """

    code: int = statuses.OK
    text: str = ""
    content: str = ""
    attributes: dict[str, object] = field(default_factory=dict)
    recovery: Body = field(default_factory=dict)


def perform(books: Books, iterators: Iterators, request: etree._Element) -> Answer:
    """Do it.

    :raises Refusal: it was not done
    """
    if len(request.get("requestID") or "") > _LONGEST_REQUEST_ID:
        raise statuses.bad_request_id()
    name = request.tag.removesuffix("Rq")
    _replace_macros(books, request)
    body = read(request, request.tag)
    for suffix, work in _WORK.items():
        if name.endswith(suffix):
            answer = work(books, name.removesuffix(suffix), body)
            _define_macro(books, request, answer)
            return answer
    return _query(books, iterators, name.removesuffix("Query"), body, request)


def _replace_macros(books, request):
    for reference in request.iterfind(".//*[@useMacro]"):
        macro = reference.get("useMacro")
        if macro not in books.macros:
            raise statuses.bad_macro(macro)
        reference.text = books.macros[macro]


def _define_macro(books, request, answer):
    macro = request[0].get("defMacro") if len(request) else None
    if macro and answer.recovery:
        books.macros[macro] = next(iter(answer.recovery.values()))


# -- adding and changing ---------------------------------------------------------------


def _add(books, kind, body) -> Answer:
    if kind == "DataExt":
        return _extended(extensions.add(books, body["DataExtAdd"]))
    if kind == "DataExtDef":
        told = extensions.define(books, body["DataExtDefAdd"])
        content = element("DataExtDefRet", told)
        return Answer(content=content, recovery={"OwnerID": told["OwnerID"]})
    return _save(books, kind, body, "Add")


def _modify(books, kind, body) -> Answer:
    if kind == "DataExt":
        return _extended(extensions.modify(books, body["DataExtMod"]))
    return _save(books, kind, body, "Mod")


def _save(books, kind, body, operation) -> Answer:
    its_body = body[f"{kind}{operation}"]
    only = frozenset(body.get("IncludeRetElement", ()))
    if kind in kinds.LISTS:
        work = lists.add if operation == "Add" else lists.modify
        object_id = work(books, kinds.LISTS[kind], its_body)
    else:
        work = transactions.add if operation == "Add" else transactions.modify
        object_id = work(books, kind, its_body)
    shown = current(books, object_id)
    recovery = {
        key: shown[key]
        for key in ("ListID", "TxnID", "TxnNumber", "EditSequence", "ExternalGUID")
        if key in shown
    }
    return Answer(content=element(f"{kind}Ret", shown, only), recovery=recovery)


def current(books: Books, object_id: str) -> Body:
    """A list object or transaction as it is now."""
    row = books.row(object_id)
    if row is not None:
        return lists.shown(books, row)
    return transactions.shown(books, books.txn(object_id))


def _extended(told) -> Answer:
    recovery = {"OwnerID": told["OwnerID"]}
    return Answer(content=element("DataExtRet", told), recovery=recovery)


# -- taking back -----------------------------------------------------------------------


def _delete(books, prefix, body) -> Answer:
    if prefix == "DataExt":
        told = extensions.delete(books, body["DataExtDel"])
        return Answer(content=element("DataExtDelRet", told))
    kind = body[f"{prefix}DelType"]
    if prefix == "List":
        if kind not in kinds.LISTS:
            raise statuses.not_found(body["ListID"])
        return _told(lists.delete(books, kinds.LISTS[kind], body["ListID"]))
    if kind not in kinds.TXNS:
        raise statuses.not_found(body["TxnID"])
    return _told(transactions.delete(books, kind, body["TxnID"]))


def _void(books, _prefix, body) -> Answer:
    kind = body["TxnVoidType"]
    if kind not in kinds.TXNS:
        raise statuses.not_found(body["TxnID"])
    return _told(transactions.void(books, kind, body["TxnID"]))


def _told(body) -> Answer:
    content = "".join(element(name, value) for name, value in body.items())
    recovery = {key: body[key] for key in ("TxnID", "ListID") if key in body}
    return Answer(content=content, recovery=recovery)


_WORK: dict[str, Callable[[Books, str, Body], Answer]] = {
    "Add": _add,
    "Mod": _modify,
    "Del": _delete,
    "Void": _void,
}


# -- queries ---------------------------------------------------------------------------


def _query(books, iterators, name, body, request) -> Answer:
    if name == "Host":
        return _single("HostRet", profile.host(books.profile), body)
    if name == "Company":
        owners = body.get("OwnerID", ())
        fields = extensions.of(books, extensions.COMPANY, owners).get("", [])
        return _single("CompanyRet", profile.company(books.profile, fields), body)
    if name == "Preferences":
        told = profile.preferences(books.profile, books.named)
        return _single("PreferencesRet", told, body)
    if name in ("ListDeleted", "TxnDeleted"):
        rows = queries.deleted(books, name.removesuffix("Deleted"), body)
        return _several(f"{name}Ret", rows, body, request)
    if name == "DataExtDef":
        asked = body.get("OwnerID", ()), body.get("AssignToObject", ())
        rows = extensions.definitions(books, *asked)
        return _several("DataExtDefRet", rows, body, request)
    return _objects(books, iterators, name, body, request)


def _single(name, told, body) -> Answer:
    only = frozenset(body.get("IncludeRetElement", ()))
    return Answer(content=element(name, told, only))


def _several(name, rows, body, request) -> Answer:
    only = frozenset(body.get("IncludeRetElement", ()))
    told = (element(name, row, only) for row in rows)
    return _counted(Answer(), request, len(rows), told)


def _counted(answer, request, count, told) -> Answer:
    """What was found, how many that are, or both, as the request wants it."""
    if not count and answer.code == statuses.OK:
        answer.code = statuses.NO_MATCH
    meta = request.get("metaData", "NoMetaData")
    if meta != "NoMetaData":
        answer.attributes["retCount"] = count
    if meta != "MetaDataOnly":
        answer.content = "\n".join(told)
    return answer


def _objects(books, iterators, name, body, request) -> Answer:
    among = kinds.queried(name)

    def search():
        if among:
            return queries.search_lists(books, among, body)
        return queries.search_txns(books, name, body)

    limit = int(body["MaxReturned"]) if body.get("MaxReturned") else None
    asked = dict(request.attrib)
    found = iterators.page(asked, queries.signature(body), limit, search)
    answer = Answer()
    if found.iterator:
        answer.attributes["iteratorRemainingCount"] = found.remaining
        answer.attributes["iteratorID"] = found.iterator
    if found.missing:
        answer.code = statuses.INCOMPLETE
        answer.text = statuses.not_all_found(found.missing)
    tell = queries.tell_lists if among else queries.tell_txns
    told = tell(books, found.numbers, body)
    return _counted(answer, request, len(found.numbers), told)
