# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The same invoices with python-quickbooks alone, as it comes: a call for each.

It gets what is ready to be sent: no Odoo, no queue, no checks, no books kept of what
has arrived.
"""

import os

from intuitlib.client import AuthClient
from quickbooks import QuickBooks
from quickbooks.objects import (
    Customer,
    DescriptionOnlyLine,
    Invoice,
    Item,
    Ref,
    SalesItemLine,
    SalesItemLineDetail,
)

from benchmarks.meter import Meter


def send(simulator, count):
    """Send so many invoices of three lines and of customers that are there.

    :return: what that costs
    """
    client = _client(simulator)
    customers = [customer.to_ref() for customer in Customer.all(qb=client)]
    [linehaul] = Item.filter(Name="Linehaul", qb=client)
    [fuel] = Item.filter(Name="Fuel Surcharge", qb=client)
    simulator.reset_stats()
    meter = Meter()
    for number in range(count):
        invoice = Invoice()
        invoice.CustomerRef = customers[number % len(customers)]
        invoice.DocNumber = f"RIVAL/{number:06d}"
        invoice.TxnDate = "2026-10-01"
        miles, rate = 140 + number % 997, 205 + number % 83
        invoice.Line = [
            _line(linehaul, f"Linehaul, load {number:05d}", miles * rate),
            _line(fuel, "Fuel Surcharge", 3117 + number % 311),
            _note(f"Seal {number * 7919 % 100000:05d}, dry van, no touch freight"),
        ]
        invoice.save(qb=client)
    return meter.cost(1)


def arrived(simulator):
    """How many invoices QuickBooks has."""
    return Invoice.count(qb=_client(simulator))


def _client(simulator):
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    # The library knows Intuit's two addresses only; this is its own class attribute.
    QuickBooks.api_url_v3 = simulator.url + "/v3"
    credentials = simulator.credentials()
    return QuickBooks(
        auth_client=AuthClient(
            credentials["client_id"],
            credentials["client_secret"],
            "http://localhost:8069/quickbooks/oauth/callback",
            simulator.url + "/.well-known/openid_configuration",
            access_token=credentials["access_token"],
            refresh_token=credentials["refresh_token"],
        ),
        company_id=credentials["realm"],
        minorversion=75,
    )


def _line(item, description, cents):
    line = SalesItemLine()
    line.Description = description
    line.Amount = cents / 100
    line.SalesItemLineDetail = SalesItemLineDetail()
    line.SalesItemLineDetail.ItemRef = item.to_ref()
    line.SalesItemLineDetail.TaxCodeRef = Ref()
    line.SalesItemLineDetail.TaxCodeRef.value = "NON"
    return line


def _note(text):
    line = DescriptionOnlyLine()
    line.Description = text
    return line
