# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices for several workers at once, in a company with no chart of accounts."""

from contextlib import contextmanager
from datetime import timedelta

from odoo import Command, fields

from .worker_case import WorkerCase


class WorkerDocuments(WorkerCase):
    """A company with the accounts, the journal and the customer that invoices need; the
    customer is in QuickBooks already."""

    def setUp(self):
        self.move_ids = []
        super().setUp()
        with self._company() as env:
            connection = self._connection(env)
            company = connection.company_id
            income, receivable = accounts = env["account.account"].create(
                [
                    {
                        "name": f"Race {kind}",
                        "code": f"997{number}",
                        "account_type": kind,
                        "company_ids": [Command.set(company.ids)],
                    }
                    for number, kind in enumerate(("income", "asset_receivable"))
                ]
            )
            journal = env["account.journal"].create(
                {
                    "name": "Race Sales",
                    "code": "RACE",
                    "type": "sale",
                    "default_account_id": income.id,
                    "company_id": company.id,
                }
            )
            items = env["quickbooks.object"].search(
                [("connection_id", "=", connection.id), ("type", "=", "Item")]
            )
            env["quickbooks.mapping"].create(
                {
                    "connection_id": connection.id,
                    "kind": "item",
                    "object_id": items.filtered(lambda i: i.name == "Linehaul").id,
                }
            )
            partner = env["res.partner"].create(
                {
                    "name": "Race Shippers",
                    "customer_rank": 1,
                    "property_account_receivable_id": receivable.id,
                }
            )
            partner.action_qb_send()
            self.account_ids, self.journal_id = accounts.ids, journal.id
            self.partner_id = partner.id
        self._work()

    def _take_away(self):
        self._take_away_documents()
        result = super()._take_away()
        with self._cursor() as env:
            env["account.journal"].browse(self.journal_id).unlink()
            env["account.account"].browse(self.account_ids).unlink()
        return result

    def _take_away_documents(self):
        with self._company() as env:
            moves = env["account.move"].browse(self.move_ids).exists()
            self._jobs(env, moves).unlink()
            env["quickbooks.mapping"].search(
                [("connection_id", "=", self.connection_id)]
            ).unlink()
            env["quickbooks.object"].search(
                [("connection_id", "=", self.connection_id)]
            ).unlink()
            moves.filtered(lambda move: move.state == "posted").button_draft()
            moves.with_context(force_delete=True).unlink()

    @contextmanager
    def _company(self):
        """As `_cursor`, in the company of the connection."""
        with self._cursor() as env:
            company = self._connection(env).company_id
            yield env(context={"allowed_company_ids": company.ids})

    def _connection(self, env):
        return env["quickbooks.connection"].browse(self.connection_id)

    def _jobs(self, env, moves):
        return env["quickbooks.job"].search(
            [("res_model", "=", "account.move"), ("res_id", "in", moves.ids)]
        )

    def _invoices(self, count=1):
        """So many posted invoices that wait for the worker; returns their ids."""
        with self._company() as env:
            moves = env["account.move"].create(
                [
                    {
                        "move_type": "out_invoice",
                        "journal_id": self.journal_id,
                        "partner_id": self.partner_id,
                        "invoice_date": fields.Date.today() - timedelta(days=1),
                        "invoice_line_ids": [
                            Command.create(
                                {"name": "Load", "price_unit": 1500, "tax_ids": []}
                            )
                        ],
                    }
                ]
                * count
            )
            self.move_ids += moves.ids
            moves.action_post()
            return moves.ids

    def _planned(self, count=1):
        """Invoices that are ready to be claimed."""
        ids = self._invoices(count)
        with self._company() as env:
            env["quickbooks.job"]._plan(self._connection(env))
        return ids

    def _in_books(self, move_id):
        """How many invoices QuickBooks has of this one."""
        with self._company() as env:
            move = env["account.move"].browse(move_id)
            mark = move._qb_mark()[move_id]
            pages = self._connection(env)._ask(
                lambda client: list(client.pages("Invoice")), []
            )
            notes = [found.get("PrivateNote", "") for page in pages for found in page]
            return sum(mark in note for note in notes)
