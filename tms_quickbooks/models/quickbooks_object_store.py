# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks has just shown of its objects, remembered in one statement."""

from datetime import UTC

from psycopg2.extras import Json

from odoo import api, models

from ..lib.objects import is_gone

# What QuickBooks shows of an object, and how PostgreSQL is to take it.
SHOWN_COLUMNS = {
    "name": "varchar",
    "full_name": "varchar",
    "subtype": "varchar",
    "number": "varchar",
    "version": "varchar",
    "active": "boolean",
    "gone": "boolean",
    "date": "date",
    "currency": "varchar",
    "total": "numeric",
    "balance": "numeric",
    "details": "jsonb",
    "updated_at": "timestamp",
}
ROW_COLUMNS = {
    "connection_id": "integer",
    "company_id": "integer",
    "type": "varchar",
    "qb_id": "varchar",
    **SHOWN_COLUMNS,
    "content": "varchar",
    "res_model": "varchar",
    "res_id": "integer",
    "sent": "jsonb",
    "create_uid": "integer",
    "write_uid": "integer",
}

# An older answer has the smaller SyncToken, which counts up.
SQL_STORE = f"""
    INSERT INTO quickbooks_object (
        {", ".join(ROW_COLUMNS)}, create_date, write_date, synced_at)
    SELECT shown.*, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC',
           CASE WHEN shown.res_model IS NOT NULL THEN now() AT TIME ZONE 'UTC' END
      FROM (VALUES %s) AS shown ({", ".join(ROW_COLUMNS)})
     WHERE shown.res_model IS NOT NULL OR NOT EXISTS (
           SELECT FROM quickbooks_object AS known
             JOIN quickbooks_connection AS books ON books.id = known.connection_id
            WHERE known.connection_id = shown.connection_id
              AND known.type = shown.type AND known.qb_id = shown.qb_id
              AND (((length(shown.version), shown.version)
                    < (length(known.version), known.version)
                    AND books.provider = 'online')
                   OR (({", ".join(f"known.{name}" for name in SHOWN_COLUMNS)})
                   IS NOT DISTINCT FROM
                   ({", ".join(f"shown.{name}" for name in SHOWN_COLUMNS)})
                   AND (shown.content IS NULL
                        OR shown.content IS NOT DISTINCT FROM known.content))))
    ON CONFLICT (connection_id, type, qb_id) DO UPDATE SET
        {", ".join(f"{name} = excluded.{name}" for name in SHOWN_COLUMNS)},
        content = CASE WHEN excluded.version = quickbooks_object.version
            THEN COALESCE(excluded.content, quickbooks_object.content)
            ELSE excluded.content END,
        res_model = COALESCE(excluded.res_model, quickbooks_object.res_model),
        res_id = COALESCE(excluded.res_id, quickbooks_object.res_id),
        sent = COALESCE(excluded.sent, quickbooks_object.sent),
        write_uid = excluded.write_uid,
        write_date = excluded.write_date,
        synced_at = COALESCE(excluded.synced_at, quickbooks_object.synced_at)
"""


class QuickbooksObject(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.object"

    @api.model
    def _store(self, connection, states, records=None, sent=None):
        """Remember objects as QuickBooks has just shown them, in one statement.

        What is here already is not written again, and what an older answer shows does
        not replace what a newer one has shown. In QuickBooks Desktop the version is the
        time by the clock of whichever computer has saved it and tells no order; but
        there answers come one after the other.

        :param states: ``ObjectState`` of the library
        :param records: ``{(type, qb_id): record}`` for those that were sent from a
            record
        :param sent: ``{(type, qb_id): Sent}``, what they have got
        :return: how many have changed
        """
        records, sent = records or {}, sent or {}
        rows = [
            self._row(
                connection,
                state,
                records.get((state.type, state.qb_id)),
                sent.get((state.type, state.qb_id)),
            )
            for state in {(s.type, s.qb_id): s for s in states}.values()
        ]
        if not rows:
            return 0
        self.flush_model()
        self.env.cr.execute_values(
            SQL_STORE,
            rows,
            template=f"({', '.join(f'%s::{kind}' for kind in ROW_COLUMNS.values())})",
            page_size=len(rows),
        )
        self.invalidate_model()
        return self.env.cr.rowcount

    def _row(self, connection, state, record, sent):
        """The values of `ROW_COLUMNS` for an object."""
        return (
            connection.id,
            connection.company_id.id,
            state.type,
            state.qb_id,
            state.name or state.number,
            state.full_name or state.name or state.number,
            state.extra.get("subtype"),
            state.number,
            state.version,
            state.active,
            is_gone(state),
            state.date,
            state.currency,
            state.total,
            state.balance,
            Json(state.extra),
            state.updated_at and state.updated_at.astimezone(UTC).replace(tzinfo=None),
            state.content or None,
            record and record._name,
            record and record.id,
            sent and Json(sent.as_data()),
            self.env.uid,
            self.env.uid,
        )

    @api.model
    def _add_applied(self, connection, amounts):
        """That much more of these is settled now; their version has to be read again.

        :param amounts: ``{(type, QuickBooks id): amount}``
        """
        if not amounts:
            return
        self.flush_model()
        self.env.cr.execute_values(
            "UPDATE quickbooks_object AS target"
            " SET version = '', balance = target.balance - paid.amount"
            " FROM (VALUES %s) AS paid (connection_id, type, qb_id, amount)"
            " WHERE target.connection_id = paid.connection_id"
            " AND target.type = paid.type AND target.qb_id = paid.qb_id",
            [(connection.id, *key, amount) for key, amount in amounts.items()],
            page_size=len(amounts),
        )
        self.invalidate_model(["version", "balance"])
