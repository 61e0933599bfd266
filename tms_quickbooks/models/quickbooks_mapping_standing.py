# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where each row of the mapping stands, and which needs somebody first.

Kept by one SQL statement: one default changes what thousands of rows lead to.
"""

from odoo import api, fields, models
from odoo.tools import SQL

# Without these a document stays here; without the others it says less in QuickBooks.
NEEDED_KINDS = ["item", "expense", "tax"]


class QuickbooksMapping(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.mapping"

    status = fields.Selection(
        [
            ("broken", "Inactive in QuickBooks"),
            ("unmapped", "Not Mapped"),
            ("inherited", "Inherited"),
            ("mapped", "Mapped"),
        ],
        string="State",
        readonly=True,
        default="unmapped",
        help="Inherited: it goes where the category above it or the default goes.",
    )
    urgency = fields.Integer(
        readonly=True,
        default=1,
        help="Broken ones first, then what keeps documents back, then what they go"
        " without.",
    )
    inherits_id = fields.Many2one(
        "quickbooks.mapping",
        string="Mapping Above",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    standing = fields.Char(
        string="Status",
        compute="_compute_standing",
        help="Where this goes to without a mapping of its own, or what is wrong.",
    )

    # The page's order, so that its first rows are found without sorting all.
    _by_urgency = models.Index("(urgency, use_count DESC, kind, source, id)")

    @api.depends("inherits_id.object_id", "status")
    @api.depends_context("lang")
    def _compute_standing(self):
        labels = dict(self._fields["status"]._description_selection(self.env))
        # In short: the column is narrow.
        left_out = {"deposit": self.env._("Undeposited Funds")}
        for mapping in self:
            above = mapping.inherits_id
            mapping.standing = mapping.status != "mapped" and (
                self.env._(
                    "%(target)s, as %(origin)s",
                    origin=above.source_name,
                    target=above.object_id.display_name,
                )
                if above
                else left_out.get(mapping.kind, self.env._("Not mapped: left out"))
                if mapping.status == "unmapped" and mapping.kind not in NEEDED_KINDS
                else labels[mapping.status]
            )

    @api.model
    def _restate(self, connections):
        """Say of each row what it leads to: by itself, by what is above it, or not.

        The same order as in `_resolver`: categories upwards, then the default.
        """
        if not connections:
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                WITH line AS (
                    SELECT mapping.id, mapping.connection_id, mapping.kind,
                           mapping.object_id, target.active,
                           COALESCE(mapping.source, '') AS source,
                           split_part(mapping.source, ',', 1) AS model,
                           NULLIF(split_part(mapping.source, ',', 2), '')::integer
                               AS record_id
                      FROM quickbooks_mapping AS mapping
                      LEFT JOIN quickbooks_object AS target
                        ON target.id = mapping.object_id
                     WHERE mapping.connection_id = ANY(%(connections)s)),
                above AS (
                    SELECT line.id, 'product.category,' || step.category AS source,
                           step.depth
                      FROM line
                      LEFT JOIN product_template AS template
                        ON line.model = 'product.template'
                       AND template.id = line.record_id
                      JOIN product_category AS category
                        ON category.id = CASE line.model
                            WHEN 'product.template' THEN template.categ_id
                            WHEN 'product.category' THEN line.record_id END,
                           string_to_table(rtrim(category.parent_path, '/'), '/')
                               WITH ORDINALITY AS step(category, depth)
                     WHERE line.object_id IS NULL
                    UNION ALL
                    SELECT id, '', 0 FROM line
                     WHERE object_id IS NULL
                       AND NOT (kind = 'tax' AND connection_id = ANY(%(strict)s))),
                nearest AS (
                    SELECT DISTINCT ON (line.id) line.id, target.id AS inherits_id
                      FROM line
                      JOIN above ON above.id = line.id
                      JOIN line AS target
                        ON target.connection_id = line.connection_id
                       AND target.kind = line.kind AND target.source = above.source
                       AND target.object_id IS NOT NULL
                     ORDER BY line.id, above.depth DESC),
                led AS (
                    SELECT line.id, line.kind, nearest.inherits_id, CASE
                               WHEN line.active THEN 'mapped'
                               WHEN line.object_id IS NOT NULL THEN 'broken'
                               WHEN nearest.id IS NOT NULL THEN 'inherited'
                               ELSE 'unmapped' END AS status
                      FROM line LEFT JOIN nearest ON nearest.id = line.id),
                stated AS (
                    SELECT id, inherits_id, status, CASE
                               WHEN status = 'broken' THEN 0
                               WHEN status <> 'unmapped' THEN 3
                               WHEN kind = ANY(%(needed)s) THEN 1
                               ELSE 2 END AS urgency
                      FROM led)
                UPDATE quickbooks_mapping AS mapping
                   SET status = stated.status, inherits_id = stated.inherits_id,
                       urgency = stated.urgency
                  FROM stated
                 WHERE stated.id = mapping.id
                   AND (mapping.status, mapping.inherits_id, mapping.urgency)
                       IS DISTINCT FROM
                       (stated.status, stated.inherits_id, stated.urgency)
                """,
                connections=connections.ids,
                needed=NEEDED_KINDS,
                strict=[
                    connection.id
                    for connection in connections
                    if not self._default_covers_all(connection, "tax")
                ],
            )
        )
        if self.env.cr.rowcount:
            for company in connections.company_id:
                self.env["quickbooks.live"]._changed(company.id, self._name)
        self.invalidate_model()
