# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""python-quickbooks, unmodified, does its work against the simulator."""

import warnings

import pytest
from intuitlib.client import AuthClient
from quickbooks import QuickBooks
from quickbooks.batch import batch_create, batch_delete, batch_update
from quickbooks.exceptions import (
    AuthorizationException,
    ObjectNotFoundException,
    QuickbooksException,
    ValidationException,
)
from quickbooks.objects.attachable import Attachable
from quickbooks.objects.base import AttachableRef, EmailAddress, PhoneNumber, Ref
from quickbooks.objects.bill import Bill
from quickbooks.objects.billpayment import BillPayment, BillPaymentLine, CheckPayment
from quickbooks.objects.company_info import CompanyInfo
from quickbooks.objects.creditmemo import CreditMemo
from quickbooks.objects.customer import Customer
from quickbooks.objects.detailline import (
    AccountBasedExpenseLine,
    AccountBasedExpenseLineDetail,
    SalesItemLine,
    SalesItemLineDetail,
)
from quickbooks.objects.invoice import Invoice
from quickbooks.objects.item import Item
from quickbooks.objects.payment import Payment, PaymentLine
from quickbooks.objects.preferences import Preferences
from quickbooks.objects.vendor import Vendor
from quickbooks.objects.vendorcredit import VendorCredit

from .client import CHECKING, CUSTOMER, PURCHASED_TRANSPORTATION, VENDOR


def make_client(simulator, **options):
    credentials = simulator.credentials()
    auth = AuthClient(
        credentials["client_id"],
        credentials["client_secret"],
        "http://localhost:8069/quickbooks/oauth/callback",
        simulator.url + "/.well-known/openid_configuration",
        access_token=credentials["access_token"],
        refresh_token=credentials["refresh_token"],
    )
    return QuickBooks(
        auth_client=auth, company_id=credentials["realm"], minorversion=75, **options
    )


@pytest.fixture
def qb(simulator, monkeypatch):
    # The library knows Intuit's two addresses only; this is its own class attribute.
    monkeypatch.setattr(QuickBooks, "api_url_v3", simulator.url + "/v3")
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        yield make_client(simulator)


def linehaul(qb, amount):
    line = SalesItemLine()
    line.Amount = amount
    line.Description = "Linehaul"
    line.SalesItemLineDetail = SalesItemLineDetail()
    line.SalesItemLineDetail.ItemRef = Item.filter(Name="Linehaul", qb=qb)[0].to_ref()
    line.SalesItemLineDetail.TaxCodeRef = Ref()
    line.SalesItemLineDetail.TaxCodeRef.value = "NON"
    return line


def new_invoice(qb, amount=100):
    invoice = Invoice()
    invoice.CustomerRef = Customer.get(CUSTOMER, qb=qb).to_ref()
    invoice.Line.append(linehaul(qb, amount))
    return invoice


def carrier_cost(amount):
    line = AccountBasedExpenseLine()
    line.Amount = amount
    line.AccountBasedExpenseLineDetail = AccountBasedExpenseLineDetail()
    line.AccountBasedExpenseLineDetail.AccountRef = Ref()
    line.AccountBasedExpenseLineDetail.AccountRef.value = PURCHASED_TRANSPORTATION
    return line


def new_bill(qb, amount=80):
    bill = Bill()
    bill.VendorRef = Vendor.get(VENDOR, qb=qb).to_ref()
    bill.Line.append(carrier_cost(amount))
    return bill


def test_it_creates_finds_and_updates_a_customer(qb):
    customer = Customer()
    customer.DisplayName = "O'Brien Trucking"
    customer.PrimaryEmailAddr = EmailAddress()
    customer.PrimaryEmailAddr.Address = "ap@obrien.example.com"
    customer.PrimaryPhone = PhoneNumber()
    customer.PrimaryPhone.FreeFormNumber = "806-555-0100"
    saved = customer.save(qb=qb)

    found = Customer.filter(DisplayName="O'Brien Trucking", qb=qb)[0]
    assert found.Id == saved.Id
    found.CompanyName = "O'Brien Trucking Inc"
    assert found.save(qb=qb).SyncToken == "1"


def test_it_creates_reads_and_updates_an_invoice(qb):
    saved = new_invoice(qb).save(qb=qb)

    invoice = Invoice.get(saved.Id, qb=qb)
    assert (invoice.TotalAmt, invoice.Balance) == (100, 100)
    invoice.Line = [linehaul(qb, 120)]
    assert invoice.save(qb=qb).TotalAmt == 120


def test_it_repeats_a_request_id(qb):
    first = new_invoice(qb).save(qb=qb, request_id="r1")
    again = new_invoice(qb).save(qb=qb, request_id="r1")

    assert first.Id == again.Id
    assert Invoice.count(qb=qb) == 1


def test_it_voids_an_invoice(qb):
    saved = new_invoice(qb).save(qb=qb)

    saved.void(qb=qb)

    assert Invoice.get(saved.Id, qb=qb).PrivateNote == "Voided"


