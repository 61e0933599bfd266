# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Changes that webhooks are to tell of, noted together with the change itself."""

from __future__ import annotations

from .store import Store

# Intuit's list of entities with webhooks has no attachments and no rates.
_UNTOLD = ("Attachable", "ExchangeRate")


def note(store: Store, *, realm: str, entity: str, **columns) -> None:
    """Keep an event until it is told, if anybody wants to know of this company.

    :param operation: Create, Update, Delete, Merge, Void or Emailed
    :param number: the object; of a merge, the one that stays
    :param deleted: of a merge, the one that is gone
    :param happened: milliseconds since 1970
    """
    if entity in _UNTOLD:
        return
    if store.value("SELECT 1 FROM webhook WHERE realm = ?", realm):
        store.insert_row("event", realm=realm, entity=entity, **columns)
