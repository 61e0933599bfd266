# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What comes back from QuickBooks, and what becomes of it here."""

from odoo import api, fields, models

ENTERED = [
    ("none", "Leave it in QuickBooks"),
    ("draft", "Enter as draft"),
    ("post", "Enter and post"),
]
# The setting that says what becomes of what was made in QuickBooks, by type.
PULL_OF_TYPE = {
    "Invoice": "invoice_pull",
    "CreditMemo": "invoice_pull",
    "Bill": "bill_pull",
    "VendorCredit": "bill_pull",
    "Payment": "payment_pull",
    "BillPayment": "bill_payment_pull",
    "Customer": "customer_arrival",
    "Vendor": "vendor_arrival",
}


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    payment_pull = fields.Selection(
        ENTERED,
        string="Payments of Customers",
        required=True,
        default="post",
        tracking=True,
        help="Payments that are recorded in QuickBooks for invoices that are here.",
    )
    bill_payment_pull = fields.Selection(
        ENTERED,
        string="Payments to Vendors",
        required=True,
        default="post",
        tracking=True,
        help="Payments that are made in QuickBooks for bills that are here.",
    )
    invoice_pull = fields.Selection(
        ENTERED,
        string="Invoices Made There",
        required=True,
        default="none",
        tracking=True,
        help="Invoices and credit memos that were made in QuickBooks.",
    )
    bill_pull = fields.Selection(
        ENTERED,
        string="Bills Made There",
        required=True,
        default="none",
        tracking=True,
        help="Bills and vendor credits that were made in QuickBooks.",
    )
    customer_arrival = fields.Boolean(
        string="Contacts for New Customers",
        tracking=True,
        help="A customer made in QuickBooks becomes a contact here. Without it new"
        " customers are only listed, to be matched with yours.",
    )
    vendor_arrival = fields.Boolean(
        string="Contacts for New Vendors",
        tracking=True,
        help="A vendor made in QuickBooks becomes a contact here. Without it new"
        " vendors are only listed, to be matched with your carriers.",
    )
    contact_follow = fields.Boolean(
        string="Contacts Follow QuickBooks",
        default=True,
        tracking=True,
        help="The name, e-mail, phone and address of a linked customer or vendor are"
        " changed here when somebody changes them in QuickBooks. What was changed here"
        " as well stays, and the contact's chatter says so.",
    )
    edited_there = fields.Selection(
        [
            ("ask", "Ask what to do"),
            ("theirs", "Take it over, if it was not changed here as well"),
        ],
        string="Changed in QuickBooks",
        required=True,
        default="ask",
        tracking=True,
        help="What becomes of an invoice or bill that was sent from here and that"
        " somebody has changed in QuickBooks. What was changed on both sides always"
        " waits for somebody.",
    )
    arrival_journal_id = fields.Many2one(
        "account.journal",
        string="Journal for Other Accounts",
        domain="[('type', 'in', ('bank', 'cash', 'credit')),"
        " ('company_id', 'parent_of', company_id)]",
        help="Where a payment is entered whose account in QuickBooks belongs to no"
        " journal in the mapping. Without it such a payment waits for the mapping.",
    )
    change_ids = fields.One2many("quickbooks.change", "connection_id")

    def write(self, vals):
        result = super().write(vals)
        if vals.get("arrival_journal_id"):
            self.env["quickbooks.change"].sudo()._retry_for_mapping(self)
        return result

    def _pulls(self, object_type):
        """What becomes here of an object of this type that was made in QuickBooks:
        `draft`, `post`, or nothing (False)."""
        self.ensure_one()
        setting = PULL_OF_TYPE.get(object_type)
        wanted = setting and self[setting]
        return False if wanted == "none" else wanted

    @api.model
    def _step_take(self):
        """Take what is in the inbox into Odoo's records."""
        return self.env["quickbooks.change"]._take(self) or None
