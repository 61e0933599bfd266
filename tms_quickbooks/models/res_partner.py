# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL

from ..lib import documents, names
from ..lib.problems import Place
from .quickbooks_sync_mixin import QB_STATUS

ROLES = {"Customer": "customer", "Vendor": "vendor"}
MOVE_TYPES = {
    "Customer": ["out_invoice", "out_refund"],
    "Vendor": ["in_invoice", "in_refund"],
}


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "quickbooks.sync.mixin"]

    # A contact may be known to the books of several companies.
    qb_status = fields.Selection(
        QB_STATUS,
        string="QB Status",
        company_dependent=True,
        readonly=True,
        copy=False,
        index=False,
    )

    _qb_section_views = (
        "base.view_partner_form",
        "base.view_partner_tree",
        "base.view_res_partner_filter",
    )

    def _qb_concerned(self):
        return self.filtered(lambda partner: partner.commercial_partner_id == partner)

    def _qb_company(self, record):
        return record.company_id or self.env.company

    def _qb_set_status(self, company, status):
        if self:
            self.sudo().with_company(company).qb_status = status

    def _qb_sendable(self, company):
        return super(ResPartner, self.with_company(company))._qb_sendable(company)

    def _qb_outgoing(self):
        parties = self.commercial_partner_id
        outgoing = {
            "Customer": parties.filtered("customer_rank"),
            "Vendor": parties.filtered("supplier_rank"),
        }
        return {object_type: group for object_type, group in outgoing.items() if group}

    def _qb_documents(self, connection, object_type, aliases):
        bindings = self.env["quickbooks.object"]._bound(
            connection, object_type, self._name, self.ids
        )
        currencies = {}
        if connection._profile().multi_currency:
            new = self.filtered(lambda partner: partner.id not in bindings)
            currencies = new._qb_currencies(connection.company_id, object_type)
        return {
            partner.id: partner._qb_party(
                object_type,
                aliases.get(partner.id),
                bindings.get(partner.id),
                currencies.get(partner.id, ""),
            )
            for partner in self
        }

    def _qb_currencies(self, company, object_type):
        """``{partner id: ISO code}``: the currency QuickBooks shall keep them in.

        QuickBooks keeps a customer or vendor in one currency, from its creation on
        (Customer reference, `CurrencyRef`): that of its latest document.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (move.commercial_partner_id)
                       move.commercial_partner_id, currency.name
                  FROM account_move AS move
                  JOIN res_currency AS currency ON currency.id = move.currency_id
                 WHERE move.commercial_partner_id = ANY(%s) AND move.company_id = %s
                   AND move.state = 'posted' AND move.move_type = ANY(%s)
                 ORDER BY move.commercial_partner_id, move.id DESC
                """,
                self.ids,
                company.id,
                MOVE_TYPES[object_type],
            )
        )
        return dict(rows)

    def _qb_party(self, object_type, alias, binding, currency):
        """This partner as a customer or vendor of QuickBooks.

        :param currency: ISO code for a new one; empty is the home currency
        """
        self.ensure_one()
        values = {
            "role": ROLES[object_type],
            "name": alias or names.display_name(self.name or ""),
            "source": Place(self._name, self.id, self.display_name),
            "email": self._qb_email(),
            "phone": self.phone or "",
            "website": self.website or "",
            "address": self._qb_address(),
            "currency": currency,
        }
        if self.is_company:
            values["company_name"] = self.name or ""
        if object_type == "Vendor":
            values["tax_id"] = self.vat or ""
        if binding:
            values |= {
                "id": binding.qb_id,
                "version": binding.version or "",
                "name": binding.name or values["name"],
            }
        return documents.Party(**values)

    def _qb_email(self):
        """The plain address; a bad one as it is, for the checks to complain about."""
        return self.email_normalized or self.email or ""

    def _qb_address(self):
        """The postal address, or None where there is none."""
        lines = tuple(line for line in (self.street, self.street2) if line)
        if not lines and not self.city and not self.zip:
            return None
        return documents.Address(
            lines=lines,
            city=self.city or "",
            state=self.state_id.code or "",
            postal_code=self.zip or "",
            country=self.country_id.code or "",
        )
