# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Documents that are sent to QuickBooks and read back from there."""

from decimal import Decimal

from .common import QuickbooksCase


def goods(document):
    """The lines of a QuickBooks sales form that have an amount, less the subtotal."""
    return [
        line for line in document["Line"] if line["DetailType"] == "SalesItemLineDetail"
    ]


class DocumentCase(QuickbooksCase):
    """Sends documents and reads them back from QuickBooks."""

    def _sent(self, move):
        """The document as QuickBooks has it, checked against Odoo's total."""
        self._run()
        self.assertEqual(move.qb_status, "synced", move.qb_message)
        document = self._in_books(move)
        self.assertEqual(
            document["TotalAmt"], Decimal(f"{move.amount_total:.2f}"), move.name
        )
        return document

    def _in_books(self, record):
        """A payment, invoice or bill as QuickBooks has it, not what goes with it."""
        jobs = self._jobs(record)
        object_type = (jobs - jobs._set_offs() - jobs._entries())[-1].object_type
        bound = self.env["quickbooks.object"]._bound(
            self.connection, object_type, record._name, record.ids
        )
        return self._in_quickbooks(object_type, bound[record.id].qb_id)

    def _tax(self, amount, **values):
        """A sales tax."""
        return self.env["account.tax"].create(
            {
                "name": f"{amount} % {values.get('price_include_override', '')}",
                "amount": amount,
                "type_tax_use": "sale",
                **values,
            }
        )

    @classmethod
    def _map_tax(cls, tax, name):
        cls.env["quickbooks.mapping"].create(
            {
                "connection_id": cls.connection.id,
                "kind": "tax",
                "source": f"account.tax,{tax.id}" if tax else False,
                "object_id": cls._object("TaxCode", name).id,
            }
        )

    def _update_lists(self):
        with self._own_cursor() as env:
            connection = env["quickbooks.connection"].browse(self.connection.id)
            env["quickbooks.pull"]._request(connection)
            while connection._step_lists() is not None:
                pass

    def _problem(self, move):
        """The problem that keeps a document out; (code, sentence, what to do)."""
        self._run()
        self.assertEqual(move.qb_status, "failed")
        self.assertTrue(move.qb_message)
        self.assertTrue(move.qb_hint)
        job = self._jobs(move)[-1]
        return job.problem_code, move.qb_message, move.qb_hint

    def _assert_stopped_before_the_call(self, move, code, *words):
        """The document never leaves, and the user is told why."""
        self._run()
        self.sim.stats.reset()
        found, sentence, hint = self._problem(move)
        self.assertEqual(found, code)
        for word in words:
            self.assertIn(word, f"{sentence} {hint}")
        self.assertFalse(move.qb_id)
        self.assertEqual(self.sim.stats.calls(self.realm, "batch"), 0)
