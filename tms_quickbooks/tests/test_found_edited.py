# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was sent is found in QuickBooks long after, and somebody has edited it by then.

The edits leave total, date, number and customer alone: only the lines tell.
"""

from datetime import timedelta

from odoo.tests import tagged

from .arrival_case import ArrivalCase
from .desktop_case import DesktopCase

AGREED, EDITED = "Dallas to Tulsa", "Not as agreed"


@tagged("post_install", "-at_install")
class TestFoundEdited(ArrivalCase):
    def setUp(self):
        super().setUp()
        self.customer.action_qb_send()
        self._run()
        self.invoice = self._invoice({"price_unit": 1000.0, "name": AGREED}, post=False)

    def _post_without_answer(self):
        self.sim.mishaps.add("drop_after", path="/batch")
        self.invoice.action_post()
        self._run()

    def _edit_there(self):
        [there] = self._all_in_quickbooks("Invoice")
        self.keeper.edit("Invoice", there["Id"], {1: {"Description": EDITED}})
        return there["Id"]

    def _find(self):
        """The worker looks for it, much later."""
        self._let_time_pass(hours=30)
        self._run()

    def _line_there(self, key):
        return self._in_quickbooks("Invoice", key)["Line"][0]["Description"]

    def _compared(self, key):
        """The dialog that waits for somebody; until then neither side changes."""
        self.assertEqual(self.invoice.qb_id, key)
        self.assertTrue(self.invoice.qb_comparable, self._inbox())
        self.assertEqual(self._line_there(key), EDITED)
        action = self.invoice.action_qb_compare()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(dialog.line_ids.mapped("theirs"), [EDITED])
        return dialog

    def test_what_was_new_is_linked_and_compared(self):
        self._post_without_answer()
        key = self._edit_there()
        self._find()
        self._compared(key).action_take_ours()
        self._run()
        self.assertEqual(self._line_there(key), AGREED)
        self.assertEqual(self.invoice.qb_status, "synced")

    def test_an_update_that_was_made_is_compared(self):
        self.invoice.action_post()
        self._run()
        self.invoice.button_draft()
        self.invoice.invoice_line_ids.price_unit = 1800
        self._post_without_answer()
        key = self._edit_there()
        self._find()
        self._compared(key).action_take_theirs()
        self.assertEqual(self.invoice.invoice_line_ids.name, EDITED)
        self.assertEqual(self.invoice.amount_total, 1800)

    # A repeated call is answered as the first was, whatever has been done since.

    def _repeat_after_a_look(self):
        """The call is made once more; no look shows again what one has shown before."""
        self._arrive()
        connection = self.connection.sudo()
        connection.changes_at = connection._clock() + timedelta(hours=1)
        self.assertFalse(self.invoice.qb_id)
        self._let_time_pass(minutes=30)
        self._run()
        self.assertTrue(self.invoice.qb_id, self.invoice.qb_message)

    def test_what_was_edited_and_shown_before_the_call_was_repeated_is_compared(self):
        self._post_without_answer()
        key = self._edit_there()
        self._repeat_after_a_look()
        self._compared(key).action_take_theirs()
        self.assertEqual(self.invoice.invoice_line_ids.name, EDITED)

    def test_what_was_made_void_before_the_call_was_repeated_is_told(self):
        self._post_without_answer()
        [there] = self._all_in_quickbooks("Invoice")
        self.keeper.void("Invoice", there["Id"])
        self._repeat_after_a_look()
        self.assertIn("made void", self.invoice.qb_changed_there)

    def test_what_was_copied_before_the_call_was_repeated_is_another_one(self):
        self._post_without_answer()
        [there] = self._all_in_quickbooks("Invoice")
        copy = self.keeper.invoice(
            self.customer.name,
            ("Linehaul", "1000.00", "NON"),
            PrivateNote=there["PrivateNote"],
        )
        self._repeat_after_a_look()
        self.assertEqual(self.invoice.qb_id, there["Id"])
        self.assertEqual(self.invoice.qb_status, "synced")
        found = self.env["quickbooks.object"]._find(self.connection, "Invoice", copy)
        self.assertTrue(found._record().qb_made_there, self._inbox())

    def test_what_nobody_has_edited_needs_nobody(self):
        self._post_without_answer()
        self._find()
        self.assertEqual(self.invoice.qb_status, "synced", self.invoice.qb_message)
        self.assertFalse(self._change("Invoice", self.invoice.qb_id))


@tagged("post_install", "-at_install")
class TestFoundEditedDesktop(DesktopCase):
    """The same in a company file, whether it knows the message set any more or not."""

    def _sent_without_answer(self):
        invoice = self._invoice({"price_unit": 1000.0, "name": AGREED})
        self.connector.fail("lost_request", method="receiveResponseXML", skip=1)
        self.assertEqual(self._session().outcome, "broken")
        return invoice

    def _edit_there(self):
        self.books.clock.advance(minutes=5)
        [there] = self.books.invoices()
        self.books.bookkeeper.change_line(there.id, 1, Desc=EDITED)

    def _forget(self):
        self.books.forget_message_sets()
        lost = self.env["quickbooks.exchange"].search([("state", "=", "open")])
        lost.sudo().look_up = "send"

    def _find(self, invoice):
        """The next session finds it, and the invoice is linked."""
        self._session()
        self._run()
        [there] = self.books.invoices()
        self.assertEqual(invoice.qb_id, there.id)

    def _assert_compared(self, invoice):
        self._find(invoice)
        action = invoice.action_qb_compare()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(dialog.line_ids.mapped("theirs"), [EDITED])
        dialog.action_take_theirs()
        self.assertEqual(invoice.invoice_line_ids.name, EDITED)
        self.assertEqual(invoice.qb_status, "synced")

    def test_what_quickbooks_only_names_is_compared(self):
        invoice = self._sent_without_answer()
        self._edit_there()
        self._assert_compared(invoice)

    def test_what_is_looked_for_is_compared(self):
        invoice = self._sent_without_answer()
        self._edit_there()
        self._forget()
        self._assert_compared(invoice)

    def test_what_is_only_named_and_not_edited_is_known_with_its_lines(self):
        self._assert_known(self._sent_without_answer())

    def test_so_is_what_is_looked_for(self):
        invoice = self._sent_without_answer()
        self._forget()
        self._assert_known(invoice)

    def _assert_known(self, invoice):
        self._find(invoice)
        self.assertEqual(invoice.qb_status, "synced", invoice.qb_message)
        self.assertFalse(self.env["quickbooks.change"].search([]))
        known = self.env["quickbooks.object"].search([("qb_id", "=", invoice.qb_id)])
        self.assertTrue(known.content)
