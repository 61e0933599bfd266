# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers and vendors that were made in QuickBooks: who they are here, or become.

Who is linked is who is linked. Of the others one with the very same name is the same,
as in matching; one that looks like a contact is proposed there and made by nobody; and
only who is like nobody becomes a contact, where the connection's setting says so.
"""

from odoo import api, models

from ..lib.arrivals import Ignored, NotTaken, inbox
from ..lib.arrivals import parties as told
from ..lib.documents import Address, Party
from ..lib.problems import Place
from .account_move import OBJECT_TYPES
from .quickbooks_sync_mixin import ARRIVING
from .res_partner_document import ROLES

# How far a name is from the rank that makes somebody a customer or a carrier.
RANKS = {"Customer": "customer_rank", "Vendor": "supplier_rank"}
TERMS = {
    "Customer": "property_payment_term_id",
    "Vendor": "property_supplier_payment_term_id",
}
PARTY_OF = {
    object_type: "Customer" if object_type in ("Invoice", "CreditMemo") else "Vendor"
    for object_type in OBJECT_TYPES.values()
}


class ResPartner(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "res.partner"

    # -- into the inbox ------------------------------------------------------------

    @api.model
    def _qb_take(self, change, document, record):
        if record:  # somebody has linked it meanwhile
            raise Ignored(told.linked(change.name))
        connection, name = change.connection_id, change.name
        if document is None:
            raise Ignored(told.inactive(name))
        if not document.active and connection[_pull_setting(change.type)] == "active":
            raise Ignored(told.inactive(name))
        self.env["quickbooks.object"]._store(connection, [change._state()])
        found = self.env["quickbooks.object"]._find(
            connection, change.type, change.qb_id
        )
        same, alike = self._qb_newcomer(connection, change.type, found)
        if same:
            change._did(inbox.linked())
            return same
        if alike and not change.insisted:
            raise Ignored(told.looks_like(name, alike.display_name), keeps=True)
        if not change._pulls():
            raise Ignored(told.listed_only(name))
        change._did(inbox.entered())
        return self._qb_make(connection, document)

    # -- whom a document names -----------------------------------------------------

    @api.model
    def _qb_party_here(self, change, ref):
        """The contact that the customer or vendor of a document is.

        :param ref: ``lib.documents.Ref``
        :raises NotTaken: where nobody knows
        """
        connection, role = change.connection_id, PARTY_OF[change.type]
        found = self.env["quickbooks.object"]._find(connection, role, ref.id)
        if not found:
            raise NotTaken(told.unknown(ref.name or ref.id, change._place()))
        if partner := found._record():
            return partner.with_env(self.env)
        same, alike = self._qb_newcomer(connection, role, found)
        if same:
            return same
        place = Place(found._name, found.id, found.full_name)
        if alike and not change.insisted:
            raise NotTaken(told.alike(found.full_name, alike.display_name, place))
        if not connection._pulls(role):
            raise NotTaken(told.not_linked(found.full_name, place))
        return self._qb_make_listed(connection, found)

    @api.model
    def _qb_newcomer(self, connection, role, found):
        """Who a customer or vendor may be that is linked to nobody.

        :return: (the contact it is, linked by now, or none; one it may be, or none)
        """
        Matches = self.env["quickbooks.match"].sudo()
        matches = Matches._match_newcomer(connection, role, found)
        linked = matches.filtered(
            lambda match: match.state == "linked" and match.object_id == found
        )
        if linked:
            return linked.partner_id.with_env(self.env), self.browse()
        alike = matches.filtered(lambda match: match.object_id == found)
        return self.browse(), alike.partner_id.with_env(self.env)[:1]

    # -- a contact of its own ------------------------------------------------------

    @api.model
    def _qb_make(self, connection, party):
        """Make a contact of a customer or vendor of QuickBooks."""
        role = party.object_type
        partner = self.with_company(connection.company_id).create(
            self._qb_values_of(connection, party)
        )
        types = self.env["quickbooks.object"]._type_labels()
        partner._qb_log(
            self.env._(
                "Made in QuickBooks: %(type)s %(number)s.",
                type=types[role],
                number=party.name,
            )
        )
        return partner

    @api.model
    def _qb_make_listed(self, connection, found):
        """Make a contact of a customer or vendor that is listed, and link it."""
        arriving = self.with_context(**{ARRIVING: True})
        partner = arriving._qb_make(connection, _party_of(found))
        self.env["quickbooks.object"]._store(
            connection, [found._state()], {(found.type, found.qb_id): partner}
        )
        partner._qb_set_synced(connection.company_id)
        return partner

    @api.model
    def _qb_values_of(self, connection, party):
        """Values of a contact.

        A person has no company name in QuickBooks, or is named otherwise than it.
        """
        role = party.object_type
        is_person = bool(party.given_name or party.family_name) and (
            party.company_name in ("", party.name)
        )
        terms = self.env["account.payment.term"]
        if party.terms:
            terms = self.env["quickbooks.mapping"]._records_mapped_to(
                connection, "term", party.terms.id, terms._name
            )
        return {
            "name": party.name,
            "is_company": bool(party.company_name) or not is_person,
            "company_id": False,
            RANKS[role]: 1,
            "email": party.email or False,
            "phone": party.phone or party.mobile or False,
            "website": party.website or False,
            "vat": party.tax_id or False,
            "mc_number": party.mc_number or False,
            "dot_number": party.dot_number or False,
            TERMS[role]: terms[:1].id,
            **self._qb_address_values(party.address),
            **({"qb_1099": "yes"} if party.is_1099 else {}),
        }

    @api.model
    def _qb_address_values(self, address):
        """Values of a postal address; state and country by their code or name."""
        if not address:
            return {}
        country = self._qb_of_code("res.country", address.country)
        states = [("country_id", "=", country.id)] if country else []
        state = self._qb_of_code("res.country.state", address.state, states)
        street, *more = address.lines or ("",)
        return {
            "street": street or False,
            "street2": ", ".join(more) or False,
            "city": address.city or False,
            "zip": address.postal_code or False,
            "state_id": state.id,
            "country_id": (country or state.country_id).id,
        }

    @api.model
    def _qb_of_code(self, model, text, domain=()):
        """The country or state of a code or a name; of a state without a country, that
        of the company's."""
        Model = self.env[model]
        if not text:
            return Model
        called = ["|", ("code", "=ilike", text), ("name", "=ilike", text)]
        found = Model.search([*called, *domain])
        if len(found) > 1 and "country_id" in Model._fields:
            own = self.env.company.country_id
            found = found.filtered(lambda state: state.country_id == own) or found
        return found[:1]


def _pull_setting(role):
    return f"{role.lower()}_pull"


def _party_of(found):
    """What is known of a customer or vendor from its list, as a party."""
    details = found.details or {}
    return Party(
        role=ROLES[found.type],
        name=found.name or found.full_name,
        source=Place(found._name, found.id),
        id=found.qb_id,
        company_name=details.get("company_name", ""),
        email=details.get("email", ""),
        phone=details.get("phone", ""),
        mobile=details.get("mobile", ""),
        address=Address(
            lines=tuple(filter(None, [details.get("street")])),
            city=details.get("city", ""),
            state=details.get("state", ""),
            postal_code=details.get("postal_code", ""),
            country=details.get("country", ""),
        ),
    )
