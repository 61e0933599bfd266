# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Documents that changed here since QuickBooks got them, without a way over draft."""

from odoo import models

from .account_move import OBJECT_TYPES

# What can be written on a posted document and is sent with it; the sales team has its
# class.
SENT_FIELDS = {
    "name",
    "ref",
    "invoice_origin",
    "invoice_date_due",
    "invoice_payment_term_id",
    "partner_shipping_id",
    "team_id",
    "qb_remit_profile_id",
}
# Likewise on a line of it; analytic accounts have classes and locations, and what is
# bought without a product goes to what its account is mapped to.
SENT_LINE_FIELDS = {"name", "product_id", "account_id", "analytic_distribution"}
# What QuickBooks has not got, or is not to get, is never outdated.
NOT_FOLLOWED = ("not_synced", "suppressed")


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def write(self, vals):
        sent = SENT_FIELDS.intersection(vals)
        known = self.filtered(
            lambda move: sent
            and move.move_type in OBJECT_TYPES
            and move.qb_status not in NOT_FOLLOWED
        ).sudo()
        before = values_of(known, sent)
        result = super().write(vals)
        changed_since(known, before, sent)._qb_set_outdated()
        return result


class AccountMoveLine(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move.line"

    def write(self, vals):
        sent = SENT_LINE_FIELDS.intersection(vals)
        known = self.filtered(
            lambda line: sent
            and line.move_id.move_type in OBJECT_TYPES
            and line.move_id.qb_status not in NOT_FOLLOWED
        ).sudo()
        before = values_of(known, sent)
        result = super().write(vals)
        changed_since(known, before, sent).move_id._qb_set_outdated()
        return result


def values_of(records, names):
    """What records say now, to be compared with `changed_since`."""
    return {record: [record[name] for name in names] for record in records}


def changed_since(records, before, names):
    """Those of the records whose values are not as before."""
    now = values_of(records, names)
    return records.filtered(lambda record: before[record] != now[record])
