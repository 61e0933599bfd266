# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The template database: Odoo with the transport addons and a US company.

It is built once per set of versions and copied for every test run and the demo.
"""

from .commands import run_logged
from .console import say
from .layout import ADDONS_LOCK_FILE, CACHE, SHELL_SCRIPTS, key_of

_SCRIPTS = (SHELL_SCRIPTS / "us_company.py", SHELL_SCRIPTS / "web_assets.py")
# l10n_us_account brings the US chart of accounts, without which no invoice posts.
_MODULES = "tms_account,l10n_us_account"


def template_name(odoo):
    """Name of the template database for `odoo`, whether or not it was built."""
    key = key_of(odoo.identity, ADDONS_LOCK_FILE, _MODULES, *_SCRIPTS)
    return f"tms_quickbooks_template_{key}"


def ensure_template(environment, databases):
    """Build the template database unless an earlier run did."""
    name = template_name(environment.odoo)
    if not databases.exists(name):
        _build(environment, databases, name)


def _build(environment, databases, name):
    say("Building the template database: Odoo with the transport addons (2 minutes) …")
    built = f"{name}_building"
    databases.drop(built)
    databases.copy("template0", built)
    log = CACHE / "log" / "template.log"
    variables = environment.variables()

    def odoo(*arguments, **options):
        command = environment.odoo_command(*arguments)
        run_logged(
            command, log, "Building the template database", env=variables, **options
        )

    odoo(*("-d", built, "-i", _MODULES, "--stop-after-init", "--no-http"))
    for path in _SCRIPTS:
        with path.open() as script:
            odoo("shell", "-d", built, "--no-http", stdin=script)
    databases.keep_as_template(built, name)
