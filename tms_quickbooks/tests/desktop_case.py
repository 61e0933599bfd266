# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Books in a simulated company file; a simulated Web Connector calls over real HTTP."""

import os
from functools import partial
from pathlib import Path
from unittest import SkipTest
from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.tests import HttpCase

from ..lib.desktop.qwc import OWNER_ID
from .common import BooksCase

try:
    from quickbooks_simulator.desktop import connector, hcp
    from quickbooks_simulator.desktop.company_file import CompanyFile
    from quickbooks_simulator.desktop.connector import WebConnector
    from quickbooks_simulator.desktop.hresult import HResult
    from quickbooks_simulator.desktop.seed import LONE_STAR, MAPLE, PRAIRIE
except ImportError:  # an addon installed without the project's simulator
    CompanyFile = HResult = hcp = LONE_STAR = MAPLE = PRAIRIE = None


# Intuit's schema of qbXML; where it is at hand, the company file goes by it.
SCHEMA = (
    Path(__file__).resolve().parents[3] / "shared/schemas/qbxml-13.0/qbxmlops130.xsd"
)


class Served:
    """Answers the Web Connector where it is called, in the transaction of the test."""

    def __init__(self, env, _url, address):
        self._sessions = env(user=SUPERUSER_ID, context={})["quickbooks.session"]
        self._address = address

    def call(self, method, *values):
        if method == "GET":
            return ""
        return self._sessions._serve(method, dict(enumerate(values)), self._address)

    def close(self):
        pass


class DesktopCase(BooksCase, HttpCase):
    """`self.books` is the company file that is open in QuickBooks, and `_session()`
    one run of the Web Connector.

    The connection is made by the first session of the class, which brings the lists.
    """

    file = None  # the company file of a United States carrier, unless told

    @classmethod
    def setUpClass(cls):
        if CompanyFile is None:
            raise SkipTest("quickbooks_simulator is not on the Python path")
        if SCHEMA.is_file():
            cls.enterClassContext(patch.dict(os.environ, QBXML_XSD=str(SCHEMA)))
        super().setUpClass()
        cls.books = cls._company_file(cls.file or LONE_STAR)
        connection, cls.connector = cls._prepare_desktop(cls.company, cls.books)
        cls._session_without_http()
        cls._set_up_books(connection)
        cls._set_up_sent()
        cls._books_before = cls.books.snapshot()
        cls.addClassCleanup(cls._books_before.close)

    @classmethod
    def _set_up_sent(cls):
        """What every test of the class finds sent."""

    def setUp(self):
        """Every test finds the company file as the class has prepared it."""
        super().setUp()
        self.addCleanup(self.books.restore, self._books_before)
        self.addCleanup(self.connector.mishaps.clear)

    @classmethod
    def _session_without_http(cls):
        """A run of the Web Connector while the class sets up, when Odoo answers no
        requests yet."""
        with patch.object(connector, "Service", partial(Served, cls.env)):
            outcome = cls.connector.run()
        cls.env.invalidate_all()
        if outcome.outcome != "done":
            raise AssertionError(f"{outcome.outcome}: {outcome.error}")

    def _session(self, connector=None, **options):
        """One run of the Web Connector, over HTTP.

        :param connector: another one than that of the class
        :return: its ``Outcome``
        """
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            outcome = (connector or self.connector).run(**options)
        self.env.invalidate_all()
        return outcome

    @classmethod
    def _company_file(cls, company):
        return cls.enterClassContext(CompanyFile(company=company))

    @classmethod
    def _prepare_desktop(cls, company, books):
        """A connection that waits for its first session, and its Web Connector."""
        connection = cls.env["quickbooks.connection"].create(
            {
                "name": f"Books of {company.name}",
                "company_id": company.id,
                "provider": "desktop",
            }
        )
        connector = WebConnector(
            f"{cls.base_url()}/quickbooks/webconnector",
            connection.qb_user,
            connection._renew_qb_password(),
            books,
            owner_id=OWNER_ID,
            file_id=connection.file_id,
            wait=lambda _seconds: None,
        )
        return connection, connector

    def _arrived(self, qb_id):
        """The record of an object that has arrived; fails where it has not."""
        change = self.env["quickbooks.change"].search([("qb_id", "=", qb_id)], limit=1)
        self.assertEqual(
            change.state, "done", change.problem_text or change.outcome_text
        )
        found = self.env["quickbooks.object"]._find(
            self.connection, change.type, change.qb_id
        )
        return found._record()
