# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Databases by name: made, copied, renamed, dropped."""

from contextlib import closing, contextmanager

from .console import Failure

_OLDEST_RELEASE = 130000


class Databases:
    """The databases of one PostgreSQL server."""

    def __init__(self, server):
        self._server = server

    def check_server(self):
        """Make sure that Odoo can work with the server; ours gets Odoo's user."""
        if self._server.owned:
            with self._statements(user="postgres") as execute:
                if not execute("SELECT 1 FROM pg_roles WHERE rolname = 'odoo'"):
                    execute("CREATE ROLE odoo LOGIN CREATEDB")
        if self._server.user == "postgres":
            raise Failure(
                "Odoo refuses the database user postgres: set PGUSER to another user "
                "who may create databases."
            )
        with self._statements() as execute:
            [(release,)] = execute("SELECT current_setting('server_version_num')::int")
            [(may_create,)] = execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = user"
            )
        if release < _OLDEST_RELEASE:
            raise Failure(
                f"PostgreSQL on {self._server.host} is older than 13: set PGHOST to a "
                "newer one, or unset it to use the one that comes with this project."
            )
        if not may_create:
            raise Failure(
                f"the database user {self._server.user} may not create databases: run "
                f"ALTER ROLE {self._server.user} CREATEDB, or set PGUSER to another."
            )

    def exists(self, name):
        """Whether there is a database `name`."""
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        with self._statements() as execute:
            return bool(execute(query, name))

    def note(self, name):
        """What was noted on the database `name`; None without a note or database."""
        query = (
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = %s"
        )
        with self._statements() as execute:
            rows = execute(query, name)
        return rows[0][0] if rows else None

    def set_note(self, name, text):
        """Note `text` on the database `name`; the note goes with the database."""
        with self._statements() as execute:
            execute("COMMENT ON DATABASE {} IS %s", text, names=(name,))

    def copy(self, template, name):
        """Make the database `name` from `template`."""
        with self._statements() as execute:
            execute("CREATE DATABASE {} TEMPLATE {}", names=(name, template))

    def drop(self, name):
        """Remove the database `name`, ending its sessions; harmless when absent."""
        with self._statements() as execute:
            execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", names=(name,))

    def keep_as_template(self, built, name):
        """Rename `built` to `name`; from then on it can be copied, not changed."""
        with self._statements() as execute:
            execute("ALTER DATABASE {} RENAME TO {}", names=(built, name))
            execute(
                "ALTER DATABASE {} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false",
                names=(name,),
            )

    @contextmanager
    def _statements(self, user=None):
        # Not at the top: this package starts before the virtual environment is there.
        import psycopg2
        from psycopg2 import sql

        def execute(statement, *values, names=()):
            composed = sql.SQL(statement).format(*map(sql.Identifier, names))
            with connection.cursor() as cursor:
                cursor.execute(composed, values or None)
                return cursor.fetchall() if cursor.description else []

        server = self._server
        try:
            connection = psycopg2.connect(
                host=server.host,
                port=server.port,
                user=user or server.user,
                dbname="postgres",
                connect_timeout=10,
            )
        except psycopg2.OperationalError as error:
            said = " ".join(str(error).split())
            raise Failure(
                f"PostgreSQL on {server.host} cannot be reached as {server.user} "
                f"({said}): check PGHOST, PGPORT, PGUSER and PGPASSWORD."
            ) from error
        # Databases cannot be made or dropped inside a transaction.
        connection.autocommit = True
        with closing(connection):
            yield execute
