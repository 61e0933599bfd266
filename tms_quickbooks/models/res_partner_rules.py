# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers and carriers that are not made, or not changed, in QuickBooks."""

from odoo import models

from ..lib import outcomes, preflight
from ..lib.problems import Place


class ResPartner(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "res.partner"

    def _qb_held_back(self, connection, object_type, rules):
        if object_type not in rules.link_only | rules.unchanged:
            return {}
        bound = self.env["quickbooks.object"]._bound(
            connection, object_type, self._name, self.ids
        )
        problems = {
            partner.id: preflight.party_held_back(
                object_type,
                bound[partner.id].qb_id if partner.id in bound else "",
                Place(self._name, partner.id, partner.display_name),
                rules,
            )
            for partner in self
        }
        return {key: problem for key, problem in problems.items() if problem}

    def _qb_kept_out(self, connection, object_type):
        """Why some of these are not made in QuickBooks: ``{partner id: problem}``.

        Somebody has suppressed them, or the connection makes no new ones.
        """
        wanted = self._qb_sendable(connection.company_id)
        return {
            partner.id: outcomes.party_suppressed(
                Place(partner._name, partner.id, partner.display_name)
            )
            for partner in self - wanted
        } | wanted._qb_held_back(connection, object_type, connection._rules())
