# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Proposals for what is not mapped, accepted one by one or all at once, and undone."""

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib import suggest
from .told import tell_kept

# How many names the log tells; the rest is a number.
NAMES_IN_LOG = 20


class QuickbooksMapping(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.mapping"

    suggestion_id = fields.Many2one(
        "quickbooks.object",
        string="Suggested",
        readonly=True,
        ondelete="set null",
    )
    suggestion_data = fields.Json(readonly=True)
    proposal = fields.Char(string="Suggestion", compute="_compute_proposal")
    is_suggested = fields.Boolean(compute="_compute_proposal")
    compared = fields.Boolean(
        readonly=True, help="Compared with the lists of QuickBooks as they are now."
    )
    accepted_at = fields.Datetime(readonly=True, help="When a suggestion was accepted.")
    replaced_id = fields.Many2one(
        "quickbooks.object",
        string="Before the Suggestion",
        readonly=True,
        ondelete="set null",
    )

    @api.depends("suggestion_id.active", "suggestion_data", "status")
    @api.depends_context("lang")
    def _compute_proposal(self):
        for mapping in self:
            target, reason = mapping.suggestion_id, mapping.suggestion_data
            mapping.is_suggested = target.active and mapping.status != "mapped"
            mapping.proposal = mapping.is_suggested and self.env._(
                "%(target)s (%(reason)s)",
                target=target.display_name,
                reason=tell_kept(self.env, [reason]).lower(),
            )

    # -- finding -------------------------------------------------------------------

    @api.model
    def _lists_changed(self, connection):
        """QuickBooks' lists are others now: some rows may be broken, and all that are
        not mapped are compared again when the page is opened."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE quickbooks_mapping SET compared = false"
                " WHERE connection_id = %s AND compared",
                connection.id,
            )
        )
        self.invalidate_model(["compared"])
        self._restate(connection)

    @api.model
    def _suggest_new(self, connections):
        """Compare what was not compared yet with QuickBooks' lists."""
        waiting = self.search(
            [
                ("connection_id", "in", connections.ids),
                ("compared", "=", False),
                ("source", "!=", False),
                ("status", "!=", "mapped"),
            ]
        )
        for (connection, kind), mappings in waiting.grouped(
            lambda mapping: (mapping.connection_id, mapping.kind)
        ).items():
            targets = self.env["quickbooks.object"].search(
                [("connection_id", "=", connection.id), ("usable_for", "=", kind)]
            )
            found = suggest.suggest(mappings._entries(), map(_target_entry, targets))
            mappings._keep_suggestions(found)

    def _entries(self):
        """These rows as the library compares them."""
        entries = []
        for model, mappings in self.grouped(lambda row: row.source._name).items():
            ids = [mapping.source.id for mapping in mappings]
            records = self.env[model].sudo().browse(ids)
            for mapping, record in zip(mappings, records, strict=True):
                entries.append(_source_entry(mapping.id, record))
        return entries

    def _keep_suggestions(self, found):
        """:param found: ``{row id: Suggestion}``; a row without one loses its own"""
        rows = []
        for mapping in self:
            suggestion = found.get(mapping.id)
            # Where something is inherited already, only the same name is better.
            if suggestion and mapping.status == "inherited":
                suggestion = suggestion.score >= suggest.SURE and suggestion
            rows.append(
                (
                    mapping.id,
                    suggestion.target,
                    Json(suggestion.reason.as_data()),
                )
                if suggestion
                else (mapping.id, None, None)
            )
        if not rows:
            return
        self.env.cr.execute_values(
            "UPDATE quickbooks_mapping AS mapping SET compared = true,"
            " suggestion_id = found.target_id, suggestion_data = found.reason"
            " FROM (VALUES %s) AS found(id, target_id, reason)"
            " WHERE mapping.id = found.id",
            rows,
            template="(%s, %s::integer, %s::jsonb)",
            page_size=len(rows),
        )
        self.invalidate_model(["compared", "suggestion_id", "suggestion_data"])

    # -- accepting -----------------------------------------------------------------

    def action_accept_suggestions(self):
        """Map these rows as suggested; without any: all rows of the page."""
        self.check_access("write")
        rows = self.search(
            [
                ("id", "in", self.ids)
                if self
                else ("connection_id", "in", self._page_connections().ids),
                ("status", "!=", "mapped"),
                ("suggestion_id.active", "=", True),
            ]
        )
        if not rows:
            raise UserError(
                self.env._(
                    "There is no suggestion to accept. Update from QuickBooks brings"
                    " the lists that suggestions are made from."
                )
            )
        self._accept(rows)
        return self.env["quickbooks.sync.mixin"]._qb_notify(
            self.env._(
                "Suggestions accepted: %(count)s. To take that back, choose Undo"
                " Accepting Suggestions in the gear menu.",
                count=len(rows),
            )
        )

    @api.model
    def _accept(self, rows):
        rows.flush_recordset()
        self.env.cr.execute(
            SQL(
                # To the microsecond: two clicks in one second are undone one by one.
                "UPDATE quickbooks_mapping SET"
                " accepted_at = statement_timestamp() AT TIME ZONE 'UTC',"
                " replaced_id = object_id, object_id = suggestion_id,"
                " write_uid = %s, write_date = %s WHERE id = ANY(%s)",
                self.env.uid,
                fields.Datetime.now(),
                rows.ids,
            )
        )
        self.invalidate_model()
        self._restate(rows.connection_id)
        rows._log_on_connections(self.env._("Suggestions accepted"))

    def action_undo_accepting(self):
        """Take back what was accepted last, where nobody has changed it since."""
        self.check_access("write")
        connections = self._page_connections()
        self.flush_model()
        found = self.env.execute_query(
            SQL(
                "SELECT id FROM quickbooks_mapping WHERE accepted_at = ("
                "  SELECT max(accepted_at) FROM quickbooks_mapping"
                "   WHERE connection_id = ANY(%(connections)s))"
                " AND connection_id = ANY(%(connections)s) ORDER BY id",
                connections=connections.ids,
            )
        )
        rows = self.browse([row_id for (row_id,) in found])
        if not rows:
            raise UserError(self.env._("There is nothing to undo."))
        rows._log_on_connections(self.env._("Accepting suggestions undone"))
        self.env.cr.execute(
            SQL(
                "UPDATE quickbooks_mapping SET object_id = replaced_id,"
                " replaced_id = NULL, accepted_at = NULL,"
                " write_uid = %s, write_date = %s WHERE id = ANY(%s)",
                self.env.uid,
                fields.Datetime.now(),
                rows.ids,
            )
        )
        self.invalidate_model()
        self._restate(rows.connection_id)
        return self.env["quickbooks.sync.mixin"]._qb_notify(
            self.env._("%(count)s mappings taken back.", count=len(rows))
        )

    def _log_on_connections(self, text):
        """Who mapped what, in the chatter of the connection."""
        for connection, rows in self.grouped("connection_id").items():
            names = ", ".join(rows[:NAMES_IN_LOG].mapped("display_name"))
            if len(rows) > NAMES_IN_LOG:
                names = self.env._(
                    "%(names)s and %(count)s more",
                    names=names,
                    count=len(rows) - NAMES_IN_LOG,
                )
            connection.sudo()._message_log(
                body=f"{text}: {names}", author_id=self.env.user.partner_id.id
            )


def _source_entry(key, record):
    """A record of Odoo as the library compares it."""
    number, days = "", None
    if record._name == "account.account":
        number = record.code or ""
    elif record._name == "account.payment.term" and len(record.line_ids) == 1:
        days = record.line_ids.nb_days
    return suggest.Entry(key, record.name or "", number, days)


def _target_entry(target):
    """A QuickBooks object as the library compares it."""
    number, days = "", None
    if target.type == "Account":
        number = target.number or ""
    elif target.type == "Term" and target.subtype != "DATE_DRIVEN":
        days = (target.details or {}).get("due_days", 0)
    return suggest.Entry(target.id, target.name or "", number, days)
