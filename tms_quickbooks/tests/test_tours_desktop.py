# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""QuickBooks Desktop in the browser: connecting, sending, what a session did."""

import queue
import tempfile
import threading
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .desktop_case import CompanyFile, DesktopCase, WebConnector
from .test_tours import TourCase

# The person at the other computer waits no longer for a password.
PATIENCE = 120


@tagged("post_install", "-at_install")
class TestDesktopTours(DesktopCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.invoice_push = "click"

    @contextmanager
    def _at_the_other_computer(self, books):
        """Somebody adds the configuration file to a Web Connector, enters the password
        as soon as it is shown, and clicks Update Selected."""
        shown, outcomes = queue.Queue(), []
        renew = self.env.registry["quickbooks.connection"]._renew_qb_password

        def show(connection):
            password = renew(connection)
            shown.put((connection._qwc_file(), password))
            return password

        def work():
            file, password = shown.get(timeout=PATIENCE)
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "odoo.qwc")
                path.write_bytes(file)
                connector = WebConnector.from_qwc(path, password, books)
                outcomes.append(connector.run())

        person = threading.Thread(target=work, daemon=True)
        # The browser's own calls are let in by a cookie, which a Web Connector has not.
        self.http_request_allow_all = True
        connections = self.env.registry["quickbooks.connection"]
        with patch.object(connections, "_renew_qb_password", show):
            person.start()
            yield outcomes
            person.join(timeout=PATIENCE)

    def test_a_manager_connects_and_the_steps_turn_green_by_themselves(self):
        url = self.base_url().replace("127.0.0.1", "localhost")
        self.env["ir.config_parameter"].set_param("web.base.url", url)
        company = self.env["res.company"].create({"name": "Second Freight"})
        self.env.user.write(
            {"company_ids": [(4, company.id)], "company_id": company.id}
        )
        with CompanyFile() as books, self._at_the_other_computer(books) as outcomes:
            path = books.path
            self._tour("/odoo/quickbooks", "desktop_connect")
        self.env.invalidate_all()
        self.assertEqual([each.outcome for each in outcomes], ["done"])
        connection = self.env["quickbooks.connection"].search(
            [("company_id", "=", company.id)]
        )
        self.assertEqual(connection.state, "disconnected")
        self.assertEqual(connection.company_file_path, path)
        self.assertEqual(connection.connected_by_id, self.env.user)
        self.assertFalse(connection.has_qb_password)

    def test_an_invoice_waits_for_the_web_connector_and_the_log_tells_of_it(self):
        invoice = self._invoice()
        self._tour(self._form(invoice), "desktop_pending")
        self.assertEqual(self._session().message, "2 sent.")
        self._tour(self._form(invoice), "desktop_synced")
        self.connection.sudo().last_seen_at = fields.Datetime.now() - timedelta(hours=2)
        self._tour("/odoo/quickbooks-overview", "desktop_overview")
