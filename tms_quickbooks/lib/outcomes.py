# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Problems that show only after QuickBooks has answered, or while preparing to ask."""

# Sentences are marked here and translated by the models: see messages.
# pylint: disable=prefer-env-translation
from decimal import Decimal

from . import amounts
from .messages import Message, _
from .problems import NextAction, Place, Problem


def total_differs(theirs: Decimal, ours: Decimal, place: Place) -> Problem:
    """QuickBooks computes totals itself, and this one did not come out as ours."""
    return Problem(
        code="settle.total",
        text=_(
            "QuickBooks made the total %(theirs)s, Odoo has %(ours)s.",
            theirs=str(theirs),
            ours=str(ours),
        ),
        hint=_(
            "Open the document in QuickBooks and compare the lines and the tax. Then "
            "correct it there or here and send it again."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def applied_differs(theirs: Decimal, ours: Decimal, name: str, place: Place) -> Problem:
    """QuickBooks has applied another amount of a payment than it should."""
    return Problem(
        code="settle.applied",
        text=_(
            "QuickBooks has applied %(theirs)s of it to %(name)s, Odoo %(ours)s.",
            theirs=str(amounts.cents(theirs)),
            ours=str(amounts.cents(ours)),
            name=name,
        ),
        hint=_(
            "Look at it in QuickBooks: it may be paid already by a payment that was "
            "entered there, or a bank transaction. Correct it there or here, then "
            "send this again."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def name_held(name: str, owner: str, place: Place) -> Problem:
    """The customer or vendor of this name is bound to another contact."""
    return Problem(
        code="match.held",
        text=_(
            "QuickBooks has “%(name)s” already, and it belongs to another contact "
            "here: %(owner)s.",
            name=name,
            owner=owner,
        ),
        hint=_(
            "Two contacts cannot share one QuickBooks customer or vendor. Merge the "
            "two contacts, choose another one in QuickBooks, or give one of them "
            "another name; then retry."
        ),
        action=NextAction.FIX_RECORD,
        place=place,
    )


def name_in_use(name: str, place: Place) -> Problem:
    """The name is refused, and nothing that can be looked up holds it."""
    return Problem(
        code="match.in_use",
        text=_("QuickBooks says that the name “%(name)s” is in use.", name=name),
        hint=_(
            "Look for the name among customers, vendors and employees in QuickBooks, "
            "inactive ones too. Rename one of the two, then retry."
        ),
        action=NextAction.FIX_RECORD,
        place=place,
    )


def sub_customer(full_name: str, place: Place) -> Problem:
    """The customer of this name stands under another one."""
    return Problem(
        code="match.sub_customer",
        text=_(
            "The name is taken in QuickBooks by a sub-customer: %(full_name)s.",
            full_name=full_name,
        ),
        hint=_(
            "If it is meant, choose it on the matching page. Otherwise rename one of "
            "the two, then retry."
        ),
        action=NextAction.FIX_RECORD,
        place=place,
    )


def made_twice(name: str, linked: str, place: Place) -> Problem:
    """The contact was linked while it was on its way to be created."""
    return Problem(
        code="match.twice",
        text=_(
            "QuickBooks has made “%(name)s” for a contact that was linked to "
            "“%(linked)s” in the meantime.",
            name=name,
            linked=linked,
        ),
        hint=_(
            "Make “%(name)s” inactive in QuickBooks or merge the two there, then "
            "retry.",
            name=name,
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def item_name_in_use(name: str, place: Place) -> Problem:
    """The name of a new item is refused, and no item of exactly this name is found."""
    return Problem(
        code="item.in_use",
        text=_("QuickBooks says that the name “%(name)s” is in use.", name=name),
        hint=_(
            "Update from QuickBooks and choose the product or service that has the "
            "name, or give the new one another name, then retry."
        ),
        action=NextAction.FIX_RECORD,
        place=place,
    )


def inactive(name: str, place: Place) -> Problem:
    """The customer or vendor of this name was made inactive."""
    return Problem(
        code="match.inactive",
        text=_("“%(name)s” is inactive in QuickBooks.", name=name),
        hint=_("Make it active again in QuickBooks, then retry."),
        action=NextAction.DECIDE,
        place=place,
    )


def gone(place: Place) -> Problem:
    """What was to be changed does not exist in QuickBooks any more."""
    return Problem(
        code="qbo.gone",
        text=_("This was deleted in QuickBooks."),
        hint=_(
            "If it should be in the books, send it again: it will be made anew. "
            "Otherwise suppress it."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def merged_away(name: str, survivor: str, owner: str, place: Place) -> Problem:
    """A customer or vendor was merged in QuickBooks into that of another contact.

    ``place`` is the contact that was left without.
    """
    return Problem(
        code="match.merged",
        text=_(
            "In QuickBooks “%(name)s” was merged into “%(survivor)s”, which belongs to "
            "another contact here: %(owner)s.",
            name=name,
            survivor=survivor,
            owner=owner,
        ),
        hint=_(
            "Merge the two contacts here as well. Or, if they are two, retry: this one "
            "is made anew in QuickBooks."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def party_suppressed(place: Place) -> Problem:
    """The customer or vendor a document needs is kept out of QuickBooks by a user.

    ``place`` is that contact.
    """
    return Problem(
        code="party.suppressed",
        text=_("%(name)s is suppressed and not in QuickBooks.", name=place.name),
        hint=_(
            "Release the contact so that QuickBooks gets it, then retry; or suppress "
            "this document, too."
        ),
        action=NextAction.FIX_RECORD,
        place=place,
    )


_FIRST_KEPT_HERE = {
    "suppressed": (
        _("%(name)s, which is paid by this, is suppressed and not in QuickBooks."),
        _(
            "Release it so that QuickBooks gets it, then retry. If it is in the books "
            "already, enter the payment in QuickBooks and suppress it here."
        ),
    ),
    "draft": (
        _("%(name)s, which is paid by this, is not posted."),
        _("Post it, then retry."),
    ),
    "elsewhere": (
        _("%(name)s, which is paid by this, goes to other books in QuickBooks."),
        _(
            "Register the payment in the company of the invoice. Or enter it in "
            "QuickBooks by hand and suppress it here."
        ),
    ),
    "rule.off": (
        _("%(name)s, which is paid by this, is of a kind that is not sent."),
        _(
            "Have such documents sent (QuickBooks > Connections, page Settings), then "
            "retry. Or enter the payment in QuickBooks and suppress it here."
        ),
    ),
    "rule.cutoff": (
        _("%(name)s, which is paid by this, is dated before the cut-off date."),
        _(
            "If it is in the books already, enter the payment in QuickBooks and "
            "suppress it here. Otherwise correct the date, or the cut-off date of the "
            "connection, then retry."
        ),
    ),
}


def first_kept_here(reason: str, place: Place) -> Problem:
    """What a payment settles does not go to QuickBooks, so the payment cannot.

    ``place`` is that document. ``reason``: "draft", "suppressed", "elsewhere", or the
    code of the users' own rule that keeps it.
    """
    text, hint = _FIRST_KEPT_HERE[reason]
    return Problem(
        code=f"payment.{reason}",
        text=text.fill(name=place.name),
        hint=hint,
        action=NextAction.FIX_RECORD,
        place=place,
    )


def not_preparable(error: str, place: Place) -> Problem:
    """Our own fault: the document could not be built from the record."""
    return Problem(
        code="document.error",
        text=_(
            "The document could not be prepared for QuickBooks (%(error)s).",
            error=error,
        ),
        hint=_(
            "This is a fault of the program. Please report it with the name of the "
            "document; the server log has the details."
        ),
        action=NextAction.REPORT,
        place=place,
    )


def refused_here(words: str, place: Place) -> Problem:
    """An app of Odoo's, or a rule there, is against it."""
    return Problem(
        code="document.refused",
        text=_("Odoo refuses it: %(words)s", words=words),
        hint=_("Mend what it says, then retry."),
        action=NextAction.FIX_RECORD,
        place=place,
    )


def not_noted(type: str, qb_id: str, words: str, place: Place) -> Problem:
    """Odoo could not take in what QuickBooks has answered."""
    return Problem(
        code="settle.error",
        text=_(
            "QuickBooks has it as %(type)s %(id)s, but Odoo could not note that: "
            "%(words)s",
            type=type,
            id=qb_id,
            words=words,
        ),
        hint=_(
            "An app or a rule in Odoo is against it. Mend what it says, then retry: it "
            "is brought up to date in QuickBooks and not made again."
        ),
        action=NextAction.DECIDE,
        place=place,
    )


def copied_database() -> Problem:
    """The sign-in was made in another database, of which this one is a copy."""
    return Problem(
        code="connection.copy",
        text=_(
            "This database is a copy, so nothing goes to QuickBooks from here. The "
            "database it was copied from goes on."
        ),
        hint=_(
            "In a copy for tests, a QuickBooks manager opens the connection and "
            "chooses Leave QuickBooks. If this database has replaced the other one for "
            "good, the manager chooses Take Over."
        ),
        action=NextAction.DECIDE,
    )


def unexpected() -> tuple[Message, Message]:
    """What happened and what to do when the worker itself failed."""
    return (
        _("Sending stopped on a fault of the program."),
        _(
            "It is tried again by itself. If it happens again, please report it: the "
            "server log has the details."
        ),
    )


def broken_session() -> Problem:
    """What we do in a session of the Web Connector has failed."""
    return Problem(
        code="session.broken",
        text=_("Odoo stopped the session on a fault of the program."),
        hint=_(
            "What waits is sent in the next session, nothing twice. If it happens "
            "again, please report it: the server log has the details."
        ),
        action=NextAction.REPORT,
    )


def too_large(megabytes: int) -> Problem:
    """What QuickBooks said is longer than anything it is asked for."""
    return Problem(
        code="session.too_large",
        text=_(
            "QuickBooks sent an answer of more than %(limit)s megabytes, which Odoo "
            "does not take.",
            limit=str(megabytes),
        ),
        hint=_("Please report it; no question of Odoo's has so long an answer."),
        action=NextAction.REPORT,
    )
