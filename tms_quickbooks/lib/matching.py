# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who of QuickBooks' customers or vendors is who of our contacts.

Names decide; e-mail, phone and address support them or speak against them. A score of
100 is the very name with nothing against it. The score is the same from both sides.

Comparing everybody with everybody would take minutes: `Directory` finds the few who
share something rare (a part of the name, an e-mail domain, a phone, an address), and
only these are compared.
"""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz

from . import traits
from .messages import Message, _
from .traits import Name

# Names that differ in less than a reader would call a difference.
_WRITTEN_DIFFERENTLY = 99
_OTHER_FORM = 97
_ALIKE = 95  # at most, for what is spelled differently
_OTHER_NUMBER = 60
_PART_OF = 80
# From here on names are called similar, or nearly the same.
_SIMILAR, _NEARLY = 70, 88
# The distinctive words weigh more than those that half the trade has.
_DISTINCTIVE_WEIGHT = 0.7
_SHORTEST_PART = 4  # letters of a word that can stand for a whole name
_SAME_STREET = 85

# What speaks for it: points, and the least score where the names differ altogether.
_FOR = {
    "email": (12, 80),
    "phone": (10, 72),
    "domain": (6, 60),
    "address": (8, 58),
    "zip": (3, 0),
}
_AGAINST = {"not_domain": 6, "not_phone": 5, "not_address": 7}

REASONS = {
    "exact": _("Same name."),
    "written": _("Same name, written differently."),
    "form": _("Same name but for the legal form or an abbreviation."),
    "nearly": _("Nearly the same spelling."),
    "similar": _("Similar name."),
    "part": _("One name is part of the other."),
    "email": _("Same e-mail address."),
    "domain": _("Same e-mail domain."),
    "phone": _("Same phone number."),
    "address": _("Same address."),
    "zip": _("Same ZIP code."),
    "not_domain": _("Other e-mail domain."),
    "not_phone": _("Other phone number."),
    "not_address": _("Other address."),
    # How else they came together.
    "chosen": _("Chosen by hand."),
    "sent": _("Linked when it was sent."),
    # What else keeps two from being taken for one.
    "child": _("It is a sub-customer: %(full_name)s."),
    "held": _("“%(name)s” in QuickBooks is linked to %(owner)s here."),
    "inactive": _(
        "“%(name)s” is inactive in QuickBooks. Make it active there and update from "
        "QuickBooks, or rename one of the two."
    ),
    "namesakes": _(
        "%(count)s contacts here have this name, and QuickBooks takes it once. Merge "
        "or rename them."
    ),
    "nobody": _("Nobody in QuickBooks is like it."),
    "no_name": _("It has no name that QuickBooks could take."),
    "taken": _("“%(name)s” is taken in QuickBooks as well. Rename one of the two."),
}

# Those who share more than one of these with so many are told apart by others.
_LARGEST_GROUP = 400
_COMPARED = 25  # how many of those who share something are compared
_GRAM = 3
_PAIRED = 5  # words of a name that are looked up in pairs
_STRONG = 40.0  # the weight of what hardly two have in common by accident


@dataclass(frozen=True)
class Contact:
    """One of our contacts, or one of QuickBooks' customers or vendors.

    ``names``: the name it is listed under first, then others such as the company
    name. ``phones``: as they are written.
    """

    id: int
    names: tuple[str, ...]
    email: str = ""
    phones: tuple[str, ...] = ()
    street: str = ""
    city: str = ""
    postal_code: str = ""

    @cached_property
    def parsed_names(self) -> tuple[Name, ...]:
        return tuple(Name(text) for text in dict.fromkeys(self.names) if text)

    @cached_property
    def email_keys(self) -> frozenset[str]:
        return traits.emails(self.email)

    @cached_property
    def domain_keys(self) -> frozenset[str]:
        return traits.domains(self.email_keys)

    @cached_property
    def phone_keys(self) -> frozenset[str]:
        return frozenset(filter(None, map(traits.phone, self.phones)))

    @cached_property
    def zip_key(self) -> str:
        return traits.postal_code(self.postal_code)

    @cached_property
    def street_key(self) -> tuple[str, str]:
        return traits.street(self.street)

    @cached_property
    def city_key(self) -> str:
        return traits.normalise(self.city)

    def shown(self, field: str) -> str:
        """As people read it: "name", "company", "email", "phone" or "address"."""
        match field:
            case "name":
                return self.names[0]
            case "company":
                return self.names[1] if len(self.names) > 1 else ""
            case "email":
                return self.email
            case "phone":
                return ", ".join(filter(None, self.phones))
            case "address":
                place = " ".join(filter(None, (self.city, self.postal_code)))
                return ", ".join(filter(None, (self.street, place)))
        raise ValueError(field)


def listed_contact(
    id: int, name: str, details: dict[str, Any], suffix: str = ""
) -> Contact:
    """A customer or vendor of QuickBooks, from what is kept of it.

    ``details``: ``ObjectState.extra``. ``suffix``: what was put behind names that were
    taken; the name without it is one more name.
    """
    known = [name, details.get("company_name", "")]
    if suffix and name.endswith(suffix):
        known.append(name.removesuffix(suffix))
    return Contact(
        id,
        tuple(known),
        details.get("email", ""),
        (details.get("phone", ""), details.get("mobile", "")),
        details.get("street", ""),
        details.get("city", ""),
        details.get("postal_code", ""),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody it may be: score from 0 to 100, and codes of `REASONS`."""

    id: int
    score: int
    reasons: tuple[str, ...]

    @property
    def messages(self) -> list[Message]:
        return [REASONS[code] for code in self.reasons]


