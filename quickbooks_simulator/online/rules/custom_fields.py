# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The custom fields of sales forms: up to three lines of text."""

from __future__ import annotations

from .. import faults
from ..company import Company


def merged(company: Company, given: list[dict], old: list[dict]) -> list[dict]:
    """What a sparse update leaves: a field that is not sent keeps its text, as long as
    the company uses it."""
    fields = {
        field["DefinitionId"]: field
        for field in old
        if field["DefinitionId"] in company.custom_fields_in_use
    }
    fields.update((field.get("DefinitionId"), field) for field in given)
    return list(fields.values())


def check(company: Company, given: list[dict]) -> list[dict]:
    """The custom fields of a sales form, as QuickBooks answers them.

    Each field in use is there, with or without text; names are QuickBooks' own
    (recorded).

    :raises Fault: 2020 without DefinitionId, 6000 for a field the company does not use
    """
    texts = {}
    for field in given:
        if "DefinitionId" not in field:
            raise faults.required_missing("CustomField.DefinitionId")
        if field["DefinitionId"] not in company.custom_fields_in_use:
            raise faults.business(
                f"The custom field {field['DefinitionId']} is not in use."
            )
        texts[field["DefinitionId"]] = field.get("StringValue")
    return [
        {
            "DefinitionId": number,
            "Name": name,
            "Type": "StringType",
            **({"StringValue": texts[number]} if texts.get(number) else {}),
        }
        for number, name in company.custom_fields_in_use.items()
    ]
