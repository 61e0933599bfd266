# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a migration does to the queue and to the status of records, and takes back.

A company may have a hundred thousand of them: each step is one statement. What it
changed is returned as ``{status or state: ids}``, from which it is restored.
"""

from odoo import api, fields, models
from odoo.tools import SQL

from .quickbooks_job import OPEN_STATES

# The day by which an invoice or a bill belongs before or after the cut-over.
MOVE_DATE = SQL("COALESCE(move.invoice_date, move.date)")
PAYMENT_DATE = SQL("move.date")


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    following = fields.Json(
        groups=fields.NO_ACCESS,
        copy=False,
        help="Ids of invoices and bills that moved here and were not sent yet.",
    )
    following_count = fields.Integer(
        string="Documents to Send", compute="_compute_following_count"
    )

    def _open_jobs(self):
        return (
            self.env["quickbooks.job"]
            .sudo()
            .search([("connection_id", "=", self.id), ("state", "in", OPEN_STATES)])
        )

    def _unanswered_jobs(self):
        """Those that may be in QuickBooks or not, as everybody has committed them: who
        has looked at the queue before a worker's commit starts over."""
        self.env.execute_query(
            SQL(
                "SELECT id FROM quickbooks_job WHERE connection_id = %s"
                " AND state IN %s ORDER BY id FOR NO KEY UPDATE",
                self.id,
                OPEN_STATES,
            )
        )
        return self._open_jobs().filtered("request_id")

    def _cancel_jobs(self):
        """Take everything out of the queue. The reason why a job failed stays with it.

        What may have arrived in QuickBooks stays as it is: who goes back sends the same
        bytes again, and nothing is there twice.

        :return: ``{state: ids}`` as they were
        """
        return self._grouped(
            SQL(
                """
                WITH waiting AS (
                    SELECT id, state FROM quickbooks_job
                     WHERE connection_id = %s AND state IN %s
                       AND request_id IS NULL FOR NO KEY UPDATE)
                UPDATE quickbooks_job AS job SET state = 'cancelled'
                  FROM waiting WHERE waiting.id = job.id
                RETURNING job.id, waiting.state
                """,
                self.id,
                OPEN_STATES,
            )
        )

    def _restore_jobs(self, jobs):
        """Put jobs back into the queue in the states they had."""
        for state, ids in jobs.items():
            self.env.execute_query(
                SQL(
                    "UPDATE quickbooks_job SET state = %s"
                    " WHERE id = ANY(%s) AND state = 'cancelled'",
                    state,
                    ids,
                )
            )
        self.env["quickbooks.job"].invalidate_model()

    def _companies(self):
        """The ids of the companies that write into these books, or did before it was
        disconnected: branches too, but for those with books of their own."""
        own = self.sudo().company_id
        below = own.search([("id", "child_of", own.id)]) - own
        books = {branch: self._of_company(branch).company_id for branch in below}
        return own.ids + [branch.id for branch in below if books[branch] not in below]

    def _reset_moves(self, target, cutoff, companies):
        """As `_reset_documents`, for invoices and bills; loads show their status."""
        changed = self._reset_documents(
            self.env["account.move"], MOVE_DATE, target, cutoff, companies
        )
        self._moves_changed(changed)
        return changed

    def _reset_payments(self, target, cutoff, companies):
        """As `_reset_documents`, for payments."""
        changed = self._reset_documents(
            self.env["account.payment"], PAYMENT_DATE, target, cutoff, companies
        )
        self.env["account.payment"].invalidate_model()
        return changed

    def _reset_documents(self, records, date, target, cutoff, companies):
        """Documents from the cut-over on are new to the target, where it does not know
        them from before; earlier ones do not wait any more.

        :param records: of the documents' model
        :param date: their date in SQL, as a column of `move`
        :return: ``{status: ids}`` as they were
        """
        records.flush_model()
        return self._grouped(
            SQL(
                """
                WITH earlier AS (
                    SELECT move.id, move.qb_status AS status, CASE
                           WHEN %(date)s >= %(cutoff)s THEN %(target)s
                           ELSE %(source)s END AS connection_id
                      FROM %(table)s AS move
                     WHERE move.company_id = ANY(%(companies)s)
                       AND move.qb_status NOT IN ('not_synced', 'suppressed')
                       AND (%(date)s >= %(cutoff)s
                            OR move.qb_status IN ('pending', 'failed')))
                UPDATE %(table)s AS move SET qb_status = CASE WHEN EXISTS (
                           SELECT FROM quickbooks_object AS known
                            WHERE known.connection_id = earlier.connection_id
                              AND known.res_model = %(model)s
                              AND known.res_id = earlier.id)
                       THEN 'outdated' ELSE 'not_synced' END
                  FROM earlier WHERE move.id = earlier.id
                RETURNING move.id, earlier.status
                """,
                table=SQL.identifier(records._table),
                model=records._name,
                date=date,
                cutoff=cutoff,
                source=self.id,
                target=target.id,
                companies=companies,
            )
        )

    def _reset_partners(self, target, companies):
        """Customers and carriers are new to the target, unless it knows them.

        :return: ``{company id as text: {status: ids}}`` as they were
        """
        self.env["res.partner"].flush_model()
        changed = {}
        for company_id in companies:
            changed[str(company_id)] = self._grouped(
                SQL(
                    """
                    WITH earlier AS (
                        SELECT id, qb_status ->> %(company)s AS status
                          FROM res_partner
                         WHERE qb_status ->> %(company)s
                               NOT IN ('not_synced', 'suppressed'))
                    UPDATE res_partner AS partner
                       SET qb_status = partner.qb_status || jsonb_build_object(
                           %(company)s, CASE WHEN EXISTS (
                               SELECT FROM quickbooks_object AS known
                                WHERE known.connection_id = %(target)s
                                  AND known.res_model = 'res.partner'
                                  AND known.res_id = earlier.id)
                           THEN 'outdated' ELSE 'not_synced' END)
                      FROM earlier WHERE partner.id = earlier.id
                    RETURNING partner.id, earlier.status
                    """,
                    company=str(company_id),
                    target=target.id,
                )
            )
        self.env["res.partner"].invalidate_model()
        return changed

    def _restore_moves(self, moves, since):
        """The status invoices and bills had before a migration; what somebody has
        suppressed since stays so.

        :param since: when the migration began; what was changed after that is not in
            QuickBooks as it is now
        """
        self._restore_documents(self.env["account.move"], moves, since)
        self._moves_changed(moves)

    def _restore_documents(self, records, changed, since):
        """As `_restore_moves`, for the documents of one model."""
        records.flush_model()
        for status, ids in changed.items():
            self.env.execute_query(
                SQL(
                    "UPDATE %s SET qb_status = %s"
                    " WHERE id = ANY(%s) AND qb_status != 'suppressed' RETURNING id",
                    SQL.identifier(records._table),
                    _unless_changed(status, since),
                    ids,
                )
            )
        records.invalidate_model()

    def _restore_partners(self, partners, since):
        """As `_restore_moves`, for customers and carriers in each company."""
        self.env["res.partner"].flush_model()
        for company, changed in partners.items():
            for status, ids in changed.items():
                self.env.execute_query(
                    SQL(
                        "UPDATE res_partner"
                        " SET qb_status = qb_status || jsonb_build_object(%(company)s,"
                        " (%(status)s)::text) WHERE id = ANY(%(ids)s)"
                        " AND qb_status ->> %(company)s != 'suppressed'",
                        company=company,
                        status=_unless_changed(status, since),
                        ids=ids,
                    )
                )
        self.env["res.partner"].invalidate_model()

    def _grouped(self, statement):
        """``{second column: list of the first}`` of what a statement returns."""
        found = {}
        for record_id, key in self.env.execute_query(statement):
            found.setdefault(key, []).append(record_id)
        self.env["quickbooks.job"].invalidate_model()
        return found

    def _moves_changed(self, changed):
        """Loads show the status of their documents."""
        moves = self.env["account.move"].browse(sorted(set().union(*changed.values())))
        moves.invalidate_recordset()
        moves._qb_loads()._qb_roll_up()

    def _following(self, moves, cutoff):
        """The ids of posted invoices and bills among these that follow to the new
        QuickBooks company.

        :param moves: ``{status: ids}``
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT move.id FROM account_move AS move WHERE move.id = ANY(%s)"
                " AND move.state = 'posted' AND %s >= %s ORDER BY move.id",
                sorted(set().union(*moves.values())),
                MOVE_DATE,
                cutoff,
            )
        )
        return [move_id for (move_id,) in rows]

    def _still_following(self):
        """Those of them that nobody has sent or suppressed yet."""
        return (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("id", "in", self.sudo().following or []),
                    ("state", "=", "posted"),
                    ("qb_status", "in", ("not_synced", "outdated")),
                ],
                order="id",
            )
        )

    @api.depends("following")
    def _compute_following_count(self):
        for connection in self:
            connection.following_count = len(connection._still_following())

    def action_send_following(self):
        """Queue what moved here, once products and customers are matched."""
        connection = self._for_worker()
        mixin = self.env["quickbooks.sync.mixin"]
        queued, problems = self._still_following()._qb_enqueue()
        connection.following = False
        count = sum(map(len, queued))
        said = self.env._("%(count)s queued for QuickBooks.", count=count)
        if not problems:
            return mixin._qb_notify(said)
        return mixin._qb_notify(
            f"{said} {mixin._qb_tell_held_back(problems)}", kind="warning", sticky=True
        )


def _unless_changed(status, since):
    """The status a row had, or `outdated` where it was changed since."""
    if status != "synced":
        return SQL("%s", status)
    return SQL("CASE WHEN write_date > %s THEN 'outdated' ELSE 'synced' END", since)
