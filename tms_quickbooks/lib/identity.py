# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a transaction in QuickBooks is the one that was sent from here.

A number does not tell: another Odoo, a copied database or a bookkeeper may have used
it. Therefore each transaction carries a mark of its record at the end of its private
note, as a line like "Odoo 7F3KQ2ZD4A": short enough not to bother a bookkeeper, and the
same whenever the record is sent again.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from . import names

_MARK_LENGTH = 10
_MARK = re.compile(rf"\bOdoo ([A-Z2-7]{{{_MARK_LENGTH}}})\b")
# What QuickBooks puts before the note of a transaction that is made void: Online, and
# Desktop.
_VOIDED = ("Voided", "VOID:")


def mark(database: str, model: str, record_id: int, namesakes: int = 0) -> str:
    """The mark of a record: ten characters, another one in every other database.

    ``database`` is Odoo's id of it, which stays when it is restored or moved, and which
    Odoo changes where a database is copied. ``namesakes`` counts the transactions of
    others that have a mark of this record: after a backup is restored, a new record may
    get the id of one that was lost.
    """
    text = f"{database}/{model}/{record_id}"
    if namesakes:
        text += f"/{namesakes}"
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return base64.b32encode(digest).decode("ascii")[:_MARK_LENGTH]


def signed(note: str, mark: str, limit: int) -> str:
    """``note``, cut so that the mark still fits, with the mark as its last line."""
    if not mark:
        return names.clip(note, limit)
    line = f"Odoo {mark}"
    note = names.clip(note, limit - len(line) - 1)
    return f"{note}\n{line}" if note else line


def marks(note: str) -> list[str]:
    """The marks in a note; a bookkeeper may have written around them."""
    return _MARK.findall(note)


def unsigned(note: str) -> str:
    """A note without our marks."""
    return _MARK.sub("", note).strip()


@dataclass(frozen=True, slots=True)
class Transaction:
    """What tells one transaction from another, as it was sent or as QuickBooks has it.

    ``number`` is "" where QuickBooks numbers by itself, ``currency`` where the company
    keeps only one. ``marks`` are those in its note.
    """

    type: str
    number: str
    party_id: str
    date: datetime.date | None
    currency: str
    total: Decimal | None
    marks: tuple[str, ...] = ()
    is_voided: bool = False


def is_voided(note: str, total: Decimal | None) -> bool:
    """Whether QuickBooks shows a transaction that was made void: zero, and said so."""
    return not total and note.startswith(_VOIDED)


class Likeness(StrEnum):
    """What a transaction in QuickBooks is to the one that was sent."""

    SAME = "same"  # our mark, and everything agrees
    CHANGED = "changed"  # our mark, but something else differs: a person compares
    ALIKE = "alike"  # everything agrees but the mark: a person decides
    VOIDED = "voided"  # ours, made void since: it only keeps the number
    OTHER = "other"


def likeness(sent: Transaction, found: Transaction) -> Likeness:
    """What ``found`` is to ``sent``."""
    if found.type != sent.type:
        return Likeness.OTHER
    is_marked = bool(set(sent.marks) & set(found.marks))
    if is_marked and found.is_voided:
        return Likeness.VOIDED
    agrees = not differences(sent, found)
    if is_marked:
        return Likeness.SAME if agrees else Likeness.CHANGED
    # Two loads of one day may well cost the same: without a number of ours, equal
    # amounts tell nothing where a mark would have to be.
    if agrees and (sent.number or not sent.marks):
        return Likeness.ALIKE
    return Likeness.OTHER


def differences(sent: Transaction, found: Transaction) -> list[str]:
    """Which of the fields differ: "party", "date", "total", "currency", "number"."""
    differing = {
        "party": sent.party_id != found.party_id,
        "date": sent.date != found.date,
        "total": sent.total != found.total,
        # A company with one currency does not name it.
        "currency": bool(sent.currency and found.currency)
        and sent.currency != found.currency,
        # What we did not number has a number of QuickBooks' own.
        "number": bool(sent.number) and sent.number != found.number,
    }
    return [name for name, differs in differing.items() if differs]
