# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A stand-in for QuickBooks Desktop and its Web Connector, written from their rules."""

from .cashier import Part
from .company_file import CompanyFile
from .connector import WebConnector
from .hresult import HResult
from .seed import LONE_STAR, MAPLE, PRAIRIE

__all__ = [
    "LONE_STAR",
    "MAPLE",
    "PRAIRIE",
    "CompanyFile",
    "HResult",
    "Part",
    "WebConnector",
]
