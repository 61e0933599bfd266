# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import namedtuple

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.online import read as online_read

Binding = namedtuple("Binding", "qb_id version name currency number renamed")

OBJECT_TYPES = [
    ("Customer", "Customer"),
    ("Vendor", "Vendor"),
    ("Employee", "Employee"),
    ("Item", "Product or Service"),
    ("Account", "Account"),
    ("Class", "Class"),
    ("Department", "Location"),
    ("TaxCode", "Tax Code"),
    ("Term", "Terms"),
    ("PaymentMethod", "Payment Method"),
    ("Invoice", "Invoice"),
    ("CreditMemo", "Credit Memo"),
    ("Bill", "Bill"),
    ("VendorCredit", "Vendor Credit"),
]

# The values of one object: what we are told, and when.
SQL_ROW = "(" + 19 * "%s, " + ", ".join(3 * ["now() AT TIME ZONE 'UTC'"]) + ")"

# Where the simulator shows what it has.
SIMULATOR_PAGES = {
    "Customer": "customers",
    "Vendor": "vendors",
    "Invoice": "invoices",
    "CreditMemo": "credit-memos",
    "Bill": "bills",
    "VendorCredit": "vendor-credits",
}


class QuickbooksObject(models.Model):
    """A QuickBooks object we know of: its mirror, and its binding to an Odoo record."""

    _name = "quickbooks.object"
    _description = "QuickBooks Object"
    _order = "type, full_name, id"
    _rec_name = "full_name"
    _rec_names_search = ["full_name", "number"]

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    type = fields.Selection(OBJECT_TYPES, required=True, readonly=True)
    qb_id = fields.Char(string="QuickBooks ID", required=True, readonly=True)
    name = fields.Char(readonly=True)
    full_name = fields.Char(readonly=True)
    subtype = fields.Char(
        string="Kind", readonly=True, help="Type of an account or of an item."
    )
    number = fields.Char(readonly=True)
    version = fields.Char(
        readonly=True,
        help="SyncToken of QuickBooks Online. Empty when it must be read again.",
    )
    active = fields.Boolean(default=True, readonly=True)
    date = fields.Date(readonly=True)
    currency = fields.Char(readonly=True)
    total = fields.Float(digits=(16, 2), readonly=True)
    balance = fields.Float(digits=(16, 2), readonly=True)
    details = fields.Json(
        readonly=True,
        help="What matching and mapping want to know beyond the common fields, such as"
        " e-mail, phone and address of a customer.",
    )
    res_model = fields.Char(string="Linked Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Linked Record", model_field="res_model", readonly=True
    )
    synced_at = fields.Datetime(readonly=True)
    url = fields.Char(string="Link to QuickBooks", compute="_compute_url")

    _one_per_id = models.UniqueIndex(
        "(connection_id, type, qb_id)",
        "This QuickBooks object is already known.",
    )
    _one_per_record = models.UniqueIndex(
        "(connection_id, type, res_model, res_id) WHERE res_model IS NOT NULL",
        "This record is already linked to a QuickBooks object of this type.",
    )
    _by_record = models.Index("(res_model, res_id) WHERE res_model IS NOT NULL")

    @api.depends("connection_id", "type", "qb_id")
    def _compute_url(self):
        for record in self:
            connection = record.connection_id
            if connection.environment == "simulator":
                page = SIMULATOR_PAGES.get(record.type)
                record.url = page and (
                    f"{connection._simulator_url()}/company/{connection.realm_id}"
                    f"/{page}/{record.qb_id}"
                )
            else:
                record.url = online_read.web_url(
                    connection.environment,
                    record.type,
                    record.qb_id,
                    connection.realm_id,
                )

    @api.model
    def _bound(self, connection, object_type, res_model, res_ids):
        """The QuickBooks objects of records: ``{res_id: Binding}``, in one query."""
        if not res_ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                "SELECT res_id, qb_id, version, name, currency, number, renamed"
                " FROM quickbooks_object"
                " WHERE connection_id = %s AND type = %s AND res_model = %s"
                " AND res_id = ANY(%s)",
                connection.id,
                object_type,
                res_model,
                list(res_ids),
            )
        )
        return {res_id: Binding(*rest) for res_id, *rest in rows}

    @api.model
    def _store(self, connection, states, records=None):
        """Remember objects as QuickBooks has just shown them, in one statement.

        :param states: ``ObjectState`` of the library
        :param records: ``{(type, qb_id): record}`` for those that belong to a record
        """
        records = records or {}
        rows = []
        for state in {(s.type, s.qb_id): s for s in states}.values():
            record = records.get((state.type, state.qb_id))
            rows.append(
                (
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
                    state.date,
                    state.currency,
                    state.total,
                    state.balance,
                    Json(state.extra),
                    record and record._name,
                    record and record.id,
                    self.env.uid,
                    self.env.uid,
                )
            )
        if not rows:
            return
        self.env.cr.execute_values(
            """
            INSERT INTO quickbooks_object (
                connection_id, company_id, type, qb_id, name, full_name, subtype,
                number, version, active, date, currency, total, balance, details,
                res_model, res_id, create_uid, write_uid, create_date, write_date,
                synced_at)
            VALUES %s
            ON CONFLICT (connection_id, type, qb_id) DO UPDATE SET
                name = excluded.name,
                full_name = excluded.full_name,
                subtype = excluded.subtype,
                number = excluded.number,
                version = excluded.version,
                active = excluded.active,
                date = excluded.date,
                currency = excluded.currency,
                total = excluded.total,
                balance = excluded.balance,
                details = excluded.details,
                res_model = COALESCE(excluded.res_model, quickbooks_object.res_model),
                res_id = COALESCE(excluded.res_id, quickbooks_object.res_id),
                write_uid = excluded.write_uid,
                write_date = excluded.write_date,
                synced_at = excluded.synced_at
            """,
            rows,
            template=SQL_ROW,
            page_size=len(rows),
        )
        self.invalidate_model()

    @api.model
    def _find(self, connection, object_type, qb_id):
        """What we know of an object, inactive or not; may be empty."""
        return self.with_context(active_test=False).search(
            [
                ("connection_id", "=", connection.id),
                ("type", "=", object_type),
                ("qb_id", "=", qb_id),
            ]
        )

    @api.model
    def _unbind(self, connection, object_type, qb_id):
        """Forget the record of an object that is not in QuickBooks any more."""
        self._find(connection, object_type, qb_id).write(
            {"active": False, "res_model": False, "res_id": False}
        )

    @api.model
    def _hand_over(self, sources, target):
        """Records that were merged leave their objects to the one that stays.

        Where that has one of its own, the other belongs to nobody any more.
        """
        objects = self.with_context(active_test=False).search(
            [
                ("res_model", "=", target._name),
                ("res_id", "in", (sources | target).ids),
            ]
        )
        own = objects.filtered(lambda found: found.res_id == target.id)
        taken = {(found.connection_id, found.type) for found in own}
        for found in objects - own:
            place = (found.connection_id, found.type)
            if place in taken:
                found.write({"res_model": False, "res_id": False})
            else:
                found.res_id = target.id
                taken.add(place)

    def _record(self):
        """The record this object is bound to, or None where it was deleted."""
        if not self.res_model:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    def action_open_in_quickbooks(self):
        self.ensure_one()
        if not self.url:
            raise UserError(
                self.env._("QuickBooks has no page of its own for this kind of object.")
            )
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}

    def action_open_record(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
