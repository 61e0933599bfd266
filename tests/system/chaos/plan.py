# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What happens in one round, decided by chance alone before it happens.

A plan knows neither database nor time: the same seed gives the same plan, whatever the
rounds before it have done.
"""

from dataclasses import dataclass, field
from random import Random

COMPANIES = ("lone_star", "prairie", "maple")
_WEIGHTS = (6, 2, 2)
# Prairie's QuickBooks plan knows no bills.
SALES = ("out_invoice", "out_refund")
TYPES = (*SALES, "in_invoice", "in_refund")
# Papers go with these.
WITH_FILES = ("out_invoice", "in_invoice")
# Customers and carriers that there are from the beginning.
HOUSE = 6

# Who does what to a document: users change those that are `ours`, and in QuickBooks
# somebody enters payments of `theirs`; `both` are paid a third on each side at most,
# and `edited` ones are changed on both sides.
SIDES = {"ours": 6, "theirs": 4, "both": 3, "edited": 4}
# What QuickBooks' calls to Odoo go through, and how often at most.
_WEBHOOK_MISHAPS = {
    "webhook_lost": 6,
    "webhook_twice": 6,
    "webhook_late": 6,
    "webhook_shuffled": 6,
}
# What QuickBooks does to a call that writes, and how often at most.
_MISHAPS = {
    "drop_before": 2,
    "drop_after": 3,
    "cut_after": 2,
    "error_500": 2,
    "error_500_after": 2,
    "error_503": 2,
    "throttle_xml": 4,
    "batch_item": 6,
    "batch_item_after": 6,
    "shuffle_batch": 4,
    "delay": 2,
}
_OF_BATCHES = ("batch_item", "batch_item_after", "shuffle_batch")
# An hour ahead of the others, or behind: a worker sees no lease, or only leases.
_CLOCKS = (0, 0, 0, 0, 240, 4000, 7300, -240, -4000)
# Over before a scene; a lease is three minutes, an access token lives an hour.
_PASSES = (0, 0, 70, 200, 200, 1000, 4000, 15000, -200, -4000)
# The statements from an answer to its commit are about this many.
_STATEMENTS = 40


@dataclass(frozen=True)
class Line:
    """A line of a document: price in cents, so many miles, with a discount."""

    price: int
    factor: int
    discount: float
    taxed: bool


@dataclass(frozen=True)
class Document:
    """An invoice, a bill or the credit note of one."""

    company: str
    move_type: str
    party: int
    """One of the round's new parties; below 0 one of the house."""
    day: int
    lines: tuple[Line, ...]
    has_file: bool
    side: str = "ours"
    """See `SIDES`."""


@dataclass(frozen=True)
class ThereDeed:
    """What a bookkeeper does in QuickBooks at the same time; see `bookkeeper`.

    `documents` are those it may be done to, in the order they are looked for.
    """

    kind: str
    documents: tuple[int, ...]
    price: int


@dataclass(frozen=True)
class Deed:
    """What a user does to documents, while workers are at work; see `deeds`."""

    kind: str
    documents: tuple[int, ...]
    price: int


@dataclass(frozen=True)
class Run:
    """A worker, and what becomes of it."""

    company: str
    clock: int = 0
    death: dict | None = None
    kill_after: float | None = None


@dataclass(frozen=True)
class Scene:
    """Workers, users and QuickBooks at the same time.

    `passes`: so many seconds pass before it. `disaster` happens so many seconds after
    the workers have started.
    """

    passes: int
    posts: tuple[int, ...]
    posts_late: tuple[int, ...]
    mishaps: tuple[dict, ...]
    expire: bool
    limits: bool
    runs: tuple[Run, ...]
    deeds: tuple[Deed, ...]
    there: tuple[ThereDeed, ...]
    disaster: str | None
    disaster_after: float


@dataclass(frozen=True)
class Round:
    """All of a round; replayed by the run's seed and its number."""

    seed: str
    number: int
    parties: int
    documents: tuple[Document, ...]
    scenes: tuple[Scene, ...] = field(default=())
    later: tuple[Scene, ...] = field(default=())
    """When everything was sent: what is done in QuickBooks then."""


def make_round(seed, number):
    """The plan of one round."""
    return _Planner(Random(f"{seed}:{number}")).round(seed, number)


