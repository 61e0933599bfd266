# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``python -m quickbooks_simulator desktop``"""

from __future__ import annotations

import argparse
import signal
import sys
from functools import partial
from pathlib import Path

from . import qwc
from .company_file import CompanyFile
from .connector import WebConnector
from .log import writer
from .mishaps import KINDS, Mishap
from .seed import LONE_STAR, MAPLE, PRAIRIE

_EXIT_CODES = {"done": 0, "no work": 0, "error": 3, "bad user": 4, "broken": 6}
_NOT_NOW = 5


def add_company_file(parser) -> None:
    """Add which company file a command works on: ``state`` and ``company``."""
    parser.add_argument("--state", type=Path, required=True, help="the company file")
    parser.add_argument(
        "--company",
        choices=(LONE_STAR, PRAIRIE, MAPLE),
        default=LONE_STAR,
        help="whose books, when the file is made",
    )


def add_parser(commands) -> None:
    """Add the command to those of the simulator."""
    parser = commands.add_parser(
        "desktop",
        help="run a Web Connector with QuickBooks Desktop",
        description="Lets a web application work on a simulated company file. With "
        "--once the exit code tells what came of it: 0 done or no work, 3 an error "
        "that the application or QuickBooks reported, 4 wrong user name or password, "
        "5 busy or postponed, 6 the Web Connector broke off.",
    )
    application = parser.add_mutually_exclusive_group(required=True)
    application.add_argument("--url", help="address of the web application")
    application.add_argument("--qwc", type=Path, help="its .qwc file")
    parser.add_argument("--user", help="needed with --url")
    parser.add_argument("--password", required=True)
    add_company_file(parser)
    parser.add_argument("--once", action="store_true", help="one update, then end")
    parser.add_argument(
        "--every", type=int, metavar="SECONDS", help="instead of the schedule in --qwc"
    )
    parser.add_argument("--address", default="", help="call from this address")
    parser.add_argument(
        "--fail",
        action="append",
        default=[],
        type=_mishap,
        metavar="KIND[,NAME=VALUE…]",
        help=f"let something go wrong: {', '.join(KINDS)}; may be given repeatedly",
    )
    parser.set_defaults(command=partial(_run, parser))


def _mishap(text: str) -> Mishap:
    kind, *details = text.split(",")
    types = {"method": str, "hresult": str, "seconds": float, "probability": float}
    try:
        pairs = [detail.split("=", 1) for detail in details]
        return Mishap(
            kind, **{name: types.get(name, int)(value) for name, value in pairs}
        )
    except (ValueError, TypeError) as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    if options.url and not options.user:
        parser.error("--url needs --user")
    # Whoever started it ends it with SIGTERM.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    options.state.parent.mkdir(parents=True, exist_ok=True)
    with CompanyFile(options.state, options.company) as company:
        try:
            connector = _connector(options, company)
        except (qwc.Refused, OSError) as error:
            print(error, file=sys.stderr)
            return 1
        for mishap in options.fail:
            connector.mishaps.order(mishap)
        if options.once:
            return _EXIT_CODES.get(connector.run().outcome, _NOT_NOW)
        connector.keep_running()


def _connector(options, company) -> WebConnector:
    settings = {
        "address": options.address,
        "tell": writer(partial(print, flush=True)),
    }
    if options.every:
        settings["seconds"] = options.every
    if options.qwc:
        return WebConnector.from_qwc(options.qwc, options.password, company, **settings)
    return WebConnector(
        options.url, options.user, options.password, company, **settings
    )
