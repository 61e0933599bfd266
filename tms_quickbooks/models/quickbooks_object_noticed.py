# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is known here of objects that may have changed in QuickBooks."""

from collections import defaultdict, namedtuple
from dataclasses import replace

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib import fingerprints
from ..lib.objects import applied, is_gone, is_older


class Noticed(namedtuple("Noticed", "version content gone bound counts_up")):
    """What was shown of an object last.

    ``bound``: whether a record has it, or whether it is a payment that has set off
    credits here. ``counts_up``: whether of two versions one can tell which is newer.
    """

    def shows(self, state):
        """Whether the object is still what was shown, as far as anybody minds."""
        deleted = is_gone(state)
        if self.gone or deleted:
            return self.gone == deleted
        return (
            self.version == state.version
            or fingerprints.is_same(self.content, state.content)
            or self._is_newer(state)
        )

    def _is_newer(self, state):
        """Whether an answer comes late: something newer has been shown or sent since
        QuickBooks gave it."""
        return self.counts_up and is_older(state.version, self.version or "")


class QuickbooksObject(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.object"

    content = fields.Char(
        readonly=True,
        help="Fingerprint of what a bookkeeper would compare, as it was shown last.",
    )

    @api.model
    def _noticed(self, connection, states):
        """What is known of these and of what they settle: ``{(type, id): Noticed}``."""
        wanted = {(state.type, state.qb_id) for state in states}
        wanted.update(key for state in states for key in applied(state))
        self.env["account.partial.reconcile"].flush_model(["qb_object_id"])
        rows = self._rows_of(
            connection,
            wanted,
            SQL(
                "version, content, COALESCE(gone, false), res_model IS NOT NULL"
                " OR EXISTS (SELECT FROM account_partial_reconcile AS part"
                " WHERE part.qb_object_id = object.id)"
            ),
        )
        counts_up = connection.provider == "online"
        return {key: Noticed(*rest, counts_up) for key, rest in rows.items()}

    @api.model
    def _records_of(self, connection, keys):
        """The records that objects belong to: ``{(type, id): record}``.

        :param keys: pairs of type and QuickBooks id
        """
        rows = self._rows_of(connection, keys, SQL("res_model, res_id"))
        keys_of = defaultdict(lambda: defaultdict(list))
        for key, (model, res_id) in rows.items():
            if model:
                keys_of[model][res_id].append(key)
        return {
            key: record
            for model, by_id in keys_of.items()
            for record in self.env[model].browse(by_id).exists()
            for key in by_id[record.id]
        }

    @api.model
    def _as_last_shown(self, connection, states):
        """These states; what is deleted, of which QuickBooks tells no more than that,
        with what was shown of it last."""
        gone = {(state.type, state.qb_id) for state in states if is_gone(state)}
        columns = "number, name, date, total, currency, COALESCE(details, '{}')"
        rows = self._rows_of(connection, gone, SQL(columns))
        return [
            replace(
                state,
                number=known[0] or "",
                name=known[1] or "",
                date=known[2],
                total=known[3],
                currency=known[4] or "",
                extra={**known[5], **state.extra},
            )
            if (known := rows.get((state.type, state.qb_id)))
            else state
            for state in states
        ]

    @api.model
    def _rows_of(self, connection, keys, columns):
        keys = list(keys)
        if not keys:
            return {}
        self.flush_model()
        types, ids = zip(*keys, strict=True)
        rows = self.env.execute_query(
            SQL(
                "SELECT object.type, object.qb_id, %s FROM quickbooks_object AS object"
                " JOIN unnest(%s, %s) AS wanted (type, qb_id)"
                " ON wanted.type = object.type AND wanted.qb_id = object.qb_id"
                " WHERE object.connection_id = %s",
                columns,
                list(types),
                list(ids),
                connection.id,
            )
        )
        return {row[:2]: row[2:] for row in rows}
