# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The address of the Web Connector: what it answers to whom."""

import logging
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest import SkipTest
from unittest.mock import patch

from lxml import etree
from psycopg2.errors import SerializationFailure

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..lib.desktop import soap
from .webconnector_case import PORTS, WebConnectorCase

try:
    from quickbooks_simulator.desktop import hostile
    from quickbooks_simulator.desktop import qwc as connector_qwc
except ImportError:  # an addon installed without the project's simulator
    hostile = None


CONTROLLER = "odoo.addons.tms_quickbooks.controllers.webconnector"
# All 10,000 go through the library in its own tests; over the wire if somebody asks.
HOSTILE_BODIES = int(os.environ.get("TMS_QUICKBOOKS_HOSTILE_BODIES", "200"))
SEED = 20261122


class Collision(SerializationFailure):
    """As PostgreSQL reports it."""

    pgcode = "40001"


@tagged("post_install", "-at_install")
class TestWebConnector(WebConnectorCase):
    @classmethod
    def setUpClass(cls):
        if hostile is None:
            raise SkipTest("quickbooks_simulator is not on the Python path")
        super().setUpClass()

    # -- pages ---------------------------------------------------------------------

    def test_everybody_gets_a_page_at_once(self):
        """Without a login, a redirect or a cookie, as the Web Connector wants it."""
        for path in ("", "/", "?lang=fr_FR"):
            answer = self.web.get(f"{self.url}{path}", allow_redirects=False)
            self.assertEqual(answer.status_code, 200)
            self.assertIn("The QuickBooks Web Connector calls here", answer.text)
            self.assertNotIn("Set-Cookie", answer.headers)
            self.assertNotIn("Content-Encoding", answer.headers)
        self.assertEqual(self.web.head(self.url).status_code, 200)
        self.assertEqual(self.web.put(self.url).status_code, 405)

    def test_the_description_has_the_address_it_was_asked_at(self):
        for query in ("wsdl", "WSDL"):
            answer = self.web.get(f"{self.url}?{query}")
            self.assertEqual(answer.headers["Content-Type"], "text/xml; charset=utf-8")
            addresses = etree.fromstring(answer.content).findall(
                ".//{*}port/{*}address"
            )
            self.assertEqual({a.get("location") for a in addresses}, {self.url})

    def test_the_description_says_https_where_a_proxy_does_not(self):
        url = self.url.replace("http://", "https://")
        self.env["ir.config_parameter"].set_param(
            "web.base.url", self.base_url().replace("http://", "https://")
        )
        self.env.flush_all()
        root = etree.fromstring(self.web.get(f"{self.url}?wsdl").content)
        [address, _other] = root.findall(".//{*}port/{*}address")
        self.assertEqual(address.get("location"), url)

    # -- the configuration file ----------------------------------------------------

    def _download(self, login):
        self.env["ir.config_parameter"].set_param(
            "web.base.url", "https://odoo.example.com"
        )
        self.authenticate(login, login)
        return self.url_open(
            f"/quickbooks/webconnector/{self.connection.id}/odoo.qwc",
            allow_redirects=False,
        )

    def _user(self, login, group, company=None):
        company = company or self.company
        return new_test_user(
            self.env,
            login,
            password=login,
            groups=f"base.group_user,tms_quickbooks.{group}",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def test_managers_download_the_configuration_file(self):
        self._user("desktop_manager", "group_quickbooks_manager")
        answer = self._download("desktop_manager")
        self.assertEqual(answer.headers["Content-Type"], "application/x-qwc")
        self.assertIn(".qwc", answer.headers["Content-Disposition"])
        self.assertNotIn(self.password, answer.text)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "odoo.qwc")
            path.write_bytes(answer.content)
            taken = connector_qwc.read(path)
        self.assertEqual(taken.url, "https://odoo.example.com/quickbooks/webconnector")
        self.assertEqual(taken.user, self.connection.qb_user)
        self.assertEqual(taken.file_id, self.connection.file_id)
        self.assertEqual(taken.seconds, self.connection.run_minutes * 60)
        self.assertIn("Lone Star Freight", taken.name)

    def test_it_is_the_same_after_each_download(self):
        """Another file id would be another application for the Web Connector."""
        self._user("desktop_manager", "group_quickbooks_manager")
        first, second = (self._download("desktop_manager").content for _ in range(2))
        self.assertEqual(first, second)

    def test_nobody_else_downloads_it(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Inc"})
        self._user("desktop_user", "group_quickbooks_user")
        self._user("desktop_stranger", "group_quickbooks_manager", elsewhere)
        for login in ("desktop_user", "desktop_stranger"):
            self.assertEqual(self._download(login).status_code, 404)
        anonymous = self.web.get(
            f"{self.url}/{self.connection.id}/odoo.qwc", allow_redirects=False
        )
        self.assertIn("/web/login", anonymous.headers["Location"])

    def test_the_address_names_the_database_where_the_host_does_not(self):
        name = self.env.cr.dbname
        with patch("odoo.http.db_list", return_value=[name, "another"]):
            self.assertTrue(self.connection._connector_url().endswith(f"?db={name}"))
            self.assertFalse(self.connection._is_connector_served())
        with patch("odoo.http.db_list", return_value=[name]):
            self.assertTrue(
                self.connection._connector_url().endswith("/quickbooks/webconnector")
            )
            self.assertTrue(self.connection._is_connector_served())

    # -- calls ---------------------------------------------------------------------

    def test_a_plain_client_speaks_both_versions_of_soap(self):
        for port in PORTS:
            service = self._client(port)
            self.assertIn("tms_quickbooks", service.serverVersion())
            self.assertFalse(service.clientVersion("2.3.0.215"))
            ticket, company_file = self._log_in(port=port)
            self.assertEqual((len(ticket), company_file), (43, ""))
            self.assertFalse(service.getLastError(ticket))
            self.assertFalse(service.connectionError(ticket, "0x80040408", "No"))
            self.assertTrue(service.closeConnection(ticket))
        self.assertEqual(self._states(), ["closed", "closed"])

    def test_empty_texts_are_empty_elements(self):
        answer = self._post(hostile.call("clientVersion", strVersion="2.3").encode())
        self.assertEqual(answer.headers["Content-Type"], "text/xml; charset=utf-8")
        [[[result]]] = etree.fromstring(answer.content)
        self.assertEqual((result.text or "", len(result.attrib)), ("", 0))

    def test_the_version_of_soap_is_answered_in_kind(self):
        body = hostile.call("serverVersion", hostile.SOAP_12).encode()
        answer = self._post(body, "application/soap+xml; charset=utf-8")
        self.assertEqual(
            answer.headers["Content-Type"], "application/soap+xml; charset=utf-8"
        )
        self.assertEqual(
            etree.fromstring(answer.content).tag, f"{{{hostile.SOAP_12}}}Envelope"
        )

    def test_the_company_file_that_was_entered_is_opened(self):
        self.connection.company_file_path = r"C:\Books\Lone Star & Söhne.QBW"
        ticket, company_file = self._log_in()
        self.assertEqual(company_file, r"C:\Books\Lone Star & Söhne.QBW")
        self.assertTrue(ticket)

    @mute_logger(CONTROLLER)
    def test_what_is_no_call_gets_a_fault(self):
        for body, media_type in (
            (b"", "text/xml"),
            (b"self=1&csrf_token=2", "application/x-www-form-urlencoded"),
            (b"--a\r\n\r\n--a--", "multipart/form-data; boundary=a"),
            (b'{"jsonrpc": "2.0"}', "application/json"),
            (hostile.call("serverVersion").encode()[:-2], "text/xml"),
        ):
            with self.subTest(body=body[:20]):
                answer = self._post(body, media_type)
                self.assertEqual(answer.status_code, 400)
                self.assertTrue(
                    etree.fromstring(answer.content).findtext(".//faultstring")
                )

    def test_a_call_is_taken_whatever_its_media_type_says(self):
        body = hostile.call("serverVersion").encode()
        for media_type in ("", "application/x-www-form-urlencoded", "text/plain"):
            self.assertEqual(self._post(body, media_type).status_code, 200)

    @mute_logger(CONTROLLER)
    def test_an_answer_that_is_too_large_is_refused_in_the_protocol(self):
        ticket, _file = self._log_in()
        body = hostile.call("receiveResponseXML", ticket=ticket, response="x" * 10**6)
        with (
            patch.object(soap, "LONGEST_ANSWER", 10**5),
            patch.object(soap, "LONGEST_CALL", 10**5),
        ):
            answer = self._post(body.encode())
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(etree.fromstring(answer.content)[0][0][0].text, "-1")
        self.assertEqual(self._states(), ["failed"])
        self.assertIn("megabytes", self._client().getLastError(ticket))

    # -- whatever breaks -----------------------------------------------------------

    def _broken(self, method, error):
        """Our part of a method fails."""
        return patch.object(
            type(self.env["quickbooks.session"]), method, side_effect=error
        )

    def test_a_fault_of_ours_is_answered_in_the_protocol(self):
        ticket, _file = self._log_in()
        service = self._client()
        with (
            self._broken("_serve", ValueError("kx7-in-an-error")),
            self.assertLogs(CONTROLLER, logging.ERROR) as logs,
        ):
            answers = [
                service.serverVersion(),
                service.clientVersion("2.3"),
                service.authenticate("a", "b")[1],
                service.sendRequestXML(ticket, "", "", "US", 13, 0),
                service.receiveResponseXML(ticket, "", "", ""),
                service.connectionError(ticket, "", ""),
                service.getLastError(ticket),
                service.closeConnection(ticket),
            ]
        self.assertEqual(answers, [None, None, "busy", None, -1, "done", None, None])
        told = "\n".join(logs.output)
        self.assertIn("ValueError", told)
        self.assertNotIn("kx7", told)

    def test_the_session_says_that_our_part_has_failed(self):
        ticket, _file = self._log_in()
        service = self._client()
        with (
            self._broken("_receive_response", ValueError),
            mute_logger(CONTROLLER),
        ):
            self.assertEqual(service.receiveResponseXML(ticket, "<a/>", "", ""), -1)
        self.env.invalidate_all()
        self.assertEqual(self._states(), ["failed"])
        self.assertIn("fault of the program", service.getLastError(ticket))
        self.assertFalse(service.sendRequestXML(ticket, "", "", "US", 13, 0))
        self.assertTrue(service.closeConnection(ticket))

    def test_nothing_half_done_stays(self):
        """What a call has written is taken back when the call fails."""
        ticket, _file = self._log_in()

        def half(sessions, *_arguments):
            session = sessions.search([], limit=1)
            session.address = "half"
            session.flush_recordset()
            raise ValueError

        sessions = type(self.env["quickbooks.session"])
        with (
            patch.object(sessions, "_receive_response", half),
            mute_logger(CONTROLLER),
        ):
            self._client().receiveResponseXML(ticket, "", "", "")
        self.env.invalidate_all()
        self.assertEqual(self._sessions().address, "127.0.0.1")

    def test_a_collision_with_another_transaction_is_tried_again(self):
        ticket, _file = self._log_in()
        sessions = type(self.env["quickbooks.session"])
        tries = []
        close = sessions._close

        def collide(records, *arguments):
            tries.append(arguments)
            if len(tries) == 1:
                raise Collision
            return close(records, *arguments)

        with (
            patch.object(sessions, "_close", collide),
            patch("odoo.service.model.time.sleep"),
        ):
            self.assertTrue(self._client().closeConnection(ticket))
        self.assertEqual(len(tries), 2)
        self.env.invalidate_all()
        self.assertEqual(self._states(), ["closed"])

    # -- everybody's calls ---------------------------------------------------------

    def test_hundreds_of_broken_calls_over_the_wire(self):
        """No error of the server, nothing expanded, nothing read from the disk."""
        with (
            tempfile.NamedTemporaryFile("w+") as secret,
            self.assertNoLogs(CONTROLLER, logging.ERROR),
        ):
            secret.write("nobody reads this")
            secret.flush()
            seen = set()
            for body in hostile.bodies(HOSTILE_BODIES, SEED, secret.name):
                answer = self._post(body.content, body.content_type)
                seen.add(answer.status_code)
                self.assertIn(answer.status_code, (200, 400), body.deeds)
                self.assertNotIn(hostile.EXPANDED, answer.text)
                self.assertNotIn("nobody reads this", answer.text)
                self.assertLess(len(answer.content), 2_000)
                etree.fromstring(answer.content)
        self.assertEqual(seen, {200, 400})
        self.assertEqual(self._states(), [])

    # -- the log -------------------------------------------------------------------

    @contextmanager
    def _everything_logged(self):
        """What any part of the server logs at any level."""
        lines = []

        class Keep(logging.Handler):
            def emit(self, record):
                lines.append(self.format(record))

        root = logging.getLogger()
        loggers = [
            found
            for found in logging.root.manager.loggerDict.values()
            if isinstance(found, logging.Logger) and found.level
        ]
        levels = {logger: logger.level for logger in [root, *loggers]}
        handlers, root.handlers = root.handlers, [Keep()]
        for logger in levels:
            logger.setLevel(logging.DEBUG)
        try:
            yield lines
        finally:
            root.handlers = handlers
            for logger, level in levels.items():
                logger.setLevel(level)

    def test_no_secret_and_nothing_exchanged_is_logged_at_any_level(self):
        payload = "<Name>kx7-of-the-books</Name>" * 20
        with self._everything_logged() as lines:
            answer = self._post(
                hostile.call(
                    "authenticate",
                    strUserName=self.connection.qb_user,
                    strPassword=self.password,
                ).encode()
            )
            ticket = etree.fromstring(answer.content).findtext(".//{*}string")
            for method in ("sendRequestXML", "receiveResponseXML"):
                self._post(
                    hostile.call(
                        method, ticket=ticket, strHCPResponse=payload, response=payload
                    ).encode()
                )
            self._post(
                hostile.call(
                    "authenticate",
                    strUserName=self.connection.qb_user,
                    strPassword="kx7-wrong",
                ).encode()
            )
            self._post(b"<kx7-no-call>")
        text = "\n".join(lines)
        self.assertIn("quickbooks_session", text)  # statements were logged
        self.assertIn("POST /quickbooks/webconnector", text)
        for secret in (self.password, ticket, "kx7"):
            self.assertNotIn(secret, text)
