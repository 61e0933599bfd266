# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Clients of others complete sessions: a SOAP library, and another stand-in for the Web
Connector. Neither knows anything of this addon."""

from unittest import SkipTest

from zeep import Client, Transport

from odoo.tests import tagged

from . import test_secrets
from .desktop_case import DesktopCase
from .webconnector_case import PORTS, Web

try:
    from qbwc_kit.testing import FakeWebConnector
except ImportError:
    FakeWebConnector = None

MOST_ROUNDS = 50


@tagged("post_install", "-at_install")
class TestOtherClients(DesktopCase):
    def setUp(self):
        super().setUp()
        self.web = self.enterContext(Web(self))
        self.url = f"{self.base_url()}/quickbooks/webconnector"
        self.user = self.connection.qb_user
        self.password = self.connection._renew_qb_password()

    def _invoices(self):
        """Three that are waiting."""
        invoices = self.env["account.move"]
        for amount in (1500.0, 250.25, 99.99):
            invoices += self._invoice({"price_unit": amount})
        self.env.flush_all()
        return invoices

    def _check_arrived(self, invoices):
        self.env.invalidate_all()
        self.assertEqual(invoices.mapped("qb_status"), ["synced"] * len(invoices))
        there = {each.id: each.total for each in self.books.invoices()}
        for invoice in invoices:
            self.assertEqual(float(there[invoice.qb_id]), invoice.amount_total)
        self.assertEqual(len(there), len(invoices))
        [session, *_earlier] = self.connection.session_ids
        self.assertEqual(session.state, "closed")

    # -- a SOAP library --------------------------------------------------------------

    def _run_by_soap(self, port):
        """One session; return how far it was after each answer, and its last words."""
        client = Client(f"{self.url}?wsdl", transport=Transport(session=self.web))
        service = client.bind("QuickBooksWebConnector", port)
        self.assertTrue(service.serverVersion())
        self.assertFalse(service.clientVersion("2.3.0.215"))
        ticket, company_file = service.authenticate(self.user, self.password)
        self.assertFalse(company_file)
        percents = []
        for _round in range(MOST_ROUNDS):
            request = service.sendRequestXML(
                ticket, "", r"C:\Books\Lone Star.QBW", "US", 13, 0
            )
            if not request:
                self.assertFalse(service.getLastError(ticket))
                break
            response = self.books.process(request)
            percents.append(service.receiveResponseXML(ticket, response, "", ""))
            if percents[-1] == 100:
                break
        return percents, service.closeConnection(ticket)

    def test_a_soap_library_completes_sessions_in_both_versions(self):
        for port in PORTS:
            with self.subTest(port=port):
                invoices = self._invoices()
                before = self.books.invoices()
                percents, message = self._run_by_soap(port)
                self.assertEqual(percents, sorted(percents))
                self.assertIn("sent", message)
                self.env.invalidate_all()
                self.assertEqual(invoices.mapped("qb_status"), ["synced"] * 3)
                self.assertEqual(len(self.books.invoices()) - len(before), 3)

    # -- another Web Connector -------------------------------------------------------

    def _other_connector(self, **options):
        if FakeWebConnector is None:
            raise SkipTest("qbwc-kit is not installed")

        def transport(body):
            answer = self.web.post(
                self.url,
                body.encode(),
                headers={"Content-Type": "text/xml; charset=utf-8"},
                timeout=60,
            )
            self.assertEqual(answer.status_code, 200)
            return answer.text

        return FakeWebConnector(
            transport,
            username=self.user,
            password=options.pop("password", self.password),
            **options,
        )

    def test_another_web_connector_completes_a_session(self):
        invoices = self._invoices()
        connector = self._other_connector()
        self.assertIn("tms_quickbooks", connector.server_version())
        update = connector.run_update(self.books.process)
        self.assertEqual((update.failed, update.last_error), (False, ""))
        self.assertEqual(update.progress[-1], 100)
        self.assertEqual(update.progress, sorted(update.progress))
        self.assertIn("sent", update.close_message)
        self._check_arrived(invoices)
        again = self._other_connector().run_update(self.books.process)
        self.assertEqual((again.authenticated, again.last_error), (False, "none"))

    def test_neither_password_nor_ticket_is_found_in_the_database(self):
        self._invoices()
        update = self._other_connector().run_update(self.books.process)
        self.assertTrue(update.authenticated)
        self.secrets = {"password": self.password, "ticket": update.ticket}
        self.assertFalse(test_secrets.TestSecrets._tables_with_secrets(self))

    def test_it_is_turned_away_with_a_wrong_password(self):
        update = self._other_connector(password="wrong").run_update(self.books.process)
        self.assertEqual((update.authenticated, update.last_error), (False, "nvu"))
        self.assertFalse(update.requests)
