# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A QuickBooks company file, as applications see it through qbXML."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path

from ..clock import Clock
from ..store import Store
from . import ledger, message_sets, profile, schema, seed, xsd
from .bookkeeping import Bookkeeper
from .books import Books
from .hresult import PARSE_ERROR, HResult
from .ledger import Party, Transaction
from .profile import Profile
from .queries import Iterators
from .seed import LONE_STAR
from .trouble import Trouble

_IN_MEMORY = ":memory:"
_making = threading.Lock()


@cache
def _tables() -> str:
    return resources.files(__package__).joinpath("schema.sql").read_text("utf-8")


@cache
def _made(company: str) -> sqlite3.Connection:
    """A new file of a company, in memory."""
    settings = seed.profile(company)
    store = Store(_IN_MEMORY, _tables())
    clock = Clock(store, settings.tz)
    # QuickBooks is of last year.
    settings = replace(settings, year=clock.now().year - 1)
    with store.transaction():
        profile.save(store, settings)
        seed.fill(Books(store, seed.FirstDay(store, company), settings))
    return store.copy()


class CompanyFile:
    """Opens a company file, or makes one::

        company = CompanyFile("books.sqlite", company=PRAIRIE)
        answer = company.process('<?xml …?><?qbxml version="13.0"?><QBXML>…')
        company.invoices()[0].total

    :ivar clock: the file's time, which tests can move forward

    :param state: the SQLite file; in memory when left out
    :param company: which of the seeded companies a new file holds
    :raises StateError: the file is no state, or one of another version
    """

    def __init__(self, state: str | Path | None = None, company: str = LONE_STAR):
        self._store = Store(state or _IN_MEMORY, _tables())
        self._turn = threading.RLock()
        self._iterators = Iterators()
        self._trouble = Trouble()
        if profile.load(self._store) is None:
            # Tests make files all the time; a copy is quicker than the books' rules.
            with _making:
                self._store.restore(_made(company))
        # The zone of a file does not change.
        self.clock = Clock(self._store, self.profile.tz)

    def close(self) -> None:
        self._store.close()

    def __enter__(self) -> CompanyFile:
        return self

    def __exit__(self, *_exception) -> None:
        self.close()

    # -- as the Web Connector uses it --------------------------------------------------

    @property
    def profile(self) -> Profile:
        """QuickBooks, and the preferences of this file."""
        return profile.load(self._store)

    @property
    def path(self) -> str:
        """Where it lies on the computer that QuickBooks runs on."""
        return self.profile.path

    def begin_session(self) -> None:
        """An application opens the file; iterators of before are forgotten."""
        self._iterators = Iterators()

    def end_session(self) -> None:
        """The application closes the file."""
        self.begin_session()

    def process(self, request: str | bytes) -> str:
        """What QuickBooks answers to a message set.

        :raises HResult: it gives no answer, because the structure is wrong or because
            it has broken down
        """
        envelope = schema.check_request(request)
        with self._turn:
            books = self._books()
            if schema.version(envelope) > books.profile.newest_version:
                raise HResult(PARSE_ERROR, "This version of qbXML is not supported.")
            try:
                answer = message_sets.process(
                    books, self._iterators, envelope, self._trouble
                )
            except HResult:
                self.end_session()
                raise
        xsd.check_answer(answer)
        return answer

    # -- what tests do with it ---------------------------------------------------------

    def change(self, **settings) -> None:
        """Change preferences, as a user does; the names are those of a Profile.

        :raises TypeError: there is no such preference
        """
        with self._at_work():
            profile.change(self._store, self.profile, **settings)
            seed.switch_on(self._books())

    def crash_after(self, requests: int | None) -> None:
        """See :meth:`Trouble.crash_after`."""
        self._trouble.crash_after(requests)

    def refuse(self, name: str, code: int, message: str, times: int = 1) -> None:
        """See :meth:`Trouble.refuse`."""
        self._trouble.refuse(name, code, message, times)

    def fill_up(self, times: int = 1) -> None:
        """See :meth:`Trouble.fill_up`."""
        self._trouble.fill_up(times)

    def forget_message_sets(self) -> None:
        """Nothing is known of message sets any more, as in a file from a backup."""
        with self._at_work() as books:
            message_sets.forget(books)

    def spoil_message_sets(self) -> None:
        """The message sets that are known are asked for with other requests (9001)."""
        with self._at_work() as books:
            message_sets.spoil(books)

    def snapshot(self) -> sqlite3.Connection:
        """A copy of the whole file, for :meth:`restore`; to be closed."""
        return self._store.copy()

    def restore(self, snapshot: sqlite3.Connection) -> None:
        """Put a copy in the place of the file."""
        with self._turn:
            self._store.restore(snapshot)

    def add_customers(self, count: int) -> None:
        """So many made-up customers more."""
        with self._at_work() as books:
            seed.add_customers(books, count)

    @property
    def bookkeeper(self) -> Bookkeeper:
        """Somebody who works on the file by hand."""
        return Bookkeeper(self._at_work)

    @contextmanager
    def _at_work(self) -> Iterator[Books]:
        with self._turn, self._store.transaction():
            yield self._books()

    def _books(self) -> Books:
        return Books(self._store, self.clock, self.profile)

    # -- what is in it -----------------------------------------------------------------

    def transactions(self, *kinds: str) -> list[Transaction]:
        """All transactions, or those of some kinds, in the order they were made."""
        with self._turn:
            return ledger.transactions(self._books(), kinds)

    def invoices(self) -> list[Transaction]:
        return self.transactions("Invoice")

    def bills(self) -> list[Transaction]:
        return self.transactions("Bill")

    def payments(self) -> list[Transaction]:
        """Payments of customers."""
        return self.transactions("ReceivePayment")

    def bill_payments(self) -> list[Transaction]:
        return self.transactions("BillPaymentCheck", "BillPaymentCreditCard")

    def customers(self) -> list[Party]:
        return self.parties("Customer")

    def vendors(self) -> list[Party]:
        return self.parties("Vendor")

    def parties(self, *kinds: str) -> list[Party]:
        """Everything in the lists, or in some of them: customers, items, accounts."""
        with self._turn:
            return ledger.parties(self._books(), kinds)
