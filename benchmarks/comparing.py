# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether everything has arrived: once, at the right party, to the cent."""

from collections import Counter

from benchmarks import books
from benchmarks.places import odoo_environment

_PARTIES = {
    "Invoice": "CustomerRef",
    "CreditMemo": "CustomerRef",
    "Payment": "CustomerRef",
    "Bill": "VendorRef",
    "VendorCredit": "VendorRef",
    "BillPayment": "VendorRef",
}
# What is still to be paid of these has to agree as well.
_WITH_BALANCE = ("Invoice", "Bill")
_TYPES = {
    "out_invoice": "Invoice",
    "out_refund": "CreditMemo",
    "in_invoice": "Bill",
    "in_refund": "VendorCredit",
    "inbound": "Payment",
    "outbound": "BillPayment",
}


class Wrong(Exception):
    """Odoo and QuickBooks do not hold the same documents."""


def compare(database, connection_id, documents):
    """See that QuickBooks holds once, and to the cent, all that was queued for it.

    :param documents: how many that must be
    :return: number of calls that QuickBooks refused as too many
    :raises Wrong: with the first few differences
    """
    with odoo_environment(database) as env:
        connection = env["quickbooks.connection"].browse(connection_id)
        jobs = env["quickbooks.job"].search([("connection_id", "=", connection_id)])
        unsettled = jobs.filtered(lambda job: job.state != "done")
        if unsettled:
            told = Counter(unsettled.mapped("problem_text")).most_common(3)
            raise Wrong(f"{len(unsettled)} jobs are not done: {told}")
        records = {
            model: env[model].browse(group.mapped("res_id"))
            for model, group in jobs.grouped("res_model").items()
        }
        partners = records.pop("res.partner")
        ours = Counter(
            entry for found in records.values() for entry in map(_ours, found)
        )
        theirs = Counter(
            _theirs(kind, data)
            for kind in _PARTIES
            for data in all_objects(connection, kind)
        )
        names = Counter(
            data["DisplayName"]
            for kind in ("Customer", "Vendor")
            for data in all_objects(connection, kind)
        )
        unsynced = sum(
            len(found.filtered(lambda record: record.qb_status != "synced"))
            for found in records.values()
        )
        throttled = env["quickbooks.exchange"].search_count(
            [("connection_id", "=", connection_id), ("http_status", "=", 429)]
        )
        if ours.total() != documents:
            raise Wrong(f"{ours.total()} documents were queued, not {documents}")
        if ours != theirs:
            missing, extra = list(ours - theirs)[:5], list(theirs - ours)[:5]
            raise Wrong(f"not in QuickBooks: {missing}; in QuickBooks only: {extra}")
        if any(names[partner.name] != 1 for partner in partners):
            raise Wrong("a party is missing in QuickBooks, or there twice")
        if unsynced:
            raise Wrong(f"{unsynced} documents are not Synced")
        return throttled


def _ours(record):
    """(type, number, party, total, what is to be paid of it) here."""
    if record._name == "account.payment":
        kind, number, total, balance = (
            _TYPES[record.payment_type],
            record.name,
            record.amount,
            None,
        )
    else:
        kind, total = _TYPES[record.move_type], record.amount_total
        number = record.name if record.is_sale_document() else record.ref
        # Odoo books a payment when the bank says so.
        booked_later = record.matched_payment_ids.filtered(lambda p: not p.move_id)
        paid = sum(booked_later.mapped("amount"))
        balance = books.cents(record.amount_residual - paid)
    balance = balance if kind in _WITH_BALANCE else None
    return kind, number, record.partner_id.name, books.cents(total), balance


def _theirs(kind, data):
    balance = books.cents(data["Balance"]) if kind in _WITH_BALANCE else None
    number = data["PaymentRefNum" if kind == "Payment" else "DocNumber"]
    return (
        kind,
        number,
        data[_PARTIES[kind]]["name"],
        books.cents(data["TotalAmt"]),
        balance,
    )


def all_objects(connection, object_type):
    """All objects of a type that the QuickBooks company has."""
    pages = connection._ask(lambda client: list(client.pages(object_type)), [])
    return [data for page in pages for data in page]
