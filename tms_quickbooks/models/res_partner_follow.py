# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Linked contacts follow what somebody changes of them in QuickBooks.

Their list tells it, page by page or by its changes. What was changed here as well waits
for somebody; what has been otherwise all along stays, and the chatter says so.
"""

from odoo import api, models
from odoo.tools import SQL

from ..lib import documents
from ..lib.arrivals import contacts, inbox, parties
from ..lib.compare import Difference
from .quickbooks_change_decide import DECISION
from .quickbooks_sync_mixin import ARRIVING
from .res_partner_outdated import BOTH


class QuickbooksObject(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.object"

    @api.model
    def _learn(self, connection, object_type, states):
        """The contacts of customers and vendors learn what their list shows."""
        follows = object_type in BOTH and connection.contact_follow
        before = self._linked(connection, object_type, states) if follows else {}
        result = super()._learn(connection, object_type, states)
        if before:
            now = self._linked(connection, object_type, states)
            for state in states:
                old, new = before.get(state.qb_id), now.get(state.qb_id)
                if old and new and old[1] != new[1]:
                    partner = self.env["res.partner"].browse(new[0]).exists()
                    partner and partner._qb_follow_list(
                        connection, object_type, (old[1], new[1]), state
                    )
        return result

    @api.model
    def _linked(self, connection, object_type, states):
        """The contacts of these, and what QuickBooks shows of them:
        ``{id: (partner id, Shown)}``."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT qb_id, res_id, name, details FROM quickbooks_object"
                " WHERE connection_id = %s AND type = %s AND qb_id = ANY(%s)"
                "   AND res_model = 'res.partner' AND active",
                connection.id,
                object_type,
                [state.qb_id for state in states],
            )
        )
        return {
            qb_id: (res_id, contacts.listed(name or "", details or {}))
            for qb_id, res_id, name, details in rows
        }


class ResPartner(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "res.partner"

    def _qb_follow_list(self, connection, role, shown, state):
        """Follow what was changed in QuickBooks, unless it was changed here as well.

        :param shown: what its list has shown before, and shows now
        :param state: ``ObjectState``
        """
        self.ensure_one()
        company = connection.company_id
        arriving = self.with_company(company).with_context(**{ARRIVING: True})
        before, now = shown
        ours = arriving._qb_shown(role, connection)
        merged = contacts.merge(before, now, ours)
        if merged.contested and arriving.qb_status in ("outdated", "pending", "failed"):
            arriving._qb_contest(connection, role, (ours, now), state)
        elif merged.contested:
            self._qb_log_kept(merged.contested, now, ours)
        if merged.taken:
            arriving._qb_take_fields(role, merged.taken, ours, now, state.raw)

    def _qb_shown(self, role, connection):
        """What this shows to QuickBooks."""
        self.ensure_one()
        email = self._qb_bill_emails()[self.id] if role == "Customer" else ""
        return contacts.Shown(
            connection._provider().list_name(self.name or ""),
            email or self._qb_email(),
            self.phone or "",
            contacts.Address(
                self.street or "",
                self.city or "",
                self.state_id.code or "",
                self.zip or "",
                self.country_id.code or "",
            ),
        )

    def _qb_take_fields(self, role, taken, ours, now, raw=""):
        """Write what QuickBooks shows, and say what was before."""
        values = {}
        for field in taken:
            values |= self._qb_values_of_field(role, field, getattr(now, field))
        self.write(values)
        edits = self._qb_field_edits(taken, ours, now)
        self._qb_log(
            self.env._(
                "Changed in QuickBooks and taken over: %(edits)s.",
                edits=self._qb_tell_taken(edits),
            )
        )
        # As what else QuickBooks knows it, it is behind now.
        others = {(self.id, other, None) for other in BOTH if other != role}
        self.with_context(**{ARRIVING: False})._qb_outdate(others)

    def _qb_values_of_field(self, role, field, value):
        """Values of this contact for one field of QuickBooks."""
        if field == "address":
            lines = (value.street,) if value.street else ()
            address = documents.Address(
                lines, value.city, value.state, value.postal_code, value.country
            )
            values = self._qb_address_values(address)
            if (self.street or "") != value.street:
                return values
            return {**values, "street2": self.street2}
        if field == "email" and role == "Customer" and self.qb_bill_email:
            return {"qb_bill_email": value or False}
        return {field: value or False}

    def _qb_log_kept(self, kept, now, ours):
        edits = self._qb_field_edits(kept, ours, now)
        self._qb_log(
            self.env._(
                "Changed in QuickBooks; here it stays as it was: %(edits)s.",
                edits=self._qb_tell_edits(edits),
            )
        )

    # -- changed on both sides -----------------------------------------------------

    def _qb_contest(self, connection, role, sides, state):
        """Somebody has to say which side is right; until then nothing is sent.

        :param sides: what this shows, and what QuickBooks shows
        """
        ours, now = sides
        kept = [
            field
            for field in contacts.FIELDS
            if not contacts.same(field, getattr(ours, field), getattr(now, field))
        ]
        edits = self._qb_field_edits(kept, ours, now)
        Changes = self.env["quickbooks.change"].sudo()
        Changes._queue(connection, [state], "changes")
        change = Changes.search(
            [
                ("connection_id", "=", connection.id),
                ("type", "=", role),
                ("qb_id", "=", state.qb_id),
                ("state", "=", "pending"),
            ]
        )
        if change:
            said = self._qb_tell_edits(edits)
            change._set_problem(parties.edited(said, change._place()), self)

    def _qb_edits(self, change, document):
        """In what QuickBooks differs from this; the address, too."""
        role = change.type
        ours = self._qb_shown(role, change.connection_id)
        now = _shown(document)
        return self._qb_field_edits(
            [
                field
                for field in contacts.FIELDS
                if not contacts.same(field, getattr(ours, field), getattr(now, field))
            ],
            ours,
            now,
        )

    def _qb_field_edits(self, fields, ours, now):
        return [
            Difference(
                field,
                contacts.LABELS[field],
                str(getattr(ours, field)),
                str(getattr(now, field)),
            )
            for field in fields
        ]

    @api.model
    def _qb_take(self, change, document, record):
        """Somebody has decided on a linked contact: it becomes as QuickBooks has it."""
        if not record or not self.env.context.get(DECISION):
            return super()._qb_take(change, document, record)
        record = record.with_env(self.env)
        ours = record._qb_shown(change.type, change.connection_id)
        now = _shown(document)
        edits = record._qb_edits(change, document)
        fields = [edit.field for edit in edits]
        record._qb_take_fields(change.type, fields, ours, now)
        record._qb_open_jobs()._cancel_open()
        change._did(inbox.taken_over())
        return record


def _shown(party):
    """What QuickBooks shows, of a party."""
    address = party.address or documents.Address()
    return contacts.Shown(
        party.name,
        party.email,
        party.phone or party.mobile,
        contacts.Address(
            next(iter(address.lines), ""),
            address.city,
            address.state,
            address.postal_code,
            address.country,
        ),
    )
