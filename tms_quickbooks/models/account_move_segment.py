# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Class and location: which part of the company earns or spends."""

from collections import namedtuple
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from .account_move import OBJECT_TYPES
from .account_move_document import AMOUNT_LINES

# ``{line id: Ref or None}`` of each; empty for what QuickBooks does not track.
# ``whole``: one class stands for a whole sale.
Segments = namedtuple("Segments", "classes locations whole")


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    qb_class = fields.Char(
        string="Class",
        compute="_compute_qb_segments",
        compute_sudo=True,
        help="What this gets in QuickBooks, by the mapping of analytic accounts, teams,"
        " equipment and branches.",
    )
    qb_location = fields.Char(
        string="Location",
        compute="_compute_qb_segments",
        compute_sudo=True,
        help="What this gets in QuickBooks, by the mapping of analytic accounts, teams,"
        " equipment and branches.",
    )

    @api.depends("company_id", "invoice_line_ids.analytic_distribution")
    def _compute_qb_segments(self):
        self.qb_class = self.qb_location = False
        moves = self.filtered(lambda move: move.move_type in OBJECT_TYPES)
        for company, group in moves.grouped("company_id").items():
            connection = self.env["quickbooks.connection"]._of_company(company)
            if not connection:
                continue
            segments = group._qb_segments(connection)
            for move in group:
                object_type = OBJECT_TYPES[move.move_type]
                whole = move._qb_segments_of_whole(segments, object_type)
                lines = [segments.classes.get(line.id) for line in move.line_ids]
                # QuickBooks has no class for a whole bill.
                classes = [whole.get("class_ref")] if segments.whole else lines
                move.qb_class = ", ".join(
                    dict.fromkeys(each.name for each in classes if each)
                )
                move.qb_location = whole["department"] and whole["department"].name

    def _qb_segments(self, connection):
        """The class and the location of the lines, where QuickBooks tracks them."""
        profile = connection._profile()
        if not (profile.tracks("class") or profile.tracks("location")):
            return Segments({}, {}, False)
        lines = self.line_ids.filtered(lambda line: line.display_type in AMOUNT_LINES)
        keys = lines._qb_segment_keys()

        def found(kind):
            if not profile.tracks(kind):
                return {}
            resolve = self.env["quickbooks.mapping"]._resolver(connection, kind)
            return {line_id: resolve(*chain) for line_id, chain in keys.items()}

        return Segments(found("class"), found("location"), profile.class_per_txn)

    def _qb_segments_of_whole(self, segments, object_type):
        """The location of a document, and the class of a sale that has only one.

        Where its lines differ it is that of the larger part, by amount.
        """
        values = {"department": self._qb_larger_part(segments.locations)}
        if object_type in ("Invoice", "CreditMemo"):
            values["class_ref"] = (
                self._qb_larger_part(segments.classes) if segments.whole else None
            )
        return values

    def _qb_larger_part(self, targets):
        """:param targets: ``{line id: Ref or None}``"""
        parts = {}
        for line in self._qb_lines() if targets else ():
            if target := targets.get(line.id):
                part = parts.get(target.id, (target, Decimal(0)))[1]
                parts[target.id] = target, part + abs(line._qb_amount())
        return max(parts.values(), key=lambda part: part[1], default=(None,))[0]


