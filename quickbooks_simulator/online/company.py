# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A QuickBooks company: subscription, settings, and what the API tells of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace

from . import faults
from .answers import dumps, loads
from .store import Store

PLANS = ("Simple Start", "Essentials", "Plus", "Advanced")
SUBSCRIPTIONS = (
    "SUBSCRIBED TRIAL TRIALOPTIN PAID EXPIRED RESTRICTED SUSPENDED CANCELED"
).split()
_CUSTOM_FIELDS = 3
_LAPSED = ("EXPIRED", "RESTRICTED", "SUSPENDED", "CANCELED")
CURRENCIES = {
    "USD": "United States Dollar",
    "CAD": "Canadian Dollar",
    "MXN": "Mexican Peso",
    "EUR": "Euro",
    "GBP": "British Pound Sterling",
}


@dataclass(frozen=True)
class Company:
    """One company file.

    :ivar closing_date: the day up to which the books are closed, ISO, or empty
    :ivar automated_sales_tax: True on, False offered but not set up, None without
        (Preferences.TaxPrefs.PartnerTaxEnabled)
    :ivar sales_tax_rate_id: the TaxRate automated sales tax applies
    :ivar custom_fields: names of the first, second and third custom field of sales
        forms; an empty one is switched off
    """

    realm: str
    name: str
    legal_name: str = ""
    plan: str = "Plus"
    subscription: str = "SUBSCRIBED"
    country: str = "US"
    home_currency: str = "USD"
    multi_currency: bool = False
    custom_txn_numbers: bool = False
    custom_bill_numbers: bool = True
    warn_duplicate_bill_number: bool = True
    class_per_txn: bool = False
    class_per_line: bool = False
    departments: bool = False
    closing_date: str = ""
    sales_tax: bool = False
    automated_sales_tax: bool | None = None
    sales_tax_rate_id: str = "1"
    custom_fields: tuple[str, ...] = ()
    address: dict | None = None
    email: str = ""
    created: str = ""

    def __post_init__(self):
        if self.plan not in PLANS:
            raise ValueError(f"{self.plan} is no plan; plans are {', '.join(PLANS)}")
        if self.subscription not in SUBSCRIPTIONS:
            raise ValueError(f"{self.subscription} is no subscription status")
        if self.class_per_txn and self.class_per_line:
            raise ValueError("Classes stand on the transaction or on its lines")
        if len(self.custom_fields) > _CUSTOM_FIELDS:
            raise ValueError(f"A sales form has {_CUSTOM_FIELDS} custom fields")

    @property
    def is_us(self) -> bool:
        return self.country == "US"

    @property
    def has_bills(self) -> bool:
        return self.plan != "Simple Start"

    @property
    def has_classes(self) -> bool:
        """Classes and locations come with Plus and Advanced."""
        return self.plan in ("Plus", "Advanced")

    @property
    def tracks_classes(self) -> bool:
        return self.has_classes and (self.class_per_txn or self.class_per_line)

    @property
    def tracks_departments(self) -> bool:
        return self.has_classes and self.departments

    @property
    def uses_multi_currency(self) -> bool:
        return self.multi_currency and self.plan != "Simple Start"

    @property
    def custom_fields_in_use(self) -> dict[str, str]:
        """The names of the custom fields that are switched on, by DefinitionId."""
        numbered = enumerate(self.custom_fields, start=1)
        return {str(number): name for number, name in numbered if name}

    def require_subscription(self) -> None:
        """:raises Fault: 6190 when the subscription has lapsed"""
        if self.subscription in _LAPSED:
            raise faults.subscription_ended(f"QuickBooks Online {self.plan}")

    def company_info(self) -> dict:
        """The CompanyInfo object."""
        info = {
            "CompanyName": self.name,
            "LegalName": self.legal_name or self.name,
            "CompanyAddr": self.address or {},
            "CustomerCommunicationAddr": self.address or {},
            "LegalAddr": self.address or {},
            "PrimaryPhone": {},
            "CompanyStartDate": self.created[:10],
            "FiscalYearStartMonth": "January",
            "Country": self.country,
            "Email": {"Address": self.email},
            "WebAddr": {},
            "SupportedLanguages": "en",
            "NameValue": [
                {"Name": name, "Value": value}
                for name, value in (
                    ("NeoEnabled", "true"),
                    ("IsQbdtMigrated", "false"),
                    ("SubscriptionStatus", self.subscription),
                    ("OfferingSku", f"QuickBooks Online {self.plan}"),
                    ("PayrollFeature", "false"),
                    ("AccountantFeature", "false"),
                    ("IndustryType", "Freight"),
                )
            ],
            "domain": "QBO",
            "sparse": False,
            "Id": "1",
            "SyncToken": "4",
            "MetaData": {"CreateTime": self.created, "LastUpdatedTime": self.created},
        }
        return info

    def preferences(self) -> dict:
        """The Preferences object."""
        accounting = {
            "UseAccountNumbers": False,
            "TrackDepartments": self.tracks_departments,
            "ClassTrackingPerTxn": self.has_classes and self.class_per_txn,
            "ClassTrackingPerTxnLine": self.has_classes and self.class_per_line,
            "FirstMonthOfFiscalYear": "January",
            "TaxYearMonth": "January",
            "TaxForm": "6",
            "CustomerTerminology": "Customers",
        }
        if self.closing_date:
            accounting["BookCloseDate"] = self.closing_date
        tax = {"UsingSalesTax": self.sales_tax}
        if self.automated_sales_tax is not None:
            tax["PartnerTaxEnabled"] = self.automated_sales_tax
        return {
            "AccountingInfoPrefs": accounting,
            "ProductAndServicesPrefs": {
                "ForSales": True,
                "ForPurchase": True,
                "QuantityWithPriceAndRate": True,
                "QuantityOnHand": self.has_classes,
            },
            "SalesFormsPrefs": {
                "CustomField": self._custom_field_preferences(),
                "CustomTxnNumbers": self.custom_txn_numbers,
                "EmailCopyToCompany": False,
                "AllowDeposit": True,
                "AllowDiscount": True,
                "AllowEstimates": True,
                "AllowServiceDate": True,
                "AllowShipping": False,
                "AutoApplyCredit": False,
                "DefaultTerms": {"value": "3"},
                "IPNSupportEnabled": False,
                "ETransactionEnabledStatus": "NotApplicable",
                "UsingPriceLevels": False,
                "UsingProgressInvoicing": False,
            },
            "EmailMessagesPrefs": {},
            "VendorAndPurchasesPrefs": {
                "BillableExpenseTracking": True,
                "TrackingByCustomer": True,
                "POCustomField": [],
            },
            "TimeTrackingPrefs": {
                "UseServices": True,
                "BillCustomers": True,
                "ShowBillRateToAll": False,
                "WorkWeekStartDate": "Monday",
                "MarkTimeEntriesBillable": True,
            },
            "TaxPrefs": tax,
            "CurrencyPrefs": {
                "MultiCurrencyEnabled": self.uses_multi_currency,
                "HomeCurrency": {"value": self.home_currency},
            },
            "ReportPrefs": {
                "ReportBasis": "Accrual",
                "CalcAgingReportFromTxnDate": False,
            },
            "OtherPrefs": {
                "NameValue": [
                    {"Name": name, "Value": str(value).lower()}
                    for name, value in (
                        (
                            "VendorAndPurchasesPrefs.UseCustomTxnNumbers",
                            self.custom_bill_numbers,
                        ),
                        ("WarnDuplicateBillNumber", self.warn_duplicate_bill_number),
                        ("WarnDuplicateCheckNumber", True),
                    )
                ]
            },
            "domain": "QBO",
            "sparse": False,
            "Id": "1",
            "SyncToken": "6",
            "MetaData": {"CreateTime": self.created, "LastUpdatedTime": self.created},
        }

    def _custom_field_preferences(self) -> list[dict]:
        """Which custom fields are switched on, and apart from that their names
        (Preferences reference: two lists, told apart by the number in the name)."""
        in_use = self.custom_fields_in_use
        switches = [
            {
                "Name": f"SalesFormsPrefs.UseSalesCustom{number}",
                "Type": "BooleanType",
                "BooleanValue": str(number) in in_use,
            }
            for number in range(_CUSTOM_FIELDS, 0, -1)
        ]
        names = [
            {
                "Name": f"SalesFormsPrefs.SalesCustomName{number}",
                "Type": "StringType",
                "StringValue": name,
            }
            for number, name in in_use.items()
        ]
        return [{"CustomField": each} for each in (switches, names) if each]


def load(store: Store, realm: str) -> Company | None:
    profile = store.value("SELECT profile FROM company WHERE realm = ?", realm)
    return None if profile is None else Company(**loads(profile))


def load_all(store: Store) -> list[Company]:
    rows = store.rows("SELECT profile FROM company ORDER BY realm")
    return [Company(**loads(row["profile"])) for row in rows]


def save(store: Store, company: Company) -> None:
    store.run(
        "INSERT INTO company VALUES (?, ?) "
        "ON CONFLICT (realm) DO UPDATE SET profile = excluded.profile",
        company.realm,
        dumps(asdict(company)),
    )


def change(store: Store, realm: str, **changes) -> Company:
    """Change settings of a company.

    :raises KeyError: no such company
    :raises ValueError: no such setting, or a value it cannot have
    """
    company = load(store, realm)
    if company is None:
        raise KeyError(realm)
    unknown = changes.keys() - {f.name for f in fields(Company)} | (
        changes.keys() & {"realm", "created"}
    )
    if unknown:
        raise ValueError(f"A company has no setting {', '.join(sorted(unknown))}")
    changed = replace(company, **changes)
    save(store, changed)
    return changed
