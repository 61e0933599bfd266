# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A statement of the query language, taken apart.

SELECT … FROM one entity, with WHERE, ORDERBY and paging. No OR, no joins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import faults

DEFAULT_RESULTS = 100
_TOKENS = re.compile(
    r"""\s*(?:
    (?P<text>'(?:\\.|[^'\\])*') |
    (?P<word>[A-Za-z_][\w.]*) |
    (?P<number>-?\d+(?:\.\d+)?) |
    (?P<mark><=|>=|!=|=|<|>|\(|\)|,|\*)
    )""",
    re.VERBOSE,
)
_OPERATORS = ("=", "!=", "<", ">", "<=", ">=")


@dataclass(frozen=True, slots=True)
class Condition:
    """``property operator value``; value is a tuple for IN."""

    name: str
    operator: str
    value: str | tuple[str, ...]


@dataclass(slots=True)
class Query:
    """A statement taken apart.

    :ivar columns: the properties asked for, none for all of them
    """

    entity: str = ""
    columns: tuple[str, ...] = ()
    count: bool = False
    conditions: tuple[Condition, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    start: int = 1
    limit: int = DEFAULT_RESULTS


class Parser:
    """Reads one statement.

    :raises Fault: 4000 when it is not in the query language
    """

    def __init__(self, statement: str):
        self._tokens = self._split(statement)
        self._at = 0

    @staticmethod
    def _split(statement: str) -> list[tuple[str, str]]:
        tokens = []
        position = 0
        statement = statement.strip().rstrip(";").rstrip()
        while position < len(statement):
            match = _TOKENS.match(statement, position)
            if match is None:
                raise faults.query_parse(
                    f'Encountered "{statement[position:].split()[0]}" at line 1, '
                    f"column {position + 1}."
                )
            tokens.append((match.lastgroup, match.group(match.lastgroup)))
            position = match.end()
        return tokens

    def parse(self) -> Query:
        query = Query()
        self._expect("SELECT")
        self._select(query)
        self._expect("FROM")
        query.entity = self._take("word")
        if self._accept("WHERE"):
            query.conditions = tuple(self._conditions())
        if self._accept("ORDERBY") or self._accept("ORDER", "BY"):
            query.order = tuple(self._order())
        self._paging(query)
        if self._at < len(self._tokens):
            raise self._unexpected()
        return query

    def _select(self, query: Query) -> None:
        if self._accept("COUNT", "(", "*", ")"):
            query.count = True
            return
        columns = []
        everything = False
        while True:
            if self._accept("*"):
                everything = True
            else:
                columns.append(self._take("word"))
            if not self._accept(","):
                break
        query.columns = () if everything else tuple(columns)

    def _conditions(self):
        while True:
            parenthesis = self._accept("(")
            name = self._take("word")
            if self._accept("IN"):
                self._expect("(")
                values = [self._value()]
                while self._accept(","):
                    values.append(self._value())
                self._expect(")")
                yield Condition(name, "IN", tuple(values))
            elif self._accept("LIKE"):
                yield Condition(name, "LIKE", self._value())
            else:
                operator = self._take("mark")
                if operator not in _OPERATORS:
                    raise self._unexpected(-1)
                yield Condition(name, operator, self._value())
            if parenthesis:
                self._expect(")")
            if not self._accept("AND"):
                return

    def _order(self):
        while True:
            name = self._take("word")
            descending = self._accept("DESC")
            if not descending:
                self._accept("ASC")
            yield name, descending
            if not self._accept(","):
                return

    def _paging(self, query: Query) -> None:
        while self._at < len(self._tokens):
            if self._accept("STARTPOSITION"):
                query.start = int(self._take("number"))
            elif self._accept("MAXRESULTS"):
                query.limit = int(self._take("number"))
            else:
                return

    def _value(self) -> str:
        kind, token = self._peek()
        if kind == "text":
            self._at += 1
            return re.sub(r"\\(.)", r"\1", token[1:-1])
        if kind == "number" or token.lower() in ("true", "false"):
            self._at += 1
            return token
        raise self._unexpected()

    def _peek(self, ahead: int = 0) -> tuple[str, str]:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else ("end", "<EOF>")

    def _accept(self, *words: str) -> bool:
        for ahead, word in enumerate(words):
            kind, token = self._peek(ahead)
            if kind not in ("word", "mark") or token.upper() != word:
                return False
        self._at += len(words)
        return True

    def _expect(self, word: str) -> None:
        if not self._accept(word):
            raise self._unexpected()

    def _take(self, kind: str) -> str:
        found, token = self._peek()
        if found != kind:
            raise self._unexpected()
        self._at += 1
        return token

    def _unexpected(self, ahead: int = 0) -> faults.Fault:
        token = self._peek(ahead)[1]
        return faults.query_parse(f'Encountered "{token}".')
