# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class AccountPaymentTerm(models.Model):
    _inherit = "account.payment.term"

    @api.model
    def _qb_resolver(self, connection):
        """A function that finds the QuickBooks terms of payment terms.

        Those that are not mapped have the default of the mapping, or none: the due
        date goes along anyway.
        """
        resolve = self.env["quickbooks.mapping"]._resolver(connection, "term")

        def terms(payment_term):
            return resolve(f"{self._name},{payment_term.id}") if payment_term else None

        return terms