class AccountMoveLine(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move.line"

    def _qb_segment_keys(self):
        """Where to look for the class and location of these lines.

        The most specific first: the line's analytic accounts, the load behind the
        line (its team, then its equipment), the sales team, the branch and those
        above it.

        :return: ``{line id: ["model,id", …]}``
        """
        analytic = self._qb_analytic_keys()
        of_load = self._qb_load_keys()
        of_move = {move: _move_keys(move) for move in self.move_id}
        return {
            line.id: analytic[line.id]
            + of_load.get(line.id, [])
            + of_move[line.move_id]
            for line in self
        }

    def _qb_analytic_keys(self):
        """Of each analytic plan the account with the largest share of the line.

        A line may be spread over several plans at once, such as load and department:
        the plan that takes more of the line comes first, then the older account.
        """
        shares = {line.id: _shares(line.analytic_distribution) for line in self}
        Accounts = self.env["account.analytic.account"].sudo()
        ids = {account_id for found in shares.values() for account_id in found}
        plans = {
            account.id: account.root_plan_id.id
            for account in Accounts.browse(ids).exists()
        }
        keys = {}
        for line_id, found in shares.items():
            largest = {}  # the first of a plan is its largest
            for account_id in sorted(found, key=lambda key: (-found[key], key)):
                if account_id in plans:
                    largest.setdefault(plans[account_id], account_id)
            keys[line_id] = [
                f"account.analytic.account,{account_id}"
                for account_id in largest.values()
            ]
        return keys

    def _qb_load_keys(self):
        """Team and equipment of the load a line is for, in one query.

        A line that no load was made from, such as a fuel surcharge, belongs to the
        first load of its order.
        """
        if not self:
            return {}
        self.env["tms.order"]._qb_flush_links()
        self.env["tms.order"].flush_model(["tms_team_id", "vehicle_id"])
        self.env["fleet.vehicle"].flush_model(["category_id"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH sold AS (
                    SELECT rel.invoice_line_id AS line_id, line.id, line.order_id
                      FROM sale_order_line_invoice_rel AS rel
                      JOIN sale_order_line AS line ON line.id = rel.order_line_id
                     WHERE rel.invoice_line_id = ANY(%(lines)s)
                ), behind AS (
                    SELECT sold.line_id, load.id AS load_id, 0 AS distance
                      FROM sold JOIN tms_order AS load ON load.sale_line_id = sold.id
                     UNION ALL
                    SELECT sold.line_id, load.id, 1
                      FROM sold
                      JOIN sale_order_line AS other ON other.order_id = sold.order_id
                      JOIN tms_order AS load ON load.sale_line_id = other.id
                     UNION ALL
                    SELECT sold.line_id, load.id, 1
                      FROM sold JOIN tms_order AS load ON load.sale_id = sold.order_id
                     UNION ALL
                    SELECT line.id, purchase.trip_id, 0
                      FROM account_move_line AS line
                      JOIN purchase_order_line AS bought
                        ON bought.id = line.purchase_line_id
                      JOIN purchase_order AS purchase
                        ON purchase.id = bought.order_id
                     WHERE line.id = ANY(%(lines)s) AND purchase.trip_id IS NOT NULL
                )
                SELECT DISTINCT ON (behind.line_id)
                       behind.line_id, load.tms_team_id, vehicle.category_id
                  FROM behind
                  JOIN tms_order AS load ON load.id = behind.load_id
                  LEFT JOIN fleet_vehicle AS vehicle ON vehicle.id = load.vehicle_id
                 ORDER BY behind.line_id, behind.distance, load.id
                """,
                lines=self.ids,
            )
        )
        return {
            line_id: [
                f"{model},{key}"
                for model, key in (
                    ("tms.team", team_id),
                    ("fleet.vehicle.model.category", category_id),
                )
                if key
            ]
            for line_id, team_id, category_id in rows
        }


def _shares(distribution):
    """``{analytic account id: percent}``; a key of Odoo's may name several accounts,
    one of each plan."""
    shares = {}
    for key, percent in (distribution or {}).items():
        for part in key.split(","):
            if part.strip().isdigit():
                account_id = int(part)
                shares[account_id] = shares.get(account_id, 0) + percent
    return shares


def _move_keys(move):
    keys = []
    if move.is_sale_document() and move.team_id:
        keys.append(f"crm.team,{move.team_id.id}")
    # From the branch up to the head office.
    branches = reversed(move.company_id.parent_path.rstrip("/").split("/"))
    return keys + [f"res.company,{company_id}" for company_id in branches]
