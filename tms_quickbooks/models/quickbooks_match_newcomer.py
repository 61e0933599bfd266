# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who here may be a customer or vendor that is new in QuickBooks.

Matching goes from contacts to QuickBooks; this finds the few contacts worth matching
with one newcomer, whoever they are, and matches them.
"""

from odoo import api, models
from odoo.fields import Domain

from ..lib import matching
from .quickbooks_match_list import PROPOSED_FROM

# Contacts that share something with a newcomer and are compared with it.
COMPARED = 200
SHORTEST_WORD = 4
LAST_DIGITS = 4


class QuickbooksMatch(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.match"

    @api.model
    def _match_newcomer(self, connection, role, found):
        """Match the contacts that a newcomer may be; link the one of the same name.

        :param found: the QuickBooks object, which is linked to nobody
        :return: the matches of these contacts, the likeliest first
        """
        partners = self._near(connection, role, found)
        if not partners:
            return self.browse()
        self._collect(connection, role, partners=partners.ids)
        matches = self.search(
            [
                ("connection_id", "=", connection.id),
                ("role", "=", role),
                ("partner_id", "in", partners.ids),
                ("state", "not in", ("linked", "creating")),
            ]
        )
        matches.filtered(lambda match: match.state != "left")._match(connection, role)
        return matches.sorted(lambda match: -match.score)

    @api.model
    def _near(self, connection, role, found):
        """The contacts without a link of this role that are like a newcomer."""
        theirs = found._contact()
        clues = self._clues(theirs)
        if not clues:
            return self.env["res.partner"]
        candidates = self.env["res.partner"].search(
            [
                "&",
                ("parent_id", "=", False),
                ("company_id", "in", [False, *connection._company_ids()]),
                *Domain.OR(clues),
            ],
            limit=COMPARED,
            order="id",
        )
        taken = self.env["quickbooks.object"]._bound(
            connection, role, candidates._name, candidates.ids
        )
        return candidates.filtered(
            lambda partner: partner.id not in taken
            and matching.compare(partner._qb_contact(), theirs)[0] >= PROPOSED_FROM
        )

    @api.model
    def _clues(self, contact):
        """What a contact would share with somebody like it: a list of domains."""
        words = {
            word
            for name in contact.parsed_names
            for word in name.distinctive.split()
            if len(word) >= SHORTEST_WORD
        }
        clues = [Domain("name", "ilike", word) for word in sorted(words)]
        clues += [Domain("name", "=ilike", name) for name in contact.names if name]
        clues += [Domain("email", "ilike", email) for email in contact.email_keys]
        clues += [
            Domain("phone", "like", phone[-LAST_DIGITS:])
            for phone in contact.phone_keys
        ]
        return clues

    @api.model
    def _follow(self, connection, partners):
        """What has waited for these links arrives now."""
        result = super()._follow(connection, partners)
        self.env["quickbooks.change"]._retry_for_parties(connection, partners)
        return result
