# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a connection is told to do: which objects go which way, and how."""

from odoo import fields, models

PULLED = [
    ("none", "None"),
    ("active", "Active only"),
    ("all", "All, inactive ones too"),
]


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    customer_pull = fields.Selection(
        PULLED,
        string="Customers Brought Here",
        required=True,
        default="active",
        help="Which customers of QuickBooks are listed here, to be matched with yours.",
    )
    vendor_pull = fields.Selection(
        PULLED,
        string="Vendors Brought Here",
        required=True,
        default="active",
        help="Which vendors of QuickBooks are listed here, to be matched with your "
        "carriers.",
    )
    cutoff_date = fields.Date(
        string="Nothing Dated Before",
        tracking=True,
        help="Invoices and bills with an earlier date do not go to QuickBooks by any "
        "way: they are in the books already, or in another company file.",
    )
    remit_place = fields.Selection(
        [
            ("message", "Message to the customer"),
            ("memo", "Memo (internal)"),
            ("none", "Not sent"),
        ],
        string="Remit-To Text",
        required=True,
        default="message",
        help="Where an invoice in QuickBooks says to whom the customer pays, when the "
        "invoice has a remit profile.",
    )
