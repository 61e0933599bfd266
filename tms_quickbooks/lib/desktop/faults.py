# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What QuickBooks Desktop's codes mean to a bookkeeper.

The tables only; ``errors`` reads them. Three kinds: the status of one request
(``qbd.3100``), the status of a whole message set (``qbd.9001``), and the HRESULT of a
set that QuickBooks could not take at all, or of a company file that would not open
(``hr.80040400``). Sources: Intuit's table of status codes, its samples for error
recovery and for the Web Connector, and recorded answers.
"""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from __future__ import annotations

from ..meaning import BY_ITSELF, CHANGED_MEANWHILE, OURS, Meaning
from ..messages import _
from ..next_action import NextAction

_CHECK_THERE = _("Correct what QuickBooks names, then retry.")
_LISTS = _(
    "Update the lists from QuickBooks, map the account, item, class or name anew, then "
    "retry."
)
_FEATURE = _(
    "Turn the feature on in QuickBooks (Edit, Preferences), or suppress these records "
    "so that they are not sent."
)
_PERMISSION = _(
    "In QuickBooks, sign in as Admin: Edit, Preferences, Integrated Applications, "
    "Company Preferences. Open the properties of this application and allow access, "
    "then retry."
)
_NEXT_RUN = _(
    "Nothing to do: it is tried again at the next run of the Web Connector. If it "
    "lasts, close the windows that are open in QuickBooks."
)

CLOSED_BOOKS = Meaning(
    _("The books are closed for the date of this record: %(words)s"),
    _(
        "Ask the accountant: either move the closing date in QuickBooks (Edit, "
        "Preferences, Accounting, Company Preferences) or change the date here, "
        "then retry."
    ),
    NextAction.DECIDE,
)

STATUSES: dict[str, Meaning] = {
    "1000": Meaning(
        _("QuickBooks had a fault of its own: %(words)s"),
        _(
            "Verify the company file in QuickBooks (File, Utilities, Verify Data), "
            "then retry. Whether it was made all the same has been looked up."
        ),
        NextAction.DECIDE,
    ),
    "1010": Meaning(
        _("QuickBooks could not do this at the moment: %(words)s"),
        BY_ITSELF,
        NextAction.RETRY,
    ),
    "1030": Meaning(
        _("QuickBooks does not know this operation: %(words)s"),
        OURS,
        NextAction.REPORT,
    ),
    "1060": Meaning(
        _("QuickBooks cannot use an id we sent: %(words)s"), OURS, NextAction.REPORT
    ),
    "3000": Meaning(
        _("QuickBooks cannot use an id we sent: %(words)s"), OURS, NextAction.REPORT
    ),
    "3020": Meaning(
        _("QuickBooks does not accept a date: %(words)s"),
        _("Correct the date, then retry. QuickBooks knows the years 1970 to 2037."),
        NextAction.FIX_RECORD,
    ),
    "3031": Meaning(
        _("QuickBooks does not accept a number or a date: %(words)s"),
        _CHECK_THERE,
        NextAction.FIX_RECORD,
    ),
    "3040": Meaning(
        _("QuickBooks does not accept an amount: %(words)s"),
        OURS,
        NextAction.REPORT,
    ),
    "3070": Meaning(
        _("A text is too long for QuickBooks: %(words)s"),
        _("Shorten the text, then retry."),
        NextAction.FIX_RECORD,
    ),
    "3090": Meaning(
        _("QuickBooks does not accept a text: %(words)s"),
        _CHECK_THERE,
        NextAction.FIX_RECORD,
    ),
    "3100": Meaning(
        _("The name is already taken in QuickBooks: %(words)s"),
        _(
            "Customers, vendors, employees and other names share their names, inactive "
            "ones too. Match the partner with the one in QuickBooks if they are the "
            "same, or change one of the two names, then retry."
        ),
        NextAction.FIX_RECORD,
    ),
    "3110": Meaning(
        _("QuickBooks does not know a choice we sent: %(words)s"),
        OURS,
        NextAction.REPORT,
    ),
    "3120": Meaning(
        _("QuickBooks no longer has something this record refers to: %(words)s"),
        _LISTS,
        NextAction.FIX_MAPPING,
    ),
    "3130": Meaning(
        _("QuickBooks does not have the parent this record names: %(words)s"),
        _LISTS,
        NextAction.FIX_MAPPING,
    ),
    "3140": Meaning(
        _("QuickBooks no longer has something this record refers to: %(words)s"),
        _LISTS,
        NextAction.FIX_MAPPING,
    ),
    "3150": Meaning(
        _("QuickBooks misses something on this record: %(words)s"),
        _("Fill in what is missing, then retry."),
        NextAction.FIX_RECORD,
    ),
    "3160": Meaning(
        _("QuickBooks does not let go of this: %(words)s"),
        _("In QuickBooks, take off what depends on it; then retry."),
        NextAction.DECIDE,
    ),
    "3170": Meaning(
        _("QuickBooks did not accept the change: %(words)s"),
        _CHECK_THERE,
        NextAction.FIX_RECORD,
    ),
    "3171": CLOSED_BOOKS,
    "3175": Meaning(
        _("QuickBooks could not take hold of something: %(words)s"),
        _CHECK_THERE,
        NextAction.FIX_RECORD,
    ),
    "3176": Meaning(
        _("QuickBooks could not take hold of something: %(words)s"),
        _CHECK_THERE,
        NextAction.FIX_RECORD,
    ),
    "3180": Meaning(
        _("QuickBooks could not save this: %(words)s"),
        _CHECK_THERE,
        NextAction.FIX_RECORD,
    ),
    "3190": Meaning(
        _("QuickBooks does not let a field be emptied: %(words)s"),
        _("Empty it in QuickBooks, or fill it in here; then retry."),
        NextAction.DECIDE,
    ),
    "3200": CHANGED_MEANWHILE,
    "3210": Meaning(
        _("QuickBooks refused this record: %(words)s"),
        _CHECK_THERE,
        NextAction.FIX_RECORD,
    ),
    "3231": Meaning(
        _("QuickBooks has left this out because of another one before it."),
        BY_ITSELF,
        NextAction.RETRY,
    ),
    "3240": Meaning(
        _("QuickBooks cannot change this record as it is there: %(words)s"),
        _CHECK_THERE,
        NextAction.DECIDE,
    ),
    "3250": Meaning(
        _("This QuickBooks does not have the feature, or it is off: %(words)s"),
        _FEATURE,
        NextAction.DECIDE,
    ),
    "3260": Meaning(
        _("The QuickBooks user may not do this: %(words)s"),
        _PERMISSION,
        NextAction.DECIDE,
    ),
    "3261": Meaning(
        _("This application may not do this in QuickBooks: %(words)s"),
        _PERMISSION,
        NextAction.DECIDE,
    ),
    "3270": Meaning(
        _("QuickBooks misses something on this record: %(words)s"),
        _("Fill in what is missing, then retry."),
        NextAction.FIX_RECORD,
    ),
    "3290": Meaning(
        _("QuickBooks does not accept the order of the lines: %(words)s"),
        OURS,
        NextAction.REPORT,
    ),
    "3391": Meaning(
        _("QuickBooks has forgotten how far a list was read."),
        _("Nothing to do: the list is read again from its start."),
        NextAction.RETRY,
    ),
}
LOCKED = Meaning(
    _("Somebody was at work on this in QuickBooks: %(words)s"),
    _NEXT_RUN,
    NextAction.RETRY,
)
# Format errors are ours (Intuit: 3000 to 3099).
FORMAT = Meaning(
    _("QuickBooks does not accept what we sent: %(words)s"), OURS, NextAction.REPORT
)

MESSAGE_SETS: dict[str, Meaning] = {
    "600": Meaning(
        _("QuickBooks knows nothing of an earlier message set."),
        _("Nothing to do: it is looked up what is there."),
        NextAction.RETRY,
    ),
    "9001": Meaning(
        _("QuickBooks knows these requests with another content."),
        OURS,
        NextAction.REPORT,
    ),
    "9002": Meaning(
        _("QuickBooks has no answer stored for these requests."),
        _("Nothing to do: it is looked up what is there."),
        NextAction.RETRY,
    ),
    "9003": Meaning(
        _("QuickBooks does not accept these requests."), OURS, NextAction.REPORT
    ),
    "9004": Meaning(
        _("QuickBooks does not accept the id of these requests."),
        OURS,
        NextAction.REPORT,
    ),
    "9005": Meaning(
        _("QuickBooks could not note what it has done."),
        _(
            "Check that the disk with the company file is not full and that the file "
            "can be written. It is looked up what is there."
        ),
        NextAction.RETRY,
    ),
}

_OPEN_AGAIN = _(
    "Nothing to do: it is tried again at the next run of the Web Connector. If it "
    "lasts, restart QuickBooks and the Web Connector."
)
_GRANT = _(
    "Open the company file in QuickBooks as Admin, in single-user mode, and run the "
    "Web Connector once. When QuickBooks asks, allow access also while it is closed."
)

HRESULTS: dict[str, Meaning] = {
    "80040400": Meaning(
        _("QuickBooks could not read what we sent: %(words)s"), OURS, NextAction.REPORT
    ),
    "80040401": Meaning(
        _("The Web Connector could not reach QuickBooks."),
        _OPEN_AGAIN,
        NextAction.RETRY,
    ),
    "80040402": Meaning(
        _("QuickBooks had a fault of its own: %(words)s"), _OPEN_AGAIN, NextAction.RETRY
    ),
    "80040403": Meaning(
        _("QuickBooks could not open the company file."),
        _(
            "Check that the company file is where the connection says and that it "
            "opens in QuickBooks."
        ),
        NextAction.DECIDE,
    ),
    "80040408": Meaning(
        _("QuickBooks could not be started."), _OPEN_AGAIN, NextAction.RETRY
    ),
    "8004040A": Meaning(
        _("Another company file is open in QuickBooks."),
        _(
            "Open this connection's company file in QuickBooks, or close QuickBooks; "
            "it goes on at the next run of the Web Connector."
        ),
        NextAction.RETRY,
    ),
    "8004040D": Meaning(
        _("QuickBooks has ended the session of the Web Connector."),
        _OPEN_AGAIN,
        NextAction.RETRY,
    ),
    "80040410": Meaning(
        _("The company file is open in another mode (single-user or multi-user)."),
        _(
            "Switch the mode in QuickBooks (File menu), or close QuickBooks; it goes "
            "on at the next run of the Web Connector."
        ),
        NextAction.RETRY,
    ),
    "80040414": Meaning(
        _("A window in QuickBooks waits for an answer."),
        _(
            "Close the window in QuickBooks; it goes on at the next run of the Web "
            "Connector."
        ),
        NextAction.RETRY,
    ),
    "80040416": Meaning(
        _("QuickBooks is closed, and the connection names no company file."),
        _(
            "Open the company file in QuickBooks, or enter its location on the "
            "connection."
        ),
        NextAction.DECIDE,
    ),
    "80040418": Meaning(
        _("QuickBooks does not know this application yet."), _GRANT, NextAction.DECIDE
    ),
    "8004041A": Meaning(
        _("This application may not open the company file."), _GRANT, NextAction.DECIDE
    ),
    "80040420": Meaning(
        _("Somebody has denied this application access in QuickBooks."),
        _GRANT,
        NextAction.DECIDE,
    ),
    "80040422": Meaning(
        _("QuickBooks wants single-user mode for this."),
        _(
            "Switch to single-user mode in QuickBooks (File menu); it goes on at the "
            "next run of the Web Connector."
        ),
        NextAction.RETRY,
    ),
    "80040424": Meaning(
        _("QuickBooks was not ready yet."), _OPEN_AGAIN, NextAction.RETRY
    ),
}
UNKNOWN_HRESULT = Meaning(
    _("The Web Connector could not work with QuickBooks: %(words)s"),
    _OPEN_AGAIN,
    NextAction.RETRY,
)
