# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

# The type of QuickBooks object each kind of move becomes.
OBJECT_TYPES = {
    "out_invoice": "Invoice",
    "out_refund": "CreditMemo",
    "in_invoice": "Bill",
    "in_refund": "VendorCredit",
}


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "quickbooks.sync.mixin"]

    def _post(self, soft=True):
        posted = super()._post(soft)
        sent = posted._qb_send_on_posting()
        (posted - sent)._qb_loads()._qb_roll_up()
        return posted

    def button_draft(self):
        """A draft is not sent."""
        result = super().button_draft()
        self._qb_leave_queue()
        self._qb_loads()._qb_roll_up()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_qb_jobs(self):
        """A deleted document leaves nothing in the queue and no stale roll-up."""
        queued = self.filtered(lambda move: move.qb_status in ("pending", "failed"))
        queued._qb_open_jobs()._cancel_open()

    def unlink(self):
        loads = self._qb_loads()
        result = super().unlink()
        loads._qb_roll_up()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self._qb_loads()._qb_roll_up()
        return result

    def _qb_loads(self):
        """The loads behind these documents."""
        return self.env["tms.order"].sudo()._qb_of_moves(self)

    # -- quickbooks.sync.mixin -----------------------------------------------------

    _qb_section_views = (
        "account.view_move_form",
        "account.view_invoice_tree",
        "account.view_account_invoice_filter",
    )

    def _qb_concerned(self):
        return self.filtered(lambda move: move.move_type in OBJECT_TYPES)

    def _qb_outgoing(self):
        posted = self.filtered(
            lambda move: move.state == "posted" and move.move_type in OBJECT_TYPES
        )
        return posted.grouped(lambda move: OBJECT_TYPES[move.move_type])

    def _qb_sendable(self, company):
        return (
            super()._qb_sendable(company).filtered(lambda move: move.state == "posted")
        )

    def _qb_party_type(self, object_type):
        return "Customer" if object_type in ("Invoice", "CreditMemo") else "Vendor"

    def _qb_partner_ids(self):
        return {move.id: move.commercial_partner_id.id for move in self}

    def _qb_set_status(self, company, status):
        """One statement for the documents and one for the loads' roll-up."""
        if self:
            self._qb_write_status(status)
            self._qb_loads()._qb_roll_up()
