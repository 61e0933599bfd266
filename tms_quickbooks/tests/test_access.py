# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestAccess(TransactionCase):
    """Every model has access rights for both groups and a rule for its company."""

    def _models(self):
        return self.env["ir.model"].search(
            [("model", "=like", "quickbooks.%"), ("abstract", "=", False)]
        )

    def test_every_model_can_be_read_by_users_and_by_nobody_without_the_right(self):
        user_group = self.env.ref("tms_quickbooks.group_quickbooks_user")
        manager_group = self.env.ref("tms_quickbooks.group_quickbooks_manager")
        models = self._models()
        self.assertTrue(models)
        for model in models:
            with self.subTest(model=model.model):
                granted = model.access_ids.filtered("perm_read").group_id
                self.assertTrue(granted)
                self.assertLessEqual(granted, user_group | manager_group)

    def test_every_model_has_a_company_rule(self):
        for model in self._models():
            with self.subTest(model=model.model):
                rules = model.rule_ids.filtered(lambda rule: not rule.groups)
                self.assertIn("company_ids", "".join(rules.mapped("domain_force")))
