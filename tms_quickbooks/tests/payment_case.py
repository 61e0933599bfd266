# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments that are registered here, and the balances they leave in QuickBooks."""

import json
from decimal import Decimal

from .document_case import DocumentCase


class PaymentCase(DocumentCase):
    """Registers payments as users do, and reads QuickBooks' balances."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.company_data["default_journal_bank"]
        cls.checking = cls._object("Account", "Operating Checking")
        cls.card = cls._object("Account", "Fleet Credit Card")
        cls._map("deposit", cls.bank, cls.checking)

    @classmethod
    def _map(cls, kind, source, target):
        return cls.env["quickbooks.mapping"].create(
            {
                "connection_id": cls.connection.id,
                "kind": kind,
                "source": f"{source._name},{source.id}",
                "object_id": target.id,
            }
        )

    @classmethod
    def _register(cls, moves, **vals):
        """What Register Payment makes of invoices or bills."""
        wizard = (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=moves.ids)
            .create({"payment_date": "2026-11-21", "journal_id": cls.bank.id, **vals})
        )
        return wizard._create_payments()

    @classmethod
    def _payment(cls, partner, amount, post=True, **vals):
        """A payment that is entered by itself."""
        payment = cls.env["account.payment"].create(
            {
                "partner_id": partner.id,
                "partner_type": "customer",
                "payment_type": "inbound",
                "amount": amount,
                "date": "2026-11-21",
                "journal_id": cls.bank.id,
                **vals,
            }
        )
        if post:
            payment.action_post()
        return payment

    @classmethod
    def _match(cls, *records):
        """Match the open receivable or payable lines of payments and invoices."""
        moves = cls.env["account.move"].union(
            *(
                each if each._name == "account.move" else each.move_id
                for each in records
            )
        )
        moves.line_ids.filtered(
            lambda line: line.account_type in ("asset_receivable", "liability_payable")
            and not line.reconciled
        ).reconcile()

    def _sent_payment(self, payment):
        """A payment as QuickBooks has it, checked against Odoo's amount."""
        self._run()
        self.assertEqual(payment.qb_status, "synced", payment.qb_message)
        document = self._in_books(payment)
        self.assertEqual(document["TotalAmt"], Decimal(f"{payment.amount:.2f}"))
        return document

    def _balance(self, move):
        """What is open on an invoice or bill in QuickBooks."""
        return self._in_books(move)["Balance"]

    def _applied(self, payment):
        """What a payment settles in QuickBooks: ``{record: amount}``."""
        found = {}
        for line in self._in_books(payment)["Line"]:
            [link] = line["LinkedTxn"]
            target = self.env["quickbooks.object"]._find(
                self.connection, link["TxnType"], link["TxnId"]
            )
            found[target._record()] = line["Amount"]
        return found

    def _assert_same_open(self, *moves):
        """As much is open in QuickBooks as here."""
        for move in moves:
            self.env.invalidate_all()
            there = float(self._balance(move))
            self.assertEqual(there, move.amount_residual, move.name)

    def _refund(self, move_type, partner, amount, **vals):
        """A credit note of a customer, or a vendor's refund."""
        return self._document(move_type, partner, ({"price_unit": amount},), True, vals)

    def _new_customer(self, name, **vals):
        return self.env["res.partner"].create(
            {"name": name, "is_company": True, "customer_rank": 1, **vals}
        )

    def _journal(self, name, kind="bank"):
        return self.env["account.journal"].create(
            {"name": name, "type": kind, "code": name[:5].upper()}
        )

    def _write_in_quickbooks(self, entity, **values):
        """A bookkeeper enters a transaction in QuickBooks."""
        self._ask(lambda client: client.post(client._url(entity), json.dumps(values)))
