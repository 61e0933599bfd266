# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo, its worker, PostgreSQL and QuickBooks as processes, some of them killed."""