def compare(one: Contact, other: Contact) -> tuple[int, tuple[str, ...]]:
    """How likely two contacts are the same: a score and the codes of its reasons."""
    score, reasons = _compare_names(one, other)
    same_name = score == 100
    found = list(_evidence(one, other))
    for code in found:
        if code in _FOR:
            points, least = _FOR[code]
            score = max(score + points, least)
        else:
            score -= _AGAINST[code]
    top = 100 if same_name else _WRITTEN_DIFFERENTLY
    return max(0, min(top, round(score))), (*reasons, *found)


def _compare_names(one: Contact, other: Contact) -> tuple[float, tuple[str, ...]]:
    """The best of all pairs of names; only the first two can be the very same."""
    best: tuple[float, str] = (0, "")
    for first in one.parsed_names:
        for second in other.parsed_names:
            score, reason = _compare_name(first, second)
            is_main = first.text == one.names[0] and second.text == other.names[0]
            if not is_main:
                score -= 1
                if reason == "exact":
                    reason = "written"
                    score = min(score, _WRITTEN_DIFFERENTLY - 1)
            best = max(best, (score, reason))
    score, reason = best
    return score, (reason,) if reason else ()


def _compare_name(one: Name, other: Name) -> tuple[float, str]:
    if one.folded and one.folded == other.folded:
        return 100, "exact"
    if not one.core or not other.core:
        return 0, ""
    if one.plain == other.plain:
        return _WRITTEN_DIFFERENTLY, "written"
    if one.squeezed == other.squeezed or one.sorted_core == other.sorted_core:
        return _OTHER_FORM, "form"
    whole = max(
        fuzz.ratio(one.sorted_core, other.sorted_core),
        fuzz.ratio(one.squeezed, other.squeezed),
    )
    score = whole
    if one.distinctive and other.distinctive:
        own = fuzz.ratio(one.distinctive, other.distinctive)
        score = _DISTINCTIVE_WEIGHT * own + (1 - _DISTINCTIVE_WEIGHT) * whole
    reason = ""
    if _share_a_place_only(one, other):
        score = whole
    elif _is_part(one, other) and score < _PART_OF:
        score, reason = _PART_OF, "part"
    if one.numbers != other.numbers and one.numbers and other.numbers:
        score, reason = min(score, _OTHER_NUMBER), ""
    score = min(score, _ALIKE)
    if not reason and score >= _SIMILAR:
        reason = "nearly" if min(score, whole) >= _NEARLY else "similar"
    return score, reason


def _share_a_place_only(one: Name, other: Name) -> bool:
    """Whether all they have in common, but for words of the trade, is where they are,
    and one says more: "Panhandle Carriers" and "Panhandle Truck Stop"."""
    shared = one.distinctive_words & other.distinctive_words
    says_more = one.distinctive_words != other.distinctive_words
    return says_more and bool(shared) and shared <= traits.PLACES


def _is_part(one: Name, other: Name) -> bool:
    """Whether all distinctive words of one name are in the other."""
    few, many = sorted((one.distinctive_words, other.distinctive_words), key=len)
    return few <= many and any(len(word) >= _SHORTEST_PART for word in few)


