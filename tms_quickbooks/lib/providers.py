# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The two kinds of QuickBooks, and what the outbox asks of each in the same words.

``online`` and ``desktop`` have the same rooms for it, and know nothing of each other:

- ``render``: ``MAX_ITEMS``, how many documents travel together; ``batch_item``, the
  bytes of one; ``readable``, the same for people;
- ``sent``: what such bytes have asked for: ``operation``, ``content``, ``object_id``,
  ``object_name``, ``applied``, ``transaction``;
- ``read``: ``web_url``, the page of an object;
- ``documents``: an object as QuickBooks shows it: ``document``, the document it makes;
  ``state``, what the mirror keeps of it; ``content``, the fingerprint of a document;
  ``applied``, what can be read back of what a payment settles;
- ``clear``: ``remaining``, what an update has not taken away;
- ``withdraw``: ``WAYS`` and ``way`` of taking a transaction back;
- ``calls``: ``purpose`` and ``ending`` of a call, for the log.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from . import limits, names
from .desktop import calls as desktop_calls
from .desktop import clear as desktop_clear
from .desktop import read as desktop_read
from .desktop import read_documents as desktop_documents
from .desktop import render as desktop_render
from .desktop import sent as desktop_sent
from .desktop import text as desktop_text
from .desktop import withdraw as desktop_withdraw
from .online import calls, clear, read, read_documents, render, sent, withdraw


@dataclass(frozen=True, slots=True)
class Provider:
    """One kind of QuickBooks.

    ``limits`` are the lengths of its texts; ``written`` gives a text in the letters it
    has.
    """

    limits: limits.Limits
    render: ModuleType
    sent: ModuleType
    read: ModuleType
    clear: ModuleType
    withdraw: ModuleType
    calls: ModuleType
    documents: ModuleType
    written: Callable[[str], str] = str

    def list_name(self, text: str) -> str:
        """The name under which it lists a customer or vendor; "" for none."""
        return names.display_name(self.written(text), self.limits.name)

    def item_name(self, text: str) -> str:
        """The name under which it lists a product or service; "" for none."""
        return names.display_name(self.written(text), self.limits.item_name)

    def suffixed(self, name: str, suffix: str) -> str:
        """A name with what tells it from the same name in another list."""
        return names.with_suffix(self.written(name), suffix, self.limits.name)

    def number(self, object_type: str, text: str) -> str:
        """The number under which it keeps a transaction of this type."""
        limit = self.limits.number_of(object_type)
        return names.document_number(self.written(text), limit)


PROVIDERS = {
    "online": Provider(
        limits.ONLINE, render, sent, read, clear, withdraw, calls, read_documents
    ),
    "desktop": Provider(
        limits.DESKTOP,
        desktop_render,
        desktop_sent,
        desktop_read,
        desktop_clear,
        desktop_withdraw,
        desktop_calls,
        desktop_documents,
        desktop_text.written,
    ),
}


def of(kind: str) -> Provider:
    """The provider of this key, which connections have as well."""
    return PROVIDERS[kind]