class _Planner:
    def __init__(self, random):
        self._random = random
        self._documents = ()

    def round(self, seed, number):
        parties = self._random.randint(2, 5)
        documents = self._documents = tuple(
            self._document(parties) for _number in range(self._random.randint(8, 16))
        )
        scenes = self._random.randint(3, 4)
        # Which scene posts a document; most are there from the beginning.
        posted_in = [
            self._random.choice((0, 0, *range(scenes))) for _document in documents
        ]
        return Round(
            seed,
            number,
            parties,
            documents,
            tuple(
                self._scene(
                    scene,
                    [key for key, its in enumerate(posted_in) if its == scene],
                    [key for key, its in enumerate(posted_in) if its < scene],
                )
                for scene in range(scenes)
            ),
            tuple(
                self._scene(scenes, [], list(range(len(documents))), theirs=(2, 6))
                for _scene in range(2)
            ),
        )

    def _document(self, parties):
        random = self._random
        company = self._company()
        kinds = ((6, 1), (6, 1, 3, 1))[company != "prairie"]
        move_type = random.choices(TYPES[: len(kinds)], kinds)[0]
        lines = tuple(self._line(company, move_type) for _line in range(_few(random)))
        return Document(
            company,
            move_type,
            random.randrange(-HOUSE, parties),
            random.randint(1, 28),
            lines,
            has_file=move_type in WITH_FILES and random.random() < 0.25,
            side=self._side(move_type),
        )

    def _side(self, move_type):
        if move_type not in WITH_FILES:
            return "ours"
        return self._random.choices(tuple(SIDES), tuple(SIDES.values()))[0]

    def _company(self):
        return self._random.choices(COMPANIES, _WEIGHTS)[0]

    def _line(self, company, move_type):
        random = self._random
        # Prairie charges no tax; there is none on bills in the United States. That of
        # vendor credits QuickBooks computes, and a cent off is a person's to mend.
        may = {
            "maple": move_type != "in_refund",
            "lone_star": move_type.startswith("out_"),
        }.get(company, False)
        return Line(
            random.randint(100, 500),
            random.randint(50, 2500),
            random.choice((0, 0, 3, 12.5)),
            may and random.random() < 0.3,
        )

    def _scene(self, number, posts, there, theirs=(0, 3)):
        random = self._random
        late = set() if number == 0 else {key for key in posts if random.random() < 0.5}
        return Scene(
            passes=0 if number == 0 else random.choice(_PASSES),
            posts=tuple(key for key in posts if key not in late),
            posts_late=tuple(sorted(late)),
            mishaps=(
                *(self._mishap() for _mishap in range(random.randint(0, 2))),
                *(self._webhook_mishap() for _mishap in range(random.randint(0, 2))),
            ),
            expire=random.random() < 0.2,
            limits=random.random() < 0.15,
            runs=self._runs(),
            deeds=tuple(
                self._deed(there)
                for _deed in range(random.randint(0, 2) if there else 0)
            ),
            there=tuple(
                self._there_deed(there)
                for _deed in range(random.randint(*theirs) if there else 0)
            ),
            disaster=random.choices(
                (None, "database", "connections", "quickbooks", "web"), (14, 2, 2, 2, 2)
            )[0],
            disaster_after=random.uniform(0, 0.6),
        )

    def _mishap(self):
        random = self._random
        kind = random.choice(tuple(_MISHAPS))
        mishap = {
            "kind": kind,
            "times": random.randint(1, _MISHAPS[kind]),
            "probability": random.choice((0.3, 0.7, 1.0)),
            "path": "/batch",
        }
        if kind == "delay":
            mishap["seconds"] = random.uniform(0.05, 0.4)
        elif kind == "throttle_xml":
            mishap["seconds"] = random.choice((0, 0, 20, 90))
        elif kind in ("drop_before", "drop_after") and random.random() < 0.15:
            mishap["path"] = "/tokens/bearer"
        elif kind not in _OF_BATCHES and random.random() < 0.3:
            mishap["path"] = random.choice(("/upload", "/cdc"))
        return mishap

    def _webhook_mishap(self):
        random = self._random
        kind = random.choice(tuple(_WEBHOOK_MISHAPS))
        return {
            "kind": kind,
            "times": random.randint(1, _WEBHOOK_MISHAPS[kind]),
            "probability": random.choice((0.5, 1.0)),
            "seconds": random.choice((5, 300, 8000)),
        }

    def _runs(self):
        random = self._random
        first = self._company()
        companies = [first] + [
            first if random.random() < 0.6 else self._company()
            for _more in range(random.randint(0, 2))
        ]
        return tuple(self._run(company) for company in companies)

    def _run(self, company):
        random = self._random
        fate = random.choices(
            ("lives", "before", "after", "anywhere", "renewal", "outside"),
            (6, 1, 1, 3, 0.5, 2),
        )[0]
        run = {"company": company, "clock": random.choice(_CLOCKS)}
        send = random.randint(1, 2)
        match fate:
            case "before":  # its bytes are committed and not sent
                run["death"] = {"send": send, "statement": None}
            case "after":  # QuickBooks has answered
                run["death"] = {"send": send, "statement": 0}
            case "anywhere":  # between the answer and the commit of what it says
                statement = random.randrange(_STATEMENTS)
                run["death"] = {"send": send, "statement": statement}
            case "renewal":
                run["death"] = {"renewal": True}
            case "outside":
                run["kill_after"] = random.uniform(0.01, 0.8)
        return Run(**run)

    def _deed(self, there):
        random = self._random
        kinds = {
            "change": 5,
            "postpone": 2,
            "suppress": 2,
            "release": 2,
            "cancel": 2,
            "send": 2,
            "pay": 6,
            "pay_less": 4,
            "refee": 3,
            "unpay": 2,
            "set_off": 4,
            "revert": 2,
            "unpost": 1,
        }
        kind = random.choices(tuple(kinds), tuple(kinds.values()))[0]
        if kind == "set_off":
            there = [
                key
                for key in there
                if self._documents[key].move_type.endswith("refund")
            ]
        return Deed(
            kind,
            tuple(sorted(random.sample(there, min(len(there), _few(random))))),
            random.randint(100, 500),
        )

    def _there_deed(self, there):
        random = self._random
        kinds = {"receive": 6, "reapply": 2, "void": 1, "delete": 1, "edit": 4}
        kind = random.choices(tuple(kinds), tuple(kinds.values()))[0]
        sides = ("edited",) if kind == "edit" else ("theirs", "both")
        found = [key for key in there if self._documents[key].side in sides]
        random.shuffle(found)
        return ThereDeed(kind, tuple(found), random.randint(100, 9_999))


def _few(random):
    return random.choices((1, 2, 3, 4), (5, 3, 2, 1))[0]
