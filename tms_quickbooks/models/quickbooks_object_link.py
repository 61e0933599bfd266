# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Linking customers and vendors of QuickBooks to contacts, safe from the worker."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib import matching


class QuickbooksObject(models.Model):
    """One QuickBooks customer is one contact here, and the other way round.

    Whoever links takes the contacts' places in the outbox first (`_hold`): a worker
    that is about to create one of them in QuickBooks either has committed that, and
    then linking is refused until the answer is there, or starts over and finds the
    link.
    """

    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.object"

    @api.model
    def _link(self, connection, object_type, pairs):
        """Link contacts to QuickBooks objects as far as nothing is in the way.

        :param pairs: ``{partner: object}``
        :return: ``{partner: sentence}`` for those that are refused, with the reason
        """
        partners = self.env["res.partner"].union(*pairs)
        open_jobs = self.env["quickbooks.job"]._hold(connection, object_type, partners)
        under_way = set(open_jobs.filtered("request_id").mapped("res_id"))
        self._lock(pairs.values())
        taken = self._partners_of(self.union(*pairs.values()))
        own = {
            found.res_id: found
            for found in self._of_partners(connection, object_type, partners)
        }
        links, refused = {}, {}
        for partner, found in pairs.items():
            owner = taken.get(found)
            if own.get(partner.id) == found:
                continue
            refusal = (
                (partner.id in under_way and self._say_under_way(partner))
                or (owner and self._say_taken(found, owner))
                or (partner.id in own and self._say_linked(partner, own[partner.id]))
                or found._say_unfit(connection, object_type)
            )
            if refusal:
                refused[partner] = refusal
            else:
                links[partner] = found
                taken[found] = partner
        for partner, found in links.items():
            # What its former contact was renamed to is not its name.
            found.write(
                {"res_model": partner._name, "res_id": partner.id, "renamed": False}
            )
        self.flush_model(["res_model", "res_id", "renamed"])
        open_jobs.filtered(
            lambda job: job.res_id in {partner.id for partner in links}
        )._go_on_linked(connection)
        return refused

    @api.model
    def _unlink_partners(self, connection, object_type, partners):
        """Take the link between contacts and their QuickBooks objects away again.

        Nothing changes in QuickBooks. What was queued for the contacts is cancelled.

        :return: the objects that were linked
        :raises UserError: while one of them is on its way to QuickBooks
        """
        open_jobs = self.env["quickbooks.job"]._hold(connection, object_type, partners)
        if under_way := open_jobs.filtered("request_id"):
            raise UserError(self._say_under_way(under_way._partners()))
        found = self._of_partners(connection, object_type, partners)
        found.write({"res_model": False, "res_id": False})
        found.flush_recordset(["res_model", "res_id"])
        open_jobs._cancel_open()
        return found

    @api.model
    def _of_partners(self, connection, object_type, partners):
        """The objects of these contacts, inactive ones too."""
        return self._of_records(connection, object_type, partners._name, partners.ids)

    def _partners_of(self, objects):
        """``{object: the contact it is linked to}``; a deleted contact is none."""
        linked = objects.filtered("res_model")
        partners = self.env["res.partner"].browse(linked.mapped("res_id")).exists()
        by_id = {partner.id: partner for partner in partners}
        return {found: by_id[found.res_id] for found in linked if found.res_id in by_id}

    def _lock(self, objects):
        """Two who link to one object wait for each other; the second starts over."""
        self.env.execute_query(
            SQL(
                "SELECT id FROM quickbooks_object WHERE id = ANY(%s) ORDER BY id"
                " FOR NO KEY UPDATE",
                [found.id for found in objects],
            )
        )
        self.invalidate_model(["res_model", "res_id"])

    def _contact(self):
        """What is compared with a contact."""
        self.ensure_one()
        return matching.listed_contact(self.id, self.name or "", self.details or {})

    # -- what is in the way --------------------------------------------------------

    def _say_under_way(self, partners):
        return self.env._(
            "%(names)s: on its way to QuickBooks, and the answer is not known yet. Wait"
            " for the answer, then decide.",
            names=", ".join(partners.mapped("display_name")),
        )

    def _say_taken(self, found, owner):
        return self.env._(
            "“%(name)s” in QuickBooks is linked to %(owner)s. One QuickBooks customer"
            " or vendor is one contact here: unlink %(owner)s first, or merge the"
            " contacts.",
            name=found.full_name,
            owner=owner.display_name,
        )

    def _say_linked(self, partner, found):
        return self.env._(
            "%(partner)s is linked to “%(name)s” in QuickBooks already. Unlink it"
            " first.",
            partner=partner.display_name,
            name=found.full_name,
        )

    def _say_unfit(self, connection, object_type):
        if self.connection_id != connection or self.type != object_type:
            return self.env._(
                "“%(name)s” cannot be chosen here: choose a customer for a customer and"
                " a vendor for a carrier, of the same QuickBooks company.",
                name=self.full_name,
            )
        if not self.active:
            return self.env._(
                "“%(name)s” is inactive in QuickBooks. Make it active there and update"
                " from QuickBooks.",
                name=self.full_name,
            )
        return ""

    # -- the matching page follows -------------------------------------------------

    @api.model
    def _store(self, connection, states, records=None, sent=None):
        result = super()._store(connection, states, records, sent)
        partners = self.env["res.partner"].union(
            *(
                record
                for record in (records or {}).values()
                if record._name == "res.partner"
            )
        )
        self.env["quickbooks.match"]._follow(connection, partners)
        return result

    @api.model
    def _unbind(self, connection, object_type, qb_id):
        partners = self._partners_of(self._find(connection, object_type, qb_id))
        result = super()._unbind(connection, object_type, qb_id)
        self.env["quickbooks.match"]._follow(
            connection, self.env["res.partner"].union(*partners.values())
        )
        return result

    @api.model
    def _hand_over(self, sources, target):
        result = super()._hand_over(sources, target)
        if target._name == "res.partner":
            found = self.env["quickbooks.match"].search(
                [("partner_id", "in", (sources | target).ids)]
            )
            for connection in found.connection_id:
                self.env["quickbooks.match"]._follow(connection, sources | target)
        return result
