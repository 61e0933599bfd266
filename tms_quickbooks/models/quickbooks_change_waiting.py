# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What waits in the inbox for a link, a mapping or an answer goes on with that."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.arrivals import AFTER_DOCUMENTS
from ..lib.arrivals.documents import SENT_FROM_HERE, UNDER_WAY
from ..lib.arrivals.parties import WAITING_FOR_PARTY


class QuickbooksMapping(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.mapping"

    @api.model
    def _restate(self, connections):
        result = super()._restate(connections)
        self.env["quickbooks.change"].sudo()._retry_for_mapping(connections)
        return result


class QuickbooksChange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.change"

    @api.model
    def _retry_for_parties(self, connection, partners):
        """Contacts were linked: what names their customer or vendor is tried again."""
        if not partners:
            return
        self._retry_where(
            connection,
            SQL(
                "problem_code = ANY(%s) AND party_qb_id IN ("
                "SELECT qb_id FROM quickbooks_object"
                " WHERE connection_id = %s AND res_model = 'res.partner'"
                " AND res_id = ANY(%s))",
                list(WAITING_FOR_PARTY),
                connection.id,
                partners.ids,
            ),
        )

    @api.model
    def _retry_for_mapping(self, connections):
        """Something was mapped: what has waited for that is tried again. It costs no
        call."""
        for connection in connections:
            self._retry_where(connection, SQL("next_action = 'fix_mapping'"))

    @api.model
    def _retry_after_documents(self, connection):
        """What payments have waited for was taken, or left in QuickBooks."""
        self._retry_where(connection, SQL("problem_code = %s", AFTER_DOCUMENTS))

    @api.model
    def _retry_after_answers(self, connection):
        """It is known what became of something that was sent: it may be what has been
        changed meanwhile, or what a payment of QuickBooks settles."""
        codes = [AFTER_DOCUMENTS, SENT_FROM_HERE, UNDER_WAY]
        self._retry_where(connection, SQL("problem_code = ANY(%s)", codes))

    @api.model
    def _retry_where(self, connection, condition):
        """Try again what fulfils a condition and has not been taken."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "UPDATE quickbooks_change SET state = 'pending', attempts = 0,"
                " next_attempt_at = %s, write_date = %s"
                " WHERE connection_id = %s AND state IN ('pending', 'failed') AND %s"
                " RETURNING id",
                fields.Datetime.now(),
                fields.Datetime.now(),
                connection.id,
                condition,
            )
        )
        if rows:
            self.invalidate_model()
            self._tell_changed(connection)
            connection._wake()
