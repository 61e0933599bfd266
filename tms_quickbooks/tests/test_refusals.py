# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks refuses although nothing here spoke against it.

Each rule is checked before the call (see the tests of `preflight`). Here the company
has changed since we last looked, or the check is switched off: the refusal of
QuickBooks itself ends in a sentence and the right next action.
"""

import dataclasses
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import tagged

from ..lib import amounts, names
from ..lib.limits import ONLINE
from ..lib.online import render, render_lists
from .canadian_case import CanadianBooks
from .document_case import DocumentCase


class RefusalCase(DocumentCase):
    def _change(self, **settings):
        """The company changes, and nobody tells us."""
        self.sim.change_company(self.realm, **settings)

    def _assert_refused(self, move, code, action, *words):
        """QuickBooks refuses the document, and the user is told what to do."""
        found, sentence, hint = self._problem(move)
        self.assertEqual(found, f"qbo.{code}")
        for word in words:
            self.assertIn(word, f"{sentence} {hint}")
        job = self._jobs(move)[-1]
        self.assertEqual(job.next_action, action)
        self.assertFalse(move.qb_id)

    def _claim(self, **settings):
        """Have us believe something else of the company than is true."""
        profile = dataclasses.replace(self.connection._profile(), **settings)
        self.connection.sudo().profile = profile.to_dict()


@tagged("post_install", "-at_install")
class TestRefusals(RefusalCase):
    @contextmanager
    def _without(self, target, name, replacement):
        """Without one of the checks or corrections that are ours."""
        with patch.object(target, name, replacement):
            yield

    # -- the company has changed ---------------------------------------------------

    def test_books_closed_since(self):
        self._change(closing_date="2026-11-20")
        self._assert_refused(self._invoice(), 6210, "decide", "closed", "accountant")

    def test_plan_without_bills_since(self):
        self._change(plan="Simple Start")
        self._assert_refused(self._bill(), 5020, "decide", "plan", "suppress")

    def test_locations_switched_off_since(self):
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "location",
                "source": f"res.company,{self.company.id}",
                "object_id": self._object("Department", "Dallas").id,
            }
        )
        self._change(departments=False)
        self._assert_refused(self._invoice(), 5030, "decide", "Location tracking")

    def test_several_currencies_since(self):
        self._sent(self._invoice())
        self._change(multi_currency=True)
        self._assert_refused(self._invoice(), 2020, "fix_record", "CurrencyRef")

    def test_one_currency_only_after_all(self):
        euro = self.setup_other_currency("EUR")
        self._claim(multi_currency=True)
        invoice = self._invoice(currency_id=euro.id)
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        self.assertIn("Multi Currency", invoice.qb_message)
        self.assertEqual(
            invoice.action_qb_fix()["res_id"], self.customer.id, "it has the currency"
        )

    def test_a_custom_field_switched_off_since(self):
        self.connection.custom_field_ids[0].source = "order"
        self._change(custom_fields=[])
        invoice = self._invoice(ref="PO 55-A")
        self._assert_refused(invoice, 6000, "fix_record", "custom field 1")
        # What has changed is known by now, and the next attempt goes.
        self._learn()
        invoice.action_qb_retry()
        self._sent(invoice)

    def test_a_product_that_is_gone_since(self):
        body = self._in_quickbooks("Item", self.item.qb_id)
        with self.sim.store.transaction():
            books = self.sim.books(self.realm)
            row = books.current("Item", body)
            books.change(row, {**body, "Active": False}, active=0)
        self._assert_refused(self._invoice(), 2500, "fix_mapping", "no longer has")

    def test_elsewhere_than_we_believed(self):
        """A company abroad takes no line without a code, one at home no code."""
        self._claim(country="CA", sales_tax=True)
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "tax",
                "object_id": self._object("TaxCode", "Texas").id,
            }
        )
        self._assert_refused(self._invoice(), 6100, "report", "sales tax code")

    # -- and then it is known ------------------------------------------------------

    def test_what_has_changed_is_looked_up_at_once(self):
        self.connection.sudo().profile_checked_at = "2026-11-01 00:00:00"
        self._change(closing_date="2026-11-20")
        first = self._invoice()
        self._problem(first)
        self.assertEqual(str(self.connection.profile_closing_date), "2026-11-20")
        self._assert_stopped_before_the_call(
            self._invoice(), "preflight.closed_books", "11/20/2026"
        )

    def test_many_refusals_are_one_reason_to_look(self):
        self._change(closing_date="2026-11-20")
        checked = self.connection.profile_checked_at
        for _time in range(2):
            self._problem(self._invoice())
        self.assertEqual(self.connection.profile_checked_at, checked, "a moment ago")

    # -- a check of ours is off ----------------------------------------------------

    def test_a_text_that_is_too_long(self):
        limits = dataclasses.replace(ONLINE, line_description=9000)
        with self._without(render, "ONLINE", limits):
            invoice = self._invoice({"name": "x" * 4001})
            self._assert_refused(invoice, 2050, "fix_record", "too long")

    def test_an_amount_that_is_not_quantity_times_price(self):
        def wrong(amount, quantity, unit_price):
            return quantity, unit_price + 1

        with self._without(amounts, "quantity_and_price", wrong):
            invoice = self._invoice()
            self._assert_refused(invoice, 6070, "report", "quantity times unit price")

    def test_a_name_with_a_colon(self):
        self.customer.name = "Acme: Dallas"
        with (
            self._without(names, "display_name", lambda text, limit=100: text),
            self._without(
                render_lists.names, "display_name", lambda text, limit=100: text
            ),
        ):
            invoice = self._invoice()
            self._run()
        self.assertEqual(invoice.qb_status, "failed")
        self.assertIn("character QuickBooks does not allow", invoice.qb_message)
        self.assertEqual(self._jobs(self.customer).problem_code, "qbo.2040")


@tagged("post_install", "-at_install")
class TestRefusalsAbroad(CanadianBooks, RefusalCase):
    def test_a_line_without_tax_code_leads_to_the_mapping(self):
        self._claim(sales_tax=False)
        with patch(
            "odoo.addons.tms_quickbooks.lib.online.render_tax.calculation",
            lambda profile: "TaxExcluded",
        ):
            self._assert_refused(
                self._invoice(), 6000, "fix_mapping", "tax code on every line"
            )
