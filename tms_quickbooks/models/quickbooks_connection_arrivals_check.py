# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the settings of the way back lack before they can do what they say."""

from odoo import api, fields, models
from odoo.tools import SQL

from .quickbooks_mapping_target import NO_ITEMS


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    payment_arrival_warning = fields.Char(compute="_compute_arrival_warnings")
    document_arrival_warning = fields.Char(compute="_compute_arrival_warnings")

    @api.depends(
        *("payment_pull", "bill_payment_pull", "arrival_journal_id"),
        *("invoice_pull", "bill_pull", "customer_arrival", "vendor_arrival"),
    )
    @api.depends_context("lang")
    def _compute_arrival_warnings(self):
        for connection in self:
            connection.payment_arrival_warning = connection._warn_of_payments()
            connection.document_arrival_warning = " ".join(
                connection._warn_of_documents()
            )

    def _warn_of_payments(self):
        """What payments would wait for."""
        arrives = "none" != self.payment_pull or "none" != self.bill_payment_pull
        if not arrives or self.arrival_journal_id or self._maps("deposit"):
            return False
        return self.env._(
            "No journal is mapped to a bank account of QuickBooks: payments wait for"
            " the mapping (QuickBooks > Mapping, Bank Account), unless you choose a"
            " journal for them here."
        )

    def _warn_of_documents(self):
        """What invoices and bills would wait for."""
        if self.invoice_pull != "none":
            count, total = self._items_without_mapping()
            if count:
                yield self.env._(
                    "%(count)s of %(total)s products and services of QuickBooks stand"
                    " for nothing here: an invoice with one of them waits until a"
                    " product or a category is mapped to it.",
                    count=count,
                    total=total,
                )
            if not self.customer_arrival:
                yield self.env._(
                    "An invoice of a customer who is not linked waits until somebody"
                    " says who that is."
                )
        if self.bill_pull != "none":
            if not self._maps("expense"):
                yield self.env._(
                    "No account or product is mapped to an expense account of"
                    " QuickBooks: bills wait for the mapping."
                )
            if not self.vendor_arrival:
                yield self.env._(
                    "A bill of a vendor who is not linked waits until somebody says who"
                    " that is."
                )

    def _maps(self, kind):
        """Whether anything is mapped to an object of this kind."""
        return bool(
            self.env["quickbooks.mapping"].search_count(
                [
                    ("connection_id", "in", self._origin.ids),
                    ("kind", "=", kind),
                    ("object_id", "!=", False),
                ],
                limit=1,
            )
        )

    def _items_without_mapping(self):
        """How many items of QuickBooks nothing is mapped to, and how many there are."""
        self.env["quickbooks.mapping"].flush_model()
        [row] = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FILTER (WHERE NOT EXISTS (
                           SELECT FROM quickbooks_mapping AS mapping
                            WHERE mapping.object_id = item.id
                              AND mapping.kind = 'item')),
                       count(*)
                  FROM quickbooks_object AS item
                 WHERE item.connection_id = ANY(%s) AND item.type = 'Item'
                   AND item.active AND NOT COALESCE(item.gone, false)
                   AND COALESCE(item.subtype, '') <> ALL(%s)
                """,
                self._origin.ids,
                list(NO_ITEMS),
            )
        )
        return row
