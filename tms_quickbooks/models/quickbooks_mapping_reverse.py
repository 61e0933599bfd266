# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The mapping read backwards: what stands here for an object of QuickBooks.

Many records may go to one object. Read backwards, that of the object's own name comes
first, then the one that is used most; and always one that goes to this very object
again, so that what has arrived is the same to QuickBooks when it is sent.
"""

from odoo import api, models
from odoo.tools import SQL

from .account_move_document import template_keys

# Products in use that are looked through for one that goes to an item.
LOOKED_THROUGH = 200


class QuickbooksMapping(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.mapping"

    @api.model
    def _sources_of(self, connection, kind, qb_id):
        """What is mapped to an object of QuickBooks: keys as ``model,id``, the most
        used first, "" for the default."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT COALESCE(mapping.source, '')"
                "  FROM quickbooks_mapping AS mapping"
                "  JOIN quickbooks_object AS target ON target.id = mapping.object_id"
                " WHERE mapping.connection_id = %s AND mapping.kind = %s"
                "   AND target.qb_id = %s"
                " ORDER BY mapping.use_count DESC NULLS LAST, mapping.id",
                connection.id,
                kind,
                qb_id,
            )
        )
        return [source for (source,) in rows]

    @api.model
    def _records_mapped_to(self, connection, kind, qb_id, model):
        """The records of a model that are mapped to an object, the most used first, as
        far as the connection's company can use them."""
        prefix = f"{model},"
        ids = [
            int(source.removeprefix(prefix))
            for source in self._sources_of(connection, kind, qb_id)
            if source.startswith(prefix)
        ]
        Model = self.env[model].with_company(connection.company_id)
        domain = Model._check_company_domain(connection.company_id)
        usable = Model.search([("id", "in", ids), *domain])
        return Model.browse(record_id for record_id in ids if record_id in usable._ids)

    @api.model
    def _product_mapped_to(self, connection, kind, target):
        """The product that goes to an item (or an account) of QuickBooks; may be empty.

        :param target: ``lib.documents.Ref``
        """
        resolve = self._resolver(connection, kind)

        def goes_there(template):
            found = resolve(*template_keys(template))
            return bool(found) and found.id == target.id

        for candidates in self._products_near(connection, kind, target):
            fitting = candidates.filtered(goes_there)
            if fitting:
                return fitting[0].product_variant_id
        return self.env["product.product"]

    @api.model
    def _products_near(self, connection, kind, target):
        """Products that may go to an object, in the order of likelihood."""
        Templates = self.env["product.template"].with_company(connection.company_id)
        domain = Templates._check_company_domain(connection.company_id)
        if target.name:
            name = target.name.replace("\\", r"\\").replace("%", r"\%")
            name = name.replace("_", r"\_")
            yield Templates.search([("name", "=ilike", name), *domain], order="id")
        yield self._records_mapped_to(connection, kind, target.id, Templates._name)
        yield self._products_in_use(connection, kind, domain)
        sources = self._sources_of(connection, kind, target.id)
        categories = [
            int(source.split(",")[1])
            for source in sources
            if source.startswith("product.category,")
        ]
        if categories:
            yield Templates.search(
                [("categ_id", "child_of", categories), *domain],
                order="id",
                limit=LOOKED_THROUGH,
            )

    @api.model
    def _products_in_use(self, connection, kind, domain):
        """Products without a mapping of their own, the most used first."""
        rows = self.env.execute_query(
            SQL(
                "SELECT split_part(source, ',', 2)::integer FROM quickbooks_mapping"
                " WHERE connection_id = %s AND kind = %s AND object_id IS NULL"
                "   AND source LIKE 'product.template,%%' AND use_count > 0"
                " ORDER BY use_count DESC, id LIMIT %s",
                connection.id,
                kind,
                LOOKED_THROUGH,
            )
        )
        ids = [template_id for (template_id,) in rows]
        Templates = self.env["product.template"].with_company(connection.company_id)
        usable = Templates.search([("id", "in", ids), *domain])
        return Templates.browse(key for key in ids if key in usable._ids)
