# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is on the matching page, and how the page follows the links."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .quickbooks_connection import OPEN_STATES
from .res_partner_document import MOVE_TYPES

# From this score on somebody is proposed and not only listed.
PROPOSED_FROM = 75
# So few are matched while the user waits; more are matched by the worker.
MATCHED_AT_ONCE = 200
# The first of these that anybody is in is shown when the page opens.
SHOWN_FIRST = ("proposed", "conflict", "new", "linked")

COLLECT = """
    INSERT INTO quickbooks_match (
        connection_id, company_id, role, partner_id, state, stale, by_hand,
        create_uid, write_uid, create_date, write_date)
    SELECT %(connection)s, %(company)s, %(role)s, partner.id, 'waiting', true, false,
           %(uid)s, %(uid)s, %(now)s, %(now)s
      FROM res_partner AS partner
     WHERE partner.id = partner.commercial_partner_id AND partner.active
       AND (partner.company_id IS NULL OR partner.company_id = ANY(%(companies)s))
       AND (
           partner.%(rank)s > 0
           OR partner.id = ANY(%(partners)s)
           OR partner.id IN (
               SELECT move.commercial_partner_id FROM account_move AS move
                WHERE move.company_id = ANY(%(companies)s) AND move.state != 'cancel'
                  AND move.move_type = ANY(%(move_types)s))
           OR partner.id IN (
               SELECT found.res_id FROM quickbooks_object AS found
                WHERE found.connection_id = %(connection)s AND found.type = %(role)s
                  AND found.res_model = 'res.partner'))
       AND NOT EXISTS (
           SELECT FROM quickbooks_match AS match
            WHERE match.connection_id = %(connection)s AND match.role = %(role)s
              AND match.partner_id = partner.id)
    ON CONFLICT DO NOTHING
    RETURNING partner_id
"""
FORGET = """
    DELETE FROM quickbooks_match AS match
     USING res_partner AS partner
     WHERE match.connection_id = %(connection)s AND match.role = %(role)s
       AND partner.id = match.partner_id AND match.state != 'linked'
       AND (partner.id != partner.commercial_partner_id OR NOT partner.active
            OR partner.company_id != ALL(%(companies)s))
    RETURNING match.id
"""
# What was matched before the contact or anything in QuickBooks changed.
OUTDATE = """
    UPDATE quickbooks_match AS match
       SET stale = true, write_uid = %(uid)s
      FROM res_partner AS partner
     WHERE match.connection_id = %(connection)s AND match.role = %(role)s
       AND partner.id = match.partner_id AND NOT match.stale
       AND match.state NOT IN ('linked', 'left', 'creating')
       AND (%(all)s OR match.matched_at IS NULL
            OR partner.write_date > match.matched_at
            OR match.matched_at < (
                SELECT max(found.write_date) FROM quickbooks_object AS found
                 WHERE found.connection_id = %(connection)s
                   AND found.type IN (
                       'Customer', 'Vendor', 'Employee', 'OtherName')))
    RETURNING match.id
"""
# Whose creation was cancelled or refused is to be decided again.
GIVEN_UP = """
    UPDATE quickbooks_match AS match
       SET state = 'waiting', stale = true, write_uid = %(uid)s
     WHERE match.connection_id = %(connection)s AND match.role = %(role)s
       AND match.state = 'creating'
       AND NOT EXISTS (
           SELECT FROM quickbooks_job AS job
            WHERE job.connection_id = match.connection_id
              AND job.object_type = match.role AND job.res_model = 'res.partner'
              AND job.res_id = match.partner_id
              AND (job.state IN ('pending', 'sent')
                   OR (job.state = 'failed' AND job.request_id IS NOT NULL)))
    RETURNING match.id
"""
# The links are looked up once, whatever PostgreSQL thinks of tables just filled.
FOLLOW_LINKED = """
    WITH found AS MATERIALIZED (
        SELECT id, type, res_id FROM quickbooks_object
         WHERE res_model = 'res.partner' AND res_id = ANY(%(partners)s)
           AND connection_id = %(connection)s)
    UPDATE quickbooks_match AS match
       SET state = 'linked', object_id = found.id, stale = false, score = 0,
           reasons = '[["sent", {}]]'::jsonb
      FROM found
     WHERE match.connection_id = %(connection)s AND match.role = found.type
       AND match.partner_id = found.res_id
       AND (match.state != 'linked' OR match.object_id IS DISTINCT FROM found.id)
    RETURNING match.id
"""
FOLLOW_UNLINKED = """
    UPDATE quickbooks_match AS match
       SET state = 'waiting', object_id = NULL, stale = true
     WHERE match.connection_id = %(connection)s
       AND match.partner_id = ANY(%(partners)s) AND match.state = 'linked'
       AND (match.role, match.partner_id) NOT IN (
           SELECT type, res_id FROM quickbooks_object
            WHERE res_model = 'res.partner' AND res_id = ANY(%(partners)s)
              AND connection_id = %(connection)s)
    RETURNING match.id
"""
# From whom somebody else has got it now falls back on the next likely one.
FOLLOW_TAKEN = """
    UPDATE quickbooks_match AS match
       SET object_id = next.object_id, score = COALESCE(next.score, 0),
           reasons = COALESCE(next.reasons, '[["nobody", {}]]'::jsonb),
           state = CASE WHEN next.object_id IS NULL THEN 'new' ELSE 'proposed' END
      FROM (
          SELECT DISTINCT ON (loser.id) loser.id, free.object_id, free.score,
                 free.reasons
            FROM quickbooks_match AS loser
            JOIN quickbooks_object AS taken
              ON taken.id = loser.object_id AND taken.res_model = 'res.partner'
             AND taken.res_id = ANY(%(partners)s) AND taken.res_id != loser.partner_id
            LEFT JOIN (
                 SELECT candidate.* FROM quickbooks_match_candidate AS candidate
                   JOIN quickbooks_object AS other
                     ON other.id = candidate.object_id AND other.res_model IS NULL
                    AND other.active
                  WHERE candidate.score >= %(proposed_from)s
                 ) AS free ON free.match_id = loser.id
           WHERE loser.connection_id = %(connection)s
             AND loser.state IN ('proposed', 'conflict')
           ORDER BY loser.id, free.score DESC NULLS LAST, free.id
           ) AS next
     WHERE match.id = next.id
    RETURNING match.id
"""
# Of several who want the same one, only a single likeliest keeps it as a proposal.
RIVALS = """
    UPDATE quickbooks_match AS match
       SET state = wanted.state
      FROM (
          SELECT id,
                 CASE WHEN rank() OVER by_score = 1
                       AND count(*) OVER (PARTITION BY object_id, score) = 1
                      THEN 'proposed' ELSE 'conflict' END AS state
            FROM quickbooks_match
           WHERE connection_id = %(connection)s AND role = %(role)s
             AND state IN ('proposed', 'conflict') AND object_id IS NOT NULL
          WINDOW by_score AS (PARTITION BY object_id ORDER BY score DESC)
           ) AS wanted
     WHERE match.id = wanted.id AND match.state != wanted.state
    RETURNING match.id
"""


