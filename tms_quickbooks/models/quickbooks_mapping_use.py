# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is in use and asks for a mapping, and how often.

Kept by SQL, one statement for each kind, so that a page of ten thousand rows opens at
once.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .quickbooks_connection import OPEN_STATES

USE_PERIOD = timedelta(days=90)

SALES = ("out_invoice", "out_refund")
PURCHASES = ("in_invoice", "in_refund")

# The lines of invoices and bills that count as use, and what they are about.
LINES = """
    SELECT line.id, line.account_id, line.analytic_distribution, move.move_type,
           template.id AS template_id, category.parent_path
      FROM account_move_line AS line
      JOIN account_move AS move ON move.id = line.move_id
      LEFT JOIN product_product AS product ON product.id = line.product_id
      LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
      LEFT JOIN product_category AS category ON category.id = template.categ_id
     WHERE move.company_id = ANY(%(companies)s) AND move.date >= %(since)s
       AND move.state <> 'cancel' AND move.move_type = ANY(%(types)s)
       AND line.display_type = 'product'
"""
# A category counts for everything below it: it may be mapped for all of that.
PRODUCTS = """
    SELECT 'product.template,' || template_id AS source, count(*) AS uses
      FROM line WHERE template_id IS NOT NULL GROUP BY template_id
    UNION ALL
    SELECT 'product.category,' || category, count(*)
      FROM line, string_to_table(rtrim(parent_path, '/'), '/') AS category
     GROUP BY category
    UNION ALL
    SELECT '', count(*) FROM line
"""
TAXES = f"""
    WITH line AS ({LINES})
    SELECT 'account.tax,' || tax.account_tax_id AS source, count(*) AS uses
      FROM line
      JOIN account_move_line_account_tax_rel AS tax
        ON tax.account_move_line_id = line.id
"""
# What is in use of each kind: source (the default has none) and number of times.
USED = {
    "item": f"WITH line AS ({LINES}) {PRODUCTS}",
    "expense": f"""
        WITH line AS ({LINES}) {PRODUCTS}
        UNION ALL
        SELECT 'account.account,' || account_id, count(*) FROM line
         WHERE account_id IS NOT NULL GROUP BY account_id
    """,
    "tax": f"""
        {TAXES} GROUP BY tax.account_tax_id
        UNION ALL
        SELECT '', count(*) FROM line
          LEFT JOIN account_move_line_account_tax_rel AS tax
            ON tax.account_move_line_id = line.id
         WHERE tax.account_tax_id IS NULL
    """,
    "term": """
        SELECT 'account.payment.term,' || invoice_payment_term_id AS source,
               count(*) AS uses
          FROM account_move
         WHERE company_id = ANY(%(companies)s) AND date >= %(since)s
           AND state <> 'cancel' AND move_type = ANY(%(types)s)
           AND invoice_payment_term_id IS NOT NULL
         GROUP BY invoice_payment_term_id
        UNION ALL
        SELECT '', 0
    """,
    "deposit": """
        SELECT 'account.journal,' || journal.id AS source, count(payment.id) AS uses
          FROM account_journal AS journal
          LEFT JOIN account_payment AS payment
            ON payment.journal_id = journal.id AND payment.date >= %(since)s
         WHERE journal.company_id = ANY(%(companies)s) AND journal.active
           AND journal.type IN ('bank', 'cash', 'credit')
         GROUP BY journal.id
        UNION ALL
        SELECT '', 0
    """,
    "method": """
        SELECT 'account.payment.method.line,' || method.id AS source,
               count(payment.id) AS uses
          FROM account_payment_method_line AS method
          JOIN account_payment_method AS kind
            ON kind.id = method.payment_method_id AND kind.payment_type = 'inbound'
          JOIN account_journal AS journal ON journal.id = method.journal_id
          LEFT JOIN account_payment AS payment
            ON payment.payment_method_line_id = method.id
           AND payment.date >= %(since)s
         WHERE journal.company_id = ANY(%(companies)s) AND journal.active
         GROUP BY method.id
        UNION ALL
        SELECT '', 0
    """,
}
# Parts of the company that documents tell apart, by the model of the source.
SEGMENTS_USED = {
    "res.company": """
        SELECT 'res.company,' || company_id AS source, count(*) AS uses
          FROM account_move
         WHERE company_id = ANY(%(companies)s) AND date >= %(since)s
           AND state <> 'cancel' AND move_type = ANY(%(types)s)
           AND cardinality(%(companies)s) > 1
         GROUP BY company_id
    """,
    "crm.team": """
        SELECT 'crm.team,' || team_id, count(*) FROM account_move
         WHERE company_id = ANY(%(companies)s) AND date >= %(since)s
           AND state <> 'cancel' AND team_id IS NOT NULL
         GROUP BY team_id
    """,
    "tms.team": """
        SELECT 'tms.team,' || tms_team_id, count(*) FROM tms_order
         WHERE company_id = ANY(%(companies)s) AND create_date >= %(since)s
           AND tms_team_id IS NOT NULL
         GROUP BY tms_team_id
    """,
    "account.analytic.account": f"""
        SELECT 'account.analytic.account,' || account, count(*)
          FROM ({LINES}) AS line,
               jsonb_object_keys(line.analytic_distribution) AS accounts,
               string_to_table(accounts, ',') AS account
         GROUP BY account
    """,
    "fleet.vehicle.model.category": """
        SELECT 'fleet.vehicle.model.category,' || vehicle.category_id, count(*)
          FROM tms_order AS load
          JOIN fleet_vehicle AS vehicle ON vehicle.id = load.vehicle_id
         WHERE load.company_id = ANY(%(companies)s) AND load.create_date >= %(since)s
           AND vehicle.category_id IS NOT NULL
         GROUP BY vehicle.category_id
    """,
}
# In the United States QuickBooks Desktop has taxes of sales only; what has no tax needs
# no tax item.
SALES_TAXES = f"""
    {TAXES} WHERE line.move_type IN {SALES!r} GROUP BY tax.account_tax_id
"""
TYPES_OF_KIND = {"item": SALES, "expense": PURCHASES}


