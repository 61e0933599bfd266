# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Screens that follow the queue without a reload."""

from odoo import api, models

# The part of a company's channel that QuickBooks users listen to, and the type of the
# notifications in it.
LIVE = "quickbooks"
# Of more records than that only the model is told: their screens all look again.
MOST_IDS = 500


class QuickbooksLive(models.AbstractModel):
    """Tells the QuickBooks users of a company which records look different now.

    However much changes in a transaction, it is told in one notification, when the
    transaction is committed. It holds models and ids and nothing else: who reads them
    needs the right to.
    """

    _name = "quickbooks.live"
    _description = "QuickBooks Live Screens"

    @api.model
    def _changed(self, company_id, model, ids=None):
        """Screens of these records are to be read again after the commit.

        :param ids: None for any record of the model
        """
        data = self.env.cr.precommit.data
        if LIVE not in data:
            data[LIVE] = {}
            self.env.cr.precommit.add(self._send_changes)
        models_changed = data[LIVE].setdefault(company_id, {})
        known = models_changed.get(model, set())
        both = None if ids is None or known is None else known.union(ids)
        models_changed[model] = None if both and len(both) > MOST_IDS else both

    @api.model
    def _send_changes(self):
        """One notification for each company, with the commit."""
        for company_id, changes in self.env.cr.precommit.data.pop(LIVE).items():
            self.env["bus.bus"]._sendone(
                (self.env["res.company"].browse(company_id), LIVE),
                LIVE,
                {model: ids and sorted(ids) for model, ids in changes.items()},
            )
