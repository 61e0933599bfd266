# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""After a move: what something was mapped to in the old QuickBooks company is proposed
in the new one, where that has an entry of the same name."""

from psycopg2.extras import Json

from odoo import api, models
from odoo.tools import SQL

from ..lib import suggest


class QuickbooksMapping(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.mapping"

    @api.model
    def _suggest_new(self, connections):
        result = super()._suggest_new(connections)
        for connection in connections.filtered("moved_from_id"):
            self._suggest_as_before(connection)
        return result

    @api.model
    def _suggest_as_before(self, connection):
        """Somebody has chosen it before: that counts more than a likeness of names."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE quickbooks_mapping AS mapping
                   SET suggestion_id = found.target_id, suggestion_data = %(reason)s
                  FROM (SELECT earlier.kind, COALESCE(earlier.source, '') AS source,
                               min(target.id) AS target_id
                          FROM quickbooks_mapping AS earlier
                          JOIN quickbooks_object AS was ON was.id = earlier.object_id
                          JOIN quickbooks_object AS target
                            ON target.connection_id = %(new)s
                           AND target.type = was.type AND target.active
                           AND lower(target.full_name) = lower(was.full_name)
                         WHERE earlier.connection_id = %(old)s
                         GROUP BY earlier.kind, COALESCE(earlier.source, '')) AS found
                 WHERE mapping.connection_id = %(new)s AND mapping.object_id IS NULL
                   AND mapping.kind = found.kind
                   AND COALESCE(mapping.source, '') = found.source
                """,
                new=connection.id,
                old=connection.sudo().moved_from_id.id,
                reason=Json(suggest.AS_BEFORE.as_data()),
            )
        )
        self.invalidate_model(["suggestion_id", "suggestion_data"])