def test_it_deletes_an_invoice(qb):
    saved = new_invoice(qb).save(qb=qb)

    saved.delete(qb=qb)

    with pytest.raises(ObjectNotFoundException):
        Invoice.get(saved.Id, qb=qb)


def test_it_pays_an_invoice_and_voids_the_payment(qb):
    owed = new_invoice(qb).save(qb=qb)
    line = PaymentLine()
    line.Amount = 100
    line.LinkedTxn.append(owed.to_linked_txn())
    payment = Payment()
    payment.CustomerRef = owed.CustomerRef
    payment.TotalAmt = 100
    payment.Line.append(line)

    saved = payment.save(qb=qb)
    assert Invoice.get(owed.Id, qb=qb).Balance == 0

    saved.void(qb=qb)
    assert Invoice.get(owed.Id, qb=qb).Balance == 100


def test_it_creates_a_credit_memo(qb):
    memo = CreditMemo()
    memo.CustomerRef = Customer.get(CUSTOMER, qb=qb).to_ref()
    memo.Line.append(linehaul(qb, 30))

    assert memo.save(qb=qb).RemainingCredit == 30


def test_it_pays_a_bill(qb):
    owed = new_bill(qb).save(qb=qb)
    line = BillPaymentLine()
    line.Amount = 80
    line.LinkedTxn.append(owed.to_linked_txn())
    payment = BillPayment()
    payment.VendorRef = owed.VendorRef
    payment.PayType = "Check"
    payment.TotalAmt = 80
    payment.CheckPayment = CheckPayment()
    payment.CheckPayment.BankAccountRef = Ref()
    payment.CheckPayment.BankAccountRef.value = CHECKING
    payment.Line.append(line)

    saved = payment.save(qb=qb)
    assert Bill.get(owed.Id, qb=qb).Balance == 0

    saved.void(qb=qb)
    assert Bill.get(owed.Id, qb=qb).Balance == 80


def test_it_creates_a_vendor_credit(qb):
    credit = VendorCredit()
    credit.VendorRef = Vendor.get(VENDOR, qb=qb).to_ref()
    credit.Line.append(carrier_cost(25))

    assert credit.save(qb=qb).TotalAmt == 25


def test_it_works_in_batches(qb):
    created = batch_create([new_invoice(qb, 10 + n) for n in range(31)], qb=qb)
    assert (len(created.successes), created.faults) == (31, [])

    for invoice in created.successes:
        invoice.PrivateNote = "POD on file"
    updated = batch_update(created.successes, qb=qb)
    assert {each.PrivateNote for each in updated.successes} == {"POD on file"}

    batch_delete(updated.successes[:30], qb=qb)
    assert Invoice.count(qb=qb) == 1


def test_it_hears_of_each_fault_in_a_batch(qb):
    vendors = []
    for name in ("Twice", "Twice", "Once"):
        vendor = Vendor()
        vendor.DisplayName = name
        vendors.append(vendor)

    answer = batch_create(vendors, qb=qb)

    assert len(answer.successes) == 2
    assert answer.faults[0].Error[0].code == "6240"


def test_it_attaches_a_file(qb):
    owed = new_invoice(qb).save(qb=qb)
    attachment = Attachable()
    reference = AttachableRef()
    reference.EntityRef = owed.to_ref()
    attachment.AttachableRef.append(reference)
    attachment.FileName = "POD.txt"
    attachment.ContentType = "text/plain"
    attachment._FileBytes = b"Received in good order, 22 pallets\n"

    saved = attachment.save(qb=qb)

    found = Attachable.get(saved.Id, qb=qb)
    assert found.Size == len(attachment._FileBytes)
    assert found.AttachableRef[0].EntityRef.value == owed.Id


def test_it_reads_the_company_and_its_preferences(qb, simulator):
    assert CompanyInfo.all(qb=qb)[0].CompanyName == "Lone Star Freight LLC"

    simulator.change_company(closing_date="2026-06-30")
    prefs = Preferences.get(qb=qb)
    assert prefs.AccountingInfoPrefs.BookCloseDate == "2026-06-30"


def test_it_pages_through_a_list(qb):
    names = [
        each.DisplayName
        for start in (1, 3)
        for each in Vendor.all(start_position=start, max_results=2, qb=qb)
    ]

    assert len(set(names)) == 3


def test_it_hears_that_an_object_is_stale(qb):
    saved = new_invoice(qb).save(qb=qb)
    saved.PrivateNote = "first"
    saved.save(qb=qb)

    saved.PrivateNote = "second"
    with pytest.raises(QuickbooksException) as refused:
        saved.save(qb=qb)

    assert refused.value.error_code == 5010


def test_it_hears_that_its_token_expired(qb, simulator):
    simulator.tokens.expire("access")

    with pytest.raises(AuthorizationException):
        Customer.all(qb=qb)


def test_it_hears_of_a_missing_name(qb):
    with pytest.raises(ValidationException) as refused:
        Customer().save(qb=qb)

    assert refused.value.error_code == 2020
