# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The memo of a transaction, which people find it by and we know it again by."""

from __future__ import annotations

from .. import documents, identity, names
from ..limits import DESKTOP
from .elements import escaped
from .text import written


def memo(
    document: documents.TradeDocument | documents.PaymentDocument,
    parts: list[str],
    shown_number: str,
) -> str:
    """The bookkeeper's note on one line, which is all there is, signed with the mark.

    It has the whole number where QuickBooks shows it shortened, or another one.

    :param shown_number: as QuickBooks gets it, escaped
    """
    note = names.fold(written(" ".join(part for part in parts if part)))
    whole = names.fold(written(document.number))
    if escaped(whole) != shown_number and whole not in note:
        note = f"{whole} {note}"
    return escaped(names.fold(identity.signed(note, document.mark, DESKTOP.memo)))
