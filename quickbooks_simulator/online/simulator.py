# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A running simulator: its state, its controls and its web server."""

from __future__ import annotations

import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from waitress.server import create_server
from waitress.wasyncore import close_all

from ..clock import Clock
from . import company, merging, past, seed
from .answers import SERVER_ZONE
from .app import create_app
from .bookkeeping import Bookkeeper
from .books import Books
from .mishaps import MishapMiddleware, Mishaps
from .oauth import Application
from .stats import Stats
from .store import Store
from .throttle import Throttle
from .tokens import Tokens
from .webhooks import Webhooks

_THREADS = 8
_STOP_SECONDS = 5
SCOPE = "com.intuit.quickbooks.accounting openid profile email"


class Simulator:
    """QuickBooks Online on this machine.

    Use it as a context manager to run it in a thread of the present process::

        with Simulator() as simulator:
            simulator.clock.advance(hours=1)
            requests.get(simulator.url + "/.well-known/openid_configuration")

    :param state: the SQLite file; a temporary one when left out
    :param limits: whether calls are throttled as Intuit does
    :param redirect_uris: further addresses registered for the OAuth callback
    """

    def __init__(
        self,
        state: str | Path | None = None,
        *,
        limits: bool = True,
        redirect_uris: tuple[str, ...] = (),
    ):
        self._temporary = None
        if state is None:
            self._temporary = tempfile.TemporaryDirectory()
            state = Path(self._temporary.name) / "state.sqlite"
        self.store = Store(state)
        self.clock = Clock(self.store, SERVER_ZONE)
        seed.fill(self.store, self.clock)
        self.application = Application(self.store, redirect_uris)
        self.tokens = Tokens(self.store, self.clock)
        self.throttle = Throttle(self.clock, enabled=limits)
        self.mishaps = Mishaps()
        self.stats = Stats()
        self.webhooks = Webhooks(self.store, self.clock, self.mishaps)
        # Whether every refresh gives a new refresh token, not only one a day.
        self.always_rotate = False
        self.url = ""
        self._beginning = None
        self._stopping = threading.Event()
        self._server = None
        self._thread = None

    def listen(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Bind the server and note its address in the state file; returns it."""
        application = MishapMiddleware(
            create_app(self).wsgi_app,
            self.mishaps,
            self._stopping.wait,
            self._count_dropped,
        )
        self._server = create_server(
            application,
            host=host,
            port=port,
            threads=_THREADS,
            ident="quickbooks-simulator",
            max_request_body_size=2 * 1024**3,
        )
        self.url = f"http://{host}:{self._server.effective_port}"
        self.store.set_setting("base_url", self.url)
        return self.url

    def serve(self) -> None:
        """Answer requests until :meth:`stop` is called or the process ends."""
        self._server.run()

    def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve in a thread; returns the address."""
        url = self.listen(host, port)
        self._thread = threading.Thread(target=self.serve, daemon=True)
        self._thread.start()
        return url

    def stop(self) -> None:
        """End the server's thread and close the state file."""
        self._stopping.set()
        self.webhooks.stop()
        if self._server is not None:
            server = self._server
            # A server that is awake may close its trigger before this has pulled it.
            with suppress(OSError):
                server.trigger.pull_trigger(lambda: close_all(server._map))
            if self._thread is not None:
                self._thread.join(_STOP_SECONDS)
            server.task_dispatcher.shutdown()
        self.store.close()
        if self._temporary is not None:
            self._temporary.cleanup()

    def reset(self) -> None:
        """Begin anew: the three companies as they were, real time, nothing ordered.

        The address and the application's credentials stay.
        """
        self.clock.reset()
        if self._beginning is None:
            with self.store.transaction():
                self.store.clear()
                seed.fill(self.store, self.clock)
            self._beginning = self.store.copy()
        else:
            # Tests begin anew all the time; a copy is quicker than the books' rules.
            self.store.restore(self._beginning)
        self.mishaps.clear()
        self.throttle.reset()
        self.stats.reset()
        self.webhooks.reset()
        self.always_rotate = False

    def __enter__(self) -> Simulator:
        self.start()
        return self

    def __exit__(self, *_exception) -> None:
        self.stop()

    def _count_dropped(self, path: str) -> None:
        parts = path.split("/")
        realm = parts[3] if path.startswith("/v3/company/") else ""
        self.stats.count(realm, "lost")

    def company(self, realm: str = seed.LONE_STAR) -> company.Company:
        """:raises KeyError: no such company"""
        found = company.load(self.store, realm)
        if found is None:
            raise KeyError(realm)
        return found

    def change_company(self, realm: str = seed.LONE_STAR, **changes) -> None:
        """Change settings of a company, see :func:`company.change`."""
        company.change(self.store, realm, **changes)

    def books(self, realm: str = seed.LONE_STAR, user: str = "") -> Books:
        """The books of a company, to be worked on within one transaction.

        :raises KeyError: no such company
        """
        return Books(self.store, self.clock, self.company(realm), user or seed.OWNER)

    def bookkeeper(self, realm: str = seed.LONE_STAR) -> Bookkeeper:
        """Somebody who works on a company's books by hand.

        :raises KeyError: no such company
        """
        return Bookkeeper(self.store, self.clock, realm)

    def add_customers(self, count: int, realm: str = seed.LONE_STAR) -> list[str]:
        """So many made-up customers more, at once; returns their Ids.

        :raises KeyError: no such company
        """
        return seed.add_customers(self.books(realm), count)

    def add_paid_invoices(self, count: int, realm: str = seed.LONE_STAR) -> None:
        """So many made-up invoices more, each with its payment, at once.

        :raises KeyError: no such company
        """
        past.add_paid_invoices(self.books(realm), self.bookkeeper(realm), count)

    def merge(
        self, entity: str, loser: str, survivor: str, realm: str = seed.LONE_STAR
    ) -> None:
        """Merge two customers or two vendors, see :func:`merging.merge`.

        :raises KeyError: no such company
        :raises Fault: when they cannot be merged
        """
        with self.store.transaction():
            merging.merge(self.books(realm), entity, loser, survivor)

    def forget_requests(self) -> None:
        """Remember no request id any more: Intuit does not say how long it does."""
        self.store.run("DELETE FROM replay")

    def credentials(self, realm: str = seed.LONE_STAR, user: str = "") -> dict:
        """All an API client needs to work on a company, with fresh tokens.

        :param user: who connects; by default someone who may see the company
        :raises KeyError: no such company
        """
        self.company(realm)
        user = user or self.store.value(
            "SELECT user FROM member WHERE realm = ? ORDER BY user DESC LIMIT 1", realm
        )
        pair = self.tokens.connect(user, realm, SCOPE)
        base = self.store.setting("base_url")
        return {
            "base_url": base,
            "realm": realm,
            "access_token": pair.access_token,
            "refresh_token": pair.refresh_token,
            "client_id": self.application.client_id,
            "client_secret": self.application.client_secret,
            "token_endpoint": f"{base}/oauth2/v1/tokens/bearer",
        }
