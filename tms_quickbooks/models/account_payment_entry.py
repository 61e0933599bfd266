# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was written off with a payment goes to QuickBooks Online as a journal entry, of
which the payment uses the credit. The entry has no record of its own here: it goes with
the payment, which is linked with both."""

from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..lib import documents
from ..lib.objects import ENTRY
from ..lib.prepare import prepare
from ..lib.problems import Place, Problem
from ..lib.sent import DELETE
from .account_move_document import _money
from .account_payment import OBJECT_TYPES

# The type of the account that an entry says who owes less on.
OWED_ON = {"customer": "Accounts Receivable", "supplier": "Accounts Payable"}


class AccountPayment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.payment"

    # -- which payments have one ---------------------------------------------------

    def _qb_by_entry(self, beyond):
        """How much of what these settle goes as a journal entry: ``{payment id:
        amount}``.

        None where QuickBooks has made up for it itself, by an entry of somebody there.

        :param beyond: ``{payment id: [Applied]}``, what QuickBooks has settled that is
            not here
        """
        found = {}
        for payment in self:
            amount = payment._qb_written_off()
            there = [
                line.amount for line in beyond.get(payment.id, ()) if line.type == ENTRY
            ]
            if amount not in there and payment._qb_write_off_account():
                found[payment.id] = amount
        return found

    def _qb_entries_applied(self, connection, beyond):
        """The entries that these use as credits: ``{payment id: [Applied]}``."""
        amounts = self._qb_by_entry(beyond)
        bound = self.env["quickbooks.object"]._bound(
            connection, ENTRY, self._name, amounts
        )
        found = {}
        for payment in self.browse(amounts):
            there = bound.get(payment.id)
            found[payment.id] = [
                documents.Applied(
                    type=ENTRY,
                    amount=amounts[payment.id],
                    currency=payment.currency_id.name,
                    source=Place(self._name, payment.id, payment.display_name),
                    target=there and documents.Ref(there.qb_id, there.number or ""),
                )
            ]
        return found

    # -- what it says --------------------------------------------------------------

    def _qb_party_type(self, object_type):
        """Who it is for is planned with the payment, which goes after it."""
        return None if object_type == ENTRY else super()._qb_party_type(object_type)

    def _qb_documents(self, connection, object_type, aliases):
        if object_type != ENTRY:
            return super()._qb_documents(connection, object_type, aliases)
        found = {}
        for partner_type, payments in self.grouped("partner_type").items():
            paid = payments._qb_documents(
                connection, OBJECT_TYPES[partner_type], aliases
            )
            found |= payments._qb_entry_documents(connection, partner_type, paid)
        return found

    def _qb_entry_documents(self, connection, partner_type, paid):
        """The entries of payments; none for those that have nothing to book.

        :param paid: ``{payment id: document}`` of the payments themselves
        """
        entries = {
            payment_id: next(
                (
                    line.amount
                    for line in document.applied
                    if line.type == ENTRY and line.source == document.source
                ),
                None,
            )
            for payment_id, document in paid.items()
        }
        payments = self.filtered(lambda payment: entries[payment.id])
        bindings = self.env["quickbooks.object"]._bound(
            connection, ENTRY, self._name, payments.ids
        )
        resolve = self._qb_discount_resolver(connection)
        owed_on = self._qb_owed_on(connection, partner_type)
        home_currency = connection._profile().home_currency
        found = {}
        for payment in payments:
            document, there = paid[payment.id], bindings.get(payment.id)
            account = payment._qb_write_off_account()
            found[payment.id] = documents.JournalEntry(
                payment_type=OBJECT_TYPES[partner_type],
                party=document.party,
                number=document.number,
                date=document.date,
                total=_money(entries[payment.id], payment.currency_id),
                source=document.source,
                account=resolve(account),
                account_source=Place(account._name, account.id, account.display_name),
                party_accounts=owed_on.get(document.currency or home_currency, ()),
                id=there.qb_id if there else "",
                version=there.version or "" if there else "",
                currency=document.currency,
                exchange_rate=document.exchange_rate
                and payment._qb_entry_rate(entries[payment.id]),
                memo=document.memo,
                party_currency=document.party_currency,
                partner=document.partner,
                mark=document.mark,
            )
        return found

    def _qb_entry_rate(self, amount):
        """Company currency per unit of the payment's, such that what was written off
        comes to what is booked here for it."""
        if self.currency_id == self.company_currency_id:
            return Decimal(1)
        *_money_and_party, rest = self._seek_for_lines()
        booked = _money(abs(sum(rest.mapped("balance"))), self.company_currency_id)
        return round(booked / amount, 8)

    def _qb_owed_on(self, connection, partner_type):
        """QuickBooks' accounts for what is owed, by currency: ``{code: Refs}``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(NULLIF(currency, ''), %s), qb_id, name
                  FROM quickbooks_object
                 WHERE connection_id = %s AND type = 'Account' AND active
                   AND details ->> 'account_type' = %s
                 ORDER BY id
                """,
                connection._profile().home_currency,
                connection.id,
                OWED_ON[partner_type],
            )
        )
        found = {}
        for currency, qb_id, name in rows:
            found[currency] = (*found.get(currency, ()), documents.Ref(qb_id, name))
        return found

    def _qb_entries_behind(self, connection):
        """Those of these whose entry in QuickBooks says something else than it should,
        or is not there."""
        bound = self.env["quickbooks.object"]._of_records(
            connection, ENTRY, self._name, self.ids
        )
        sent = {there.res_id: (there.sent or {}).get("fingerprint") for there in bound}
        provider, profile = connection._provider(), connection._profile()
        known = self.filtered(lambda payment: sent.get(payment.id))
        made = known._qb_documents_or_problems(connection, ENTRY, {})
        same = self.browse()
        for payment in known:
            document = made.get(payment.id)
            if document is None or isinstance(document, Problem):
                continue
            _problems, payload = prepare(provider, document, "1", profile, None)
            content = payload and provider.sent.content(payload)
            if content and content.fingerprint == sent[payment.id]:
                same += payment
        return self - same

    def _qb_delete_entries(self, connection, status):
        """Queue that entries go whose payments are gone in QuickBooks and here: their
        credit would stay open, and what they book would not be true any more.

        :param status: the QB status of these, which they keep
        """
        there = self.env["quickbooks.object"]._of_records(
            connection, ENTRY, self._name, self.ids
        )
        payments = self.browse(there.filtered("active").mapped("res_id"))
        if not payments:
            return
        Jobs = self.env["quickbooks.job"].sudo()
        job_ids = Jobs._enqueue(
            connection.id,
            connection.company_id.id,
            ENTRY,
            payments,
            operation=DELETE,
        )
        Jobs._remember_status(dict.fromkeys(job_ids.values(), status))
        connection._wake()

    # -- quickbooks.sync.mixin -----------------------------------------------------

    def _qb_previewed(self):
        found = dict(super()._qb_previewed())
        connections, Objects = (
            self.env["quickbooks.connection"],
            self.env["quickbooks.object"],
        )
        shown = self.browse()
        for object_type, payments in list(found.items()):
            for company, group in payments.grouped(self._qb_company).items():
                outbound = connections._outbound(company.id)
                if outbound and not outbound["desktop"]:
                    connection = connections.sudo().browse(outbound["id"])
                    beyond = Objects._applied_beyond(connection, object_type, group)
                    shown |= group.browse(group._qb_by_entry(beyond))
        return ({ENTRY: shown} if shown else {}) | found

    def _qb_set_synced(self, company):
        """A payment is not Synced before what was written off with it is there, nor
        before itself."""
        result = super()._qb_set_synced(company)
        if jobs := self._qb_open_jobs() if self else None:
            failed = jobs.filtered(lambda job: job.state == "failed")
            (jobs - failed)._set_record_status("pending")
            failed._set_record_status("failed")
        return result

    def _qb_withdraw(self, wanted, keep_out, reason):
        """First the payment, then the entry that it uses."""
        result = super()._qb_withdraw(wanted, keep_out, reason)
        self._qb_open_jobs()._wait_for_payments()
        return result
