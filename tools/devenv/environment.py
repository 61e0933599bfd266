# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Everything that Odoo runs in here, made when it is missing."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from .console import say
from .layout import CACHE, CHECKOUT, REPO
from .lock import locked
from .odoo_source import OdooSource, odoo_source
from .packages import transport_addons, virtual_environment
from .postgres import Server, running_server
from .template import template_name


@dataclass(frozen=True)
class Environment:
    """Where the parts are that Odoo is put together from."""

    odoo: OdooSource
    venv: Path
    addons: Path
    server: Server

    @property
    def python(self):
        """The interpreter with all packages."""
        return self.venv / "bin" / "python"

    @property
    def configuration(self):
        """Odoo's configuration file for this checkout."""
        return CHECKOUT / "odoo.conf"

    def variables(self):
        """Process environment for Odoo, its tests, and programs that import it."""
        programs = [self.venv / "bin", self.server.programs, os.environ.get("PATH")]
        return {
            **os.environ,
            "PATH": os.pathsep.join(str(part) for part in programs if part),
            "PYTHONPATH": f"{self.odoo.python_path}{os.pathsep}{REPO}",
            "VIRTUAL_ENV": str(self.venv),
            "ODOO_RC": str(self.configuration),
            "PGHOST": self.server.host,
            "PGPORT": self.server.port,
            "PGUSER": self.server.user,
            "TMS_QUICKBOOKS_TEMPLATE": template_name(self.odoo),
        }

    def odoo_command(self, *arguments):
        """The command that runs Odoo's command line."""
        return [str(self.python), str(self.odoo.program), *map(str, arguments)]

    def replace_process(self, command):
        """Become `command`; does not return."""
        os.execvpe(command[0], command, self.variables())


def prepare():
    """Make the environment, as far as that was not done before."""
    os.umask(0o022)
    with locked(CACHE / "setup.lock", "its setup"):
        odoo = odoo_source()
        venv = virtual_environment()
        python = venv / "bin" / "python"
        if Path(sys.prefix) != venv:
            # From here on our own code uses the locked packages too.
            os.execv(python, [str(python), *sys.argv])
        environment = Environment(
            odoo, venv, transport_addons(python), running_server(venv)
        )
        _write_configuration(environment)
    return environment


def _write_configuration(environment):
    addons = (*environment.odoo.addons, environment.addons, REPO)
    options = {
        "addons_path": ",".join(map(str, addons)),
        "data_dir": CHECKOUT / "data",
        "db_host": environment.server.host,
        "db_port": environment.server.port,
        "db_user": environment.server.user,
        "http_interface": "127.0.0.1",
        "list_db": "True",
    }
    text = "[options]\n" + "".join(f"{k} = {v}\n" for k, v in options.items())
    path = environment.configuration
    if path.is_file() and path.read_text() == text:
        return
    say(f"Writing {path} …")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.replace(path)
