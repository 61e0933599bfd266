# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which properties each entity has, read from ``entities.txt`` beside this file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources

from . import faults
from .answers import money, plain_number

COMMON = (
    "Id SyncToken MetaData CustomField AttachableRef domain status sparse IntuitId"
).split()
_FORBIDDEN = {"name": re.compile(r"[:\t\r\n]"), "label": re.compile(r'[:"]')}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
# Digits before the decimal point: amounts have 15 digits in 10.5 format.
_MONEY_DIGITS = 10
_NUMBER_DIGITS = 15
_DISREGARDED = ("read-only", "known")


@dataclass(frozen=True, slots=True)
class Property:
    """One property: what may stand in it and how long it may be."""

    name: str
    kind: str
    argument: str = ""
    required: bool = False

    @property
    def limit(self) -> int | None:
        return int(self.argument) if self.argument.isdigit() else None

    @property
    def targets(self) -> tuple[str, ...]:
        """Entities a reference may point to; none when it points outside the books."""
        return tuple(self.argument.split("|")) if self.argument else ()


@dataclass(slots=True)
class Entity:
    """A kind of object, or a part of one such as an address."""

    name: str
    flags: tuple[str, ...]
    properties: dict[str, Property] = field(default_factory=dict)

    @property
    def is_list(self) -> bool:
        """Customers, items, accounts …: made inactive, never deleted."""
        return "list" in self.flags

    @property
    def is_transaction(self) -> bool:
        return "transaction" in self.flags

    @property
    def is_fixed(self) -> bool:
        """Kept by QuickBooks itself; the API only reads it."""
        return "fixed" in self.flags

    @property
    def queryable(self) -> set[str]:
        kept = {p.name for p in self.properties.values() if p.kind != "known"}
        return kept | {"Id", "SyncToken", "MetaData"}

    def accept(self, payload: dict) -> dict:
        """Check what a client sent and return the part QuickBooks keeps.

        Empty strings, nulls and empty lists stay in the result as None: they clear
        the property in a sparse update.

        :raises Fault: 2010 unknown property or wrong type, 2040 characters,
            2050 length, 2170 enumeration, 2210 e-mail
        """
        if not isinstance(payload, dict):
            raise faults.unsupported_property(f"{self.name} is not an object")
        common = () if "part" in self.flags else COMMON
        for name in payload:
            if name not in self.properties and name not in common:
                known = [*common, *(p for p in self.properties if p not in common)]
                raise faults.unknown_property(self.name, name, known)
        kept = {}
        for name, value in payload.items():
            prop = self.properties.get(name)
            if prop is not None and prop.kind not in _DISREGARDED:
                kept[name] = _read(prop, value)
        return kept


def _read(prop: Property, value):
    if value is None or value == "" or value == []:
        return None
    return _READERS[prop.kind](prop, value)


def _text(prop: Property, value) -> str | None:
    if not isinstance(value, str | int | Decimal) or isinstance(value, bool):
        raise faults.unsupported_property(
            f"Can not deserialize instance of java.lang.String for {prop.name}"
        )
    text = str(value).strip()
    forbidden = _FORBIDDEN.get(prop.kind)
    if forbidden and forbidden.search(text):
        raise faults.invalid_characters(prop.name)
    if prop.limit is not None and len(text) > prop.limit:
        raise faults.length(prop.name, len(text), prop.limit)
    return text or None


def _email(prop: Property, value) -> str | None:
    text = _text(prop, value)
    for address in (text or "").split(","):
        local, at, domain = address.strip().partition("@")
        if text and not (local and at and "." in domain):
            raise faults.invalid_email(text)
    return text


def _bool(prop: Property, value) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise faults.unsupported_property(
        f"Can not construct instance of java.lang.Boolean from {prop.name}"
    )


def _number(prop: Property, value) -> Decimal | int:
    # A number in quotes is read as a number, as Intuit's JSON reader does.
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        number = Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        number = None
    digits = _MONEY_DIGITS if prop.kind == "money" else _NUMBER_DIGITS
    if number is None or not number.is_finite() or number.adjusted() >= digits:
        raise faults.unsupported_property(
            f"Can not construct instance of java.math.BigDecimal from {prop.name}"
        )
    return money(number) if prop.kind == "money" else plain_number(number)


def _date(prop: Property, value) -> str:
    try:
        if not _DATE.match(value):
            raise ValueError
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise faults.unsupported_property(
            f"Can not construct instance of java.util.Date from {prop.name}"
        ) from None


def _enum(prop: Property, value) -> str:
    if value not in prop.targets:
        raise faults.invalid_enum(prop.name, str(value))
    return value


def _ref(prop: Property, value) -> dict | None:
    if not isinstance(value, dict):
        raise faults.unsupported_property(
            f"Can not construct instance of ReferenceType for {prop.name}"
        )
    for name in value:
        if name not in ("value", "name", "type"):
            raise faults.unknown_property(
                "ReferenceType", name, ["value", "name", "type"]
            )
    identifier = value.get("value")
    if identifier in (None, ""):
        return None
    ref = {"value": str(identifier)}
    for extra in ("name", "type"):
        if value.get(extra):
            ref[extra] = str(value[extra])
    return ref


def _part(prop: Property, value) -> dict | None:
    part = entity(prop.argument)
    kept = {k: v for k, v in part.accept(value).items() if v is not None}
    for each in part.properties.values():
        if each.required and each.name not in kept:
            raise faults.required_missing(f"{prop.name}.{each.name}")
    return kept if kept or prop.argument.endswith("LineDetail") else None


def _list(prop: Property, value) -> list[dict]:
    if not isinstance(value, list):
        raise faults.unsupported_property(
            f"Can not deserialize instance of java.util.List for {prop.name}"
        )
    part = entity(prop.argument)
    return [
        {k: v for k, v in part.accept(each).items() if v is not None} for each in value
    ]


_READERS = {
    "text": _text,
    "name": _text,
    "label": _text,
    "email": _email,
    "bool": _bool,
    "number": _number,
    "money": _number,
    "date": _date,
    "enum": _enum,
    "ref": _ref,
    "part": _part,
    "list": _list,
}


@cache
def _tables() -> dict[str, Entity]:
    source = resources.files(__package__).joinpath("entities.txt")
    tables: dict[str, Entity] = {}
    current = None
    for line in source.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            name, _, flags = line[1:].partition("]")
            current = tables[name] = Entity(name, tuple(flags.split()))
            continue
        kind, *names = line.split()
        kind, _, argument = kind.partition(":")
        for each in names:
            name = each.rstrip("!")
            required = each.endswith("!")
            current.properties[name] = Property(name, kind, argument, required)
    return tables


def entity(name: str) -> Entity:
    """:raises KeyError: for a name QuickBooks does not know"""
    return _tables()[name]


@cache
def by_path() -> dict[str, Entity]:
    """Entities by the word that stands for them in a URL: ``billpayment``."""
    return {
        name.lower(): each
        for name, each in _tables().items()
        if "part" not in each.flags
    }
