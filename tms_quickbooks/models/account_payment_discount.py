# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was written off with a payment: to QuickBooks Desktop it goes as a discount, to
QuickBooks Online as the credit of a journal entry."""

from odoo import api, models

from ..lib import discounts
from ..lib.problems import Place


class AccountPayment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.payment"

    def _qb_discounted(self, connection, applied, beyond):
        """What these settle, with what makes up for what was written off.

        :param applied: ``{payment id: [Applied]}``, amounts with what was written off
        :param beyond: ``{payment id: [Applied]}``, what QuickBooks has beside that
        :return: ``{payment id: values of its document}``
        """
        if not connection._is_desktop():
            entries = self._qb_entries_applied(connection, beyond)
            return {
                key: {"applied": (*lines, *entries.get(key, ()))}
                for key, lines in applied.items()
            }
        resolve = self._qb_discount_resolver(connection)
        found = {}
        for payment in self:
            values = {"applied": tuple(applied[payment.id])}
            account = payment._qb_write_off_account()
            if account:
                if target := resolve(account):
                    values["applied"] = discounts.spread(
                        values["applied"], payment._qb_written_off(), target
                    )
                else:
                    values["discount_source"] = Place(
                        account._name, account.id, account.display_name
                    )
            found[payment.id] = values
        return found

    @api.model
    def _qb_discount_resolver(self, connection):
        """A function from the account of a write-off to that in QuickBooks: the one it
        is mapped to by name, and not the default, which may be for anything."""
        resolve = self.env["quickbooks.mapping"]._resolver(connection, "expense")
        default = resolve()

        def resolve_discount(account):
            target = resolve(f"{account._name},{account.id}")
            if target and default and target.chosen_by == default.chosen_by:
                return None
            return target

        return resolve_discount

    def _qb_write_off_account(self):
        """The one account that what this gives away is booked to; none where it gives
        nothing away, or there are several, such as with tax on a discount."""
        nothing = self.env["account.account"]
        if self._qb_written_off() <= 0:
            return nothing
        *_money_and_party, rest = self._seek_for_lines()
        accounts = rest.account_id
        return accounts if len(accounts) == 1 else nothing
