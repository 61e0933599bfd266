# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether everything is where it should be: both sides, document by document."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from ..ledger import (
    cents,
    entries_in_odoo,
    in_odoo,
    payments_in_odoo,
    set_offs_in_odoo,
)
from .deeds import Fate

_MOST = 20


class Wrong(Exception):
    """What does not agree, in sentences."""

    def __init__(self, findings):
        self.findings = list(findings)
        super().__init__(f"{len(self.findings)} findings")

    def __str__(self):
        more = len(self.findings) - _MOST
        told = self.findings[:_MOST] + ([f"… and {more} more"] if more > 0 else [])
        return "\n".join(f"  - {finding}" for finding in told)


@dataclass
class Expected:
    """What should be where.

    :ivar fates: ``{id of a document: Fate}``
    :ivar references: of payments that were entered in QuickBooks
    :ivar edited: ``{id of a document: its total}`` of what was edited in QuickBooks,
        and nobody has decided or written otherwise here
    """

    fates: dict[int, Fate] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)
    edited: dict[int, Decimal] = field(default_factory=dict)

    def add(self, other):
        """What should be where after another round as well."""
        self.fates |= other.fates
        self.references |= other.references
        self.edited |= other.edited


def check(world, expected):
    """Compare the documents of a round, and all that has come in QuickBooks since.

    :param expected: `Expected`
    :raises Wrong: with everything that is not as it should be
    """
    with world.env() as env:
        findings = list(_check_queue(env))
        for company in world.companies.values():
            of_company = [("company_id", "=", company.id)]
            moves = env["account.move"].search(
                [("id", "in", list(expected.fates)), *of_company]
            )
            payments = env["account.payment"].search(
                [
                    ("payment_reference", "in", list(expected.references)),
                    ("state", "in", ("in_process", "paid")),
                    *of_company,
                ]
            )
            records = moves, payments | moves.matched_payment_ids
            findings += _check_company(
                company,
                *(
                    its.with_context(allowed_company_ids=[company.id])
                    for its in records
                ),
                expected.fates,
            )
            findings += _check_edits(moves, expected.edited)
    if findings:
        raise Wrong(findings)


def _check_edits(moves, edited):
    """What somebody has entered in QuickBooks is not lost without anybody's wish."""
    for move in moves:
        total = edited.get(move.id)
        if total is not None and total != cents(move.amount_total):
            yield f"{move.name}: {total} was entered in QuickBooks, and it is lost"


def _check_queue(env):
    for job in env["quickbooks.job"].search(
        [("state", "in", ("pending", "sent", "failed"))]
    ):
        yield f"{job.display_name} is still {job.state}: {job.problem_text}"
    for change in env["quickbooks.change"].search(
        [("state", "in", ("pending", "failed"))]
    ):
        yield f"{change.display_name} is still {change.state}: {change.problem_text}"
    for exchange in env["quickbooks.exchange"].search([("state", "=", "open")]):
        yield f"Exchange {exchange.id} is still open"
    env.cr.execute("SELECT count(*) FROM quickbooks_exchange WHERE body IS NOT NULL")
    if kept := env.cr.fetchone()[0]:
        yield f"{kept} exchanges still hold bytes to be sent"
    for connection in env["quickbooks.connection"].search([]):
        if connection.state != "connected":
            yield f"{connection.name} is {connection.state}"


def _check_company(company, moves, payments, fates):
    documents, parties = company.books.news()
    there = defaultdict(list)
    for kind, entries in documents.items():
        for qb_id, entry in entries.items():
            there[kind, entry.number].append((qb_id, entry))
    files = company.books.files()
    ours = [
        *in_odoo(moves).items(),
        *payments_in_odoo(_made(payments)).items(),
        *entries_in_odoo(_made(payments)).items(),
        *set_offs_in_odoo(moves).items(),
    ]
    for record, entry in ours:
        found = there.pop((entry.type, entry.number), [])
        # What is paid was to be sent, and so was its payment.
        fate = fates[record.id] if record._name == moves._name else Fate.SENT
        for finding in _check_document(record, entry, found, fate):
            yield f"{company.name}: {entry.type} {entry.number}: {finding}"
        if fate is Fate.SENT:
            names = record.env["ir.attachment"].search(_attached_to(record))
            for qb_id, _entry in found:
                there_too = files.get((entry.type, qb_id), [])
                if sorted(there_too) != sorted(names.mapped("name")):
                    yield f"{entry.type} {entry.number} has {there_too} attached"
    for (kind, number), found in there.items():
        yield f"{company.name}: {kind} {number} is not ours: {found}"
    for role, names in parties.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield f"{company.name}: {role} {name} is there {times} times"


def _made(payments):
    return payments.filtered(lambda its: its.state in ("in_process", "paid"))


def _attached_to(record):
    return [("res_model", "=", record._name), ("res_id", "=", record.id)]


def _check_document(record, entry, found, fate):
    """What is wrong with one document or payment.

    :param entry: as it is here
    :param found: (Id, entry) of what is in QuickBooks under its number
    """
    bound = record._qb_objects().filtered(lambda its: its.type == entry.type)
    if bound.mapped("qb_id") != [qb_id for qb_id, _entry in found]:
        yield f"linked to {bound.mapped('qb_id')}, and in QuickBooks: {found}"
    times = 0 if fate in (Fate.KEPT, Fate.TAKEN) else 1
    if len(found) != times:
        yield f"is {len(found)} times in QuickBooks, and should be {fate.value}"
    if fate is Fate.SENT:
        if record.qb_status != "synced":
            yield f"is {record.qb_status}, and should be synced"
        for _qb_id, other in found:
            for field, (ours, theirs) in entry.difference(other).items():
                yield f"{field} is {ours} here and {theirs} in QuickBooks"
    elif record.qb_status in ("pending", "failed"):
        yield f"is {record.qb_status}, and should be {fate.value}"
