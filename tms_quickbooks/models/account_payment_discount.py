# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was written off with a payment goes to QuickBooks Desktop as its discount."""

from odoo import models

from ..lib import discounts
from ..lib.problems import Place


class AccountPayment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.payment"

    def _qb_discounted(self, connection, applied):
        """What these settle, with the discounts that QuickBooks can take. It takes one
        account for a discount: the one that the account of the write-off is mapped to
        by name, and not the default, which may be for anything.

        :param applied: ``{payment id: [Applied]}``, amounts with what was written off
        :return: ``{payment id: values of its document}``
        """
        if not connection._is_desktop():
            return {key: {"applied": tuple(lines)} for key, lines in applied.items()}
        resolve = self.env["quickbooks.mapping"]._resolver(connection, "expense")
        default = resolve()
        found = {}
        for payment in self:
            values = {"applied": tuple(applied[payment.id])}
            account = payment._qb_write_off_account()
            if account:
                target = resolve(f"{account._name},{account.id}")
                if target and (not default or target.chosen_by != default.chosen_by):
                    values["applied"] = discounts.spread(
                        values["applied"], payment._qb_written_off(), target
                    )
                else:
                    values["discount_source"] = Place(
                        account._name, account.id, account.display_name
                    )
            found[payment.id] = values
        return found

    def _qb_write_off_account(self):
        """The one account that what this gives away is booked to; none where it gives
        nothing away, or there are several, such as with tax on a discount."""
        nothing = self.env["account.account"]
        if self._qb_written_off() <= 0:
            return nothing
        *_money_and_party, rest = self._seek_for_lines()
        accounts = rest.account_id
        return accounts if len(accounts) == 1 else nothing