class QuickbooksMatch(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.match"

    # -- who is on the list --------------------------------------------------------

    @api.model
    def _after_pull(self, connection, types):
        """Customers or vendors were brought from QuickBooks: the worker, which brought
        them, goes on with matching what is affected.

        :param types: the types of objects that were brought
        """
        for role in ("Customer", "Vendor"):
            if role in types:
                self._collect(connection, role)

    @api.model
    def _collect(self, connection, role, partners=(), everybody=False):
        """Put everybody on the list who belongs there, and mark who is to be matched.

        Customers are those with the rank of a customer, those on invoices and those
        linked already; carriers likewise. A fixed number of statements.

        :param partners: ids of those who belong there in any case
        :param everybody: match again also where nothing has changed
        """
        self.flush_model()
        self.env["res.partner"].flush_model()
        self.env["account.move"].flush_model(["commercial_partner_id", "state"])
        self.env["quickbooks.object"].flush_model()
        self.env["quickbooks.job"].flush_model(["state", "request_id"])
        values = {
            "connection": connection.id,
            "company": connection.company_id.id,
            "companies": connection._company_ids(),
            "role": role,
            "rank": SQL.identifier(
                "customer_rank" if role == "Customer" else "supplier_rank"
            ),
            "move_types": MOVE_TYPES[role],
            "partners": list(partners),
            "all": everybody,
            "uid": self.env.uid,
            "now": fields.Datetime.now(),
        }
        self.env.execute_query(SQL(FORGET, **values))
        added = self.env.execute_query(SQL(COLLECT, **values))
        self.env.execute_query(SQL(GIVEN_UP, **values))
        self.env.execute_query(SQL(OUTDATE, **values))
        self.invalidate_model()
        linked = self.env["quickbooks.object"]._of_partners(
            connection,
            role,
            self.env["res.partner"].browse([partner_id for (partner_id,) in added]),
        )
        self._follow(
            connection, self.env["res.partner"].browse(linked.mapped("res_id"))
        )

    @api.model
    def _follow(self, connection, partners):
        """Bring the list in line with the links, after those of some contacts changed.

        :param partners: whose links to look at
        """
        if not partners:
            return
        self.flush_model()
        self.env["quickbooks.object"].flush_model()
        for statement in (FOLLOW_LINKED, FOLLOW_UNLINKED, FOLLOW_TAKEN):
            self.env.execute_query(
                SQL(
                    statement,
                    connection=connection.id,
                    partners=partners.ids,
                    proposed_from=PROPOSED_FROM,
                )
            )
        self.invalidate_model()

    @api.model
    def _mark_rivals(self, connection, role):
        """Tell clear proposals from those that several contacts want."""
        self.flush_model()
        self.env.execute_query(SQL(RIVALS, connection=connection.id, role=role))
        self.invalidate_model(["state"])

    # -- opening the page ----------------------------------------------------------

    @api.model
    def _action_open(self, role):
        """The matching page for customers or carriers, brought up to date."""
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        connections = self.env["quickbooks.connection"].search(
            [("state", "in", OPEN_STATES)]
        )
        for connection in connections.sudo():
            # The name of a carrier depends on who is to become a customer.
            for each in ("Customer", "Vendor"):
                self.sudo()._collect(connection, each)
            self.sudo()._match_soon(connection)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tms_quickbooks.action_quickbooks_match_"
            + ("customer" if role == "Customer" else "vendor")
        )
        counts = dict(self._read_group([("role", "=", role)], ["state"], ["__count"]))
        shown = next((state for state in SHOWN_FIRST if counts.get(state)), None)
        action["context"] = {"default_role": role}
        if shown:
            action["context"]["searchpanel_default_state"] = shown
        return action

    @api.model
    def _action_for_partner(self, connection, partner, role):
        """The matching of one contact, to choose who it is in QuickBooks.

        :param connection: on whose books it is about
        :param role: "Customer" or "Vendor"
        """
        self.env["quickbooks.sync.mixin"]._qb_check_user()
        partner = partner.commercial_partner_id
        partner.check_access("read")
        connection.check_access("read")
        matches = self.sudo()
        matches._collect(connection.sudo(), role, partners=partner.ids)
        match = matches.search(
            [
                ("connection_id", "=", connection.id),
                ("role", "=", role),
                ("partner_id", "=", partner.id),
            ]
        )
        if not match:
            raise UserError(
                self.env._(
                    "%(name)s is archived or belongs to another company, and is not"
                    " matched.",
                    name=partner.display_name,
                )
            )
        if match.stale:
            match._match(connection.sudo(), role)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Match with QuickBooks"),
            "res_model": self._name,
            "res_id": match.id,
            "view_mode": "form",
        }

    # -- actions of the page -------------------------------------------------------

    def _connections_shown(self):
        """The connections of the rows chosen, or of the current companies."""
        return self.connection_id or self.env["quickbooks.connection"].search(
            [("state", "in", OPEN_STATES)]
        )

    def action_compare(self):
        """Both sides next to each other, and who else it may be."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.partner_id.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_match_again(self):
        """Look for everybody who is not linked once more."""
        mixin = self.env["quickbooks.sync.mixin"]
        mixin._qb_check_user()
        self.check_access("read")
        connections = self._connections_shown()
        if not connections:
            raise self.env["quickbooks.connection"]._none_connected()
        left = 0
        for connection in connections.sudo():
            for role in ("Customer", "Vendor"):
                self.sudo()._collect(connection, role, everybody=True)
            left += self.sudo()._match_soon(connection)
        if left:
            return mixin._qb_notify(
                self.env._(
                    "%(count)s are being matched in the background. You are told when"
                    " it is done.",
                    count=left,
                ),
                kind="info",
            )
        return mixin._qb_notify(self.env._("Matched."))

    def action_update_lists(self):
        """Update from QuickBooks: its customers and vendors as they are now."""
        connection = self._connections_shown()[:1]
        if not connection:
            raise self.env["quickbooks.connection"]._none_connected()
        return connection.action_update_lists()
