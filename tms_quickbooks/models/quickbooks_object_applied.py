# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What payments settle in QuickBooks that is not here."""

from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..lib import documents
from ..lib.problems import Place


class QuickbooksObject(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.object"

    @api.model
    def _applied_beyond(self, connection, object_type, payments):
        """What payments settle in QuickBooks beyond what is here, to be left as it is
        when they are sent again; one query.

        :return: ``{payment id: [Applied]}``
        """
        if not payments:
            return {}
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT payment.res_id, split_part(applied.key, ' ', 1),
                       split_part(applied.key, ' ', 2), applied.value,
                       COALESCE(target.number, ''), COALESCE(target.id, 0)
                  FROM quickbooks_object AS payment
                 CROSS JOIN jsonb_each_text(payment.details -> 'applied') AS applied
                  LEFT JOIN quickbooks_object AS target
                    ON target.connection_id = payment.connection_id
                   AND target.type = split_part(applied.key, ' ', 1)
                   AND target.qb_id = split_part(applied.key, ' ', 2)
                 WHERE payment.connection_id = %s AND payment.type = %s
                   AND payment.res_model = %s AND payment.res_id = ANY(%s)
                   AND target.res_model IS NULL AND target.withdrawn IS NULL
                   AND NOT COALESCE(target.gone, FALSE)
                 ORDER BY payment.id, applied.key
                """,
                connection.id,
                object_type,
                payments._name,
                payments.ids,
            )
        )
        found = {}
        for payment_id, kind, qb_id, amount, number, object_id in rows:
            found.setdefault(payment_id, []).append(
                documents.Applied(
                    type=kind,
                    amount=Decimal(amount),
                    source=Place(self._name, object_id, number or qb_id),
                    target=documents.Ref(qb_id, number),
                )
            )
        return found
