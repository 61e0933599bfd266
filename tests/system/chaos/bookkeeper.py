# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What somebody does in QuickBooks by hand, while users and workers are at work.

Payments of documents that were sent, in part and several at once, changed, voided and
deleted later; and edits of documents.
"""

from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal

from ..ledger import TYPES, number_of
from ..processes import Refused
from .plan import SALES

_BANK = "Operating Checking"
_CENT = Decimal("0.01")
_OTHER_RATE = "1.4"


@dataclass
class Entered:
    """A payment that was entered in QuickBooks, and is neither void nor deleted."""

    realm: str
    type: str
    qb_id: str
    parts: dict[str, Decimal]


@dataclass
class Bookkeeper:
    """Somebody at QuickBooks' own pages.

    :ivar references: of all payments that were ever entered
    :ivar edited: what documents came to that were edited, by their ids in Odoo, for as
        long as nobody has decided otherwise here
    """

    world: object
    plan: object
    counts: Counter
    references: set[str] = field(default_factory=set)
    edited: dict[int, Decimal] = field(default_factory=dict)
    _payments: list[Entered] = field(default_factory=list)
    _thirds: set[int] = field(default_factory=set)

    def do(self, deed, moves):
        """Do it, as far as what it needs is in QuickBooks already.

        :param moves: ``{key in the plan: id in Odoo}``
        """
        try:
            done = getattr(self, f"_{deed.kind}")(deed, moves)
        except Refused:
            self.counts["refused to the bookkeeper"] += 1
        else:
            self.counts[f"{deed.kind} in QuickBooks"] += bool(done)

    # -- payments ------------------------------------------------------------------

    def _receive(self, deed, moves):
        """One payment of one document, and of the others of its party."""
        first, parts, is_foreign = None, {}, False
        for key in deed.documents:
            document = self.plan.documents[key]
            if first and not _is_payable_with(first, document):
                continue
            found = self._there(key, moves)
            amount = self._amount(key, found, deed.price) if found else 0
            if amount:
                first = first or document
                parts[found["Id"]] = amount
                is_foreign = found.get("ExchangeRate", 1) != 1
        if not first:
            return False
        self._enter(first, parts, deed.price, is_foreign)
        return True

    def _enter(self, document, parts, price, is_foreign):
        is_sale = document.move_type in SALES
        reference = f"Q{self.plan.number:04d}-{len(self.references):02d}"
        fields = {"TxnDate": f"2026-11-{1 + price % 28:02d}"}
        if is_foreign and price % 2:
            fields["ExchangeRate"] = _OTHER_RATE
        if is_sale:
            fields |= {"PaymentRefNum": reference, "DepositToAccountRef": _BANK}
            # Now and then more is received than is settled.
            rest = Decimal("12.34") if price % 5 == 0 else 0
            total = sum(parts.values()) + rest
            qb_id = self._hand(document, "receive", _told(parts), str(total), **fields)
        else:
            fields["DocNumber"] = reference
            qb_id = self._hand(document, "pay_bills", _told(parts), **fields)
        kind = "Payment" if is_sale else "BillPayment"
        self.references.add(reference)
        realm = self.world.companies[document.company].realm
        self._payments.append(Entered(realm, kind, qb_id, parts))

    def _amount(self, key, found, price):
        """How much of a document is paid this time."""
        if self.plan.documents[key].side == "both":
            if key in self._thirds:
                return 0
            self._thirds.add(key)
            return _part(found["TotalAmt"], 3)
        return _part(found["Balance"], 1 + price % 3)

    def _reapply(self, deed, _moves):
        """It settles half of what it did, and less documents; perhaps another day."""
        payment = self._one(deed.price)
        if not payment:
            return False
        kept = list(payment.parts)[: max(1, len(payment.parts) - deed.price % 2)]
        parts = {each: _part(payment.parts[each], 2) for each in kept}
        if not all(parts.values()):
            return False
        day = {"TxnDate": f"2026-11-{1 + deed.price % 28:02d}"}
        self.world.simulator.hand(
            payment.realm,
            "reapply",
            payment.qb_id,
            _told(parts),
            **(day if deed.price % 3 else {}),
        )
        payment.parts = parts
        return True

    def _void(self, deed, _moves):
        return self._take_back("void", deed)

    def _delete(self, deed, _moves):
        return self._take_back("delete", deed)

    def _take_back(self, how, deed):
        payment = self._one(deed.price)
        if not payment:
            return False
        self.world.simulator.hand(payment.realm, how, payment.type, payment.qb_id)
        self._payments.remove(payment)
        return True

    def _one(self, price):
        return self._payments[price % len(self._payments)] if self._payments else None

    # -- documents -----------------------------------------------------------------

    def _edit(self, deed, moves):
        """Another amount of its first line, and perhaps another day when it is due."""
        for key in deed.documents:
            if found := self._there(key, moves):
                break
        else:
            return False
        document = self.plan.documents[key]
        kind = TYPES[document.move_type]
        amount = Decimal(deed.price).scaleb(-2)
        if amount == Decimal(str(found["Line"][0]["Amount"])):
            amount += _CENT
        due = {"DueDate": f"2027-02-{1 + deed.price % 28:02d}"}
        self._hand(
            document,
            "edit",
            kind,
            found["Id"],
            {"1": {"Amount": str(amount)}},
            **(due if deed.price % 3 == 0 else {}),
        )
        edited = self._hand(document, "look", kind, found["Id"])
        self.edited[moves[key]] = Decimal(str(edited["TotalAmt"]))
        return True

    # -- what is there -------------------------------------------------------------

    def _there(self, key, moves):
        """A document of the plan as QuickBooks has it, or None."""
        if key not in moves:
            return None
        document = self.plan.documents[key]
        with self.world.env() as env:
            number = number_of(env["account.move"].browse(moves[key]))
        kind = TYPES[document.move_type]
        qb_id = self._hand(document, "find", kind, number)
        return qb_id and self._hand(document, "look", kind, qb_id)

    def _hand(self, document, deed, *arguments, **fields):
        realm = self.world.companies[document.company].realm
        return self.world.simulator.hand(realm, deed, *arguments, **fields)


def _is_payable_with(one, other):
    """Whether one payment may settle both: of one party, and of one kind."""
    return (one.company, one.move_type, one.party) == (
        other.company,
        other.move_type,
        other.party,
    )


def _part(amount, share):
    """One of so many equal parts, to the cent below."""
    return (Decimal(str(amount)) / share).quantize(_CENT, ROUND_DOWN)


def _told(parts):
    return {qb_id: str(amount) for qb_id, amount in parts.items()}
