# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What tells one customer or carrier from another: name, e-mail, phone, address.

Each is brought into a form in which equal means "the same to a reader".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from . import names
from .similarity import normalise

# Say how a company is organised, not which one it is.
_LEGAL_FORMS = frozenset(
    normalise(word)
    for word in (
        "inc incorporated llc llp lp ltd limited corp corporation co company plc pllc"
        " pc gmbh ag sa sarl bv pty ulc the and dba fka"
    ).split()
)
# As freight people shorten their names.
_ABBREVIATIONS = {
    normalise(short): normalise(long)
    for short, long in (
        pair.split("=")
        for pair in (
            "trkg=trucking truckin=trucking trk=truck trks=trucks transp=transport"
            " transportation=transport transpt=transport trpt=transport tpt=transport"
            " trans=transport trnsprt=transport frt=freight frght=freight"
            " logist=logistics lgstcs=logistics log=logistics svc=service svcs=services"
            " serv=service xpress=express exp=express intl=international"
            " natl=national mfg=manufacturing dist=distribution distr=distribution"
            " bros=brothers grp=group ent=enterprises entp=enterprises whse=warehouse"
            " carr=carriers haulers=hauling hauler=hauling ctr=center centre=center"
            " mgmt=management bldg=building equip=equipment ind=industries"
            " inds=industries prod=products prods=products"
        ).split()
    )
}
# Half the trade has these in its name: alone they say little.
_COMMON = frozenset(
    normalise(word)
    for word in (
        "transport trucking truck trucks truckline trucklines logistics freight carrier"
        " carriers express line lines service services group hauling delivery shipping"
        " shippers international enterprises brokerage brokers solutions systems"
        " leasing usa america american transit cartage moving supply products foods"
        " industries manufacturing distribution warehouse center management of"
    ).split()
)
# Where a company is at home, and so are many others: alone these say little, too.
PLACES = frozenset(
    normalise(word)
    for word in (
        "alabama alaska arizona arkansas california colorado connecticut delaware"
        " florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana"
        " maine maryland massachusetts michigan minnesota mississippi missouri montana"
        " nebraska nevada hampshire jersey mexico york carolina dakota ohio oklahoma"
        " oregon pennsylvania rhode island tennessee texas utah vermont virginia"
        " washington wisconsin wyoming canada alberta british columbia manitoba"
        " brunswick newfoundland labrador scotia ontario quebec saskatchewan"
        " north south east west northern southern eastern western northeast northwest"
        " southeast southwest midwest central mid upper lower new great big"
        " coast coastal gulf bay harbor lake river creek valley mountain rocky hill"
        " mesa plain prairie panhandle desert delta ridge canyon island border bayou"
        " piedmont appalachian cascade sierra ozark dixie heartland tri state lone star"
        " atlantic pacific city county country regional national"
        " albuquerque amarillo atlanta austin baltimore boise boston buffalo calgary"
        " charlotte chicago cincinnati cleveland columbus dallas denver detroit"
        " edmonton fresno hamilton houston indianapolis jacksonville joplin laredo"
        " louisville lubbock memphis miami milwaukee minneapolis mobile montreal"
        " nashville norfolk oakland omaha orlando paso philadelphia phoenix pittsburgh"
        " portland reno richmond sacramento salina savannah seattle spokane stockton"
        " tampa toledo toronto tucson tulsa vancouver wichita winnipeg"
    ).split()
)
_STREET_WORDS = {
    normalise(short): long
    for short, long in (
        pair.split("=")
        for pair in (
            "st=street str=street ave=avenue av=avenue rd=road blvd=boulevard"
            " hwy=highway dr=drive ln=lane ct=court pkwy=parkway pl=place sq=square"
            " ste=suite unit=suite apt=suite n=north s=south e=east w=west ne=northeast"
            " nw=northwest se=southeast sw=southwest fwy=freeway ter=terrace trl=trail"
            " cir=circle rte=route"
        ).split()
    )
}
# Everybody has their mailbox there.
_FREE_MAIL = frozenset(
    "gmail googlemail yahoo hotmail outlook live msn aol icloud me mac ymail rocketmail"
    " comcast att sbcglobal verizon bellsouth cox charter earthlink protonmail proton"
    " gmx mail zoho yandex frontier windstream roadrunner rr shaw rogers sympatico"
    " telus videotron bell".split()
)
_NAME_JOINERS = re.compile(r"\b[dfack]\s*/\s*[kb]\s*/\s*a\b", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s,;<>\"']+@[^\s,;<>\"']+\.[^\s,;<>\"']+")
_EXTENSION = re.compile(r"(?:\bext\b|\bextension\b|x|#)[\s.:]*\d+\s*$", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"\D+")
_PHONE_DIGITS = 10
_SHORTEST_PHONE = 7
_US_ZIP = re.compile(r"^(\d{5})(?:-?\d{4})?$")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Name:
    """One name of a contact, taken apart."""

    text: str

    @cached_property
    def folded(self) -> str:
        """Equal for QuickBooks: it lists no two names that differ in case only."""
        return same_in_quickbooks(self.text)

    @cached_property
    def plain(self) -> str:
        """Without case, accents and punctuation."""
        return normalise(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Abbreviations written out, legal forms left out; in order."""
        found = normalise(_NAME_JOINERS.sub(" dba ", self.text)).split()
        written = [_ABBREVIATIONS.get(word, word) for word in found]
        return tuple(word for word in written if word not in _LEGAL_FORMS) or tuple(
            written
        )

    @cached_property
    def core(self) -> str:
        return " ".join(self.words)

    @cached_property
    def squeezed(self) -> str:
        """Without blanks: "Trans Port" and "Transport"."""
        return "".join(self.words)

    @cached_property
    def sorted_core(self) -> str:
        """In the order of the alphabet: "Smith John" and "John Smith"."""
        return " ".join(sorted(self.words))

    @cached_property
    def distinctive(self) -> str:
        """What is left when the words of the trade are taken away; may be ""."""
        return " ".join(sorted(word for word in self.words if word not in _COMMON))

    @cached_property
    def distinctive_words(self) -> frozenset[str]:
        return frozenset(self.distinctive.split())

    @cached_property
    def numbers(self) -> frozenset[str]:
        """ "Store 101" and "Store 102" are two."""
        return frozenset(
            number.lstrip("0") or "0" for number in _NUMBER.findall(self.plain)
        )


def same_in_quickbooks(text: str) -> str:
    """Equal for two names of which QuickBooks lists only one (code 6240).

    Blanks at the ends and in a row are not kept, and case makes no difference.
    """
    return names.display_name(text).casefold()


def emails(text: str) -> frozenset[str]:
    """The addresses in a field that may hold several."""
    return frozenset(found.casefold() for found in _EMAIL.findall(text or ""))


def domains(addresses: frozenset[str]) -> frozenset[str]:
    """The domains of companies' own; not those where everybody has a mailbox."""
    found = (address.rpartition("@")[2] for address in addresses)
    return frozenset(
        domain for domain in found if domain.split(".", 1)[0] not in _FREE_MAIL
    )


def phone(text: str) -> str:
    """The digits that matter: without country prefix and extension; "" for none.

    Numbers are compared by their last ten digits, which is all of a number in North
    America.
    """
    digits = _NOT_DIGIT.sub("", _EXTENSION.sub("", text or "")).lstrip("0")
    return digits[-_PHONE_DIGITS:] if len(digits) >= _SHORTEST_PHONE else ""


def postal_code(text: str) -> str:
    """ZIP codes by their five digits, others without blanks."""
    code = re.sub(r"[\s-]+", "", text or "").upper()
    short = _US_ZIP.match(code)
    return short[1] if short else code


def street(text: str) -> tuple[str, str]:
    """House number (or number of the post box), and the street written out."""
    words = [_STREET_WORDS.get(word, word) for word in normalise(text or "").split()]
    number = next((word for word in words if word[0].isdigit()), "")
    return number, " ".join(words)
