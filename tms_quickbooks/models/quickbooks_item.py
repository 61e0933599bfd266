# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL
from odoo.tools.sql import escape_psql

from ..lib import documents, names, objects
from ..lib.problems import Place


class QuickbooksItem(models.Model):
    """A service to be created in QuickBooks, for a row of the mapping page.

    It goes through the outbox like every document: what is asked for is stored before
    it is sent, and a lost answer makes no second item.
    """

    _name = "quickbooks.item"
    _description = "QuickBooks Product or Service to Create"
    _inherit = ["mail.thread", "quickbooks.sync.mixin"]
    _order = "id desc"

    mapping_id = fields.Many2one(
        "quickbooks.mapping", readonly=True, ondelete="set null"
    )
    connection_id = fields.Many2one(
        "quickbooks.connection",
        required=True,
        ondelete="cascade",
        compute="_compute_from_mapping",
        store=True,
        readonly=False,
        precompute=True,
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    name = fields.Char(
        required=True,
        compute="_compute_from_mapping",
        store=True,
        readonly=False,
        precompute=True,
    )
    income_account_id = fields.Many2one(
        "quickbooks.object",
        required=True,
        compute="_compute_from_mapping",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        domain="[('connection_id', '=', connection_id),"
        " ('usable_for', '=', 'item_income')]",
        help="Where invoices with this item are booked.",
    )
    expense_account_id = fields.Many2one(
        "quickbooks.object",
        ondelete="restrict",
        domain="[('connection_id', '=', connection_id),"
        " ('usable_for', '=', 'item_expense')]",
        help="Where bills with this item are booked. May stay empty.",
    )

    _one_per_mapping = models.UniqueIndex(
        "(mapping_id)", "This is being created in QuickBooks already."
    )

    @api.depends("mapping_id")
    def _compute_from_mapping(self):
        for item in self:
            mapping = item.mapping_id
            if not mapping:
                continue
            connection = mapping.connection_id
            source = mapping.source
            item.connection_id = connection
            item.name = item.name or connection._provider().item_name(
                source and source.name or ""
            )
            item.income_account_id = (
                item.income_account_id or self._usual_income_account(connection)
            )

    @api.model
    def _usual_income_account(self, connection):
        """The account that most items of the company are booked to."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT account.id
                  FROM quickbooks_object AS item
                  JOIN quickbooks_object AS account
                    ON account.connection_id = item.connection_id
                   AND account.type = 'Account' AND account.active
                   AND account.qb_id = item.details ->> 'income_account_id'
                 WHERE item.connection_id = %s AND item.type = 'Item' AND item.active
                 GROUP BY account.id ORDER BY count(*) DESC, account.id LIMIT 1
                """,
                connection.id,
            )
        )
        return self.env["quickbooks.object"].browse(rows[0] if rows else ())

    @api.constrains("name")
    def _check_name(self):
        for item in self:
            provider = item.connection_id._provider()
            name = names.fold(item.name or "")
            if not name or provider.item_name(name) != name:
                raise ValidationError(
                    self.env._(
                        "QuickBooks lists products and services under a name of at most"
                        " %(limit)s characters without a colon.",
                        limit=provider.limits.item_name,
                    )
                )

    @api.constrains("mapping_id", "connection_id")
    def _check_mapping(self):
        for item in self:
            mapping = item.mapping_id
            if mapping and mapping.connection_id != item.connection_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s would be made in another QuickBooks company than the"
                        " one its mapping is for.",
                        name=item.name,
                    )
                )

    @api.constrains("income_account_id", "expense_account_id", "connection_id")
    def _check_accounts(self):
        for item in self:
            for account, use in (
                (item.income_account_id, "item_income"),
                (item.expense_account_id, "item_expense"),
            ):
                if account and (
                    account.connection_id != item.connection_id
                    or not account._is_usable_for(use)
                ):
                    raise ValidationError(
                        self.env._(
                            "%(account)s cannot be chosen here: pick an account of the"
                            " right type from the same QuickBooks company.",
                            account=account.display_name,
                        )
                    )

    def action_create_in_quickbooks(self):
        """Into the outbox with it; the mapping follows when QuickBooks has it."""
        self.check_access("write")
        for item in self:
            item._check_name_is_free()
        queued, _problems = self._qb_enqueue()
        if not queued:
            raise UserError(
                self.env._(
                    "Nothing can be created: this QuickBooks company is not connected."
                )
            )
        return self._qb_notify(
            self.env._(
                "%(names)s is being created in QuickBooks. The mapping follows by"
                " itself.",
                names=", ".join(self.mapped("name")),
            )
        )

    def _check_name_is_free(self):
        """What is there already is chosen, not created."""
        self.ensure_one()
        if self.qb_status == "synced":
            raise UserError(
                self.env._("%(name)s is in QuickBooks already.", name=self.name)
            )
        found = self.env["quickbooks.object"].search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("usable_for", "=", "item"),
                ("full_name", "=ilike", escape_psql(self.name)),
            ],
            limit=1,
        )
        if found:
            raise UserError(
                self.env._(
                    "QuickBooks has “%(name)s” already. Choose it in the column In"
                    " QuickBooks, or give the new one another name.",
                    name=found.full_name,
                )
            )

    # -- what the outbox asks ------------------------------------------------------

    def _qb_outgoing(self):
        return {"Item": self}

    def _qb_company(self, record):
        return record.company_id

    def _qb_sendable(self, company):
        """Not to a company that was connected later: it has other accounts."""
        books = self.env["quickbooks.connection"]._of_company(company)
        return (
            super()
            ._qb_sendable(company)
            .filtered(lambda item: item.connection_id == books)
        )

    def _qb_documents(self, connection, object_type, aliases):
        bindings = self.env["quickbooks.object"]._bound(
            connection, object_type, self._name, self.ids
        )
        found = {}
        for item in self:
            binding = bindings.get(item.id)
            found[item.id] = documents.Item(
                name=item.name,
                income_account=_account_ref(item.income_account_id),
                expense_account=_account_ref(item.expense_account_id),
                source=Place(self._name, item.id, item.name),
                id=binding.qb_id if binding else "",
                version=binding.version or "" if binding else "",
            )
        return found

    def _qb_set_status(self, company, status):
        result = super()._qb_set_status(company, status)
        rows = self.mapping_id
        if rows:
            self.env["quickbooks.live"]._changed(company.id, rows._name, rows.ids)
        return result

    def _qb_set_synced(self, company):
        """The rows these were made for lead to them now, and what waited goes on."""
        result = super()._qb_set_synced(company)
        made = self.env["quickbooks.object"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        for target in made:
            mapping = self.browse(target.res_id).mapping_id
            if mapping.kind == "item" and mapping.status != "mapped":
                mapping.object_id = target
                mapping._retry_held_back(mapping.connection_id, {mapping.kind})
        # What a row was made for once is told by its mapping; it may need another.
        self.mapping_id = False
        return result


def _account_ref(account):
    if not account:
        return None
    return documents.Ref(
        account.qb_id,
        objects.plain_name(account.name, account.active),
        account.active,
    )