def _evidence(one: Contact, other: Contact) -> Iterator[str]:
    """What else speaks for it or, with "not_", against it."""
    if one.email_keys & other.email_keys:
        yield "email"
    elif one.domain_keys & other.domain_keys:
        yield "domain"
    elif one.domain_keys and other.domain_keys:
        yield "not_domain"
    if one.phone_keys & other.phone_keys:
        yield "phone"
    elif one.phone_keys and other.phone_keys:
        yield "not_phone"
    place = _compare_address(one, other)
    if place:
        yield place


def _compare_address(one: Contact, other: Contact) -> str:
    same_zip = one.zip_key == other.zip_key
    has_zip = bool(one.zip_key and other.zip_key)
    has_city = bool(one.city_key and other.city_key)
    same_place = same_zip if has_zip else has_city and one.city_key == other.city_key
    (number, street), (other_number, other_street) = one.street_key, other.street_key
    if street and other_street and same_place and number == other_number:
        if fuzz.token_set_ratio(street, other_street) >= _SAME_STREET:
            return "address"
    if has_zip and same_zip:
        return "zip"
    if not same_place and (has_zip or has_city):
        return "not_address"
    return ""


def differences(ours: Contact, theirs: Contact) -> frozenset[str]:
    """In what QuickBooks would change if ours were sent: "email", "phone", "address".

    What we do not know ourselves changes nothing there.
    """
    found = set()
    if ours.email_keys - theirs.email_keys:
        found.add("email")
    if ours.phone_keys - theirs.phone_keys:
        found.add("phone")
    pairs = (
        (ours.street_key, theirs.street_key),
        (ours.city_key, theirs.city_key),
        (ours.zip_key, theirs.zip_key),
    )
    if any(one != other for one, other in pairs if one and one != ("", "")):
        found.add("address")
    return frozenset(found)


class Directory:
    """Contacts in which the likely ones for another contact are found quickly."""

    def __init__(self, contacts: Iterable[Contact]):
        # In the order of their ids, so that equal scores always come out alike.
        self._contacts = sorted(contacts, key=lambda contact: contact.id)
        groups: dict[str, list[int]] = defaultdict(list)
        for position, contact in enumerate(self._contacts):
            for feature in _features(contact):
                groups[feature].append(position)
        self._groups = dict(groups)

    def find(
        self, contact: Contact, least: int = 60, limit: int = 5
    ) -> list[Candidate]:
        """The likeliest ones, best first; ``least``: the lowest score to come along."""
        found = [
            Candidate(other.id, *compare(contact, other))
            for other in self._sharing(contact)
        ]
        found = [candidate for candidate in found if candidate.score >= least]
        found.sort(key=lambda candidate: (-candidate.score, candidate.id))
        return found[:limit]

    def _sharing(self, contact: Contact) -> list[Contact]:
        """Those with whom it has most of what is rare in common."""
        total = len(self._contacts)
        weights: Counter[int] = Counter()
        for feature in _features(contact):
            group = self._groups.get(feature, ())
            is_strong = feature[0] != _NAME_PART
            # Words and endings that hundreds share tell nobody apart; a mailbox that
            # they share tells nothing either.
            if not group or len(group) > _LARGEST_GROUP:
                continue
            weight = math.log(1 + total / len(group))
            if is_strong and len(group) <= _COMPARED:
                weight += _STRONG
            for position in group:
                weights[position] += weight
        likeliest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
        return [self._contacts[position] for position, _w in likeliest[:_COMPARED]]


_NAME_PART = "g"


def _features(contact: Contact) -> set[str]:
    """What others may share; the first letter tells the kind."""
    features = set()
    for name in contact.parsed_names:
        features.add("=" + name.squeezed)
        features.add("d" + name.distinctive.replace(" ", ""))
        # The end counts as much as the beginning.
        for pair in combinations(sorted(set(name.words[:_PAIRED])), 2):
            features.add("+" + " ".join(pair))
        for word in name.words:
            padded = f" {word} "
            features.update(
                _NAME_PART + padded[start : start + _GRAM]
                for start in range(len(padded) - _GRAM + 1)
            )
    features.update("@" + email for email in contact.email_keys)
    features.update("w" + domain for domain in contact.domain_keys)
    features.update("p" + phone for phone in contact.phone_keys)
    number, _street = contact.street_key
    if number and (place := contact.zip_key or contact.city_key):
        features.add(f"a{place} {number}")
    return features - {"=", "d"}
