# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A connection to QuickBooks Desktop, and any SOAP client at its door."""

import requests
from zeep import Client, Transport

from odoo.tests import HttpCase

PORTS = ("WebConnectorSoap", "WebConnectorSoap12")


class Web(requests.Session):
    """A client that is no browser, and brings no cookies.

    Odoo's tests let requests in only while they wait for them.
    """

    def __init__(self, case):
        super().__init__()
        self._case = case

    def request(self, *arguments, **options):
        with self._case.allow_requests(all_requests=True):
            return super().request(*arguments, **options)


class WithDesktop:
    """To be mixed into a test class: `self.connection` waits for its first session,
    and `self.password` is the Web Connector's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Lone Star Freight"})
        cls.connection = cls.env["quickbooks.connection"].create(
            {
                "name": "Books of Lone Star",
                "company_id": cls.company.id,
                "provider": "desktop",
            }
        )
        cls.password = cls.connection._renew_qb_password()
        cls.env["quickbooks.login.attempt"].search([]).unlink()

    def _sessions(self):
        return self.env["quickbooks.session"].search(
            [("connection_id", "=", self.connection.id)]
        )

    def _states(self):
        return self._sessions().mapped("state")


class WebConnectorCase(WithDesktop, HttpCase):
    """Over the wire; `self.web` is a client without cookies."""

    _soap = None  # the service as it was described when it was asked first

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = f"{cls.base_url()}/quickbooks/webconnector"

    def setUp(self):
        super().setUp()
        self.web = self.enterContext(Web(self))

    def _client(self, port=PORTS[0]):
        """The service as a SOAP client has it after it has read the description."""
        transport, kind = Transport(session=self.web), type(self)
        if not kind._soap:
            kind._soap = Client(f"{self.url}?wsdl", transport=transport)
        kind._soap.transport = transport
        return kind._soap.bind("QuickBooksWebConnector", port)

    def _log_in(self, port=PORTS[0]):
        """What `authenticate` says: a ticket, and the company file."""
        self.env.flush_all()
        user = self.connection.qb_user
        said = self._client(port).authenticate(user, self.password)
        self.env.invalidate_all()
        return [text or "" for text in said]

    def _post(self, body, content_type="text/xml; charset=utf-8"):
        self.env.flush_all()
        headers = {"Content-Type": content_type} if content_type else {}
        answer = self.web.post(
            self.url, body, headers=headers, allow_redirects=False, timeout=60
        )
        self.env.invalidate_all()
        return answer
