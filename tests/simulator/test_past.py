# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A company's past, made up."""

import requests

from quickbooks_simulator.online import LONE_STAR

from .client import CUSTOMER


def test_paid_invoices_are_like_those_that_were_entered(api, simulator):
    controls = f"{simulator.url}/_simulator/companies/{LONE_STAR}"
    requests.post(f"{controls}/paid-invoices", json={"count": 5}, timeout=10)

    answer = api.query("SELECT * FROM Payment ORDERBY MetaData.LastUpdatedTime")
    payments = answer["Payment"]
    invoices = api.query("SELECT * FROM Invoice")["Invoice"]
    assert len(payments) == len({each["Id"] for each in invoices}) == 5
    assert len({each["MetaData"]["LastUpdatedTime"] for each in payments}) == 5
    assert all(each["Balance"] == 0 for each in invoices)
    assert api.read("Customer", CUSTOMER)["Balance"] == 0

    paid = payments[0]["Line"][0]["LinkedTxn"][0]["TxnId"]
    link = {"TxnId": payments[0]["Id"], "TxnType": "Payment"}
    assert link in api.read("Invoice", paid)["LinkedTxn"]
    api.void("Payment", payments[0])
    assert api.read("Invoice", paid)["Balance"] == payments[0]["TotalAmt"]
