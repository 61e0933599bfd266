# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which files go with invoices and bills, as users decide."""

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..lib.files import FileType
from .quickbooks_connection import OPEN_STATES

# What shows what the carrier gets. On a load or its purchase order it is the carrier's
# paper, and no customer may see it; on the sale order it is the customer's own.
CARRIERS_OWN = {FileType.RATE_CONFIRMATION, FileType.CARRIER_INVOICE}
_OF_CUSTOMER = {"account.move", "sale.order"}


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    file_push = fields.Selection(
        [
            ("none", "Do not send"),
            ("click", "When someone clicks Send Files"),
            ("auto", "With their document, and later ones too"),
        ],
        string="Files",
        required=True,
        default="none",
        tracking=True,
        help="When proofs of delivery and other files of a load go to QuickBooks. They"
        " are attached to the invoice or bill there, once that is in QuickBooks.",
    )
    # With invoices: what the customer pays for. With bills: what the carrier is paid
    # for.
    invoice_file_pod = fields.Boolean(
        string="Proof of Delivery with Invoices", default=True, tracking=True
    )
    invoice_file_bol = fields.Boolean(
        string="Bill of Lading with Invoices", default=True, tracking=True
    )
    invoice_file_rate_confirmation = fields.Boolean(
        string="Rate Confirmation with Invoices",
        tracking=True,
        help="The customer's: one that hangs on the sale order or on the invoice"
        " itself. That of the carrier never goes with an invoice.",
    )
    invoice_file_other = fields.Boolean(
        string="Other Files with Invoices",
        tracking=True,
        help="Everything else that hangs on the invoice, its order or its load.",
    )
    invoice_files_on_send = fields.Boolean(
        string="E-Mail Files with Invoices",
        tracking=True,
        help="When QuickBooks e-mails the invoice, the customer gets these files with"
        " it.",
    )
    bill_file_carrier_invoice = fields.Boolean(
        string="Carrier Invoice with Bills", default=True, tracking=True
    )
    bill_file_rate_confirmation = fields.Boolean(
        string="Rate Confirmation with Bills", default=True, tracking=True
    )
    bill_file_pod = fields.Boolean(string="Proof of Delivery with Bills", tracking=True)
    bill_file_bol = fields.Boolean(string="Bill of Lading with Bills", tracking=True)
    bill_file_other = fields.Boolean(
        string="Other Files with Bills",
        tracking=True,
        help="Everything else that hangs on the bill, its order or its load.",
    )

    @api.constrains("file_push", "provider")
    def _check_file_push(self):
        for connection in self:
            if connection.provider == "desktop" and connection.file_push != "none":
                raise ValidationError(
                    self.env._(
                        "QuickBooks Desktop takes no files from outside. They stay here"
                        " with their documents."
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if not {"file_push", "state", "active"}.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _send_files(self):
        """Whether files go to any QuickBooks company, without a query: what else is
        attached anywhere in Odoo must not cost anything."""
        return bool(
            self.sudo().search_count(
                [("file_push", "!=", "none"), ("state", "in", OPEN_STATES)], limit=1
            )
        )

    def _files_of(self, move, source_model):
        """The types of files that go with a document, of those that hang on this kind
        of record."""
        self.ensure_one()
        group = "invoice" if move.is_sale_document() else "bill"
        kinds = {
            kind for kind in FileType if self._fields.get(f"{group}_file_{kind.value}")
        }
        kinds = {kind for kind in kinds if self[f"{group}_file_{kind.value}"]}
        if group == "invoice" and source_model not in _OF_CUSTOMER:
            kinds -= CARRIERS_OWN
        return kinds
