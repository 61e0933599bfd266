# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Faults put into a worker on purpose: what looks for faults has to find each of them.

Each takes away one of the rules that keep a document from being lost or doubled.
"""

import uuid
from contextlib import contextmanager
from unittest.mock import patch


def commit(kind):
    """Break the rule in this process, for good."""
    KINDS[kind]()


def _resend_under_a_new_request_id():
    """QuickBooks takes what it has done already for something new."""
    from odoo.addons.tms_quickbooks.lib.online.client import Client

    batch = Client.batch
    Client.batch = lambda client, body, _request_id: batch(
        client, body, uuid.uuid4().hex
    )


def _send_before_the_commit():
    """Who dies after the send has never heard of it."""
    Connection, call = _method("quickbooks_connection_worker", "_call")

    def without_commit(connection, function, token, calls):
        with _nothing_is_committed(connection.env.cr):
            return call(connection, function, token, calls)

    Connection._call = without_commit


@contextmanager
def _nothing_is_committed(cr):
    with patch.object(type(cr), "commit", lambda _cursor: None):
        yield


def _take_a_lost_answer_for_a_refusal():
    """What failed without an answer is made anew and sent once more."""
    Connection, _method_there = _method("quickbooks_connection_worker", "_next_attempt")

    def next_attempt(_connection, _exchange, jobs, attempts):
        jobs._start_over()
        return {"state": "failed", "attempts": attempts, "next_attempt_at": False}

    Connection._next_attempt = next_attempt


def _forget_the_answer():
    """What was made in QuickBooks is not bound to its record."""
    Objects, store = _method("quickbooks_object", "_store", "QuickbooksObject")
    Objects._store = lambda objects, connection, states, *_owners, **_more: store(
        objects, connection, states
    )


def _forget_that_it_has_changed():
    """A change of what is under way never follows."""
    Job, settle = _method("quickbooks_job_settle", "_settle_done", "QuickbooksJob")

    def settle_done(jobs, connection, states):
        for job in states:
            job.changed = False
        return settle(jobs, connection, states)

    Job._settle_done = settle_done


def _give_up_at_once():
    """A batch without an answer is never asked for again."""
    Exchange, _take = _method(
        "quickbooks_exchange", "_take_overdue", "QuickbooksExchange"
    )
    Exchange._take_overdue = lambda exchanges, _connection: exchanges.browse()


def _lose_a_cent():
    """A line is a cent off, and so is the total that is compared."""
    Move, header = _method("account_move_document", "_qb_header", "AccountMove")
    Line, amount = _method("account_move_document", "_qb_amount", "AccountMoveLine")
    from decimal import Decimal

    cent = Decimal("0.01")

    def of_line(line):
        return amount(line) + cent * (line.id % 5 == 0)

    def of_whole(move, *arguments):
        values = header(move, *arguments)
        off = sum(of_line(line) - amount(line) for line in move._qb_lines())
        return {**values, "total": values["total"] + off}

    Line._qb_amount, Move._qb_header = of_line, of_whole


def _method(module, name, model="QuickbooksConnection"):
    """A class of the addon and one of its methods."""
    from importlib import import_module

    owner = getattr(import_module(f"odoo.addons.tms_quickbooks.models.{module}"), model)
    return owner, getattr(owner, name)


KINDS = {
    function.__name__.strip("_").replace("_", "-"): function
    for function in (
        _resend_under_a_new_request_id,
        _send_before_the_commit,
        _take_a_lost_answer_for_a_refusal,
        _forget_the_answer,
        _forget_that_it_has_changed,
        _give_up_at_once,
        _lose_a_cent,
    )
}
