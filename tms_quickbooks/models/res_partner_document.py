# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How customers and carriers look to QuickBooks."""

from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..lib import documents
from ..lib.problems import Place

ROLES = {"Customer": "customer", "Vendor": "vendor"}
MOVE_TYPES = {
    "Customer": ["out_invoice", "out_refund"],
    "Vendor": ["in_invoice", "in_refund"],
}
# Odoo's way to say that somebody has no tax id.
NO_TAX_ID = "/"


class ResPartner(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "res.partner"

    def _qb_documents(self, connection, object_type, aliases):
        """The parties of these partners; a fixed number of queries for any number."""
        bindings = self.env["quickbooks.object"]._bound(
            connection, object_type, self._name, self.ids
        )
        currencies = {}
        if connection._profile().multi_currency:
            new = self.filtered(lambda partner: partner.id not in bindings)
            currencies = new._qb_currencies(connection, object_type)
        resolve_term = self.env["account.payment.term"]._qb_resolver(connection)
        details = _customer if object_type == "Customer" else _vendor
        naming = connection._provider(), connection._suffix(object_type)
        emails = self._qb_bill_emails()
        parties = {}
        for partner in self.with_company(connection.company_id):
            binding = bindings.get(partner.id)
            parties[partner.id] = documents.Party(
                **partner._qb_party(object_type)
                | details(partner, binding, resolve_term, emails[partner.id])
                | _identity(partner, binding, aliases.get(partner.id), naming),
                currency=currencies.get(partner.id, ""),
            )
        return parties

    def _qb_currencies(self, connection, object_type):
        """``{partner id: ISO code}``: the currency QuickBooks shall keep them in.

        QuickBooks keeps a customer or vendor in one currency, from its creation on
        (Customer reference, `CurrencyRef`): that of its latest document, best of one
        that counts.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (move.commercial_partner_id)
                       move.commercial_partner_id, currency.name
                  FROM account_move AS move
                  JOIN res_currency AS currency ON currency.id = move.currency_id
                 WHERE move.commercial_partner_id = ANY(%s)
                   AND move.company_id = ANY(%s)
                   AND move.move_type = ANY(%s)
                 ORDER BY move.commercial_partner_id, move.state = 'posted' DESC,
                       move.id DESC
                """,
                self.ids,
                connection._company_ids(),
                MOVE_TYPES[object_type],
            )
        )
        return dict(rows)

    def _qb_party(self, object_type):
        """What customers and vendors have in common."""
        self.ensure_one()
        values = {
            "role": ROLES[object_type],
            "source": Place(self._name, self.id, self.display_name),
            "email": self._qb_email(),
            "phone": self.phone or "",
            "website": self.website or "",
            "address": self._qb_address(),
        }
        if self.is_company:
            values["company_name"] = self.name or ""
        return values

    def _qb_email(self):
        """The plain address; a bad one as it is, for the checks to complain about."""
        return self.email_normalized or self.email or ""

    def _qb_bill_emails(self):
        """Where the invoices of these partners go by e-mail: ``{partner id: text}``.

        What was entered for that, or the address of the contact for invoices, or the
        partner's own.
        """
        customers = self.commercial_partner_id
        contacts = self.search(
            [
                ("parent_id", "in", customers.ids),
                ("type", "=", "invoice"),
                ("email", "!=", False),
            ],
            order="id desc",  # the oldest counts
        )
        of_contact = {contact.parent_id.id: contact._qb_email() for contact in contacts}

        def found(partner, customer):
            yield partner.qb_bill_email
            yield customer.qb_bill_email
            if partner != customer:  # somebody has been chosen
                yield partner._qb_email()
            yield of_contact.get(customer.id)
            yield customer._qb_email()

        return {
            partner.id: next(filter(None, found(partner, customer)), "")
            for partner in self
            for customer in partner.commercial_partner_id
        }

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
            name=self.commercial_partner_id.name or "",
        )


def _customer(partner, binding, resolve_term, email):
    limit = partner.credit_limit if partner.use_partner_credit_limit else None
    return {
        "email": email,
        "terms": resolve_term(partner.property_payment_term_id),
        "credit_limit": limit and Decimal(f"{limit:.2f}"),
    }


def _vendor(partner, binding, resolve_term, email):
    values = {
        "tax_id": "" if partner.vat == NO_TAX_ID else partner.vat or "",
        "is_1099": {"yes": True, "no": False}.get(partner.qb_1099),
        "mc_number": partner.mc_number or "",
        "dot_number": partner.dot_number or "",
        "terms": resolve_term(partner.property_supplier_payment_term_id),
    }
    if binding and (partner.mc_number or partner.dot_number):
        # What the bookkeeper has entered in QuickBooks stays in front of them.
        values["account_number"] = binding.number or ""
    return values


def _identity(partner, binding, alias, naming):
    """Who it is in QuickBooks, or shall be.

    :param naming: the kind of QuickBooks, and the suffix of this role
    """
    name = alias or naming[0].list_name(partner.name or "")
    if not binding:
        return {"name": name}
    if binding.renamed:
        name = _renamed(name, binding, *naming)
    else:
        name = binding.name or name
    return {"id": binding.qb_id, "version": binding.version or "", "name": name}


def _renamed(name, binding, provider, suffix):
    """The new name; with the suffix where that tells it from the other role's."""
    if (binding.name or "").endswith(suffix):
        return provider.suffixed(name, suffix)
    return name
