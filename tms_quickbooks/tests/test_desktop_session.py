# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A session of the Web Connector, from the first call to the last."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import tagged

from ..lib.desktop.errors import problem_of_status
from .desktop_case import OWNER_ID, PRAIRIE, DesktopCase, hcp


@tagged("post_install", "-at_install")
class TestDesktopSession(DesktopCase):
    def _synced(self, *records):
        for record in records:
            self.assertEqual(record.qb_status, "synced", record.qb_message)

    # -- what is sent --------------------------------------------------------------

    def test_the_first_session_has_bound_the_company_file_and_brought_the_lists(self):
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.connection.company_file, self.books.profile.name)
        self.assertTrue(self.connection._profile().desktop)
        self.assertEqual(self.connection.pull_state, "done")
        self.assertEqual(self.item.subtype, "Service")
        [session] = self.connection.session_ids
        self.assertEqual((session.state, session.is_met), ("closed", True))

    def test_an_invoice_and_its_customer_go_with_one_session(self):
        invoice = self._invoice({"price_unit": 1500.0}, {"price_unit": 250.5})
        self.assertEqual(invoice.qb_status, "pending")
        outcome = self._session()
        self.assertEqual((outcome.outcome, outcome.error), ("done", ""))
        self.assertEqual(outcome.message, "2 sent.")
        self._synced(invoice, self.customer)
        [there] = self.books.invoices()
        self.assertEqual((there.id, there.party), (invoice.qb_id, "Acme Shippers"))
        self.assertEqual(there.total, Decimal("1750.50"))

    def test_every_kind_of_document_goes_and_payments_settle_what_they_pay(self):
        invoice = self._invoice({"price_unit": 1000.0})
        credit = self._document(
            "out_refund", self.customer, ({"price_unit": 100.0},), True, {}
        )
        bill = self._bill({"price_unit": 700.0})
        refund = self._document(
            "in_refund", self.carrier, ({"price_unit": 70.0},), True, {"ref": "CR-1"}
        )
        self._map_bank("Operating Checking")
        received = self._register(invoice, amount=600.0)
        paid = self._register(bill)
        outcome = self._session()
        self.assertEqual(outcome.outcome, "done", outcome.error)
        self._synced(invoice, credit, bill, refund, received, paid)
        totals = {
            each.id: (each.kind, each.total) for each in self.books.transactions()
        }
        for record, kind, total in (
            (invoice, "Invoice", "1000.00"),
            (credit, "CreditMemo", "100.00"),
            (bill, "Bill", "700.00"),
            (refund, "VendorCredit", "70.00"),
            (received, "ReceivePayment", "600.00"),
            (paid, "BillPaymentCheck", "700.00"),
        ):
            self.assertEqual(totals[record.qb_id], (kind, Decimal(total)))
        [payment] = self.books.payments()
        self.assertEqual(payment.applied, {invoice.qb_id: Decimal("600.00")})
        [open_invoice] = self.books.invoices()
        self.assertEqual(open_invoice.open, Decimal("400.00"))

    def _map_bank(self, account):
        bank = self.company_data["default_journal_bank"]
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "deposit",
                "source": f"{bank._name},{bank.id}",
                "object_id": self._object("Account", account).id,
            }
        )

    def _register(self, moves, **vals):
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=moves.ids)
            .create(
                {
                    "payment_date": "2026-11-21",
                    "journal_id": self.company_data["default_journal_bank"].id,
                    **vals,
                }
            )
        )
        return wizard._create_payments()

    def test_a_changed_document_goes_over_the_one_that_is_there(self):
        invoice = self._invoice({"price_unit": 1000.0})
        self._session()
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 1200.0
        invoice.action_post()
        self._session()
        self._synced(invoice)
        [there] = self.books.invoices()
        self.assertEqual((there.id, there.total), (invoice.qb_id, Decimal(1200)))

    def test_a_document_that_was_edited_there_meanwhile_is_read_again(self):
        self._edit_meanwhile()

    def test_a_version_is_new_also_where_a_clock_was_put_back(self):
        self._edit_meanwhile(hours=-3)

    def _edit_meanwhile(self, **later):
        invoice = self._invoice({"price_unit": 1000.0})
        self._session()
        self.books.clock.advance(**later)
        version = self._known(invoice).version
        self.books.bookkeeper.change(invoice.qb_id, FOB="Dock 4")
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 1300.0
        invoice.action_post()
        outcome = self._session()
        self.assertIn("InvoiceQueryRq", "".join(outcome.requests))
        self._synced(invoice)
        self.assertNotEqual(self._known(invoice).version, version)
        [there] = self.books.invoices()
        self.assertEqual(there.total, Decimal(1300))

    def _known(self, move):
        return self.env["quickbooks.object"].search([("qb_id", "=", move.qb_id)])

    def test_what_could_not_be_added_is_told_and_goes_when_it_is_sent_again(self):
        invoice = self._invoice({"price_unit": 1000.0})
        self._session()
        job = self._jobs(invoice).sudo()
        known = self._known(invoice).sudo()
        self.assertTrue(known.sent["fingerprint"])
        remark = problem_of_status("3260", "Insufficient permission.")
        self.connection.sudo()._tell_remarks(job, {str(job.id): remark})
        self.assertIn("Insufficient permission.", invoice.message_ids[0].body)
        invoice.action_qb_send()
        outcome = self._session()
        self.assertIn("<InvoiceMod>", "".join(outcome.requests))

    def test_a_document_is_voided_and_another_deleted(self):
        invoice, other = self._invoice(), self._invoice()
        self._session()
        qb_id = other.qb_id
        self._withdraw(invoice, "void")
        self._withdraw(other, "delete")
        outcome = self._session()
        self.assertEqual(outcome.outcome, "done", outcome.error)
        [there] = self.books.invoices()
        self.assertTrue(there.void)
        self.assertNotEqual(there.id, qb_id)
        self.assertEqual(
            (self._jobs(invoice) | self._jobs(other)).mapped("state"), ["done"] * 4
        )
        self.assertFalse(invoice.qb_id or other.qb_id)

    def _withdraw(self, move, how):
        self.env["quickbooks.job"]._enqueue(
            self.connection.id, self.company.id, "Invoice", move, operation=how
        )

    def test_a_name_that_a_vendor_has_gets_a_suffix(self):
        self.carrier.name = self.customer.name
        bill = self._bill()
        self._session()
        invoice = self._invoice()
        self._session()
        self._synced(bill, invoice)
        self.assertEqual(
            [each.name for each in self.books.customers()][-1], "Acme Shippers (C)"
        )

    def test_a_long_name_makes_room_for_the_suffix(self):
        self.carrier.name = self.customer.name = "A" * 41
        bill = self._bill()
        self._session()
        invoice = self._invoice()
        self._session()
        self._synced(bill, invoice)
        self.assertEqual(
            [each.name for each in self.books.customers()][-1], f"{'A' * 36}… (C)"
        )

    def test_a_customer_of_the_name_who_is_free_is_taken(self):
        self.books.bookkeeper.customer("ACME SHIPPERS")
        invoice = self._invoice()
        before = len(self.books.customers())
        self._session()
        self._synced(invoice)
        self.assertEqual(len(self.books.customers()), before)

    def test_what_quickbooks_refuses_fails_alone(self):
        self._session_of_parties()
        self.books.bookkeeper.delete(self.customer.qb_id)
        refused, bill = self._invoice(), self._bill()
        outcome = self._session()
        self.assertEqual(
            outcome.message, "1 sent, 1 refused. Needing attention in Odoo: 1."
        )
        self._synced(bill)
        self.assertEqual(refused.qb_status, "failed")
        [job] = self._jobs(refused)
        self.assertIn(job.problem_code, ("qbd.3120", "qbd.3140"))
        self.assertIn("no longer has “Acme Shippers”", job.problem_text)
        match = refused.action_qb_fix()
        self.assertEqual(match["res_model"], "quickbooks.match")
        self.assertEqual(
            self.env["quickbooks.match"].browse(match["res_id"]).partner_id,
            self.customer,
        )

    def test_what_the_mapping_leads_to_and_is_not_there_opens_the_mapping(self):
        self._session_of_parties()
        [mapping] = self.env["quickbooks.mapping"].search(
            [("connection_id", "=", self.connection.id), ("kind", "=", "item")]
        )
        self.books.bookkeeper.delete(mapping.object_id.qb_id)
        refused = self._invoice()
        self._session()
        [job] = self._jobs(refused)
        self.assertEqual(job.problem_code, "qbd.3140")
        fix = refused.action_qb_fix()
        self.assertEqual(
            (fix["res_model"], fix["res_id"]), ("quickbooks.mapping", mapping.id)
        )

    def _session_of_parties(self):
        """Customer and carrier are in QuickBooks, and nothing of theirs."""
        for partner, kind in ((self.customer, "Customer"), (self.carrier, "Vendor")):
            self.env["quickbooks.job"]._enqueue(
                self.connection.id, self.company.id, kind, partner
            )
        self._session()

    # -- how a session goes --------------------------------------------------------

    def test_a_session_that_only_asked_says_for_what(self):
        self.connection.action_update_lists()
        self._session()
        session = self.connection.sudo().session_ids[0]
        self.assertEqual(session.outcome, "Read lists; nothing was to be sent.")

    def test_moments_are_told_as_lists_show_them(self):
        self.env.user.tz = "America/Chicago"
        session = self.connection.sudo().session_ids[0]
        session.started_at = datetime(2024, 7, 4, 18, 5)
        told = session.display_name.replace("\N{NARROW NO-BREAK SPACE}", " ")
        self.assertEqual(told, "Jul 4, 2024, 1:05 PM")
        now = fields.Datetime.now()
        session.started_at = now.replace(month=7, day=4, hour=18)
        self.assertTrue(session.display_name.startswith("Jul 4, "))
        self.assertNotIn(str(now.year), session.display_name)

    def test_without_work_there_is_no_session(self):
        outcome = self._session()
        self.assertEqual(outcome.outcome, "no work")
        self.assertEqual(outcome.message, "Nothing is waiting in Odoo.")

    def test_fifty_documents_make_a_message_set_and_the_bar_grows(self):
        self._invoices(60)
        outcome = self._session()
        sets = [r for r in outcome.requests if "newMessageSetID" in r]
        self.assertEqual(
            [len(re.findall(r"<\w+AddRq ", each)) for each in sets], [1, 50, 10]
        )
        self.assertEqual(outcome.percents[-1], 100)
        self.assertEqual(sorted(outcome.percents), outcome.percents)
        self.assertLess(max(outcome.percents[:-1]), 100)
        self.assertEqual(len(self.books.invoices()), 60)

    def _invoices(self, count):
        moves = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_date": "2026-11-20",
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": self.product.id,
                                "price_unit": 100 + number,
                                "tax_ids": [],
                            }
                        )
                    ],
                }
                for number in range(count)
            ]
        )
        moves.action_post()
        return moves

    def test_one_that_our_own_code_cannot_take_fails_alone(self):
        good, bad = self._invoice(), self._invoice()
        jobs = type(self.env["quickbooks.job"])
        settle = jobs._set_done

        def refuse(job, **vals):
            if bad.id in job.mapped("res_id"):
                raise ValueError("an app of Odoo's")
            return settle(job, **vals)

        with (
            patch.object(jobs, "_set_done", refuse),
            self.assertLogs("odoo.addons.tms_quickbooks", "ERROR"),
        ):
            self._session()
        self._synced(good)
        self.assertEqual(bad.qb_status, "failed")
        self.assertEqual(len(self.books.invoices()), 2)

    def test_another_company_file_is_refused_by_both_names(self):
        invoice = self._invoice()
        self.connector.company = self._company_file(PRAIRIE)
        outcome = self._session()
        self.connector.company = self.books
        self.assertEqual(outcome.outcome, "error")
        self.assertIn("Prairie", outcome.error)
        self.assertIn(self.books.profile.name, outcome.error)
        self.assertEqual(outcome.requests, [])
        self.assertEqual(invoice.qb_status, "pending")
        self.assertIn("Prairie", self.connection.hold_text)
        self._session()
        self._synced(invoice)
        self.assertFalse(self.connection.hold_text)

    def test_a_company_that_was_renamed_is_accepted_by_a_manager(self):
        invoice = self._invoice()
        self._session()
        self.assertFalse(self.connection.may_accept_company_file)
        self.books.change(name="Lone Star Freight Inc")
        # And the note that the Web Connector had left in it was lost.
        self.connector._owner_id = ""
        self.addCleanup(setattr, self.connector, "_owner_id", OWNER_ID)
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(self._session().outcome, "error")
        self.assertTrue(self.connection.may_accept_company_file)
        self.connection.action_accept_company_file()
        self.assertEqual(self._session().outcome, "done")
        self.assertEqual(self.connection.company_file, "Lone Star Freight Inc")
        self.assertFalse(self.connection.may_accept_company_file)

    def test_a_version_that_intuit_does_not_support_any_more_is_refused(self):
        invoice = self._invoice()
        self.books.change(year=2019)
        outcome = self._session()
        self.assertEqual(outcome.outcome, "error")
        self.assertIn("2019", outcome.error)
        self.assertEqual(invoice.qb_status, "pending")

    def test_a_connector_that_says_nothing_of_quickbooks_is_asked(self):
        invoice = self._invoice()
        with patch.object(hcp, "host", self._silent_host):
            outcome = self._session()
        self.assertEqual(outcome.outcome, "done", outcome.error)
        self.assertIn("<CompanyQueryRq", outcome.requests[0])
        self._synced(invoice)

    def _silent_host(self, company, _owner_id):
        return hcp.Host("", "US", (13, 0))

    def test_two_companies_keep_their_books_apart(self):
        other = self.env["res.company"].create({"name": "Prairie Brokers"})
        books = self._company_file(PRAIRIE)
        connection, connector = self._prepare_desktop(other, books)
        self._invoice()
        self.assertEqual(self._session(connector).outcome, "done")
        self.assertEqual(connection.state, "connected")
        self.assertEqual(connection.company_file, books.profile.name)
        self.assertEqual((len(books.invoices()), len(self.books.invoices())), (0, 0))
        self._session()
        self.assertEqual((len(books.invoices()), len(self.books.invoices())), (0, 1))

    def test_the_scheduled_job_plans_and_calls_nobody(self):
        invoice = self._invoice()
        self._run()
        [job] = self._jobs(invoice)
        self.assertEqual(job.state, "pending")
        self.assertTrue(job.depends_on_id)
        self.assertEqual(self.books.invoices(), [])

    def test_nothing_goes_while_the_connection_rests_or_is_disconnected(self):
        self._invoice()
        connection = self.connection.sudo()
        connection._pause(timedelta(hours=1))
        self.assertEqual(self._session().outcome, "no work")
        connection.paused_until = False
        self.connection.action_disconnect()
        self.assertEqual(self._session().outcome, "bad user")
        self.assertEqual(self.books.invoices(), [])

    def test_a_company_that_has_other_books_by_now_stays_with_them(self):
        connection, connector = self._prepare_desktop(
            self.company, self._company_file(PRAIRIE)
        )
        outcome = self._session(connector)
        self.assertEqual(outcome.outcome, "error")
        self.assertIn(self.connection.name, outcome.error)
        self.assertEqual(connection.state, "draft")
