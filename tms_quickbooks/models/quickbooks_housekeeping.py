# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is long done is cleared away, by Odoo's daily clean-up."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

SHORTEST_KEPT, LONGEST_KEPT = 7, 3650
# Rows in one transaction; the clean-up comes back for more.
CLEARED_AT_ONCE = 10_000


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    keep_days = fields.Integer(
        string="Keep the Log (Days)",
        required=True,
        default=60,
        tracking=True,
        help="After so many days the calls to QuickBooks and the sessions of the Web"
        " Connector leave the log, and finished jobs the queue. What waits, has failed"
        " or has no answer yet always stays, and so do all links to QuickBooks.",
    )

    @api.constrains("keep_days")
    def _check_keep_days(self):
        for connection in self:
            if not SHORTEST_KEPT <= connection.keep_days <= LONGEST_KEPT:
                raise ValidationError(
                    self.env._(
                        "The log can be kept for %(least)s to %(most)s days; %(given)s"
                        " is not between them.",
                        least=SHORTEST_KEPT,
                        most=LONGEST_KEPT,
                        given=connection.keep_days,
                    )
                )


class QuickbooksJob(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.job"

    @api.autovacuum
    def _gc_superseded(self):
        """Remove finished jobs that a newer job of the same object follows.

        The newest of each object stays: it holds the generation that the next one
        counts on from.
        """
        return self._clear(
            SQL(
                """
                DELETE FROM quickbooks_job WHERE id IN (
                    SELECT job.id FROM quickbooks_job AS job
                      JOIN quickbooks_connection AS connection
                        ON connection.id = job.connection_id
                     WHERE %s
                       AND EXISTS (
                           SELECT FROM quickbooks_job AS newer
                            WHERE newer.res_model = job.res_model
                              AND newer.res_id = job.res_id
                              AND newer.connection_id = job.connection_id
                              AND newer.object_type = job.object_type
                              AND newer.id > job.id)
                     LIMIT %s)
                RETURNING id
                """,
                _LONG_DONE,
                CLEARED_AT_ONCE,
            )
        )

    @api.autovacuum
    def _gc_payloads(self):
        """Drop what was sent from the finished jobs that stay."""
        return self._clear(
            SQL(
                """
                UPDATE quickbooks_job SET payload = NULL, problem_data = NULL
                 WHERE id IN (
                    SELECT job.id FROM quickbooks_job AS job
                      JOIN quickbooks_connection AS connection
                        ON connection.id = job.connection_id
                     WHERE %s AND job.payload IS NOT NULL
                     LIMIT %s)
                RETURNING id
                """,
                _LONG_DONE,
                CLEARED_AT_ONCE,
            )
        )

    @api.model
    def _clear(self, statement):
        """Run it; return what Odoo's clean-up wants to know: (done, whether more)."""
        self.env.flush_all()
        cleared = len(self.env.execute_query(statement))
        self.env.invalidate_all()
        return cleared, int(cleared == CLEARED_AT_ONCE)


class QuickbooksExchange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.exchange"

    @api.autovacuum
    def _gc_log(self):
        """Remove old calls; never one whose bytes may have to go out again."""
        return self.env["quickbooks.job"]._clear(
            SQL(
                """
                DELETE FROM quickbooks_exchange WHERE id IN (
                    SELECT exchange.id FROM quickbooks_exchange AS exchange
                      JOIN quickbooks_connection AS connection
                        ON connection.id = exchange.connection_id
                     WHERE exchange.started_at < %s
                       AND exchange.state <> 'open' AND exchange.body IS NULL
                     LIMIT %s)
                RETURNING id
                """,
                _UNTIL,
                CLEARED_AT_ONCE,
            )
        )


class QuickbooksSession(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.session"

    @api.autovacuum
    def _gc_sessions(self):
        """Remove old sessions; the last one of a connection stays, as it says how that
        stands."""
        return self.env["quickbooks.job"]._clear(
            SQL(
                """
                DELETE FROM quickbooks_session WHERE id IN (
                    SELECT session.id FROM quickbooks_session AS session
                      JOIN quickbooks_connection AS connection
                        ON connection.id = session.connection_id
                     WHERE session.started_at < %s AND session.state <> 'open'
                       AND EXISTS (
                           SELECT FROM quickbooks_session AS newer
                            WHERE newer.connection_id = session.connection_id
                              AND newer.id > session.id)
                     LIMIT %s)
                RETURNING id
                """,
                _UNTIL,
                CLEARED_AT_ONCE,
            )
        )


# Until when a connection's past is cleared away.
_UNTIL = SQL("(now() AT TIME ZONE 'UTC' - connection.keep_days * interval '1 day')")
_LONG_DONE = SQL(
    "job.state IN ('done', 'cancelled') AND COALESCE(job.done_at, job.write_date) < %s",
    _UNTIL,
)
