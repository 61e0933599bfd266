# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pages to look at the books and to do by hand what a bookkeeper does."""

from __future__ import annotations

from flask import Blueprint

routes = Blueprint("pages", __name__)
