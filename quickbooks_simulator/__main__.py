# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""``python -m quickbooks_simulator online|token|desktop|books``"""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
from pathlib import Path

from .desktop import command as desktop
from .desktop import hand
from .online import Simulator
from .online.seed import LONE_STAR
from .online.store import StateError


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except StateError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m quickbooks_simulator",
        description="Stand-ins for QuickBooks, to develop and test against.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    online = commands.add_parser("online", help="run QuickBooks Online")
    online.add_argument("--port", type=int, required=True, help="0 takes a free one")
    online.add_argument("--state", type=Path, required=True, help="SQLite file")
    online.add_argument("--host", default="127.0.0.1")
    online.add_argument(
        "--no-limits", action="store_true", help="do not throttle calls"
    )
    online.add_argument(
        "--redirect-uri",
        action="append",
        default=[],
        metavar="URL",
        help="register a further OAuth callback address; may be given repeatedly",
    )
    online.set_defaults(command=_online)

    token = commands.add_parser(
        "token", help="print what an API client needs to connect, as one JSON line"
    )
    token.add_argument("--state", type=Path, required=True, help="SQLite file")
    token.add_argument("--realm", default=LONE_STAR, help="company to connect to")
    token.set_defaults(command=_token)

    desktop.add_parser(commands)
    hand.add_parser(commands)
    return parser


def _online(options: argparse.Namespace) -> int:
    options.state.parent.mkdir(parents=True, exist_ok=True)
    simulator = Simulator(
        options.state,
        limits=not options.no_limits,
        redirect_uris=tuple(options.redirect_uri),
    )
    try:
        url = simulator.listen(options.host, options.port)
    except OSError as error:
        print(f"Cannot listen on port {options.port}: {error}", file=sys.stderr)
        return 1
    # A request that waits for a thread is nothing to report.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # Whoever started the simulator ends it with SIGTERM.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"QuickBooks Online simulator at {url}", flush=True)
    simulator.webhooks.start()
    simulator.serve()
    return 0


def _token(options: argparse.Namespace) -> int:
    if not options.state.exists():
        print(f"There is no simulator state at {options.state}.", file=sys.stderr)
        return 1
    simulator = Simulator(options.state)
    try:
        credentials = simulator.credentials(options.realm)
    except KeyError:
        print(f"There is no company {options.realm}.", file=sys.stderr)
        return 1
    finally:
        simulator.stop()
    if not credentials["base_url"]:
        print("Start the simulator once, so that it has an address.", file=sys.stderr)
        return 1
    print(json.dumps(credentials))
    return 0


if __name__ == "__main__":
    sys.exit(main())
