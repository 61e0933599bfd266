# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers and carriers that are not made, or not changed, in QuickBooks."""

from odoo import models

from ..lib import preflight
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
