# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The database a sign-in belongs to: a copy of it leaves the live books alone."""

import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib import outcomes
from ..lib.problems import QuickBooksError


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    database_mark = fields.Char(groups=fields.NO_ACCESS, copy=False)
    is_copy = fields.Boolean(
        string="In a Copied Database",
        compute="_compute_is_copy",
        help="Somebody signed in to QuickBooks in another database, and this one was"
        " made from it.",
    )

    @api.model
    def _database_mark(self):
        """What no copy of a database has in common with it.

        Odoo gives a database that it duplicates or restores as a copy another
        ``database.uuid``. A copy made with PostgreSQL's own tools keeps that, but gets
        another number there, or is in another cluster.
        """
        parts = [self.env["ir.config_parameter"].sudo().get_param("database.uuid")]
        parts += self.env.execute_query(
            SQL("SELECT oid FROM pg_database WHERE datname = current_database()")
        )[0]
        # Some hosts keep this function from their customers.
        [[permitted]] = self.env.execute_query(
            SQL("SELECT has_function_privilege('pg_control_system()', 'EXECUTE')")
        )
        if permitted:
            parts += self.env.execute_query(
                SQL("SELECT system_identifier FROM pg_control_system()")
            )[0]
        text = "/".join(str(part) for part in parts)
        return hashlib.sha256(text.encode()).hexdigest()

    @api.depends("database_mark", "state")
    def _compute_is_copy(self):
        mark = self._database_mark()
        for connection in self:
            signed_in = connection.sudo().database_mark
            connection.is_copy = bool(signed_in) and signed_in != mark

    def write(self, vals):
        """A sign-in binds the connection to the database it is made in."""
        if vals.get("state") == "connected":
            vals = {**vals, "database_mark": self._database_mark()}
        return super().write(vals)

    def _refuse_copy(self):
        """Nothing leaves a copied database: not even the renewal of a token, which
        would take the sign-in from the original.

        :raises QuickBooksError: in a copied database
        """
        if self.is_copy:
            raise QuickBooksError(outcomes.copied_database())

    def _check_may_sign_in(self):
        """
        :raises UserError: where two databases would write to one QuickBooks company
        """
        if self.is_copy:
            raise UserError(self._explain(outcomes.copied_database()))
        return super()._check_may_sign_in()

    def action_disconnect(self):
        """In a copied database the sign-in is forgotten and not revoked: it belongs to
        the original, which also sends what waits."""
        if not self.is_copy:
            return super().action_disconnect()
        self.ensure_one()
        self._check_manager()
        self.sudo().write(
            {"state": "disconnected", "database_mark": False, **self._no_token_vals()}
        )
        waiting = self._open_jobs()
        self.env["quickbooks.exchange"].sudo().search(
            [("connection_id", "=", self.id), ("state", "=", "open")]
        ).write({"state": "failed", "body": False, "next_attempt_at": False})
        waiting.write({"request_id": False, "exchange_id": False})
        waiting._cancel_open()
        note = self.env._(
            "Disconnected. This database is a copy: the sign-in stays valid in the"
            " database it was copied from, which also sends what was waiting"
            " (%(count)s).",
            count=len(waiting),
        )
        self.message_post(body=note)
        return self.env["quickbooks.sync.mixin"]._qb_notify(note)

    def action_take_over(self):
        """Go on in this database, which replaces the one somebody signed in from."""
        self.ensure_one()
        self._check_manager()
        if not self.is_copy:
            raise UserError(
                self.env._(
                    "%(name)s was connected in this very database.", name=self.name
                )
            )
        self.sudo().database_mark = self._database_mark()
        self.message_post(
            body=self.env._(
                "This database has taken over: documents go to QuickBooks from here."
                " The database it was copied from must not send any more."
            )
        )
        self._wake()
        return True
