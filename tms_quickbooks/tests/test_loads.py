# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A whole load as users make it: sale, trip, carrier, invoice, bill."""

from decimal import Decimal

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .document_case import goods
from .load_case import LoadCase


@tagged("post_install", "-at_install")
class TestLoads(LoadCase):
    # -- the main job --------------------------------------------------------------

    def test_send_to_qb_sends_the_invoice_and_the_bill_of_the_load(self):
        load = self._load()
        invoice, bill = self._invoiced(load), self._billed(load)
        load.action_qb_send()
        document = self._sent(invoice)
        self.assertEqual(document["TotalAmt"], Decimal("1937.43"))
        self.assertEqual(
            [line["Amount"] for line in goods(document)], [1750, Decimal("187.43")]
        )
        self.assertIn(load.sale_line_id.order_id.name, document["PrivateNote"])
        self.assertEqual(self._sent(bill)["TotalAmt"], 1400)
        self.assertEqual(load.qb_status, "synced")
        self.assertEqual(set(load.qb_id.split(", ")), {invoice.qb_id, bill.qb_id})

    def test_with_automatic_sending_posting_is_enough(self):
        self.connection.write({"invoice_push": "post", "bill_push": "post"})
        load = self._load()
        moves = self._invoiced(load) | self._billed(load)
        self._run()
        self.assertEqual(moves.mapped("qb_status"), ["synced", "synced"])
        self.assertEqual(load.qb_status, "synced")

    def test_a_load_without_documents_has_nothing_to_send(self):
        with self.assertRaisesRegex(UserError, "Nothing to send"):
            self._load().action_qb_send()

    def test_the_invoice_of_a_load_found_by_its_sale_order_alone(self):
        # Dispatchers also link a load by hand, without a line of the order.
        load = self._load()
        by_hand = self.env["tms.order"].create(
            {"name": "Return trip", "sale_id": load.sale_line_id.order_id.id}
        )
        invoice = self._invoiced(load)
        by_hand.action_qb_send()
        self._sent(invoice)
        self.assertEqual(load.qb_status, "synced")
        self.assertEqual(by_hand.qb_status, "synced")

    def test_who_may_not_see_its_documents_is_not_shown_them_by_the_load(self):
        load = self._load()
        self._invoiced(load)
        user = self._user(
            "loads only", "tms.group_tms_user,tms_quickbooks.group_quickbooks_user"
        )
        with self.assertRaisesRegex(UserError, "nothing to preview"):
            load.with_user(user).action_qb_preview()
        load.action_qb_send()
        self._run()
        with self.assertRaises(AccessError):
            load.with_user(user).action_qb_revert()

    # -- the status of the load ----------------------------------------------------

    def test_the_status_of_a_load_is_that_of_its_worst_document(self):
        load = self._load()
        self.assertEqual(load.qb_status, "not_synced")
        invoice, bill = self._invoiced(load), self._billed(load)
        self.assertEqual(load.qb_status, "not_synced")
        invoice.action_qb_send()
        self.assertEqual(load.qb_status, "pending")
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(load.qb_status, "not_synced", "the bill is still missing")
        bill.action_qb_suppress()
        self.assertEqual(load.qb_status, "suppressed")
        bill.action_qb_release()
        self.assertEqual(load.qb_status, "not_synced")
        bill.action_qb_send()
        self._run()
        self.assertEqual(load.qb_status, "synced")
        invoice.button_draft()
        self.assertEqual(load.qb_status, "outdated")
        invoice.action_post()
        invoice.action_qb_send()
        self.assertEqual(load.qb_status, "pending")
        self._run()
        self.assertEqual(load.qb_status, "synced")

    def test_a_failed_bill_fails_the_load_and_says_why(self):
        load = self._load()
        invoice, bill = self._invoiced(load), self._billed(load)
        self.env["quickbooks.mapping"].search([("kind", "=", "expense")]).unlink()
        load.action_qb_send()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertEqual(load.qb_status, "failed")
        self.assertIn("not mapped", load.qb_message)
        self.assertIn("Map it", load.qb_hint)
        action = load.action_qb_fix()
        self.assertEqual(action["context"]["default_kind"], "expense")
        self.env["quickbooks.mapping"].create(
            {
                "connection_id": self.connection.id,
                "kind": "expense",
                "object_id": self.account.id,
            }
        )
        load.action_qb_retry()
        self.assertEqual(load.qb_status, "pending")
        self._sent(bill)
        self.assertEqual(load.qb_status, "synced")

    def test_a_cancelled_document_no_longer_counts(self):
        load = self._load()
        invoice, bill = self._invoiced(load), self._billed(load)
        invoice.action_qb_send()
        self._run()
        bill.button_draft()
        bill.button_cancel()
        self.assertEqual(load.qb_status, "synced")

    def test_a_deleted_document_no_longer_counts(self):
        load = self._load()
        invoice, bill = self._invoiced(load), self._billed(load)
        invoice.action_qb_send()
        self._run()
        bill.button_draft()
        bill.with_context(force_delete=True).unlink()
        self.assertEqual(load.qb_status, "synced")

    def test_a_draft_does_not_count_before_it_is_posted(self):
        load = self._load()
        self._invoiced(load).action_qb_send()
        self._run()
        load.purchase_ids.action_create_invoice()
        self.assertEqual(load.qb_status, "synced")
        bill = load.purchase_ids.invoice_ids
        bill.write({"invoice_date": "2026-11-20", "ref": "BR-1"})
        bill.action_post()
        self.assertEqual(load.qb_status, "not_synced")

    def test_a_cancelled_document_that_quickbooks_has_still_counts(self):
        load = self._load()
        invoice = self._invoiced(load)
        invoice.action_qb_send()
        self._run()
        invoice.button_draft()
        invoice.button_cancel()
        self.assertEqual(load.qb_status, "outdated")

    def test_carrier_linked_to_a_load_later_counts_from_then_on(self):
        load, other = self._load(), self._load()
        self._invoiced(load).action_qb_send()
        self._invoiced(other).action_qb_send()
        self._billed(other)
        self._run()
        self.assertEqual((load | other).mapped("qb_status"), ["synced", "not_synced"])
        other.purchase_ids.trip_id = load
        self.assertEqual((load | other).mapped("qb_status"), ["not_synced", "synced"])

    # -- suppress and release ------------------------------------------------------

    def test_suppressing_a_load_keeps_its_documents_out_by_any_path(self):
        load = self._load()
        invoice, bill = self._invoiced(load), self._billed(load)
        load.action_qb_suppress()
        self.assertEqual(load.qb_status, "suppressed")
        self.assertEqual(
            (invoice | bill).mapped("qb_status"), ["suppressed", "suppressed"]
        )
        for record in (load, invoice, bill):
            with self.assertRaisesRegex(UserError, "Nothing to send"):
                record.action_qb_send()
        self._run()
        self.assertFalse(invoice.qb_id)
        self.assertFalse(bill.qb_id)

    def test_releasing_a_load_releases_its_documents(self):
        load = self._load()
        invoice, bill = self._invoiced(load), self._billed(load)
        load.action_qb_suppress()
        load.action_qb_release()
        self.assertEqual(load.qb_status, "not_synced")
        load.action_qb_send()
        self._sent(invoice)
        self._sent(bill)

    def test_a_load_without_documents_has_nothing_to_suppress(self):
        with self.assertRaisesRegex(UserError, "no invoice and no bill"):
            self._load().action_qb_suppress()

    def test_who_suppressed_a_load_is_in_its_chatter(self):
        load = self._load()
        self._invoiced(load)
        load.action_qb_suppress()
        note = load.message_ids[0]
        self.assertIn("Suppressed", note.body)
        self.assertEqual(note.author_id, self.env.user.partner_id)

    # -- lists ---------------------------------------------------------------------

    def _queries_of_list(self, records):
        """The number of SQL queries of a list that shows everything of QuickBooks."""
        records = records.browse(records.ids)  # read together, as a list does
        self.env.flush_all()
        self.env.invalidate_all()
        fields = [
            "name",
            "qb_status",
            "qb_id",
            "qb_synced_at",
            "qb_message",
            "qb_hint",
            "qb_connected",
        ]
        before = self.env.cr.sql_log_count
        records.web_read({name: {} for name in fields})
        return self.env.cr.sql_log_count - before

    def _assert_flat(self, records):
        self._queries_of_list(records)  # whatever is read once and kept
        few = self._queries_of_list(records[::10])
        many = self._queries_of_list(records)
        self.assertEqual(len(records), 80)
        self.assertLessEqual(many, few)

    def test_a_list_of_invoices_costs_the_same_for_8_and_for_80(self):
        invoices = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_date": "2026-11-20",
                    "invoice_line_ids": [
                        Command.create({"name": "Freight", "price_unit": index % 20})
                    ],
                }
                for index in range(80)
            ]
        )
        invoices.invoice_line_ids.tax_ids = False
        invoices.action_post()
        invoices.action_qb_send()
        self._run()
        self.assertEqual(set(invoices[::10].mapped("qb_status")), {"synced", "failed"})
        self._assert_flat(invoices)

    def test_a_list_of_loads_costs_the_same_for_8_and_for_80(self):
        sales = self.env["sale.order"].union(*(self._sale(10) for _index in range(8)))
        invoices = sales._create_invoices(grouped=True)
        invoices.invoice_date = "2026-11-20"
        invoices.action_post()
        invoices[:4].action_qb_send()
        self._run()
        invoices[4:].action_qb_send()
        loads = sales.tms_order_ids
        self.assertEqual(set(loads[::10].mapped("qb_status")), {"synced", "pending"})
        self._assert_flat(loads)

    def test_what_the_connection_keeps_here_does_not_count(self):
        load = self._load()
        invoice, bill = self._invoiced(load), self._billed(load)
        invoice.action_qb_send()
        self._run()
        self.assertEqual(load.qb_status, "not_synced", "the bill is still missing")
        self.connection.bill_push = "none"
        self.assertEqual(load.qb_status, "synced")
        self.connection.bill_push = "click"
        self.assertEqual(load.qb_status, "not_synced")
        bill.action_qb_send()
        self._run()
        self.connection.cutoff_date = "2026-12-01"
        self.assertEqual(load.qb_status, "synced", "both are in QuickBooks")

    def test_nor_does_what_it_keeps_of_a_branch(self):
        load = self._load()
        moves = self._invoiced(load) | self._billed(load)
        moves[0].action_qb_send()
        self._run()
        branch = self.env["res.company"].create(
            {"name": "Dallas Terminal", "parent_id": self.company.id}
        )
        for records in (load, moves):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET company_id = %s WHERE id = ANY(%s)",
                    SQL.identifier(records._table),
                    branch.id,
                    records.ids,
                )
            )
        self.env.invalidate_all()
        self.connection.bill_push = "none"
        self.assertEqual(load.qb_status, "synced")
