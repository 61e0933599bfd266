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
        " Connector leave the log, finished jobs the queue, and what has come from"
        " QuickBooks its list. What waits, has failed or has no answer yet always"
        " stays, and so do all links to QuickBooks.",
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
        return _clear(
            self,
            SQL("DELETE FROM quickbooks_job"),
            SQL(
                """
                %s AND EXISTS (
                    SELECT FROM quickbooks_job AS newer
                     WHERE newer.res_model = past.res_model
                       AND newer.res_id = past.res_id
                       AND newer.connection_id = past.connection_id
                       AND newer.object_type = past.object_type
                       AND newer.id > past.id)
                """,
                _LONG_DONE,
            ),
        )

    @api.autovacuum
    def _gc_payloads(self):
        """Drop what was sent from the finished jobs that stay."""
        return _clear(
            self,
            SQL("UPDATE quickbooks_job SET payload = NULL, problem_data = NULL"),
            SQL("%s AND past.payload IS NOT NULL", _LONG_DONE),
        )


class QuickbooksExchange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.exchange"

    @api.autovacuum
    def _gc_log(self):
        """Remove old calls; never one whose bytes may have to go out again."""
        return _clear(
            self,
            SQL("DELETE FROM quickbooks_exchange"),
            SQL(
                "past.started_at < %s AND past.state <> 'open' AND past.body IS NULL",
                _UNTIL,
            ),
        )


class QuickbooksSession(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.session"

    @api.autovacuum
    def _gc_sessions(self):
        """Remove old sessions; the last one of a connection stays, as it says how that
        stands."""
        return _clear(
            self,
            SQL("DELETE FROM quickbooks_session"),
            SQL(
                """
                past.started_at < %s AND past.state <> 'open' AND EXISTS (
                    SELECT FROM quickbooks_session AS newer
                     WHERE newer.connection_id = past.connection_id
                       AND newer.id > past.id)
                """,
                _UNTIL,
            ),
        )


class QuickbooksChange(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.change"

    @api.autovacuum
    def _gc_ended(self):
        """Remove what was entered here or left in QuickBooks."""
        return _clear(
            self,
            SQL("DELETE FROM quickbooks_change"),
            SQL("past.state IN ('done', 'ignored') AND past.done_at < %s", _UNTIL),
        )


class QuickbooksWebhookEvent(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.webhook.event"

    @api.autovacuum
    def _gc_events(self):
        """Remove old events: QuickBooks repeats none for so long."""
        return _clear(
            self,
            SQL("DELETE FROM quickbooks_webhook_event"),
            SQL("past.received_at < %s", _UNTIL),
        )


class QuickbooksComparison(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.comparison"

    @api.autovacuum
    def _gc_comparisons(self):
        """Remove old comparisons with what they have found; the last one of a
        connection stays. What was left as it is stays left."""
        return _clear(
            self,
            SQL("DELETE FROM quickbooks_comparison"),
            SQL(
                """
                past.finished_at < %s AND EXISTS (
                    SELECT FROM quickbooks_comparison AS newer
                     WHERE newer.connection_id = past.connection_id
                       AND newer.state = 'done' AND newer.id > past.id)
                """,
                _UNTIL,
            ),
        )


# Until when a connection's past is cleared away.
_UNTIL = SQL("(now() AT TIME ZONE 'UTC' - connection.keep_days * interval '1 day')")
_LONG_DONE = SQL(
    "past.state IN ('done', 'cancelled')"
    " AND COALESCE(past.done_at, past.write_date) < %s",
    _UNTIL,
)


def _clear(model, change, condition):
    """Change so many rows of a model at once as fulfil a condition.

    :param change: the statement without its condition
    :param condition: on `past`, a row, and `connection`, whose it is
    :return: what Odoo's clean-up wants to know: (done, whether more)
    """
    model.env.flush_all()
    cleared = model.env.execute_query(
        SQL(
            """
            %(change)s WHERE id IN (
                SELECT past.id FROM %(table)s AS past
                  JOIN quickbooks_connection AS connection
                    ON connection.id = past.connection_id
                 WHERE %(condition)s
                 LIMIT %(limit)s)
            RETURNING id
            """,
            change=change,
            table=SQL.identifier(model._table),
            condition=condition,
            limit=CLEARED_AT_ONCE,
        )
    )
    model.env.invalidate_all()
    return len(cleared), int(len(cleared) == CLEARED_AT_ONCE)
