# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A database with the addon installed: fresh for every test run, kept for the demo."""

from .commands import run_logged
from .console import say
from .layout import ADDON, CHECKOUT, SHELL_SCRIPTS, key_of_program
from .template import template_name

_NAME = "tms_quickbooks"


class AddonDatabase:
    """The database `name`, made from the template."""

    def __init__(self, name, environment, databases):
        self.name = name
        self._environment = environment
        self._databases = databases
        # What the database has to have been made from to be up to date.
        self._template = template_name(environment.odoo)
        self._current = f"{self._template} {key_of_program(ADDON)}"

    def is_current(self):
        """Whether the addon in the database is the one in the checkout."""
        return self._databases.note(self.name) == self._current

    def is_from_template(self):
        """Whether it was completely made, from the current template."""
        note = self._databases.note(self.name) or ""
        return note.split(" ")[0] == self._template

    def make(self):
        """Replace the database by a fresh one."""
        say("Making the database and installing the addon …")
        self._databases.drop(self.name)
        self._databases.copy(self._template, self.name)
        self._install("-i")

    def update(self):
        """Bring the addon in the database up to the checkout; its data stays."""
        say("Updating the addon in the database …")
        self._install("-u")

    def drop(self):
        """Remove the database."""
        self._databases.drop(self.name)

    def _install(self, option):
        self._odoo("-d", self.name, option, _NAME, "--stop-after-init", "--no-http")
        with (SHELL_SCRIPTS / "web_assets.py").open() as script:
            self._odoo("shell", "-d", self.name, "--no-http", stdin=script)
        self._databases.set_note(self.name, self._current)

    def _odoo(self, *arguments, **options):
        run_logged(
            self._environment.odoo_command(*arguments),
            CHECKOUT / "log" / f"{self.name}.log",
            "Installing the addon",
            env=self._environment.variables(),
            **options,
        )
