# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contacts are matched by the worker while QuickBooks itself has nothing to do."""

import logging

from odoo import models
from odoo.service.model import retrying

_logger = logging.getLogger(__name__)


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    def _step(self):
        """Documents first: contacts are matched when there are none, and while the
        connection rests."""
        done = super()._step()
        return self._step_match() if done is None else done

    def _step_match(self):
        matches = self.env["quickbooks.match"]
        try:
            return retrying(lambda: matches._match_due(self), self.env) or None
        except Exception:  # Our own fault; Odoo would switch the worker off for it.
            self.env.cr.rollback()
            _logger.exception("Matching contacts of QuickBooks connection %s", self.id)
            return None


class QuickbooksPull(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.pull"

    def _finish(self):
        result = super()._finish()
        self.env["quickbooks.match"]._after_pull(self.connection_id, {self.type})
        return result
