# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Credits that settle invoices or bills without any payment.

In QuickBooks it takes a payment to set a credit off: one over nothing, which names the
invoices and the credit (Intuit: Payment and BillPayment reference). It has no record of
its own here; it goes with the credit note, which is linked with both.
"""

from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..lib import documents
from ..lib.objects import applied_amounts
from ..lib.problems import Place
from .account_move_document import _money
from .account_payment import PARTY_TYPES
from .account_payment_document import DOCUMENTS
from .account_payment_settled import CREDITS, Settled
from .quickbooks_sync_mixin import ARRIVING

# The type of payment that sets off a credit of each kind.
SET_OFF_BY = {move_type: object_type for object_type, move_type in CREDITS.items()}
# In the context of a dry run: also what names invoices that are not there yet.
PREVIEW = "qb_preview"


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_set_off(self, connection):
        """What these credits settle that no payment names, neither here nor in
        QuickBooks.

        What QuickBooks has set off for us stays so, also when a payment comes later.

        :return: ``{credit id: [Match]}``, without credits that settle nothing so
        """
        found = {
            credit_id: [match for match in matches if match.move.is_invoice()]
            for credit_id, matches in self._qb_matched().items()
        }
        invoices = self.browse().union(
            *(m.move for each in found.values() for m in each)
        )
        invoices = invoices._qb_invoices()
        if not invoices:
            return {}
        matched = invoices._qb_matched()
        paid = invoices.filtered(lambda move: move._qb_payers(matched.get(move.id, ())))
        leaving = (self | invoices)._qb_open_jobs()._withdrawing()
        leaving = self.browse((leaving - leaving._set_offs()).mapped("res_id"))
        # Also those of a QuickBooks company that was moved away from.
        ours = {(there.res_id, there.id) for there in self._qb_set_offs_of()}
        wanted = {}
        for credit in self - leaving:
            for match in found.get(credit.id, ()):
                invoice = match.move
                if invoice not in invoices - leaving:
                    continue
                if match.currency != credit.currency_id:
                    continue  # nothing in QuickBooks settles across currencies
                free = not match.set_off_by and invoice not in paid
                if free or (credit.id, match.set_off_by) in ours:
                    wanted.setdefault(credit.id, []).append(match)
        return wanted

    def _qb_set_offs_of(self, connection=None):
        """The payments in QuickBooks that set these credits off, and were made here."""
        books = [("connection_id", "=", connection.id)] if connection else []
        return (
            self.env["quickbooks.object"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    *books,
                    ("type", "in", list(CREDITS)),
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                ]
            )
        )

    # -- quickbooks.sync.mixin -----------------------------------------------------

    def _qb_party_type(self, object_type):
        return PARTY_TYPES.get(object_type) or super()._qb_party_type(object_type)

    def _qb_prepare(self, connection, object_type):
        if object_type in CREDITS:
            return None
        return super()._qb_prepare(connection, object_type)

    def _qb_documents(self, connection, object_type, aliases):
        if object_type in CREDITS:
            return self._qb_set_off_documents(connection, object_type)
        return super()._qb_documents(connection, object_type, aliases)

    def _qb_set_off_documents(self, connection, object_type):
        """The payments over nothing that set these credits off.

        One that settles nothing (any more) has nothing applied.
        """
        found = self._qb_set_off(connection)
        settled = {
            credit.id: [
                Settled(match.move, match.amount, match.currency)
                for match in found.get(credit.id, ())
            ]
            for credit in self
        }
        own = [Settled(credit, 0, credit.currency_id) for credit in self]
        payments = self.env["account.payment"]
        targets = payments._qb_targets(connection, object_type, {**settled, 0: own})
        theirs = self._qb_set_offs_of(connection).grouped("res_id")
        # What has arrived is compared with what is matched here.
        anyhow = self.env.context.get(PREVIEW) or self.env.context.get(ARRIVING)
        open_there = self._qb_open_there(connection, targets, theirs)
        Objects = self.env["quickbooks.object"]
        parties = Objects._bound(
            connection,
            self._qb_party_type(object_type),
            "res.partner",
            self.commercial_partner_id.ids,
        )
        bindings = Objects._bound(connection, object_type, self._name, self.ids)
        account = self._qb_set_off_account(connection, object_type)
        profile = connection._profile()
        marks = self._qb_mark()
        result = {}
        for credit in self:
            lines = [
                line
                for line in settled[credit.id]
                if anyhow or (open_there.get(line.move) and open_there.get(credit))
            ]
            if lines:
                total = sum(line.amount for line in lines)
                lines.append(Settled(credit, total, credit.currency_id))
            moves = credit.union(*(line.move for line in lines))
            partner = credit.commercial_partner_id
            party = parties.get(partner.id)
            binding = bindings.get(credit.id)
            result[credit.id] = DOCUMENTS[object_type](
                party=party and documents.Ref(party.qb_id, party.name or ""),
                # QuickBooks may refuse a check number that it has already.
                number=credit.name or "" if object_type == "Payment" else "",
                date=credit._qb_set_off_date(moves, theirs.get(credit.id), profile),
                total=_money(0, credit.currency_id),
                source=Place(credit._name, credit.id, credit.display_name),
                applied=tuple(
                    payments._qb_applied(line, object_type, targets) for line in lines
                ),
                id=binding.qb_id if binding else "",
                version=binding.version or "" if binding else "",
                currency=credit.currency_id.name,
                exchange_rate=credit._qb_exchange_rate(profile.home_currency),
                account=account,
                memo=" · ".join(move.name or "" for move in moves),
                party_currency=party and party.currency or "",
                partner=Place(partner._name, partner.id, partner.display_name),
                mark=marks[credit.id],
            )
        return result

    def _qb_set_off_date(self, moves, there, profile):
        """The day on which all of these were there, and the books in QuickBooks are
        open; what is there keeps its day.

        :param there: our payment over nothing, if any
        """
        if there and there.date:
            return there.date
        day = max(move.invoice_date or move.date for move in moves)
        if profile.closing_date and day <= profile.closing_date:
            return profile.closing_date + timedelta(days=1)
        return day

    def _qb_open_there(self, connection, targets, theirs):
        """Whether anything of invoices and credits is open in QuickBooks, beside what
        our own payments over nothing have settled.

        QuickBooks may have set credits off by itself, where that is its setting.

        :param targets: ``{move: Binding}``
        :param theirs: ``{credit id: our payment over nothing}``
        :return: ``{move: bool}``, without what is not there
        """
        keys = {move: (move._qb_type(), there.qb_id) for move, there in targets.items()}
        rows = self.env["quickbooks.object"]._rows_of(
            connection, keys.values(), SQL("balance")
        )
        settled = {}
        for there in theirs.values():
            for key, amount in applied_amounts(there.details).items():
                settled[key] = settled.get(key, 0) + amount
        found = {}
        for move, key in keys.items():
            [balance] = rows.get(key, (None,))
            found[move] = balance is None or bool(balance or settled.get(key))
        return found

    def _qb_set_off_account(self, connection, object_type):
        """An account that a vendor can be paid from: QuickBooks asks for one even where
        no money is paid. The journals' own come first."""
        if object_type != "BillPayment":
            return None
        rows = self.env.execute_query(
            SQL(
                """
                SELECT account.qb_id, account.name FROM quickbooks_object AS account
                 WHERE account.connection_id = %s AND account.type = 'Account'
                   AND account.active AND account.details ->> 'account_type' = %s
                 ORDER BY COALESCE(account.currency, '') NOT IN ('', %s), NOT EXISTS (
                       SELECT FROM quickbooks_mapping AS mapping
                        WHERE mapping.object_id = account.id
                          AND mapping.kind = 'deposit'), account.id
                 LIMIT 1
                """,
                connection.id,
                documents.BANK,
                connection._profile().home_currency,
            )
        )
        return next((documents.Ref(*row, kind=documents.BANK) for row in rows), None)
