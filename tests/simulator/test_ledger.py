# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever is done in whatever order, the balances agree."""

import random

import pytest

from .client import (
    CUSTOMER,
    OTHER_CUSTOMER,
    Refused,
    invoice,
    item_line,
    link,
    payment,
)

STEPS = 60


class Bookkeeper:
    """Does one thing after another with invoices, credits and payments."""

    def __init__(self, api, seed):
        self.api = api
        self.random = random.Random(seed)
        self.known = {"Invoice": [], "CreditMemo": [], "Payment": []}

    def amount(self):
        return f"{self.random.randint(1, 50000) / 100:.2f}"

    def step(self):
        self.random.choice((self.sell, self.sell, self.pay, self.pay, self.undo))()

    def sell(self):
        kind = self.random.choice(("Invoice", "Invoice", "CreditMemo"))
        customer = self.random.choice((CUSTOMER, OTHER_CUSTOMER))
        body = invoice(item_line(self.amount()), customer=customer)
        self.known[kind].append(self.api.create(kind, body)["Id"])

    def pay(self):
        customer = self.random.choice((CUSTOMER, OTHER_CUSTOMER))
        lines = [
            link(kind, {"Id": number}, self.amount())
            for kind in ("Invoice", "CreditMemo")
            for number in self.random.sample(
                self.known[kind], min(len(self.known[kind]), 2)
            )
        ]
        body = payment(self.amount(), *lines, customer=customer)
        self.known["Payment"].append(self.api.create("Payment", body)["Id"])

    def undo(self):
        kind = self.random.choice(("Invoice", "Payment", "Payment"))
        number = self.random.choice(self.known[kind])
        operation = self.random.choice((self.api.void, self.api.delete))
        operation(kind, self.api.read(kind, number))


def check(api):
    found = {
        kind: api.query(f"select * from {kind} maxresults 1000").get(kind, [])
        for kind in ("Invoice", "CreditMemo", "Payment")
    }
    applied = {}
    for each in found["Payment"]:
        used = paid = 0
        for line in each["Line"]:
            target = line["LinkedTxn"][0]
            key = target["TxnType"], target["TxnId"]
            applied[key] = applied.get(key, 0) + line["Amount"]
            if target["TxnType"] == "Invoice":
                paid += line["Amount"]
            else:
                used += line["Amount"]
        assert each["UnappliedAmt"] == each["TotalAmt"] + used - paid
    for kind in ("Invoice", "CreditMemo"):
        for each in found[kind]:
            rest = each["TotalAmt"] - applied.get((kind, each["Id"]), 0)
            assert each["Balance"] == rest >= 0
    for customer in (CUSTOMER, OTHER_CUSTOMER):
        balance = sum(
            sign * each[name]
            for kind, name, sign in (
                ("Invoice", "Balance", 1),
                ("CreditMemo", "Balance", -1),
                ("Payment", "UnappliedAmt", -1),
            )
            for each in found[kind]
            if each["CustomerRef"]["value"] == customer
        )
        assert api.read("Customer", customer)["Balance"] == balance


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_balances_agree_after_any_work(api, seed):
    bookkeeper = Bookkeeper(api, seed)
    done = 0
    for _ in range(STEPS):
        try:
            bookkeeper.step()
            done += 1
        except (Refused, IndexError):
            # Refused work, or nothing to undo yet, must leave no trace either.
            continue
    check(api)
    assert done > STEPS / 3
