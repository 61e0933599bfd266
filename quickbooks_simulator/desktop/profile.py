# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A company file's settings and the QuickBooks it is open in."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from zoneinfo import ZoneInfo

from ..store import Store

_SETTING = "company"
_VERSIONS = (
    "1.0 1.1 2.0 2.1 3.0 4.0 4.1 5.0 6.0 7.0 8.0 9.0 10.0 11.0 12.0 13.0".split()
)
# QuickBooks 2014 is version 24 and speaks qbXML 13.0; a version of qbXML came with each
# year before.
_VERSION_ZERO = 1990
_NEWEST_SINCE = 2014
_CURRENCIES = {
    "USD": "US Dollar",
    "CAD": "Canadian Dollar",
    "GBP": "British Pound Sterling",
    "EUR": "Euro",
    "MXN": "Mexican Peso",
}
COUNTRIES = {"US": "USD", "CA": "CAD", "UK": "GBP"}


@dataclass(frozen=True)
class Profile:
    """What a user has set in QuickBooks' preferences, and which QuickBooks it is.

    :ivar path: of the file, on the computer QuickBooks runs on
    :ivar edition: Pro, Premier or Enterprise
    :ivar year: QuickBooks Premier 2024 is of 2024
    :ivar country: US, CA or UK: whose QuickBooks it is
    :ivar classes: class tracking is on
    :ivar closing_date: the day up to which the books are closed, ISO, or empty
    :ivar sales_tax: sales tax is set up
    :ivar tax_item: name of the sales tax item of most customers (US)
    :ivar taxable: sales tax code of what is taxed, and
    :ivar non_taxable: of what is not
    """

    name: str
    path: str
    edition: str = "Premier"
    year: int = 2024
    country: str = "US"
    zone: str = "America/Chicago"
    classes: bool = False
    multi_currency: bool = False
    account_numbers: bool = False
    closing_date: str = ""
    sales_tax: bool = False
    tax_item: str = ""
    taxable: str = "Tax"
    non_taxable: str = "Non"
    email: str = ""
    phone: str = ""
    address: dict[str, str] = field(default_factory=dict)

    @property
    def is_us(self) -> bool:
        return self.country == "US"

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def home_currency(self) -> str:
        """ISO code."""
        return COUNTRIES[self.country]

    @property
    def product(self) -> str:
        """The product's name as HostQuery tells it."""
        if self.edition == "Enterprise":
            return f"QuickBooks Enterprise Solutions {self.year - 2000}.0"
        return f"QuickBooks {self.edition} {self.year}"

    @property
    def versions(self) -> list[str]:
        """The versions of qbXML it speaks."""
        missing = max(0, _NEWEST_SINCE - self.year)
        return _VERSIONS[: len(_VERSIONS) - missing]

    @property
    def newest_version(self) -> tuple[int, int]:
        major, minor = self.versions[-1].split(".")
        return int(major), int(minor)


def load(store: Store) -> Profile | None:
    """The settings in a file; None in a new one."""
    text = store.setting(_SETTING)
    return Profile(**json.loads(text)) if text else None


def save(store: Store, profile: Profile) -> None:
    store.set_setting(_SETTING, json.dumps(asdict(profile)))


def change(store: Store, profile: Profile, **settings) -> Profile:
    """Change settings as a user does in the preferences.

    :raises TypeError: there is no such setting
    """
    changed = replace(profile, **settings)
    save(store, changed)
    return changed


def currency_name(code: str) -> str:
    """What QuickBooks calls a currency."""
    return _CURRENCIES[code]


def host(profile: Profile) -> dict:
    """HostRet."""
    return {
        "ProductName": profile.product,
        "MajorVersion": str(profile.year - _VERSION_ZERO),
        "MinorVersion": "0",
        "Country": profile.country,
        "SupportedQBXMLVersion": profile.versions,
        "IsAutomaticLogin": "false",
        "QBFileMode": "SingleUser",
    }


def company(profile: Profile, extensions: list[dict]) -> dict:
    """CompanyRet.

    :param extensions: the applications' own fields of the company
    """
    return {
        "IsSampleCompany": "false",
        "CompanyName": profile.name,
        "LegalCompanyName": profile.name,
        "Address": profile.address,
        "LegalAddress": profile.address,
        "Phone": profile.phone,
        "Email": profile.email,
        "FirstMonthFiscalYear": "January",
        "FirstMonthIncomeTaxYear": "January",
        "CompanyType": "TransportationTruckingOrDelivery",
        "AccountantCopy": {"AccountantCopyExists": "false"},
        "DataExtRet": extensions,
    }


def preferences(profile: Profile, reference) -> dict:
    """PreferencesRet.

    :param reference: gives the reference to a list object of that kind and name
    """
    result = {
        "AccountingPreferences": {
            "IsUsingAccountNumbers": yes(profile.account_numbers),
            "IsRequiringAccounts": "true",
            "IsUsingClassTracking": yes(profile.classes),
            "IsUsingAuditTrail": "true",
            "IsAssigningJournalEntryNumbers": "true",
            "ClosingDate": profile.closing_date,
        },
        "JobsAndEstimatesPreferences": {
            "IsUsingEstimates": "false",
            "IsUsingProgressInvoicing": "false",
            "IsPrintingItemsWithZeroAmounts": "true",
        },
        "MultiCurrencyPreferences": {"IsMultiCurrencyOn": yes(profile.multi_currency)},
        "PurchasesAndVendorsPreferences": {
            "IsUsingInventory": "false",
            "DaysBillsAreDue": "10",
            "IsAutomaticallyUsingDiscounts": "false",
        },
        "ReportsPreferences": {
            "AgingReportBasis": "AgeFromDueDate",
            "SummaryReportBasis": "Accrual",
        },
        "SalesAndCustomersPreferences": {
            "IsTrackingReimbursedExpensesAsIncome": "false",
            "IsAutoApplyingPayments": "false",
            "PriceLevels": {"IsUsingPriceLevels": "false"},
        },
        "TimeTrackingPreferences": {"FirstDayOfWeek": "Monday"},
        "CurrentAppAccessRights": {
            "IsAutomaticLoginAllowed": "true",
            "AutomaticLoginUserName": "Admin",
            "IsPersonalDataAccessAllowed": "true",
        },
    }
    if profile.multi_currency:
        result["MultiCurrencyPreferences"]["HomeCurrencyRef"] = reference(
            "Currency", currency_name(profile.home_currency)
        )
    if profile.sales_tax:
        result["SalesTaxPreferences"] = {
            "DefaultItemSalesTaxRef": reference("ItemSalesTax", profile.tax_item),
            "PaySalesTax": "Monthly",
            "DefaultTaxableSalesTaxCodeRef": reference("SalesTaxCode", profile.taxable),
            "DefaultNonTaxableSalesTaxCodeRef": reference(
                "SalesTaxCode", profile.non_taxable
            ),
            "IsUsingVendorTaxCode": yes(not profile.is_us),
            "IsUsingCustomerTaxCode": "true",
            "IsUsingAmountsIncludeTax": yes(not profile.is_us),
        }
    return result


def yes(value) -> str:
    """A BOOLTYPE."""
    return "true" if value else "false"
