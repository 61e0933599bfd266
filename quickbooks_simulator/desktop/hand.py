# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``python -m quickbooks_simulator books``: to work on a company file by hand."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import partial

from .cashier import Part
from .command import add_company_file
from .company_file import CompanyFile
from .statuses import Refusal

_MONEY = "MONEY"


class Unclear(Exception):
    """The command names something that is not there, or several things."""


_WRONG = (Refusal, Unclear, IndexError, ValueError, argparse.ArgumentTypeError)


def add_parser(commands) -> None:
    """Add the command to those of the simulator."""
    parser = commands.add_parser(
        "books",
        help="work on a company file of QuickBooks Desktop by hand",
        description="Does what a bookkeeper does at the screen, also while a Web "
        "Connector works on the same file. Customers, transactions and so on are "
        "named by id, number or full name. Prints the id of what was made.",
    )
    add_company_file(parser)
    deeds = parser.add_subparsers(required=True, metavar="DEED")
    _deed(deeds, "list", _list, "what is in the file", kinds="*KIND")
    for kind, party in (
        ("invoice", "CUSTOMER"),
        ("credit_memo", "CUSTOMER"),
        ("bill", "VENDOR"),
        ("vendor_credit", "VENDOR"),
    ):
        text = f"write it; a line is an item or account and an amount, Fuel={_MONEY}"
        work = partial(_write, kind)
        _with_fields(_deed(deeds, kind, work, text, party=party, lines="+LINE"))
    for kind in ("customer", "vendor"):
        work = partial(_enlist, kind)
        _with_fields(_deed(deeds, kind, work, f"make a {kind}", name="NAME"))
    text = f"enter a payment: of invoices, or of bills; 1001={_MONEY} is a part of one"
    pay = _with_payment(_deed(deeds, "pay", _pay, text, parts="+PART"))
    pay.add_argument("--account", help="bank or card that bills are paid from")
    text = "let a payment settle this, and nothing else"
    deed = _deed(deeds, "reapply", _reapply, text, payment="PAYMENT", parts="*PART")
    _with_payment(deed)
    text = "change fields, given with --set"
    _with_fields(_deed(deeds, "change", _change, text, object="OBJECT"))
    text = "change fields of a line, given with --set; 1 is the first"
    line = _deed(deeds, "change_line", _change_line, text, object="TRANSACTION")
    _with_fields(line).add_argument("number", type=int, metavar="LINE")
    for name, text in (
        ("void", "void transactions"),
        ("delete", "delete transactions or list objects"),
        ("deposit", "bring payments of customers to the bank"),
        ("take_out_of_deposit", "they are not in the bank after all"),
    ):
        _deed(deeds, name, partial(_each, name), text, objects="+OBJECT")
    text = "the first becomes the second"
    _deed(deeds, "merge", _merge, text, loser="LOSER", survivor="SURVIVOR")


def _deed(deeds, name, work, text, /, **arguments) -> argparse.ArgumentParser:
    """A deed with its arguments: + before one is once or more, * any number."""
    parser = deeds.add_parser(name.replace("_", "-"), help=text, description=text)
    for argument, label in arguments.items():
        often = {"nargs": label[0]} if label[0] in "+*" else {}
        parser.add_argument(argument, metavar=label.lstrip("+*"), **often)
    parser.set_defaults(command=partial(_run, work))
    return parser


def _with_fields(parser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=_pair,
        metavar="FIELD=VALUE",
        help="a field as qbXML calls it, such as RefNumber=1001 or TermsRef=Net 30",
    )
    return parser


def _with_payment(parser) -> argparse.ArgumentParser:
    parser.add_argument("--total", metavar=_MONEY, type=_money)
    parser.add_argument(
        "--discount", metavar=_MONEY, type=_money, help="on the first part"
    )
    parser.add_argument("--discount-account", metavar="ACCOUNT")
    parser.add_argument(
        "--credit",
        action="append",
        default=[],
        type=_priced,
        metavar=f"CREDIT={_MONEY}",
        help="used on the first part",
    )
    return _with_fields(parser)


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise argparse.ArgumentTypeError(f"{text} has no =.")
    return name, value


def _money(text: str) -> str:
    try:
        return f"{Decimal(text):.2f}"
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"{text} is no amount.") from None


def _priced(text: str) -> tuple[str, str]:
    name, value = _pair(text)
    return name, _money(value)


def _run(work: Callable, options: argparse.Namespace) -> int:
    with CompanyFile(options.state, options.company) as company:
        try:
            made = work(company, options)
        except _WRONG as error:
            print(error, file=sys.stderr)
            return 1
    if made:
        print(made)
    return 0


def _named(company: CompanyFile, text: str) -> str:
    """The id of what is called that.

    :raises Unclear: nothing is, or several things are
    """
    transactions, parties = company.transactions(), company.parties()
    if any(each.id == text for each in (*transactions, *parties)):
        return text
    found = [each for each in transactions if each.number == text]
    found += [each for each in parties if each.full_name == text]
    if not found:
        raise Unclear(f"There is no {text}.")
    if len(found) > 1:
        them = ", ".join(f"{each.kind} {each.id}" for each in found)
        raise Unclear(f"{text} may be {them}. Give its id.")
    return found[0].id


# -- the deeds -------------------------------------------------------------------------


def _list(company, options):
    rows = [
        (each.kind, each.id, each.number, each.date, each.party, each.total, each.open)
        for each in company.transactions(*options.kinds)
    ]
    rows += [
        (each.kind, each.id, each.full_name, "", "", each.balance, "")
        for each in (company.parties(*options.kinds) if options.kinds else ())
    ]
    return "\n".join("\t".join(map(str, row)) for row in rows)


def _write(name, company, options):
    write = getattr(company.bookkeeper, name)
    lines = [_priced(line) for line in options.lines]
    return write(_named(company, options.party), *lines, **dict(options.set))


def _enlist(name, company, options):
    return getattr(company.bookkeeper, name)(options.name, **dict(options.set))


def _pay(company, options):
    parts = _parts(company, options)
    hand = company.bookkeeper
    kinds = {each.id: each.kind for each in company.transactions()}
    if kinds[next(iter(parts))] != "Bill":
        total = options.total or ""
        return hand.receive(parts, total=total, **dict(options.set))
    account = {"account": options.account} if options.account else {}
    return hand.pay_bills(parts, **account, **dict(options.set))


def _reapply(company, options):
    company.bookkeeper.reapply(
        _named(company, options.payment),
        _parts(company, options),
        total=options.total or "",
        **dict(options.set),
    )


def _parts(company, options) -> dict[str, Part]:
    pairs = [_priced(each) if "=" in each else (each, "") for each in options.parts]
    parts = {_named(company, name): Part(money) for name, money in pairs}
    if not parts:
        return parts
    first = next(iter(parts))
    account = options.discount_account
    parts[first] = Part(
        parts[first].money,
        options.discount or "",
        **({"discount_account": account} if account else {}),
        credits={_named(company, name): money for name, money in options.credit},
    )
    return parts


def _change(company, options):
    company.bookkeeper.change(_named(company, options.object), **dict(options.set))


def _change_line(company, options):
    changed = _named(company, options.object)
    company.bookkeeper.change_line(changed, options.number, **dict(options.set))


def _each(name, company, options):
    for text in options.objects:
        getattr(company.bookkeeper, name)(_named(company, text))


def _merge(company, options):
    loser, survivor = (
        _named(company, each) for each in (options.loser, options.survivor)
    )
    company.bookkeeper.merge(loser, survivor)
