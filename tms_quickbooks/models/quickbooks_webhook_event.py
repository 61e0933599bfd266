# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks has said by itself: something has changed there."""

from odoo import api, fields, models
from odoo.tools import SQL

from .quickbooks_object import OBJECT_TYPES

# How PostgreSQL is to take what is stored of an event.
COLUMNS = {
    "connection_id": "integer",
    "company_id": "integer",
    "key": "varchar",
    "type": "varchar",
    "qb_id": "varchar",
    "operation": "varchar",
    "received_at": "timestamp",
    "create_uid": "integer",
}


class QuickbooksWebhookEvent(models.Model):
    """One event that QuickBooks has told, each once however often it comes.

    It holds no more than that something has changed. What has is asked for by the next
    look (`quickbooks.connection._step_changes`), which any number of events together
    call for.
    """

    _name = "quickbooks.webhook.event"
    _description = "QuickBooks Webhook Event"
    _order = "id desc"
    _rec_name = "key"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    key = fields.Char(
        required=True, readonly=True, help="What tells it from every other event."
    )
    type = fields.Selection(OBJECT_TYPES, readonly=True)
    qb_id = fields.Char(string="QuickBooks ID", readonly=True)
    operation = fields.Char(readonly=True)
    received_at = fields.Datetime(required=True, readonly=True)

    _once = models.UniqueIndex(
        "(connection_id, key)", "QuickBooks has told this event already."
    )
    _newest = models.Index("(connection_id, received_at)")

    @api.model
    def _receive(self, connection, events):
        """Note events; one that has come before is left out.

        :param events: ``lib.online.webhook.Event``
        :return: how many are new
        """
        now = connection._clock()
        types = dict(OBJECT_TYPES)
        rows = [
            (
                connection.id,
                connection.company_id.id,
                event.key,
                event.type if event.type in types else None,
                event.qb_id,
                event.operation,
                now,
                self.env.uid,
            )
            for event in {event.key: event for event in events}.values()
        ]
        if not rows:
            return 0
        self.env.cr.execute_values(
            f"INSERT INTO quickbooks_webhook_event ({', '.join(COLUMNS)})"
            " VALUES %s ON CONFLICT (connection_id, key) DO NOTHING",
            rows,
            template=f"({', '.join(f'%s::{kind}' for kind in COLUMNS.values())})",
            page_size=len(rows),
        )
        return self.env.cr.rowcount

    @api.model
    def _came_since(self, connection, moment):
        """Whether anything has come since then.

        What came "later than now", before that clock was put back, is none: it would
        have the worker look without end until then.

        :param moment: by the database's clock
        """
        [[came]] = self.env.execute_query(
            SQL(
                "SELECT EXISTS (SELECT FROM quickbooks_webhook_event"
                " WHERE connection_id = %s AND received_at > %s AND received_at <= %s)",
                connection.id,
                moment,
                connection._clock(),
            )
        )
        return came

    @api.model
    def _came_today(self, connections):
        """``{connection id: (the last one, how many since midnight)}``."""
        rows = self.env.execute_query(
            SQL(
                "SELECT connection_id, max(received_at),"
                " count(*) FILTER (WHERE received_at >= %s)"
                " FROM quickbooks_webhook_event WHERE connection_id = ANY(%s)"
                " GROUP BY connection_id",
                connections._midnight(),
                connections.ids,
            )
        )
        return {connection_id: rest for connection_id, *rest in rows}
