# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A QuickBooks Web Connector with one application in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from . import hcp, qwc
from .mishaps import Mishap, Mishaps
from .service import Service
from .update import Outcome, Update

# Between two updates without a schedule.
_SECONDS = 60


class WebConnector:
    """Calls a web application and lets it work on a company file::

        connector = WebConnector(url, user, password, CompanyFile(path))
        outcome = connector.run()
        outcome.outcome, outcome.methods, outcome.requests

    :ivar company: the company file that is open in QuickBooks; None: it is closed
    :ivar mishaps: what is going to go wrong
    :ivar seconds: between two updates by the schedule

    :param owner_id: GUID of the application and
    :param file_id: GUID of the company file, out of the .qwc; without them the file
        gets no note of which one it is
    :param address: this machine's address, where it has several
    :param seconds: what the schedule in the .qwc says; 0 without one
    :param wait: sleeps the given seconds
    :param tell: gets a line for the log, what it comes from and its text
    """

    def __init__(
        self,
        url: str,
        user: str,
        password: str,
        company,
        *,
        owner_id: str = "",
        file_id: str = "",
        address: str = "",
        seconds: int = 0,
        wait: Callable[[float], object] = time.sleep,
        tell: Callable[[str, str], None] = lambda _source, _text: None,
    ):
        self.company = company
        self.mishaps = Mishaps()
        self.seconds = seconds
        self._url = url
        self._credentials = (user, password)
        self._owner_id = owner_id
        self._address = address
        self._wait = wait
        self._tell = tell
        if owner_id and file_id:
            hcp.register(company, owner_id, file_id)

    @classmethod
    def from_qwc(
        cls, path: str | Path, password: str, company, **options
    ) -> WebConnector:
        """Add the application of a .qwc file.

        :param options: the other parameters of a Web Connector
        :raises qwc.Refused: the file breaks a rule
        :raises HResult: QuickBooks does not take the note of which file it is
        """
        application = qwc.read(path)
        return cls(
            application.url,
            application.user,
            password,
            company,
            owner_id=application.owner_id,
            file_id=application.file_id,
            **{"seconds": application.seconds, **options},
        )

    def fail(self, kind: str, **details) -> Mishap:
        """Order a failure, see :class:`mishaps.Mishap`.

        :raises ValueError: there is no such kind
        """
        return self.mishaps.add(kind, **details)

    def run(self, *, automatic: bool = False) -> Outcome:
        """One update.

        :param automatic: started by the schedule and not by a user's click, so that the
            server may put it off
        """
        service = Service(self._url, self._address)
        try:
            outcome = Update(
                service,
                *self._credentials,
                self.company,
                owner_id=self._owner_id,
                mishaps=self.mishaps,
                automatic=automatic,
                wait=self._wait,
                tell=self._tell,
            ).run()
        finally:
            service.close()
        if automatic:
            self.seconds = max(self.seconds, outcome.minimum)
        return outcome

    def keep_running(self) -> None:
        """Update by the schedule until the process ends."""
        while True:
            outcome = self.run(automatic=True)
            self._wait(outcome.postponed or self.seconds or _SECONDS)
