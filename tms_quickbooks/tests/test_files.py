# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Proofs of delivery and other files go with their invoice or bill."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .file_case import FileCase


@tagged("post_install", "-at_install")
class TestFiles(FileCase):
    # -- which files go with which documents ---------------------------------------

    def test_the_papers_of_a_load_go_with_its_invoice_and_its_bill(self):
        load = self._load()
        self._attach(load, "POD_LD1042.pdf", b"%PDF signed by the dock")
        self._attach(load, "BOL.pdf")
        self._attach(load, "RateCon.pdf")
        self._attach(load, "scan0001.pdf")
        invoice, bill = self._invoiced(load), self._billed(load)
        self._attach(bill, "Invoice BR-88.pdf")
        (invoice | bill).action_qb_send()
        self._run()
        self.assertEqual(set(self._attached(invoice)), {"POD_LD1042.pdf", "BOL.pdf"})
        self.assertEqual(
            set(self._attached(bill)), {"RateCon.pdf", "Invoice BR-88.pdf"}
        )
        pod = self._attached(invoice)["POD_LD1042.pdf"]
        self.assertEqual(self._downloaded(pod), b"%PDF signed by the dock")
        self.assertEqual(pod["ContentType"], "application/pdf")
        self.assertEqual(pod["Note"], "Proof of Delivery")
        self.assertEqual(
            self._states(invoice),
            {
                "POD_LD1042.pdf": "synced",
                "BOL.pdf": "synced",
                "RateCon.pdf": "not_synced",
                "scan0001.pdf": "not_synced",
            },
        )
        self.assertEqual(load.qb_file_ids, invoice.qb_file_ids | bill.qb_file_ids)

    def test_files_stay_here_until_the_connection_sends_them(self):
        self.connection.file_push = "none"
        load = self._load()
        self._attach(load, "POD.pdf")
        invoice = self._invoiced(load)
        invoice.action_qb_send()
        self._run()
        self.assertEqual(invoice.qb_status, "synced")
        self.assertFalse(invoice.qb_file_ids)
        self.assertEqual(self._uploads(), 0)

    def test_an_invoice_says_that_its_files_could_go(self):
        self.connection.file_push = "none"
        load = self._load()
        self._attach(load, "scan0001.pdf")
        invoice = self._invoiced(load)
        self.assertFalse(invoice.qb_files_off, "such files do not go anyhow")
        self._attach(load, "POD.pdf")
        self.env.invalidate_all()
        self.assertTrue(invoice.qb_files_off)
        action = invoice.action_qb_file_settings()
        self.assertEqual(action["res_id"], self.connection.id)
        clerk = self._user("clerk", "account.group_account_invoice")
        clerk.group_ids += self.env.ref("tms_quickbooks.group_quickbooks_user")
        with self.assertRaises(AccessError):
            invoice.with_user(clerk).action_qb_file_settings()
        self.connection.file_push = "click"
        self.env.invalidate_all()
        self.assertFalse(invoice.qb_files_off)

    def test_the_carriers_rate_never_goes_with_an_invoice(self):
        self.connection.invoice_file_rate_confirmation = True
        load = self._load()
        self._attach(load, "RateCon carrier.pdf")
        self._attach(load.purchase_ids, "Rate Confirmation PO.pdf")
        self._attach(load.sale_line_id.order_id, "Rate Confirmation customer.pdf")
        invoice = self._invoiced(load)
        invoice.action_qb_send()
        self._run()
        self.assertEqual(
            set(self._attached(invoice)), {"Rate Confirmation customer.pdf"}
        )

    def test_an_invoice_for_one_of_several_trips_has_the_files_of_that_trip(self):
        sale = self._sale(trips=2)
        first, second = sale.tms_order_ids
        self._attach(first, "POD first.pdf")
        self._attach(second, "POD second.pdf")
        invoice = self._invoiced(first)
        invoice.button_draft()
        lines = invoice.invoice_line_ids
        of_second = lines.filtered(
            lambda line: line.sale_line_ids == second.sale_line_id
        )
        (lines - of_second).unlink()
        invoice.action_post()
        self.assertEqual(set(self._files(invoice)), {"POD second.pdf"})

    def test_the_user_says_what_a_file_is(self):
        load, invoice = self._sent_load()
        self._attach(load, "scan0001.pdf")
        self._run()
        self.assertEqual(self._attached(invoice), {})
        row = self._files(invoice)["scan0001.pdf"]
        self.assertIn("this type", row.note)
        row.file_type = "pod"
        self._run()
        self.assertEqual(set(self._attached(invoice)), {"scan0001.pdf"})

    def test_a_user_sends_a_file_whose_type_does_not_go(self):
        load, invoice = self._sent_load()
        self._attach(load, "lumper receipt.jpg")
        self._files(invoice)["lumper receipt.jpg"].action_qb_send()
        self._run()
        self.assertEqual(set(self._attached(invoice)), {"lumper receipt.jpg"})

    def test_the_customer_gets_them_by_mail_where_that_is_wanted(self):
        self.connection.invoice_files_on_send = True
        load, invoice = self._sent_load()
        bill = self._billed(load)
        self._attach(load, "POD.pdf")
        self._attach(bill, "invoice.pdf")
        bill.action_qb_send()
        self._run()
        [with_invoice] = self._attached(invoice)["POD.pdf"]["AttachableRef"]
        [with_bill] = self._attached(bill)["invoice.pdf"]["AttachableRef"]
        self.assertTrue(with_invoice["IncludeOnSend"])
        self.assertFalse(with_bill["IncludeOnSend"])

    # -- once ----------------------------------------------------------------------

    def test_the_same_file_on_load_and_invoice_goes_once(self):
        load = self._load()
        invoice = self._invoiced(load)
        self._attach(invoice, "scan.pdf", b"the same")
        self._attach(load, "POD.pdf", b"the same")
        self._attach(load, "POD copy.pdf", b"the same")
        invoice.action_qb_send()
        self._run()
        self.assertEqual(set(self._attached(invoice)), {"POD.pdf"})
        invoice.action_qb_send_files()
        invoice.ref = "Customer's PO 4711"
        invoice.action_qb_send()
        self._run()
        self.assertEqual(self._uploads(), 1)

    def test_a_file_that_comes_later_goes_by_itself(self):
        load, invoice = self._sent_load()
        batches = self.sim.stats.calls(self.realm, "batch")
        self._attach(load, "POD.pdf")
        self.assertEqual(self._uploads(), 0)
        self.assertEqual(self._states(invoice), {"POD.pdf": "pending"})
        self._run()
        self.assertEqual(set(self._attached(invoice)), {"POD.pdf"})
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), batches)

    def test_a_file_that_is_moved_to_a_load_goes_as_if_it_was_attached_there(self):
        load, invoice = self._sent_load()
        mail = self._attach(self.customer, "POD.pdf")
        self._run()
        self.assertEqual(self._uploads(), 0)
        mail.write({"res_model": load._name, "res_id": load.id})
        self._run()
        self.assertEqual(set(self._attached(invoice)), {"POD.pdf"})

    def test_by_click_nothing_goes_by_itself(self):
        self.connection.file_push = "click"
        load, invoice = self._sent_load()
        self._attach(load, "POD.pdf")
        self._attach(load, "scan.pdf")
        self._run()
        self.assertEqual(self._uploads(), 0)
        said = invoice.action_qb_send_files()
        self.assertIn("Files queued for QuickBooks: 1.", said["params"]["message"])
        self._run()
        self.assertEqual(
            self._states(invoice), {"POD.pdf": "synced", "scan.pdf": "not_synced"}
        )

    def test_a_click_tells_of_files_from_before_they_went_by_themselves(self):
        self.connection.file_push = "none"
        load, invoice = self._sent_load()
        self._attach(load, "POD.pdf")
        self.connection.file_push = "auto"
        said = invoice.action_qb_send_files()
        self.assertIn("Files queued for QuickBooks: 1.", said["params"]["message"])
        again = invoice.action_qb_send_files()
        self.assertIn("no file to send", again["params"]["message"])

    def test_a_document_made_anew_gets_its_files_again(self):
        load, invoice = self._sent_load()
        self._attach(load, "POD.pdf")
        self._run()
        first = invoice.qb_id
        self.env["quickbooks.object"].sudo()._unbind(self.connection, "Invoice", first)
        self.env.invalidate_all()
        row = self._files(invoice)["POD.pdf"]
        self.assertIn("goes again", row.note)
        invoice.action_qb_send()
        self._run()
        self.assertNotEqual(invoice.qb_id, first)
        self.assertEqual(set(self._attached(invoice)), {"POD.pdf"})
        self.assertEqual(self._states(invoice), {"POD.pdf": "synced"})

    def test_a_file_whose_document_is_taken_back_goes_with_the_new_one(self):
        """By the time it is its turn there is nothing that it could go with."""
        load, invoice = self._sent_load()
        self._attach(load, "POD.pdf")
        invoice._qb_withdraw("void", False, "")
        self._run()
        self.assertFalse(invoice.qb_id)
        self.assertEqual(self._states(invoice), {"POD.pdf": "failed"})
        invoice.action_qb_send()
        self._run()
        self.assertEqual(set(self._attached(invoice)), {"POD.pdf"})
        self.assertEqual(self._states(invoice), {"POD.pdf": "synced"})

    def test_a_file_that_went_with_the_former_document_goes_with_the_new_one(self):
        """Its answer comes when the document has been made anew already."""
        load, invoice = self._sent_load()
        self._attach(load, "POD.pdf")
        self.sim.mishaps.add("drop_after", path="/upload")
        self._run()
        self.assertEqual(self._states(invoice), {"POD.pdf": "pending"})
        self.connection.sudo().paused_until = False
        invoice._qb_withdraw("void", False, "")
        self._run()
        invoice.action_qb_send()
        self._run()
        self._let_time_pass(minutes=5)
        self._run()
        self.assertEqual(self._states(invoice), {"POD.pdf": "synced"})
        self.assertEqual(set(self._attached(invoice)), {"POD.pdf"})

    # -- removed and changed here --------------------------------------------------

    def test_a_file_removed_here_stays_in_quickbooks_and_says_so(self):
        load, invoice = self._sent_load()
        pod = self._attach(load, "POD.pdf")
        self._run()
        pod.unlink()
        row = self._files(invoice)["POD.pdf"]
        self.assertEqual((row.qb_status, row.file_type), ("synced", "pod"))
        self.assertIn("stays in QuickBooks", row.note)
        self.assertEqual(set(self._attached(invoice)), {"POD.pdf"})

    def test_a_file_removed_before_it_went_does_not_go(self):
        load, invoice = self._sent_load()
        pod = self._attach(load, "POD.pdf")
        pod.unlink()
        self._run()
        self.assertFalse(invoice.qb_file_ids)
        self.assertEqual(self._uploads(), 0)

    def test_new_content_goes_as_another_file(self):
        load, invoice = self._sent_load()
        pod = self._attach(load, "POD.pdf", b"first page")
        pod.raw = b"both pages"
        self._run()
        [kept] = self._attached(invoice).values()
        self.assertEqual(self._downloaded(kept), b"both pages")
        self.assertEqual(self._uploads(), 1)

    # -- what does not go ----------------------------------------------------------

    def test_what_quickbooks_does_not_take_fails_alone_and_says_what_to_do(self):
        load, invoice = self._sent_load()
        self._attach(load, "POD.heic")
        self._attach(load, "POD empty.pdf", b"")
        self._attach(load, "POD.pdf")
        self._run()
        states = self._states(invoice)
        self.assertEqual(
            states,
            {"POD.heic": "failed", "POD empty.pdf": "failed", "POD.pdf": "synced"},
        )
        self.assertEqual(invoice.qb_status, "synced")
        self.assertFalse(invoice.qb_message)
        self.assertIn("2 files", invoice.qb_files_message)
        self.assertIn(".heic", invoice.qb_files_message)
        self.assertIn("PDF, JPG or PNG", self._files(invoice)["POD.heic"].note)
        self.assertEqual(self._uploads(), 1)

    def test_a_link_is_no_file(self):
        load, invoice = self._sent_load()
        self.env["ir.attachment"].create(
            {
                "name": "POD.pdf",
                "type": "url",
                "url": "https://files.example/pod.pdf",
                "res_model": load._name,
                "res_id": load.id,
            }
        )
        self._run()
        self.assertIn("a link and not a file", self._files(invoice)["POD.pdf"].note)

    def test_files_wait_for_their_document(self):
        self.env["quickbooks.mapping"].search([("kind", "=", "item")]).unlink()
        load = self._load()
        self._attach(load, "POD.pdf")
        invoice = self._invoiced(load)
        invoice.action_qb_send()
        self._run()
        self.assertEqual(invoice.qb_status, "failed")
        row = self._files(invoice)["POD.pdf"]
        self.assertEqual(row.qb_status, "not_synced")
        self.assertIn("when the document is in QuickBooks", row.note)
        with self.assertRaisesRegex(UserError, "is not in QuickBooks"):
            row.action_qb_send()
        self.assertEqual(self._uploads(), 0)

    def test_a_suppressed_file_stays_until_it_is_released(self):
        load, invoice = self._sent_load()
        self._attach(load, "POD.pdf")
        row = self._files(invoice)["POD.pdf"]
        row.action_qb_suppress()
        self._run()
        self.assertEqual(self._uploads(), 0)
        row.action_qb_release()
        row.action_qb_send()
        self._run()
        self.assertEqual(row.qb_status, "synced")
        self.assertIn("Proof of Delivery", " ".join(invoice.message_ids.mapped("body")))

    def test_files_of_a_suppressed_document_stay(self):
        load, invoice = self._sent_load()
        invoice.action_qb_suppress()
        self._attach(load, "POD.pdf")
        self._run()
        self.assertEqual(self._uploads(), 0)
        self.assertEqual(self._states(invoice), {"POD.pdf": "not_synced"})

    # -- who may see what ----------------------------------------------------------

    def test_who_may_not_see_the_load_does_not_see_the_names_of_its_files(self):
        load, invoice = self._sent_load()
        self._attach(load, "POD of Secret Shipper.pdf")
        self._run()
        bookkeeper = self._user(
            "bookkeeper",
            "account.group_account_invoice,tms_quickbooks.group_quickbooks_user",
        )
        row = invoice.qb_file_ids
        seen = row.with_user(bookkeeper)
        self.env.invalidate_all()
        self.assertNotIn("Secret", seen.name)
        self.assertNotIn("Secret", seen.display_name)
        with self.assertRaises(UserError):
            seen.action_open_file()
        with self.assertRaises(UserError):
            seen.file_type = "other"
        jobs = self._jobs(row)
        told = jobs.with_user(bookkeeper).read(
            ["record_name", "sent_text", "problem_text"]
        )
        log = self.env["quickbooks.exchange"].search([]).with_user(bookkeeper)
        told += log.read(["request_text", "response_text", "name"])
        told += (
            self.env["quickbooks.object"]
            .search([("type", "=", "Attachable")])
            .with_user(bookkeeper)
            .read()
        )
        self.assertNotIn("Secret", str(told))
        self.assertNotIn("Secret", " ".join(invoice.message_ids.mapped("body")))

    def test_users_change_nothing_but_the_type(self):
        load, invoice = self._sent_load()
        self._attach(load, "POD.pdf")
        dispatcher = self._user(
            "dispatcher",
            "account.group_account_invoice,tms.group_tms_user,"
            "tms_quickbooks.group_quickbooks_user",
        )
        row = invoice.qb_file_ids.with_user(dispatcher)
        for vals in ({"move_id": invoice.copy().id}, {"qb_status": "synced"}):
            with self.assertRaises(AccessError):
                row.write(vals)
        row.file_type = "bol"
        self.assertEqual(row.file_type, "bol")

    def test_a_dispatcher_without_accounting_sees_the_files_of_a_load(self):
        load, invoice = self._sent_load()
        self._attach(load, "POD.pdf")
        self._run()
        dispatcher = self._user(
            "dispatcher",
            "tms.group_tms_user,tms_quickbooks.group_quickbooks_user",
        )
        self.env.invalidate_all()
        [row] = load.with_user(dispatcher).qb_file_ids.read(
            ["name", "file_type", "qb_status", "note", "display_name", "source_name"]
        )
        self.assertEqual((row["name"], row["qb_status"]), ("POD.pdf", "synced"))

    # -- what it costs -------------------------------------------------------------

    def test_attaching_costs_nothing_where_no_files_go(self):
        self.connection.file_push = "none"
        invoice = self._invoice()
        self._attach(invoice, "warm up.pdf")
        with self.assertQueryCount(3):
            self._attach(invoice, "POD.pdf")

    # -- the dry run ---------------------------------------------------------------

    def test_the_preview_lists_the_files_that_would_go(self):
        load = self._load()
        self._attach(load, "POD.pdf")
        self._attach(load, "BOL.heic")
        self._attach(load, "scan.pdf")
        invoice = self._invoiced(load)
        action = invoice.action_qb_preview()
        preview = self.env["quickbooks.preview"].browse(action["res_id"])
        listed = {
            line.name: line.verdict
            for line in preview.line_ids
            if line.object_type == "Attachable"
        }
        self.assertEqual(
            listed,
            {
                "Proof of Delivery: POD.pdf": "ready",
                "Bill of Lading: BOL.heic": "stopped",
            },
        )
        preview.action_send()
        self._run()
        self.assertEqual(set(self._attached(invoice)), {"POD.pdf"})
