# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A stand-in for QuickBooks Online, written from Intuit's documentation.

It keeps books, speaks the v3 accounting API and OAuth 2.0 over real HTTP, and fails on
demand.
"""

from .app import create_app
from .seed import LONE_STAR, MAPLE, PRAIRIE
from .simulator import Simulator

__all__ = ["LONE_STAR", "MAPLE", "PRAIRIE", "Simulator", "create_app"]
