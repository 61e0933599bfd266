# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks Online's faults, and the network's, mean to a bookkeeper.

The tables only; ``problems`` reads them. Sources: Intuit's list of error codes, its
page "handling common errors", and recorded answers.
"""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from .meaning import BY_ITSELF as _BY_ITSELF
from .meaning import CHANGED_MEANWHILE, Meaning
from .meaning import OURS as _OURS
from .messages import _
from .next_action import NextAction

_SIGN_IN = _(
    "A QuickBooks manager must open the connection and choose Reconnect, signing in "
    "as an administrator of the same QuickBooks company. What is waiting goes on by "
    "itself after that."
)
_SUBSCRIPTION = _(
    "Renew the subscription in QuickBooks (Settings, Account and settings, Billing "
    "and subscription). What is waiting goes on by itself within an hour after that."
)
_PLAN = _(
    "Upgrade the plan in QuickBooks, give the connected user the right, or suppress "
    "these records so that they are not sent."
)

FAULTS: dict[str, Meaning] = {
    "100": Meaning(
        _("QuickBooks did not accept our sign-in."), _SIGN_IN, NextAction.RECONNECT
    ),
    "110": Meaning(
        _("QuickBooks did not accept our sign-in."), _SIGN_IN, NextAction.RECONNECT
    ),
    "120": Meaning(
        _("The user who connected QuickBooks no longer has access to the company."),
        _SIGN_IN,
        NextAction.RECONNECT,
    ),
    "130": Meaning(
        _("QuickBooks is moving this company to another server."),
        _BY_ITSELF,
        NextAction.RETRY,
    ),
    "140": Meaning(
        _("QuickBooks has locked the connected user out for a while."),
        _BY_ITSELF,
        NextAction.RETRY,
    ),
    "150": Meaning(
        _("QuickBooks is down for maintenance."), _BY_ITSELF, NextAction.RETRY
    ),
    "500": Meaning(
        _("QuickBooks does not know this operation: %(words)s"),
        _OURS,
        NextAction.REPORT,
    ),
    "600": Meaning(
        _("QuickBooks has already received this very request."),
        _("Look in QuickBooks whether the record is there before sending it again."),
        NextAction.DECIDE,
    ),
    "610": Meaning(
        _(
            "Something this record refers to was deleted or made inactive in "
            "QuickBooks."
        ),
        _(
            "Make it active again in QuickBooks, or choose another one in the "
            "QuickBooks mapping, then retry. QuickBooks says: %(words)s"
        ),
        NextAction.FIX_MAPPING,
    ),
    "620": Meaning(
        _("QuickBooks cannot link these transactions: they are not the same party's."),
        _("Check that both belong to the same customer or vendor in QuickBooks."),
        NextAction.FIX_RECORD,
    ),
    "630": Meaning(
        _("QuickBooks already has this object."),
        _("Look in QuickBooks whether the record is there before sending it again."),
        NextAction.DECIDE,
    ),
    "2010": Meaning(
        _("QuickBooks does not know a field we sent: %(words)s"),
        _OURS,
        NextAction.REPORT,
    ),
    "2020": Meaning(
        _("QuickBooks misses something on this record: %(words)s"),
        _("Fill in what is missing, then retry."),
        NextAction.FIX_RECORD,
    ),
    "2030": Meaning(
        _("QuickBooks cannot use an id we sent: %(words)s"), _OURS, NextAction.REPORT
    ),
    "2040": Meaning(
        _("A text has a character QuickBooks does not allow: %(words)s"),
        _("Take colons, tabs and line breaks out of the name, then retry."),
        NextAction.FIX_RECORD,
    ),
    "2050": Meaning(
        _("A text is too long or too short for QuickBooks: %(words)s"),
        _("Change the length of the text, then retry."),
        NextAction.FIX_RECORD,
    ),
    "2170": Meaning(
        _("QuickBooks does not know a choice we sent: %(words)s"),
        _OURS,
        NextAction.REPORT,
    ),
    "2210": Meaning(
        _("QuickBooks does not accept the e-mail address: %(words)s"),
        _("Correct the e-mail address of the partner, then retry."),
        NextAction.FIX_RECORD,
    ),
    "2500": Meaning(
        _("This record refers to something QuickBooks no longer has: %(words)s"),
        _(
            "Update the lists from QuickBooks, map the account, item, class or name "
            "anew, then retry."
        ),
        NextAction.FIX_MAPPING,
    ),
    "3001": Meaning(
        _("QuickBooks asked us to slow down."), _BY_ITSELF, NextAction.WAIT
    ),
    "3100": Meaning(
        _("QuickBooks no longer lets us into this company."),
        _SIGN_IN,
        NextAction.RECONNECT,
    ),
    "3200": Meaning(
        _("Our access to QuickBooks has run out."),
        _("Nothing to do: it is renewed by itself."),
        NextAction.REFRESH_TOKEN,
    ),
    "4000": Meaning(
        _("QuickBooks could not read our question: %(words)s"),
        _OURS,
        NextAction.REPORT,
    ),
    "4001": Meaning(
        _("QuickBooks could not read our question: %(words)s"),
        _OURS,
        NextAction.REPORT,
    ),
    "5010": CHANGED_MEANWHILE,
    "5020": Meaning(
        _("The QuickBooks plan or the connected user does not allow this: %(words)s"),
        _PLAN,
        NextAction.DECIDE,
    ),
    "5030": Meaning(
        _("The QuickBooks plan does not have this feature: %(words)s"),
        _PLAN,
        NextAction.DECIDE,
    ),
    "6000": Meaning(
        _("QuickBooks refused this record: %(words)s"),
        _("Correct what QuickBooks names, then retry."),
        NextAction.FIX_RECORD,
    ),
    "6030": Meaning(
        _("The attachment is larger than the 100 MB QuickBooks takes."),
        _("Attach a smaller file, then retry."),
        NextAction.FIX_RECORD,
    ),
    "6070": Meaning(
        _("On a line, the amount is not quantity times unit price."),
        _OURS,
        NextAction.REPORT,
    ),
    "6100": Meaning(
        _("QuickBooks does not accept the sales tax code of a line."),
        _OURS,
        NextAction.REPORT,
    ),
    "6140": Meaning(
        _("QuickBooks already has a transaction with this number."),
        _(
            "Look at it in QuickBooks. Give one of the two another number, then retry. "
            "QuickBooks says: %(words)s"
        ),
        NextAction.DECIDE,
    ),
    "6190": Meaning(
        _("The QuickBooks subscription of this company has ended: %(words)s"),
        _SUBSCRIPTION,
        NextAction.DECIDE,
    ),
    "6210": Meaning(
        _("The books are closed for the date of this record."),
        _(
            "Ask the accountant: either move the closing date in QuickBooks (Settings, "
            "Account and settings, Advanced) or change the date here, then retry."
        ),
        NextAction.DECIDE,
    ),
    "6240": Meaning(
        _("The name is already taken in QuickBooks by a customer, vendor or employee."),
        _(
            "Match the partner with the one in QuickBooks if they are the same, or "
            "change one of the two names, then retry. Inactive names count too."
        ),
        NextAction.FIX_RECORD,
    ),
    "6270": Meaning(
        _("The date is before the inventory start date of an item in QuickBooks."),
        _("Change the date, or the start date of the item in QuickBooks, then retry."),
        NextAction.FIX_RECORD,
    ),
    "6540": Meaning(
        _("QuickBooks does not let this transaction change: it is in a deposit."),
        _(
            "Decide with the accountant; to change it here, delete the bank deposit in "
            "QuickBooks first."
        ),
        NextAction.DECIDE,
    ),
    "6560": Meaning(
        _("The transaction reached QuickBooks without its customer."),
        _OURS,
        NextAction.REPORT,
    ),
    "7001": Meaning(
        _("The QuickBooks subscription of this company has lapsed: %(words)s"),
        _SUBSCRIPTION,
        NextAction.DECIDE,
    ),
    "10000": Meaning(
        _("QuickBooks had a fault of its own."), _BY_ITSELF, NextAction.RETRY
    ),
}

# Problems that are about the whole company and no document: the subscription lapsed.
COMPANY_FAULTS = frozenset({"qbo.6190", "qbo.7001"})

# What the profile or the lists would have foretold, had they been up to date: plan,
# switches, currencies, custom fields, closed books, something inactive; of both kinds
# of QuickBooks.
STALE_FAULTS = frozenset(
    f"qbo.{code}" for code in (610, 2020, 2500, 5020, 5030, 6000, 6100, 6210)
) | frozenset(f"qbd.{code}" for code in (3120, 3130, 3140, 3171, 3250))
# QuickBooks says that it has had the request or has the object already, and not which
# one, or that it broke down over it: the outcome is looked up before anything else
# happens.
MAY_BE_THERE = frozenset({"qbo.600", "qbo.630", "qbd.1000"})

NO_WORDS = Meaning(
    _("QuickBooks refused this and gave no reason."), _OURS, NextAction.REPORT
)

# Code 6000 is a catch-all, so that here the text has to tell. Outside the United
# States a line without tax code is refused with these words.
MISSING_TAX_RATE = "GST/HST rate"
TAX_RATE = Meaning(
    _("QuickBooks wants a tax code on every line: %(words)s"),
    _("Map the taxes used on this record to QuickBooks tax codes, then retry."),
    NextAction.FIX_MAPPING,
)

NETWORK: dict[str, Meaning] = {
    "timeout": Meaning(
        _("QuickBooks did not answer in time."), _BY_ITSELF, NextAction.RETRY
    ),
    "connection": Meaning(
        _("The connection to QuickBooks was lost."), _BY_ITSELF, NextAction.RETRY
    ),
    "unreachable": Meaning(
        _("QuickBooks could not be reached."),
        _(
            "It is tried again by itself. If it lasts, check this server's internet "
            "connection."
        ),
        NextAction.RETRY,
    ),
    "certificate": Meaning(
        _("The server that answered could not prove that it is QuickBooks."),
        _(
            "Nothing was sent. Check this server's clock, its certificates and any "
            "proxy between it and the internet; it is tried again by itself."
        ),
        NextAction.RETRY,
    ),
    "server": Meaning(
        _("QuickBooks is not available at the moment."), _BY_ITSELF, NextAction.RETRY
    ),
    "unreadable": Meaning(
        _("QuickBooks gave an answer that could not be read."),
        _BY_ITSELF,
        NextAction.RETRY,
    ),
    "no_answer": Meaning(
        _("QuickBooks answered the batch but not this record."),
        _BY_ITSELF,
        NextAction.RETRY,
    ),
}
