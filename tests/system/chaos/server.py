# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A PostgreSQL of its own, which can crash and come back."""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

from tools.devenv.databases import Databases
from tools.devenv.postgres import Cluster, Server

USER = "odoo"


class CrashingCluster(Cluster):
    """PostgreSQL in a folder of its own."""

    def crash(self):
        """End all its processes at once, without a word; start it again.

        It then recovers from its log what was committed, and nothing else.
        """
        self.stop("immediate")
        self._launch()


@contextmanager
def running_server(folder):
    """The server, empty; for Odoo and its programs it is the one from here on.

    :param folder: an empty one, with a short path: it will hold a Unix socket
    """
    folder.chmod(0o755)  # PostgreSQL runs as somebody else than root
    cluster = CrashingCluster(Path(os.environ["VIRTUAL_ENV"]), folder)
    before = dict(os.environ)
    try:
        cluster.start()
        Databases(
            Server(str(cluster.socket), "5432", USER, cluster.programs, True)
        ).check_server()
        _use(cluster, folder)
        yield cluster
    finally:
        os.environ.clear()
        os.environ.update(before)
        cluster.stop("immediate")


def _use(cluster, folder):
    """Have everything that is started from now on work with this server."""
    configuration = folder / "odoo.conf"
    lines = Path(os.environ["ODOO_RC"]).read_text().splitlines()
    kept = [line for line in lines if not line.startswith("db_")]
    kept += [f"db_host = {cluster.socket}", "db_port = 5432", f"db_user = {USER}"]
    configuration.write_text("\n".join(kept) + "\n")
    os.environ.update(
        ODOO_RC=str(configuration),
        PGHOST=str(cluster.socket),
        PGPORT="5432",
        PGUSER=USER,
        PATH=os.pathsep.join((str(cluster.programs), os.environ["PATH"])),
    )


def dump(database, file):
    """Write all of a database of the present server into a file."""
    subprocess.run(["pg_dump", "-f", file, database], check=True)


def restore(file, database):
    """Make a database of the present server from a file."""
    subprocess.run(["createdb", "-O", USER, "-U", "postgres", database], check=True)
    subprocess.run(
        [
            "psql",
            "-qX",
            "-U",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
            "-f",
            file,
            database,
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
