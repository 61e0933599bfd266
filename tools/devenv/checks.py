# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The project's own checks: tests in three parts, and lint."""

import os
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree

from .addon_database import AddonDatabase
from .commands import die_with_parent
from .console import Failure, say
from .layout import CHECKOUT, CHECKOUT_KEY, REPO
from .lock import locked

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# On all cores, each process with what it makes for itself.
_SPREAD = ("--numprocesses=auto", "--maxprocesses=4")
_BROWSER_WORDS = ("chrome", "chromium", "browser", "websocket")


def run_tests(environment, databases):
    """Run all tests; returns whether they all passed.

    In CI (CI is set) a browser test that was skipped counts as failed.
    """
    in_ci = bool(os.environ.get("CI"))
    if not any(map(shutil.which, _BROWSERS)):
        advice = "install Chromium (apt-get install chromium)"
        if in_ci:
            raise Failure(f"the browser tests have no browser: {advice}.")
        say(f"No browser found: the browser tests will be skipped; {advice}.")
    with locked(CHECKOUT / "tests.lock", "its tests"):
        # All parts run, so that one look shows everything that is wrong.
        results = [
            _pytest(environment, "Tests without Odoo", *_SPREAD),
            _odoo_tests(environment, databases, in_ci),
            _pytest(
                environment,
                "Tests of the whole system",
                *(*_SPREAD, "--dist=loadfile"),
                "tests/system",
            ),
        ]
    return all(results)


def _odoo_tests(environment, databases, in_ci):
    database = AddonDatabase(
        f"tms_quickbooks_test_{CHECKOUT_KEY}", environment, databases
    )
    database.make()
    report = CHECKOUT / "odoo-tests.xml"
    report.unlink(missing_ok=True)
    passed = _pytest(
        environment,
        "Tests of the addon in Odoo",
        *("-p", "odoo", "--odoo-http", f"--odoo-database={database.name}"),
        # Each process in a copy of the database; what is in one file shares its set-up.
        *(*_SPREAD, "--dist=loadfile", "-p", "tools.devenv.own_filestore"),
        f"--odoo-extra=db-filter=^{database.name}$",
        f"--junitxml={report}",
        "tms_quickbooks",
    )
    # A run that could not even begin writes no report.
    skipped = skipped_browser_tests(report) if report.is_file() else []
    if in_ci and skipped:
        say(f"Browser tests were skipped: {', '.join(skipped)}")
        passed = False
    if passed:
        database.drop()
    else:
        say(f"The database {database.name} is kept until the next run.")
    return passed


def skipped_browser_tests(report):
    """Names of the tests that a JUnit report has as skipped for want of a browser."""
    names = []
    for case in ElementTree.parse(report).iter("testcase"):
        for skipped in case.iter("skipped"):
            reason = f"{skipped.get('message', '')} {skipped.text or ''}".lower()
            if any(word in reason for word in _BROWSER_WORDS):
                names.append(f"{case.get('classname')}.{case.get('name')}")
    return names


def run_lint(environment):
    """Run the linters; returns whether they found nothing."""
    addon = "tms_quickbooks"
    results = [
        run(environment, *command)
        for command in (
            ("ruff", "check", "."),
            ("ruff", "format", "--check", "."),
            ("python", "-m", "pylint", "--rcfile=.pylintrc", addon),
            ("oca-checks-odoo-module", f"{addon}/__manifest__.py"),
            ("python", "tools/addon_readme.py", "--check"),
        )
    ]
    return all(results)


def _pytest(environment, title, *arguments):
    say(f"— {title} —")
    return run(environment, "python", "-m", "pytest", "-ra", *arguments)


def run(environment, *command):
    """Run a command in the checkout; returns whether it succeeded."""
    done = subprocess.run(
        command,
        cwd=REPO,
        env=environment.variables(),
        preexec_fn=die_with_parent,
        check=False,
    )
    return done.returncode == 0
