# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Message sets: requests that come together, and what is known of earlier ones.

A set with a newMessageSetID is done once. Its answers are kept beside the work, in the
same transaction, until an oldMessageSetID names the set; asked for again, QuickBooks
tells what became of it and does nothing.
"""

from __future__ import annotations

import hashlib
import json

from lxml import etree

from . import requests, statuses
from .answers import document, element, tag
from .books import Books
from .queries import Iterators
from .requests import Answer
from .statuses import Refusal
from .trouble import Trouble

LONGEST_ID = 24
_ALL = "ClearAllMessageSets"
# Their answers have no room for ErrorRecovery.
_UNRECOVERED = ("QueryRs", "ListDelRs")


def process(
    books: Books, iterators: Iterators, envelope: etree._Element, trouble: Trouble
) -> str:
    """Do a message set, or tell what became of it.

    :raises HResult: QuickBooks breaks down in the middle of it
    """
    new = envelope.get("newMessageSetID") or ""
    old = envelope.get("oldMessageSetID") or ""
    if max(len(new), len(old)) > LONGEST_ID:
        return _document(new, statuses.BAD_SET_ID)
    checksum = _checksum(envelope)
    known = _known(books, new) if new else None
    if known is not None:
        if known != checksum and (old != new or len(envelope)):
            return _document(new, statuses.CHECKSUM)
        return _document(new, statuses.OK, _told_again(books, new))
    if new and old == new:
        return _document(new, statuses.NOT_STORED)
    if new and not trouble.can_store():
        return _document(new, statuses.CANNOT_STORE)
    cleared = not old or _clear(books, old)
    if new:
        _begin(books, new, checksum, envelope)
    answers = _perform_all(books, iterators, envelope, new, trouble)
    code = statuses.OK if new or cleared else statuses.CLEARED_NOTHING
    return _document(new, code if new or old else None, answers)


def _document(new, code, answers=()) -> str:
    attributes = [("newMessageSetID", new or None), ("messageSetStatusCode", code)]
    return document(attributes, answers)


def _checksum(envelope) -> str:
    requests_as_sent = b"".join(etree.tostring(request) for request in envelope)
    return hashlib.sha256(requests_as_sent).hexdigest()


# -- doing it --------------------------------------------------------------------------


def _perform_all(books, iterators, envelope, new, trouble) -> list[str]:
    stop = envelope.get("onError") == "stopOnError"
    bare = envelope.get("responseData") == "includeNone"
    answers, stopped = [], False
    for place, request in enumerate(envelope):
        answer = _attempt(books, iterators, request, new, place, stopped, trouble)
        if bare:
            answer.content = ""
        stopped = stopped or (stop and statuses.severity(answer.code) == "Error")
        answers.append(_written(request.tag, request.get("requestID"), answer))
    return answers


def _attempt(books, iterators, request, new, place, stopped, trouble) -> Answer:
    """Do one request, and note what became of it with the work itself."""
    try:
        with books.store.transaction():
            if stopped:
                raise statuses.not_processed()
            trouble.strike(request.tag.removesuffix("Rq"))
            answer = requests.perform(books, iterators, request)
            if new:
                _note(books, new, place, answer)
    except Refusal as refusal:
        books.forget()
        answer = Answer(refusal.code, refusal.message)
        if refusal.current:
            told = requests.current(books, refusal.current)
            name = request[0].tag.removesuffix("Mod")
            answer.content = element(f"{name}Ret", told)
        if new:
            _note(books, new, place, answer)
    answer.text = answer.text or statuses.message(answer.code)
    return answer


def _written(name, request_id, answer) -> str:
    attributes = [
        ("requestID", request_id),
        ("statusCode", answer.code),
        ("statusSeverity", statuses.severity(answer.code)),
        ("statusMessage", answer.text),
        *answer.attributes.items(),
    ]
    return tag(f"{name.removesuffix('Rq')}Rs", attributes, answer.content)


# -- remembering -----------------------------------------------------------------------


def _known(books, new) -> str | None:
    return books.store.value("SELECT checksum FROM message_set WHERE id = ?", new)


def _begin(books, new, checksum, envelope):
    with books.store.transaction():
        books.store.run("INSERT INTO message_set VALUES (?, ?)", new, checksum)
        for place, request in enumerate(envelope):
            books.store.run(
                "INSERT INTO message (message_set, place, name, request_id) "
                "VALUES (?, ?, ?, ?)",
                new,
                place,
                request.tag,
                request.get("requestID"),
            )


def _note(books, new, place, answer):
    books.store.run(
        "UPDATE message SET code = ?, text = ?, recovery = ? "
        "WHERE message_set = ? AND place = ?",
        answer.code,
        answer.text or statuses.message(answer.code),
        json.dumps(answer.recovery),
        new,
        place,
    )


def _told_again(books, new) -> list[str]:
    """The status of each request, and which object it was about.

    What QuickBooks had not come to when it broke down is not done either.
    """
    answers = []
    for row in books.store.rows(
        "SELECT * FROM message WHERE message_set = ? ORDER BY place", new
    ):
        if row["code"] is None:
            refusal = statuses.not_processed()
            answer = Answer(refusal.code, refusal.message)
        else:
            answer = Answer(row["code"], row["text"])
            recovery = json.loads(row["recovery"])
            if recovery and not _answers_nothing(row["name"]):
                answer.content = element("ErrorRecovery", recovery)
        answers.append(_written(row["name"], row["request_id"], answer))
    return answers


def _answers_nothing(name) -> bool:
    return f"{name.removesuffix('Rq')}Rs".endswith(_UNRECOVERED)


def _clear(books, old) -> bool:
    """Forget a set, or all; whether there was one."""
    if old == _ALL:
        return forget(books)
    with books.store.transaction():
        books.store.run("DELETE FROM message WHERE message_set = ?", old)
        return bool(books.store.run("DELETE FROM message_set WHERE id = ?", old))


def forget(books: Books) -> bool:
    """Forget all sets; whether there was one."""
    with books.store.transaction():
        books.store.run("DELETE FROM message")
        return bool(books.store.run("DELETE FROM message_set"))


def spoil(books: Books) -> None:
    """Let what is known of the sets be that of other requests."""
    books.store.run("UPDATE message_set SET checksum = 'another'")
