# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Up to 30 independent operations in one request."""

from __future__ import annotations

import random
from collections.abc import Callable

from . import faults
from .answers import dumps
from .entities import by_path
from .operations import Caller, Outcome, fault_outcome, once, run_query, write

MAX_ITEMS = 30
MAX_OBJECTS = 1000
MAX_REQUEST_ID = 36
MAX_BID = 10
_OPERATIONS = ("create", "update", "delete")


class _Room:
    """How many objects the queries of a batch may still bring."""

    def __init__(self):
        self._objects = MAX_OBJECTS

    def take(self, objects: int) -> None:
        """:raises Fault: 6000 when the batch would bring too many"""
        if objects > self._objects:
            raise faults.business(
                f"The queries of a batch can return at most {MAX_OBJECTS} objects."
            )
        self._objects -= objects


def run(
    caller: Caller,
    payload: dict,
    request_id: str,
    breaks: Callable[[str], bool],
    order: random.Random | None = None,
) -> str:
    """Carry out a batch; returns the answer's members.

    Each item succeeds or fails by itself. With a request id an item that was carried
    out before under the same bId is answered from memory.

    :param breaks: asked for each item whether it is to break down with code 10000,
        "batch_item" before its work or "batch_item_after" when it is done
    :param order: carries the items out, and answers them, in random order; Intuit
        promises none
    :raises Fault: 2010, 2020, 2050, 6000 when the batch itself is not acceptable
    """
    items = _items(payload)
    if request_id:
        _check_ids(request_id, items)
    if order is not None:
        items = order.sample(items, len(items))
    answers, room = [], _Room()
    with caller.store.transaction():
        for item in items:
            outcome = _carry_out(caller, item, request_id, breaks, room)
            bid = f',"bId":{dumps(item["bId"])}' if "bId" in item else ""
            answers.append(f"{{{outcome.body}{bid}}}")
    return f'"BatchItemResponse":[{",".join(answers)}]'


def _carry_out(caller, item, request_id, breaks, room) -> Outcome:
    broken = fault_outcome(faults.system_failure())
    if breaks("batch_item"):
        return broken
    bid = str(item.get("bId", ""))
    outcome = once(caller, request_id, bid, lambda: _run_item(caller, item, room))
    return broken if breaks("batch_item_after") else outcome


def _items(payload: dict) -> list[dict]:
    items = payload.get("BatchItemRequest") if isinstance(payload, dict) else None
    if not isinstance(items, list) or not items:
        raise faults.required_missing("BatchItemRequest")
    if not all(isinstance(item, dict) for item in items):
        raise faults.unsupported_property("BatchItemRequest is not a list of objects")
    if len(items) > MAX_ITEMS:
        raise faults.business(f"A batch can have at most {MAX_ITEMS} items.")
    return items


def _check_ids(request_id: str, items: list[dict]) -> None:
    if len(request_id) > MAX_REQUEST_ID:
        raise faults.length("requestid", len(request_id), MAX_REQUEST_ID)
    seen = set()
    for item in items:
        bid = str(item.get("bId", ""))
        if not bid or bid in seen:
            raise faults.required_missing("bId")
        if len(bid) > MAX_BID:
            raise faults.length("bId", len(bid), MAX_BID)
        seen.add(bid)


def _run_item(caller: Caller, item: dict, room: _Room) -> str:
    if "Query" in item:
        body, objects = run_query(caller, str(item["Query"]))
        room.take(objects)
        return body
    operation = item.get("operation")
    if operation not in _OPERATIONS:
        raise faults.unsupported_operation(str(operation))
    options = set(str(item.get("optionsData", "")).split(","))
    if operation == "update" and "void" in options:
        operation = "void"
    named = item.keys() - {"bId", "operation", "optionsData"}
    table = by_path().get(next(iter(named)).lower()) if len(named) == 1 else None
    if table is None or table.name not in item:
        raise faults.unsupported_property(", ".join(sorted(named)) or "no object")
    return write(caller, table, operation, item[table.name], options)
