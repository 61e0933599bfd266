# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""QuickBooks Online's answers about files."""

from __future__ import annotations

import json
from typing import Any

from ..objects import ObjectState
from ..problems import Problem, problem_of_network
from .errors import json_faults, problem_of_faults
from .read import MAX_RESULTS, object_state
from .sent import sent_object


def upload_result(answer: dict[str, Any]) -> ObjectState | Problem:
    """What became of the one file of an upload.

    A refusal comes inside an answer that says 200. Some answers hold neither a file nor
    a fault: then nobody knows, and the same has to be asked again.
    """
    [result] = answer.get("AttachableResponse") or [{}]
    if faults := json_faults(result.get("Fault") or {}):
        return problem_of_faults(faults)
    found = result.get("Attachable") or {}
    return (
        object_state("Attachable", found)
        if found.get("Id")
        else problem_of_network("unreadable")
    )


def attached_statement(metadata: str) -> str:
    """The query for what is attached to the transaction a file was to go with."""
    target = _target(json.loads(metadata))
    return (
        "SELECT * FROM Attachable"
        f" WHERE AttachableRef.EntityRef.Type = '{target['type']}'"
        f" AND AttachableRef.EntityRef.value = '{target['value']}'"
        f" MAXRESULTS {MAX_RESULTS}"
    )


def attached(answer: dict[str, Any], metadata: str, size: int) -> ObjectState | None:
    """The file among those a query has found, by its name and its size in bytes.

    A file goes with a transaction once, so that this is ours.
    """
    wanted = json.loads(metadata)
    target = _target(wanted)
    for found in (answer.get("QueryResponse") or {}).get("Attachable") or []:
        if (
            found.get("FileName") == wanted["FileName"]
            and int(found.get("Size") or 0) == size
            and any(
                ref.get("EntityRef", {}).get("value") == target["value"]
                and ref["EntityRef"].get("type", "").lower() == target["type"].lower()
                for ref in found.get("AttachableRef") or []
            )
        ):
            return object_state("Attachable", found)
    return None


def sent_target(payload: str) -> str:
    """The id of the transaction that a file was sent for, from the bytes of its job."""
    return _target(sent_object(payload))["value"]


def _target(metadata: dict[str, Any]) -> dict[str, str]:
    return metadata["AttachableRef"][0]["EntityRef"]
