# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks knows, brought here: the company's profile and its lists."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib.online import read as online_read
from ..lib.problems import QuickBooksError

# Everything a mapping can lead to. Inactive entries come along, so that a mapping to
# an entry that was made inactive is seen.
LIST_TYPES = (
    "Item",
    "Account",
    "Class",
    "Department",
    "Term",
    "TaxCode",
    "PaymentMethod",
)
LISTS_LIFE = timedelta(days=1)


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    lists_updated_at = fields.Datetime(
        string="Lists Updated", readonly=True, copy=False
    )

    def _lists_stale(self):
        self.ensure_one()
        last = self.lists_updated_at
        return not last or last < fields.Datetime.now() - LISTS_LIFE

    def _pull_lists(self):
        """Refresh the profile and the lists; one call for each type and thousand rows.

        :raises QuickBooksError: when QuickBooks cannot be asked
        """
        self.ensure_one()
        calls = []
        try:
            company = self._ask(lambda client: client.company_info(), calls)
            preferences = self._ask(lambda client: client.preferences(), calls)
            states = []
            for object_type in LIST_TYPES:
                pages = self._ask(
                    lambda client, object_type=object_type: list(
                        client.pages(object_type, "Active IN (true, false)")
                    ),
                    calls,
                )
                states += [
                    online_read.object_state(object_type, data)
                    for page in pages
                    for data in page
                ]
        finally:
            self.env["quickbooks.exchange"].sudo()._log_calls(self, calls)
        profile = online_read.profile(company, preferences)
        self.env["quickbooks.object"].sudo()._store(self, states)
        self._store_profile(profile)
        self.sudo().lists_updated_at = fields.Datetime.now()
        return len(states)

    def action_update_lists(self):
        """Update from QuickBooks, while the user waits."""
        self.ensure_one()
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        self.check_access("read")
        connection = self.sudo()
        if connection.state != "connected":
            raise UserError(
                self.env._("%(name)s is not connected to QuickBooks.", name=self.name)
            )
        notify = self.env["quickbooks.sync.mixin"]._qb_notify
        try:
            count = connection._pull_lists()
        except QuickBooksError as error:
            # Not an exception: that would take the log of the failed call with it.
            return notify(self._explain(error.problem), kind="danger", sticky=True)
        return notify(
            self.env._(
                "Updated from %(company)s: %(count)s items, accounts and other list"
                " entries.",
                company=connection.company_file,
                count=count,
            )
        )
