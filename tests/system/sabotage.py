# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Faults put into a worker on purpose: what looks for faults has to find each of them.

Each takes away one of the rules that keep a document from being lost or doubled, or
from being written over.
"""

import uuid
from decimal import Decimal
from unittest.mock import patch


def commit(kind, registry):
    """Break the rule in this process, for good.

    :param registry: Odoo's models
    """
    (KINDS | DESKTOP_KINDS)[kind](registry)


def _resend_under_a_new_request_id(_registry):
    """QuickBooks takes what it has done already for something new."""
    from odoo.addons.tms_quickbooks.lib.online.client import Client

    batch = Client.batch
    Client.batch = lambda client, body, _request_id: batch(
        client, body, uuid.uuid4().hex
    )


def _resend_under_a_new_set_id(registry):
    """The same for QuickBooks Desktop."""
    Exchange = registry["quickbooks.exchange"]
    hand_out = Exchange._hand_out

    def under_a_new_id(exchange, session):
        known, new = exchange.request_id, uuid.uuid4().hex[:20]
        if known and exchange.attempts:
            body = exchange.body.replace(known, new)
            exchange.write({"request_id": new, "body": body})
        return hand_out(exchange, session)

    Exchange._hand_out = under_a_new_id


def _send_before_the_commit(registry):
    """Who dies after the send has never heard of it."""
    Connection = registry["quickbooks.connection"]
    step, call = Connection._step_send, Connection._call

    def send(connection):
        connection._access_token()  # a new one waits for what is not committed
        cursor = type(connection.env.cr)
        no_commit = patch.object(cursor, "commit", lambda _cursor: None)

        def call_without_commit(*arguments):
            try:
                return call(*arguments)
            finally:
                no_commit.stop()
                connection.env.cr.commit()

        with patch.object(Connection, "_call", call_without_commit):
            no_commit.start()
            try:
                return step(connection)
            finally:
                no_commit.stop()

    Connection._step_send = send


def _take_a_lost_answer_for_a_refusal(registry):
    """What failed without an answer is made anew and sent once more."""

    def next_attempt(_connection, _exchange, jobs, attempts):
        jobs._start_over()
        return {"state": "failed", "attempts": attempts, "next_attempt_at": False}

    registry["quickbooks.connection"]._next_attempt = next_attempt


def _forget_the_answer(registry):
    """What was made in QuickBooks is not bound to its record, and its mark, by which a
    forgotten link is found again, tells nothing.

    Customers and vendors stay bound. They are found again by their names, and without
    an end where that is forgotten, too: no document would ever go.
    """
    from odoo.addons.tms_quickbooks.lib.objects import TRANSACTIONS

    Objects = registry["quickbooks.object"]
    store = Objects._store

    def store_without(objects, connection, states, records=None, sent=None):
        bound = {
            key: record
            for key, record in (records or {}).items()
            if key[0] not in TRANSACTIONS
        }
        return store(objects, connection, states, bound, sent)

    Objects._store = store_without
    registry["quickbooks.change"]._owners = lambda *_arguments: {}


def _forget_that_it_has_changed(registry):
    """A change of what is under way never follows."""
    Job = registry["quickbooks.job"]
    settle = Job._settle_done

    def settle_done(jobs, connection, states, **more):
        for job in states:
            job.changed = False
        return settle(jobs, connection, states, **more)

    Job._settle_done = settle_done


def _never_ask_again(registry):
    """A batch without an answer is left alone."""
    Exchange = registry["quickbooks.exchange"]
    Exchange._take_overdue = lambda exchanges, _connection: exchanges.browse()


def _lose_a_cent(registry):
    """A line is a cent off, and so is the total that is compared with the answer."""
    Move, Line = registry["account.move"], registry["account.move.line"]
    header, amount = Move._qb_header, Line._qb_amount

    def of_line(line):
        return amount(line) + Decimal("0.01") * (line.id % 5 == 0)

    def of_whole(move, *arguments):
        values = header(move, *arguments)
        off = sum(of_line(line) - amount(line) for line in move._qb_lines())
        return {**values, "total": values["total"] + off}

    Line._qb_amount, Move._qb_header = of_line, of_whole


def _overlook_what_has_changed(registry):
    """What an answer shows is not noted, and never asked for again."""
    registry["quickbooks.change"]._notice = lambda *_arguments: 0


def _take_what_is_here_for_new(registry):
    """A payment that was changed in QuickBooks is entered once more."""
    Change = registry["quickbooks.change"]
    take = Change._take_one
    Change._take_one = lambda change, _record, *owner: take(change, None, *owner)


def _keep_only_the_version_of_an_edit(registry):
    """What was edited in QuickBooks counts as known; the next update goes over it."""
    Change = registry["quickbooks.change"]

    def notice(changes, connection, states, _noticed_by):
        changes.env["quickbooks.object"]._store(connection, states)
        return 0

    Change._notice = notice


def _named(*functions):
    return {
        function.__name__.strip("_").replace("_", "-"): function
        for function in functions
    }


KINDS = _named(
    _resend_under_a_new_request_id,
    _send_before_the_commit,
    _take_a_lost_answer_for_a_refusal,
    _forget_the_answer,
    _forget_that_it_has_changed,
    _never_ask_again,
    _lose_a_cent,
    _overlook_what_has_changed,
    _take_what_is_here_for_new,
    _keep_only_the_version_of_an_edit,
)
DESKTOP_KINDS = _named(_resend_under_a_new_set_id)
