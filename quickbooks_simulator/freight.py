# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the lists of a made-up freight company hold, whichever QuickBooks it uses."""

# Name, AccountType, AccountSubType
ACCOUNTS = (
    ("Operating Checking", "Bank", "Checking"),
    ("Factoring Reserve", "Bank", "Savings"),
    ("Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable"),
    ("Undeposited Funds", "Other Current Asset", "UndepositedFunds"),
    ("Fuel Card Advances", "Other Current Asset", "OtherCurrentAssets"),
    ("Tractors and Trailers", "Fixed Asset", "Vehicles"),
    ("Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable"),
    ("Fleet Credit Card", "Credit Card", "CreditCard"),
    ("Sales Tax Payable", "Other Current Liability", "SalesTaxPayable"),
    ("Driver Escrow", "Other Current Liability", "OtherCurrentLiabilities"),
    ("Equipment Loans", "Long Term Liability", "NotesPayable"),
    ("Owner's Equity", "Equity", "OwnersEquity"),
    ("Freight Income", "Income", "ServiceFeeIncome"),
    ("Fuel Surcharge Income", "Income", "ServiceFeeIncome"),
    ("Accessorial Income", "Income", "ServiceFeeIncome"),
    ("Purchased Transportation", "Cost of Goods Sold", "OtherCostsOfServiceCos"),
    ("Driver Settlements", "Cost of Goods Sold", "CostOfLaborCos"),
    ("Lumper Fees", "Cost of Goods Sold", "OtherCostsOfServiceCos"),
    ("Fuel", "Expense", "Auto"),
    ("Tolls and Scales", "Expense", "Travel"),
    ("Repairs and Maintenance", "Expense", "RepairMaintenance"),
    ("Insurance", "Expense", "Insurance"),
    ("Office Expenses", "Expense", "OfficeGeneralAdministrativeExpenses"),
)
# Name, income account, expense account
ITEMS = (
    ("Linehaul", "Freight Income", "Purchased Transportation"),
    ("Fuel Surcharge", "Fuel Surcharge Income", "Purchased Transportation"),
    ("Detention", "Accessorial Income", "Purchased Transportation"),
    ("Lumper", "Accessorial Income", "Lumper Fees"),
    ("Layover", "Accessorial Income", "Purchased Transportation"),
    ("TONU", "Accessorial Income", "Purchased Transportation"),
    ("Stop-Off", "Accessorial Income", "Purchased Transportation"),
    ("Accessorial", "Accessorial Income", "Purchased Transportation"),
)
TERMS = (("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 45", 45))
CUSTOMERS = (
    ("Amarillo Beef Packers", "TX", "Amarillo", "79101"),
    ("Gulf Coast Produce", "TX", "Houston", "77002"),
    ("Rocky Mountain Brewing Supply", "CO", "Denver", "80202"),
)
VENDORS = (
    ("Big Rig Carriers LLC", "OK", "Tulsa", "74103"),
    ("Plains Owner-Operators", "KS", "Wichita", "67202"),
    ("Panhandle Truck Stop", "TX", "Amarillo", "79109"),
)
CITIES = (
    ("Laredo", "TX", "78040"),
    ("Amarillo", "TX", "79101"),
    ("Tulsa", "OK", "74103"),
    ("Wichita", "KS", "67202"),
    ("Denver", "CO", "80202"),
)
