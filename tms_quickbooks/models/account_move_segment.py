# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Class and location: which part of the company earns or spends."""

from collections import namedtuple
from decimal import Decimal

from odoo import api, fields, models

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
            loads = group._qb_load_data(connection)
            segments = group._qb_segments(connection, loads)
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

    def _qb_segments(self, connection, loads):
        """The class and the location of the lines, where QuickBooks tracks them.

        :param loads: `Loads`
        """
        profile = connection._profile()
        if not (profile.tracks("class") or profile.tracks("location")):
            return Segments({}, {}, False)
        lines = self.line_ids.filtered(lambda line: line.display_type in AMOUNT_LINES)
        keys = lines._qb_segment_keys(loads)

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

    def _qb_segment_keys(self, loads):
        """Where to look for the class and location of these lines.

        The most specific first: the line's analytic accounts, the load behind the
        line (its team, then its equipment), the sales team, the branch and those
        above it.

        :return: ``{line id: ["model,id", …]}``
        """
        analytic = self._qb_analytic_keys()
        of_move = {move: _move_keys(move) for move in self.move_id}
        return {
            line.id: analytic[line.id]
            + _load_keys(loads.of_line.get(line.id))
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


def _load_keys(load):
    """Its team, then its equipment."""
    keys = (
        ("tms.team", load and load.team_id),
        ("fleet.vehicle.model.category", load and load.category_id),
    )
    return [f"{model},{record_id}" for model, record_id in keys if record_id]


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
