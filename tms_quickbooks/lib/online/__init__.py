# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""QuickBooks Online: Intuit's Accounting API, version 3, and its sign-in."""
