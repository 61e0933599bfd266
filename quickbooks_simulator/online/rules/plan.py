# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the subscription and the company's settings leave out."""

from __future__ import annotations

from .. import faults
from ..books import PURCHASES
from ..company import Company


def require_entity(company: Company, entity: str) -> None:
    """:raises Fault: 5020 for bills under Simple Start, 5030 for classes and
    locations under a plan without them"""
    if entity in PURCHASES and not company.has_bills:
        raise faults.permission_denied(entity)
    if entity in ("Class", "Department") and not company.has_classes:
        raise faults.feature_not_supported(
            entity,
            f"QuickBooks Online {company.plan} has no {entity.lower()} tracking.",
        )


def require_tracking(company: Company, body: dict) -> None:
    """:raises Fault: 5030 when a transaction names a class or location the company
    does not track on this level"""
    if body.get("DepartmentRef") and not company.tracks_departments:
        raise _off("DepartmentRef", "Location tracking")
    if body.get("ClassRef") and not (company.has_classes and company.class_per_txn):
        raise _off("ClassRef", "Class tracking per transaction")
    per_line = company.has_classes and company.class_per_line
    for line in body.get("Line") or ():
        detail = line.get(line.get("DetailType"), {})
        if detail.get("ClassRef") and not per_line:
            raise _off("ClassRef", "Class tracking per line")


def _off(element: str, feature: str) -> faults.Fault:
    return faults.feature_not_supported(element, f"{feature} is turned off.")