class QuickbooksMapping(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.mapping"

    use_count = fields.Integer(
        string="Used (90 Days)",
        readonly=True,
        aggregator=None,
        help="Lines of invoices and bills of the last 90 days this counts for. For"
        " terms, branches and teams: documents; for journals and payment methods:"
        " payments.",
    )
    # -- what is in use ------------------------------------------------------------

    @api.model
    def _page_connections(self):
        """The connections of the companies the user works in now."""
        return self.env["quickbooks.connection"].search(
            [
                ("state", "in", OPEN_STATES),
                ("company_id", "in", self.env.companies.ids),
            ]
        )

    @api.model
    def _refresh(self, connections):
        """Give everything in use a row and count how often it is used.

        Rows that nobody needs any more go, unless they are mapped or about to be.
        """
        self.env.flush_all()
        for connection in connections:
            kinds = self._kinds_in_use(connection._profile())
            for kind, used in kinds.items():
                self._refresh_kind(connection, kind, used)
            self.env.cr.execute(
                SQL(
                    "DELETE FROM quickbooks_mapping WHERE connection_id = %s"
                    " AND object_id IS NULL AND kind <> ALL(%s)",
                    connection.id,
                    list(kinds),
                )
            )
        self._remove_orphans(connections)
        self._restate(connections)
        self._suggest_new(connections)

    @api.model
    def _kinds_in_use(self, profile):
        """What a QuickBooks company can be told at all: ``{kind: query}``."""
        kinds = {kind: USED[kind] for kind in ("item", "term", "deposit", "method")}
        if profile.has_bills:
            kinds["expense"] = USED["expense"]
        # Automated sales tax finds the code itself.
        if profile.sales_tax and not (profile.is_us and profile.automated_sales_tax):
            sales_only = profile.desktop and profile.is_us
            kinds["tax"] = SALES_TAXES if sales_only else USED["tax"]
        segments = " UNION ALL ".join(
            query for model, query in SEGMENTS_USED.items() if model in self.env
        )
        segments += " UNION ALL SELECT '', 0"
        if profile.class_per_txn or profile.class_per_line:
            kinds["class"] = segments
        if profile.departments:
            kinds["location"] = segments
        return kinds

    @api.model
    def _refresh_kind(self, connection, kind, used):
        companies = (
            self.env["res.company"]
            .sudo()
            .search([("id", "child_of", connection.company_id.id)])
        )
        now = fields.Datetime.now()
        parameters = {
            "companies": companies.ids,
            "since": now.date() - USE_PERIOD,
            "types": list(TYPES_OF_KIND.get(kind, SALES + PURCHASES)),
        }
        self.env.cr.execute(
            SQL(
                """
                WITH used AS (%(used)s),
                kept AS (
                    INSERT INTO quickbooks_mapping (
                        connection_id, company_id, kind, source, use_count, status,
                        urgency, create_uid, create_date, write_uid, write_date)
                    SELECT %(connection)s, %(company)s, %(kind)s, NULLIF(source, ''),
                           uses, 'unmapped', 1, %(uid)s, %(now)s, %(uid)s, %(now)s
                      FROM used ORDER BY source
                    ON CONFLICT (connection_id, kind, (COALESCE(source, '')))
                    DO UPDATE SET use_count = excluded.use_count
                     WHERE quickbooks_mapping.use_count
                           IS DISTINCT FROM excluded.use_count),
                unused AS (
                    DELETE FROM quickbooks_mapping
                     WHERE connection_id = %(connection)s AND kind = %(kind)s
                       AND object_id IS NULL
                       AND COALESCE(source, '') NOT IN (SELECT source FROM used)
                       AND NOT EXISTS (
                           SELECT FROM quickbooks_item AS item
                            WHERE item.mapping_id = quickbooks_mapping.id))
                UPDATE quickbooks_mapping SET use_count = 0
                 WHERE connection_id = %(connection)s AND kind = %(kind)s
                   AND object_id IS NOT NULL AND use_count > 0
                   AND COALESCE(source, '') NOT IN (SELECT source FROM used)
                """,
                used=SQL(used, **parameters),
                connection=connection.id,
                company=connection.company_id.id,
                kind=kind,
                uid=self.env.uid,
                now=now,
            )
        )
        self.invalidate_model()

    @api.model
    def _remove_orphans(self, connections):
        """A mapping goes with the record it was for."""
        for model, _label in self._fields["source"].selection:
            if model not in self.env:
                continue
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM quickbooks_mapping
                     WHERE connection_id = ANY(%s) AND source LIKE %s
                       AND NOT EXISTS (
                           SELECT FROM %s AS origin
                            WHERE origin.id = split_part(source, ',', 2)::integer)
                    """,
                    connections.ids,
                    f"{model},%",
                    SQL.identifier(self.env[model]._table),
                )
            )
        self.invalidate_model()
