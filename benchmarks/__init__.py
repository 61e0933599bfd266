# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Measurements of the addon; `benchmarks/run.py` runs them all."""

# Sets Odoo up; everything of it that is imported later relies on that.
import odoo.init
