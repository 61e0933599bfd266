# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make chaos`: everything goes wrong at once, and the books still agree to the cent.

A round posts documents in three companies, each with a QuickBooks company of its own,
and lets two or three workers send them while they are killed, answers are lost or cut,
QuickBooks breaks down, throttles or restarts, PostgreSQL crashes, connections to it
are cut, tokens expire, clocks jump and differ, and users change, suppress, cancel and
release what is under way. In QuickBooks somebody enters payments meanwhile, changes and
takes them back, and edits documents; what QuickBooks tells of it is lost, doubled, late
or out of order, and Odoo's web server dies. Then it goes quiet, the queue drains, users
decide what was changed on both sides, and both sides' books are compared document by
document, payment by payment.

    make chaos                     200 rounds, with a seed that is told
    make chaos SEED=1f3a ONLY=17   one of them again: the same plan
    make chaos SABOTAGE=all        prove that it notices what is broken

It lives beside the tests of the whole system and is made of their parts (workers that
can be killed, QuickBooks in a process of its own, the ledger); `test_chaos` runs a few
rounds of it with every run of the tests. The database server is one of its own, since a
crash of the shared one would hurt everybody else.

| module | what it does |
|---|---|
| `plan` | what happens in a round, decided by chance alone before it happens |
| `server`, `quickbooks` | PostgreSQL and QuickBooks, which can crash and come back |
| `world` | three companies, their connections and workers |
| `performance` | carries out a round |
| `deeds` | what users do meanwhile |
| `bookkeeper` | what somebody does in QuickBooks meanwhile |
| `verdict` | what should be where by now, and whether it is |
"""
