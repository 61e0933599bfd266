# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestNeutralize(QuickbooksCase):
    """A neutralised copy of a database leaves the live books alone."""

    def test_a_copy_has_no_sign_in_and_sends_nothing(self):
        invoice = self._invoice()
        self.sim.mishaps.add("drop_after", path="/batch")
        self._run()
        self._bill()
        self.env["quickbooks.connect"].create(
            {"company_id": self.company.id, "client_secret": "a secret"}
        )
        self.connection.activity_schedule("tms_quickbooks.mail_activity_sign_in")
        self.sim.stats.reset()
        self.env.flush_all()
        for query in get_neutralization_queries(["tms_quickbooks"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.connection.invalidate_recordset()
        self._let_time_pass(hours=1)
        self._run()
        self.assertEqual(self.connection.state, "disconnected")
        self.assertEqual(self._secrets_left(), [])
        self.assertFalse(self.connection.is_copy, "it has been seen to")
        self.assertFalse(self.connection.activity_ids)
        self.assertFalse(invoice._qb_open_jobs())
        self._invoice()
        self._run()
        self.assertEqual(self.sim.stats.by_realm(), {})

    def _secrets_left(self):
        """The fields of all models that hold a sealed secret still."""
        return [
            f"{model}.{name}"
            for model in self.env.registry["quickbooks.app"]._inherit_children
            for name in self.env[model]._sealed_fields()
            if self.env[model].sudo().search_count([(name, "!=", False)])
        ]
