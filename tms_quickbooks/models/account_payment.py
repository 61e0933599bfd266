# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from ..lib import preflight
from ..lib.problems import Place
from .quickbooks_sync_mixin import ARRIVING

# The type of QuickBooks object for whom a payment is made or comes from, and the
# direction that QuickBooks knows for it.
OBJECT_TYPES = {"customer": "Payment", "supplier": "BillPayment"}
USUAL_DIRECTION = {"customer": "inbound", "supplier": "outbound"}
PARTY_TYPES = {"Payment": "Customer", "BillPayment": "Vendor"}

# From then on a payment is in the books.
MADE = ("in_process", "paid")


class AccountPayment(models.Model):
    """Payments of customers and to vendors, and what becomes of them when posted."""

    _name = "account.payment"
    _inherit = ["account.payment", "quickbooks.sync.mixin"]

    _qb_section_views = (
        "account.view_account_payment_form",
        "account.view_account_payment_tree",
        "account.view_account_payment_search",
    )
    _qb_page_view = "tms_quickbooks.view_account_payment_quickbooks"

    def write(self, vals):
        """What is posted goes by itself; what is taken back leaves the queue."""
        made = self.filtered(lambda payment: payment._qb_is_made())
        result = super().write(vals)
        if "state" in vals:
            still = self.filtered(lambda payment: payment._qb_is_made())
            # A draft that has come from QuickBooks is there already.
            posted = (still - made).filtered(lambda p: p.qb_status != "synced")
            posted._qb_send_on_posting()
            (made - still)._qb_leave_queue()
            if not self.env.context.get(ARRIVING):
                changed = ((still - made) | (made - still)).sudo()
                changed._qb_beside()._qb_settle_otherwise()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_qb_jobs(self):
        """A deleted payment leaves nothing in the queue, and nothing behind."""
        queued = self.filtered(
            lambda payment: payment.qb_status in ("pending", "failed")
        )
        queued._qb_open_jobs()._cancel_open()
        self._qb_concerned()._qb_check_left_behind()

    @api.depends("state")
    def _compute_qb_withdrawing(self):
        return super()._compute_qb_withdrawing()

    def _qb_void_here(self):
        return self.filtered(lambda payment: not payment._qb_is_made())

    # -- quickbooks.sync.mixin -----------------------------------------------------

    def _qb_is_made(self):
        """Whether one payment is in the books; not for a draft, nor for no payment."""
        return self.state in MADE

    def _qb_is_refund(self):
        """Whether the money of one payment goes back."""
        return self.payment_type != USUAL_DIRECTION[self.partner_type]

    def _qb_concerned(self):
        """Those of customers and vendors; not from one bank account to another."""
        return self.filtered(
            lambda payment: payment.partner_id
            and not payment.paired_internal_transfer_payment_id
            and payment.destination_account_id.account_type
            in ("asset_receivable", "liability_payable")
        )

    def _qb_outgoing(self):
        made = self._qb_concerned().filtered(lambda payment: payment._qb_is_made())
        return made.grouped(lambda payment: OBJECT_TYPES[payment.partner_type])

    def _qb_sendable(self, company):
        return (
            super()
            ._qb_sendable(company)
            .filtered(lambda payment: payment._qb_is_made())
        )

    def _qb_held_back(self, connection, object_type, rules):
        problems = {}
        for payment in self:
            problem = preflight.document_held_back(object_type, payment.date, rules)
            if not problem and payment._qb_is_refund():
                place = Place(self._name, payment.id, payment.display_name)
                problem = preflight.refund_stays(object_type, place)
            if problem:
                problems[payment.id] = problem
        return problems

    def _qb_type(self):
        return OBJECT_TYPES[self.partner_type]

    def _qb_needed_documents(self):
        """What these settle, as far as it can be in QuickBooks at all."""
        return {
            payment_id: self.env["account.move"]
            .union(*(line.move for line in settled))
            ._qb_concerned()
            for payment_id, settled in self._qb_settled().items()
        }

    def _qb_party_type(self, object_type):
        return PARTY_TYPES[object_type]

    def _qb_partner_ids(self):
        settled = self._qb_settled()
        return {
            payment.id: payment._qb_party(settled[payment.id]).id for payment in self
        }

    def _qb_party(self, settled):
        """Whose invoices one payment settles; by default who has paid.

        A factor pays for the customers whose invoices it has bought.
        """
        moves = [line.move for line in settled if line.move.is_invoice()]
        partner = moves[0].partner_id if moves else self.partner_id
        return partner.commercial_partner_id

    def _qb_set_status(self, company, status):
        if self:
            self._qb_write_status(status)
