# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users do in the browser, from mapping to a load in QuickBooks."""

import json
from unittest.mock import patch

from odoo.tests import HttpCase, common, tagged

from .common import QuickbooksCase
from .load_case import LoadCase

# Fills in the simulator's pages, which no tour can reach: they are not Odoo's.
AT_INTUIT = """
if (location.origin === %(origin)s) {
    addEventListener("DOMContentLoaded", () => {
        const user = document.querySelector("#user");
        if (%(deny)s) {
            document.querySelector("button[value=deny]").click();
        } else if (user) {
            user.value = %(user)s;
            user.form.requestSubmit();
        } else {
            document.querySelector('input[name=realm][value=%(realm)s]').click();
            document.querySelector("button[value=connect]").click();
        }
    });
}
"""


class TourCase(HttpCase):
    """Runs a tour as the user of the test, on a laptop's screen."""

    browser_size = "1366x768"

    def _tour(self, path, name):
        self.start_tour(path, f"tms_quickbooks_{name}", login=self.env.user.login)

    def _at_the_pages_of_intuit(self, realm, user="maria", deny=False):
        """A browser in which a person answers the pages of the simulator."""
        script = AT_INTUIT % {
            "origin": json.dumps(self.sim.url),
            "realm": json.dumps(realm),
            "user": json.dumps(user),
            "deny": json.dumps(deny),
        }

        class Browser(common.ChromeBrowser):
            def __init__(browser, *args, **kwargs):
                super().__init__(*args, **kwargs)
                browser._websocket_request(
                    "Page.addScriptToEvaluateOnNewDocument", params={"source": script}
                )

        return patch.object(common, "ChromeBrowser", Browser)

    def _form(self, record):
        return f"/odoo/{record._name}/{record.id}"


@tagged("post_install", "-at_install")
class TestTours(QuickbooksCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.write({"invoice_push": "click", "bill_push": "click"})
        cls.category = cls.env["product.category"].create({"name": "Accessorials"})
        cls.product.categ_id = cls.category

    # -- sending -------------------------------------------------------------------

    def test_an_invoice_is_sent_and_seen_synced(self):
        invoice = self._invoice()
        self._tour(self._form(invoice), "send")
        self._run()
        self._tour(self._form(invoice), "synced")
        self.assertEqual(invoice.qb_status, "synced")

    def test_a_failed_invoice_is_fixed_and_tried_again_with_all_others(self):
        self.env["quickbooks.mapping"].search([("kind", "=", "item")]).unlink()
        invoices = self._invoice() + self._invoice()
        invoices.action_qb_send()
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"failed"})
        self._tour(self._form(invoices[0]), "fix")
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"synced"})

    def test_closed_books_are_told_before_anything_is_sent(self):
        self.sim.change_company(self.realm, closing_date="2026-12-31")
        with self._own_cursor() as env:
            own = env["quickbooks.connection"].browse(self.connection.id)
            own.action_check_readiness()
        invoice = self._invoice()
        invoice.action_qb_send()
        self._run()
        self.assertEqual(self._all_in_quickbooks("Invoice"), [])
        self._tour(self._form(invoice), "closed_books")

    def test_an_invoice_is_suppressed_and_released(self):
        invoice = self._invoice()
        self._tour(self._form(invoice), "suppress")
        self.assertEqual(invoice.qb_status, "not_synced")
        said = " ".join(invoice.message_ids.mapped("body"))
        self.assertIn("Suppressed", said)
        self.assertIn("Released", said)

    def test_invoices_are_sent_from_the_list(self):
        sent = self._invoice()
        sent.action_qb_send()
        self._run()
        invoices = self._invoice() + self._invoice() + self._invoice()
        self._tour("/odoo/action-account.action_move_out_invoice", "bulk_send")
        self.env.invalidate_all()
        self.assertEqual(set(invoices.mapped("qb_status")), {"pending"})
        self._run()
        self.assertEqual(set(invoices.mapped("qb_status")), {"synced"})


@tagged("post_install", "-at_install")
class TestLoadTours(LoadCase, TourCase):
    def test_a_load_sends_its_invoice_and_its_bill(self):
        self.env.user.group_ids += self.env.ref("tms.group_tms_user")
        self.env.user.group_ids += self.env.ref("fleet.fleet_group_user")
        load = self._load()
        # The form does not let a load without them through.
        load.origin_id, load.destination_id = self.env["res.partner"].create(
            [{"name": city, "tms_location": True} for city in ("Austin", "Dallas")]
        )
        moves = self._invoiced(load) + self._billed(load)
        self._tour(self._form(load), "send_load")
        self._run()
        self._tour(self._form(load), "synced")
        self.assertEqual(set(moves.mapped("qb_status")), {"synced"})
        self.assertEqual(load.qb_status, "synced")
