# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Books in Canada: several currencies, and a tax code on every line."""

try:
    from quickbooks_simulator.online import MAPLE
except ImportError:  # the base class skips
    MAPLE = None


class CanadianBooks:
    """Goes before a case that is to be tried in a Canadian company."""

    realm = MAPLE

    @classmethod
    def setup_independent_company(cls, **kwargs):
        cls.canadian_dollar = cls.env.ref("base.CAD")
        cls.canadian_dollar.active = True
        return super().setup_independent_company(
            currency_id=cls.canadian_dollar.id, **kwargs
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.us_dollar = cls.env.ref("base.USD")

    @classmethod
    def _rate_us_dollars(cls, day, rate):
        """What one US dollar is worth in Canadian ones from a day on."""
        cls.env["res.currency.rate"].create(
            {
                "currency_id": cls.us_dollar.id,
                "company_id": cls.company.id,
                "name": day,
                "inverse_company_rate": rate,
            }
        )
