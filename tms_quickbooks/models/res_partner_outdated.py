# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers and carriers that changed here since QuickBooks got them."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import providers
from .quickbooks_sync_mixin import ARRIVING, SHOWN_FIELDS

BOTH = ("Customer", "Vendor")
# What QuickBooks gets of a contact, and as what.
SENT_FIELDS = {
    **dict.fromkeys(
        (
            *("name", "is_company", "email", "phone", "website"),
            *("street", "street2", "city", "zip", "state_id", "country_id"),
        ),
        BOTH,
    ),
    **dict.fromkeys(("qb_bill_email", "property_payment_term_id"), ("Customer",)),
    **dict.fromkeys(
        (
            *("vat", "mc_number", "dot_number", "qb_1099"),
            "property_supplier_payment_term_id",
        ),
        ("Vendor",),
    ),
}
# What makes a contact the one whose e-mail address its customer's invoices go to.
CONTACT_FIELDS = {"type", "parent_id", "active", "email"}


class QuickbooksObject(models.Model):
    _inherit = "quickbooks.object"

    renamed = fields.Boolean(
        readonly=True,
        help="The record has got another name, which QuickBooks is to take over.",
    )


class ResPartner(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners._qb_outdate(partners._qb_whose_invoices())
        return partners

    def write(self, vals):
        sent = [name for name in SENT_FIELDS if name in vals]
        as_contact = not CONTACT_FIELDS.isdisjoint(vals)
        if not sent and not as_contact:
            return super().write(vals)
        before = {partner: [partner[name] for name in sent] for partner in self}
        names_before = {partner: partner.name or "" for partner in self}
        customers = self._qb_whose_invoices() if as_contact else set()
        result = super().write(vals)
        changed = set()
        for partner, values in before.items():
            for name, value in zip(sent, values, strict=True):
                if partner[name] != value:
                    changed |= partner._qb_sent_to(name)
        if as_contact:
            customers |= self._qb_whose_invoices()
        renamed = self.filtered(lambda partner: partner.name != names_before[partner])
        renamed._qb_rename(names_before)
        self._qb_outdate(changed | customers)
        return result

    def unlink(self):
        customers = self._qb_whose_invoices()
        result = super().unlink()
        self._qb_outdate({row for row in customers if row[0] not in self.ids})
        return result

    def _qb_sent_to(self, name):
        """Where a field of this contact goes: ``{(partner id, type, company id)}``.

        The company is None for all of them.
        """
        per_company = self._fields[name].company_dependent
        company_id = self.env.company.id if per_company else None
        return {(self.id, object_type, company_id) for object_type in SENT_FIELDS[name]}

    def _qb_whose_invoices(self):
        """The customers whose invoices go to these contacts by e-mail."""
        return {
            (contact.parent_id.id, "Customer", None)
            for contact in self
            if contact.type == "invoice" and contact.parent_id and contact.email
        }

    @api.model
    def _qb_outdate(self, changed):
        """QuickBooks is behind: shown, and told to what is under way.

        One statement for any number of contacts and companies. Those whose contacts
        are not changed in QuickBooks by the connection's settings stay as they are.

        :param changed: ``{(partner id, type of object, company id or None)}``
        """
        if not changed or self.env.context.get(ARRIVING):
            return
        self.flush_model(["qb_status"])
        self.env["quickbooks.object"].flush_model()
        self.env["quickbooks.job"].flush_model()
        ids, types, companies = zip(*changed, strict=True)
        self.env.execute_query(
            SQL(
                """
                WITH changed AS (
                    SELECT * FROM unnest(%(ids)s, %(types)s, %(companies)s::int[])
                        AS row (partner_id, type, company_id)
                ), behind AS (
                    SELECT bound.res_id,
                           jsonb_object_agg(branch.id::text, 'outdated') AS status
                      FROM changed
                      JOIN quickbooks_object AS bound
                        ON bound.res_model = 'res.partner'
                       AND bound.res_id = changed.partner_id
                       AND bound.type = changed.type
                       AND bound.company_id
                           = COALESCE(changed.company_id, bound.company_id)
                      JOIN quickbooks_connection AS connection
                        ON connection.id = bound.connection_id
                       AND connection.active
                       AND CASE bound.type
                               WHEN 'Customer' THEN connection.customer_push
                               ELSE connection.vendor_push END = 'update'
                      JOIN res_partner AS partner ON partner.id = bound.res_id
                       AND partner.qb_status ->> bound.company_id::text = 'synced'
                      JOIN res_company AS books ON books.id = bound.company_id
                      JOIN res_company AS branch
                        ON branch.parent_path LIKE books.parent_path || '%%'
                     WHERE branch.id = books.id OR NOT EXISTS (
                           SELECT FROM quickbooks_connection AS own
                            WHERE own.company_id = branch.id
                              AND own.state IN ('connected', 'reconnect'))
                     GROUP BY bound.res_id
                ), under_way AS (
                    -- Also those whose bytes are being made right now: they wait for
                    -- this transaction, or this one is repeated.
                    UPDATE quickbooks_job AS job
                       SET changed = job.changed OR job.request_id IS NOT NULL
                      FROM changed
                     WHERE job.res_model = 'res.partner'
                       AND job.res_id = changed.partner_id
                       AND job.object_type = changed.type
                       AND job.state IN ('pending', 'sent', 'failed')
                    RETURNING job.id
                ), shown AS (
                    UPDATE res_partner
                       SET qb_status = res_partner.qb_status || behind.status
                      FROM behind WHERE res_partner.id = behind.res_id
                    RETURNING res_partner.id
                )
                SELECT id FROM under_way UNION ALL SELECT id FROM shown
                """,
                ids=list(ids),
                types=list(types),
                companies=list(companies),
            )
        )
        self.browse(ids).invalidate_recordset(SHOWN_FIELDS, flush=False)
        self.env["quickbooks.job"].invalidate_model(["changed"], flush=False)

    def _qb_rename(self, names_before):
        """A customer or vendor that has the name it had here gets the new one, too.

        One that QuickBooks knows under a name of its own keeps that.

        :param names_before: ``{partner: name}``
        """
        if not self or self.env.context.get(ARRIVING):
            return
        rows = [
            (partner.id, kind, provider.list_name(names_before[partner]))
            for kind, provider in providers.PROVIDERS.items()
            for partner in self
        ]
        self.env.execute_query(
            SQL(
                """
                UPDATE quickbooks_object AS bound SET renamed = true
                  FROM (VALUES %(rows)s) AS partner (id, provider, name),
                       quickbooks_connection AS connection
                 WHERE bound.res_model = 'res.partner' AND bound.res_id = partner.id
                   AND connection.id = bound.connection_id
                   AND connection.provider = partner.provider
                   AND bound.name IN (partner.name, partner.name || CASE bound.type
                           WHEN 'Customer' THEN connection.customer_suffix
                           ELSE connection.vendor_suffix END)
                RETURNING bound.id
                """,
                rows=SQL(", ").join(SQL("%s", row) for row in rows),
            )
        )
        self.env["quickbooks.object"].invalidate_model(["renamed"], flush=False)

    def _qb_set_synced(self, company):
        result = super()._qb_set_synced(company)
        self.env["quickbooks.object"].sudo().search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("company_id", "=", company.id),
                ("renamed", "=", True),
            ]
        ).renamed = False
        return result

    @api.model
    def _qb_send_outdated(self, connection, partner_ids):
        """Whoever is behind in QuickBooks goes with the documents that name them."""
        company = connection.company_id
        partners = self.browse(partner_ids).with_company(company)
        partners = partners.filtered(lambda partner: partner.qb_status == "outdated")
        Objects = self.env["quickbooks.object"]
        for object_type in BOTH:
            there = Objects._bound(connection, object_type, self._name, partners.ids)
            group = self.browse(there)
            held = group._qb_held_back(connection, object_type, connection._rules())
            group -= self.browse(held)
            self.env["quickbooks.job"]._enqueue(
                connection.id, company.id, object_type, group
            )
            group._qb_set_status(company, "pending")
