# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was changed on both sides, or is gone on one: ours is taken, or QuickBooks'."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.arrivals.documents import DELETED, EDITED, VOIDED, kept_ours
from .quickbooks_change_decide import DECISION
from .told import tell

THEIRS = "theirs"


class QuickbooksChange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.change"

    def _is_to_compare(self):
        """Whether somebody can say which side is right: both have it."""
        return self.state == "failed" and bool(self.res_model)

    def _what_happened(self):
        """What somebody has done in QuickBooks: `EDITED`, `VOIDED` or `DELETED`."""
        document = self._document()
        if document is None:
            return DELETED
        return VOIDED if getattr(document, "is_voided", False) else EDITED

    def _lock_to_decide(self):
        """Of two who decide the second is told.

        :raises UserError: where it is not to be decided (any more)
        """
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "SELECT id FROM quickbooks_change WHERE id = %s FOR NO KEY UPDATE",
                self.id,
            )
        )
        self.invalidate_recordset()
        state = self.exists().state
        if state == "pending":
            raise UserError(
                self.env._(
                    "It was changed in QuickBooks once more, and that is being looked"
                    " at. Compare the two again in a moment."
                )
            )
        if state != "failed":
            raise UserError(self.env._("Somebody has decided already."))

    def _take_theirs(self, record):
        """Bring the record in line with what QuickBooks has.

        :raises UserError: with the reason why it cannot be
        """
        self.with_context(**{DECISION: THEIRS})._take_one(record)
        if self.state not in ("done", "ignored"):
            problem = self._problem()
            raise UserError(tell(self.env, problem.text, problem.hint))

    def _take_ours(self, record):
        """What is here is right, and goes over what QuickBooks has.

        Its version there is known from now on; what was taken back there is forgotten,
        so that it is made anew.
        """
        connection, happened = self.connection_id, self._what_happened()
        Objects = self.env["quickbooks.object"]
        if happened != EDITED:
            there = Objects._find(connection, self.type, self.qb_id)
            there._withdraw("delete" if happened == DELETED else "void")
            record._qb_set_status(self.company_id, "not_synced")
            record._qb_made_anew()
        if happened != DELETED:
            Objects._store(connection, [self._state()])
        self._end("done", [kept_ours()], record)
        self._tell_changed(connection)
