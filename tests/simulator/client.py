# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A bare API client: real HTTP, no cleverness."""

import json
from decimal import Decimal

import requests

from quickbooks_simulator.online import LONE_STAR, MAPLE

TIMEOUT = 10
LINEHAUL = "1"
CHECKING, PURCHASED_TRANSPORTATION = "1", "16"
CUSTOMER, OTHER_CUSTOMER, VENDOR, OTHER_VENDOR = "1", "2", "4", "5"


class Refused(Exception):
    """An answer with a fault in it."""

    def __init__(self, status, error):
        super().__init__(f"{status} {error}")
        self.status = status
        self.code = error["code"]
        self.message = error.get("Message", error.get("message"))
        self.detail = error.get("Detail", error.get("detail"))
        self.element = error.get("element")


class Api:
    """Calls the simulator as one application connected to one company."""

    def __init__(self, simulator, realm=LONE_STAR, user=""):
        self.simulator = simulator
        self.realm = realm
        self.session = requests.Session()
        # A proxy of this machine has nothing to do with its loopback address.
        self.session.trust_env = False
        credentials = simulator.credentials(realm, user)
        self.session.headers["Authorization"] = f"Bearer {credentials['access_token']}"

    def request(self, method, path, **options):
        url = f"{self.simulator.url}/v3/company/{self.realm}/{path}"
        return self.session.request(method, url, timeout=TIMEOUT, **options)

    def answer(self, method, path, **options):
        response = self.request(method, path, **options)
        body = json.loads(response.text, parse_float=Decimal)
        fault = body.get("Fault") or body.get("fault")
        if fault:
            errors = fault.get("Error") or fault.get("error")
            raise Refused(response.status_code, errors[0])
        return body

    def post(self, entity, body, **params):
        answer = self.answer("POST", entity.lower(), json=body, params=params)
        return answer[entity]

    def create(self, entity, body=None, **properties):
        return self.post(entity, {**(body or {}), **properties})

    def update(self, entity, old, *, sparse=True, **properties):
        body = {"Id": old["Id"], "SyncToken": old["SyncToken"], **properties}
        return self.post(entity, {"sparse": sparse, **body})

    def read(self, entity, number):
        return self.answer("GET", f"{entity.lower()}/{number}")[entity]

    def delete(self, entity, old):
        body = {"Id": old["Id"], "SyncToken": old["SyncToken"]}
        return self.post(entity, body, operation="delete")

    def void(self, entity, old):
        body = {"Id": old["Id"], "SyncToken": old["SyncToken"]}
        if entity == "Invoice":
            return self.post(entity, body, operation="void")
        return self.post(
            entity, {**body, "sparse": True}, operation="update", include="void"
        )

    def query(self, statement):
        return self.answer("GET", "query", params={"query": statement})["QueryResponse"]

    def batch(self, items, **params):
        body = {"BatchItemRequest": items}
        answer = self.answer("POST", "batch", json=body, params=params)
        return answer["BatchItemResponse"]


def ref(value):
    return {"value": str(value)}


def item_line(amount=100, item=LINEHAUL, *, code="NON", **detail):
    detail["ItemRef"] = ref(item)
    if code:
        detail["TaxCodeRef"] = ref(code)
    return {
        "Amount": amount,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": detail,
    }


def invoice(*lines, customer=CUSTOMER, **properties):
    return {
        "CustomerRef": ref(customer),
        "Line": list(lines) or [item_line()],
        **properties,
    }


def expense_line(amount=80, account=PURCHASED_TRANSPORTATION, **detail):
    return {
        "Amount": amount,
        "DetailType": "AccountBasedExpenseLineDetail",
        "AccountBasedExpenseLineDetail": {"AccountRef": ref(account), **detail},
    }


def bill(*lines, vendor=VENDOR, **properties):
    return {
        "VendorRef": ref(vendor),
        "Line": list(lines) or [expense_line()],
        **properties,
    }


def link(kind, transaction, amount):
    """A payment's line for a transaction."""
    linked = {"TxnId": transaction["Id"], "TxnType": kind}
    return {"Amount": amount, "LinkedTxn": [linked]}


def payment(total, *lines, customer=CUSTOMER, **properties):
    return {
        "CustomerRef": ref(customer),
        "TotalAmt": total,
        "Line": list(lines),
        **properties,
    }


def bill_payment(total, *lines, vendor=VENDOR, **properties):
    return {
        "VendorRef": ref(vendor),
        "TotalAmt": total,
        "PayType": "Check",
        "CheckPayment": {"BankAccountRef": ref(CHECKING)},
        "Line": list(lines),
        **properties,
    }


def canadian_api(simulator):
    return Api(simulator, MAPLE)


def entry_line(side, amount, account, entity=None, kind="Customer"):
    """A line of a journal entry: ``side`` is Debit or Credit."""
    detail = {"PostingType": side, "AccountRef": ref(account)}
    if entity:
        detail["Entity"] = {"Type": kind, "EntityRef": ref(entity)}
    return {
        "Amount": amount,
        "DetailType": "JournalEntryLineDetail",
        "JournalEntryLineDetail": detail,
    }
