# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which QuickBooks object a product, an account or a tax probably means."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from .messages import Message, _
from .similarity import normalise, tokens

# Chosen by somebody for an earlier QuickBooks company.
AS_BEFORE = _("As before the move")

# From here on it is the same thing in other words; below it is a guess.
SURE = 90
# A word in more of the names than this share says little: "income", "fee".
_COMMON_SHARE = 0.2
_COMMON_AT_LEAST, _COMMON_AT_MOST = 3, 50
_NEAR_SPELLING = 86
_SHORTEST_TO_SPELL = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list, here or in QuickBooks.

    ``key``: whatever the caller knows it by. ``number``: of an account.
    ``days``: within which payment terms have it paid.
    """

    key: Hashable
    name: str
    number: str = ""
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``score``: 0 to 100; ``reason``: why, for people."""

    target: Hashable
    score: int
    reason: Message


def suggest(
    sources: Iterable[Entry], targets: Iterable[Entry]
) -> dict[Hashable, Suggestion]:
    """The best target for each source that has a likely one, by the source's key.

    Equal names come first, then equal numbers and days, then names that differ in
    case, punctuation, accents or plural, then shared words, then a slip in spelling.
    Among equals the first target wins. The time grows with the number of sources plus
    that of targets, save for the spelling.
    """
    index = _Index(targets)
    found = {source.key: index.best(source) for source in sources}
    return {key: suggestion for key, suggestion in found.items() if suggestion}


class _Index:
    """The targets by everything they can be found by."""

    def __init__(self, targets: Iterable[Entry]):
        self._by_name: dict[str, Entry] = {}
        self._by_number: dict[str, Entry] = {}
        self._by_days: dict[int, Entry] = {}
        self._by_normal: dict[str, Entry] = {}
        self._by_words: dict[frozenset[str], Entry] = {}
        self._with_word: dict[str, list[Entry]] = defaultdict(list)
        targets = list(targets)
        for target in targets:
            self._by_name.setdefault(target.name.casefold(), target)
            if target.number:
                self._by_number.setdefault(target.number, target)
            if target.days is not None:
                self._by_days.setdefault(target.days, target)
            if normal := normalise(target.name):
                self._by_normal.setdefault(normal, target)
                self._by_words.setdefault(tokens(target.name), target)
        for words, target in self._by_words.items():
            for word in words:
                self._with_word[word].append(target)
        share = _COMMON_SHARE * len(self._by_words)
        self._common = max(_COMMON_AT_LEAST, min(_COMMON_AT_MOST, share))
        self._spellings = list(self._by_normal)
        self._spelled: dict[str, Suggestion | None] = {}

    def best(self, source: Entry) -> Suggestion | None:
        """The most likely target of ``source``, or None."""
        normal = normalise(source.name)
        for entry, score, reason in (
            (self._by_name.get(source.name.casefold()), 100, _("Same name")),
            (self._by_number.get(source.number), 98, _("Same number")),
            (self._by_days.get(source.days), 96, _("Same number of days")),
            (self._by_normal.get(normal), 95, _("Same name, written otherwise")),
            (self._by_words.get(tokens(source.name)), SURE, _("Same words")),
        ):
            if entry:
                return Suggestion(entry.key, score, reason)
        return self._by_shared_words(source) or self._by_spelling(normal)

    def _by_shared_words(self, source: Entry) -> Suggestion | None:
        """The target with the largest share of common words, at least half of them.

        One of the words must be telling: "income" alone makes nothing alike.
        """
        words = tokens(source.name)
        candidates = dict.fromkeys(
            target
            for word in sorted(words)
            if len(having := self._with_word.get(word, ())) <= self._common
            for target in having
        )
        best, best_share, best_reason = None, 0.0, None
        for target in candidates:
            theirs = tokens(target.name)
            common, every = len(words & theirs), max(len(words), len(theirs))
            share = common / every
            if share >= 0.5 and share > best_share:
                best, best_share = target, share
                best_reason = _("%(common)s of %(all)s words", common=common, all=every)
        return best and Suggestion(best.key, round(85 * best_share), best_reason)

    def _by_spelling(self, normal: str) -> Suggestion | None:
        """The target whose name differs by a letter or two."""
        if len(normal) < _SHORTEST_TO_SPELL:
            return None
        if normal not in self._spelled:
            near = process.extractOne(
                normal,
                self._spellings,
                scorer=fuzz.ratio,
                score_cutoff=_NEAR_SPELLING,
            )
            self._spelled[normal] = near and Suggestion(
                self._by_normal[near[0]].key, round(near[1] * 0.8), _("Near spelling")
            )
        return self._spelled[normal]
