# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""New documents and payments are taken all at once, which costs far less than taking
each by itself: benchmarks/README.md."""

import logging

from psycopg2 import OperationalError

from odoo import models
from odoo.tools import SQL

from ..lib.objects import TRANSACTIONS
from .quickbooks_change_take import TAKERS

_logger = logging.getLogger(__name__)


class QuickbooksChange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.change"

    def _new_here(self, connection, owners):
        """Those of these that are documents and payments which nobody knows here.

        :param owners: what carries the mark of a record here, by type and id
        """
        transactions = self.filtered(
            lambda change: change.type in TRANSACTIONS and not change.gone
        )
        keys = {(change.type, change.qb_id) for change in transactions}
        known = self.env["quickbooks.object"]._rows_of(connection, keys, SQL("id"))
        new = keys - known.keys() - owners.keys()
        return transactions.filtered(lambda change: (change.type, change.qb_id) in new)

    def _take_together(self):
        """Take new ones of one model all at once; where that fails, in halves, until
        what is at fault stands alone.

        :return: those that were taken; each of the others is for `_take_one`
        """
        if len(self) < 2:
            return self.browse()
        try:
            with self.env.cr.savepoint():
                return self._receive_together()
        except OperationalError:  # the whole step is repeated
            raise
        except Exception:  # Whatever it is: who is at fault is told of it.
            _logger.info("QuickBooks changes %s, in halves", self.ids, exc_info=True)
        half = len(self) // 2
        return self[:half]._take_together() | self[half:]._take_together()

    def _receive_together(self):
        taken = self._receiver(TAKERS[self[0].type])._qb_take_together(self)
        self._note_taken(taken)
        for change, record in taken.items():
            change._end("done", [], record)
        return self.browse(change.id for change in taken)
