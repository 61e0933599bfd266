# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import UTC

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.arrivals import inbox
from ..lib.objects import PAYMENTS, TRANSACTIONS, applied, is_gone, party_id
from .quickbooks_object import OBJECT_TYPES
from .told import tell_kept

# The order in which changes are taken: whom a document names is here before it, what a
# payment settles before the payment; and a payment that is gone lets its documents go.
RANKS = {"Customer": 10, "Vendor": 10, "Payment": 30, "BillPayment": 30}
RANK_DOCUMENT = 20
DOCUMENTS = TRANSACTIONS.difference(PAYMENTS)
RANK_GONE_PAYMENT = 15

# What is queued of an object, and how PostgreSQL is to take it.
COLUMNS = {
    "connection_id": "integer",
    "company_id": "integer",
    "type": "varchar",
    "qb_id": "varchar",
    "version": "varchar",
    "name": "varchar",
    "party_qb_id": "varchar",
    "date": "date",
    "total": "numeric",
    "currency": "varchar",
    "gone": "boolean",
    "updated_at": "timestamp",
    "noticed_by": "varchar",
    "rank": "integer",
    "raw": "text",
    "create_uid": "integer",
    "write_uid": "integer",
}
_REPLACED = [name for name in COLUMNS if name not in ("create_uid", "company_id")]

# What is already waiting is replaced by what is newer; a storm of events is one row. In
# QuickBooks Online versions count up; Desktop's tell no order, but its answers come one
# after the other.
SQL_NOTICE = f"""
    INSERT INTO quickbooks_change AS known (
        {", ".join(COLUMNS)}, state, attempts, next_attempt_at, create_date, write_date)
    SELECT shown.*, 'pending', 0, date_trunc('second', now() AT TIME ZONE 'UTC'),
           now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM (VALUES %s) AS shown ({", ".join(COLUMNS)})
    ON CONFLICT (connection_id, type, qb_id) WHERE state IN ('pending', 'failed')
    DO UPDATE SET
        {", ".join(f"{name} = excluded.{name}" for name in _REPLACED)},
        state = 'pending', attempts = 0, problem_code = NULL, problem_data = NULL,
        next_action = NULL, next_attempt_at = excluded.next_attempt_at,
        write_date = excluded.write_date
     WHERE (known.version, known.gone) IS DISTINCT FROM
           (excluded.version, excluded.gone)
       AND NOT known.gone
       AND (excluded.gone
            OR (length(excluded.version), excluded.version)
            >= (length(known.version), known.version)
            OR NOT EXISTS (SELECT FROM quickbooks_connection AS books
                WHERE books.id = known.connection_id AND books.provider = 'online'))
"""


class QuickbooksChange(models.Model):
    """The durable inbox: what has changed in QuickBooks and is to arrive here.

    One open change for an object: whatever comes after it replaces it. It keeps the
    object as QuickBooks has shown it, so that taking it makes no call.
    """

    _name = "quickbooks.change"
    _description = "Change in QuickBooks"
    _inherit = "quickbooks.problem"
    _order = "id desc"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    type = fields.Selection(OBJECT_TYPES, required=True, readonly=True)
    qb_id = fields.Char(string="QuickBooks ID", required=True, readonly=True)
    version = fields.Char(readonly=True)
    name = fields.Char(readonly=True, help="Number of a document, name of a contact.")
    party_qb_id = fields.Char(
        readonly=True, help="QuickBooks ID of the customer or vendor of a document."
    )
    date = fields.Date(readonly=True)
    total = fields.Float(digits=(16, 2), readonly=True)
    currency = fields.Char(readonly=True)
    gone = fields.Boolean(string="Deleted There", readonly=True)
    updated_at = fields.Datetime(string="Changed in QuickBooks", readonly=True)
    noticed_by = fields.Selection(
        [
            ("changes", "Looking for changes"),
            ("page", "Reading everything"),
            ("session", "Web Connector"),
            ("comparison", "Comparing the books"),
            ("look_up", "Sending it"),
        ],
        readonly=True,
    )
    rank = fields.Integer(required=True, readonly=True)
    raw = fields.Text(readonly=True, prefetch=False, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [
            ("pending", "Pending"),
            ("done", "Done"),
            ("failed", "Needs Somebody"),
            ("ignored", "Left There"),
        ],
        required=True,
        readonly=True,
        default="pending",
    )
    attempts = fields.Integer(readonly=True)
    next_attempt_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    done_at = fields.Datetime(readonly=True)
    outcome = fields.Json(
        string="What Was Done", readonly=True, help="As the library says it."
    )
    outcome_text = fields.Char(string="Outcome", compute="_compute_outcome_text")
    res_model = fields.Char(string="Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", readonly=True
    )

    _one_open = models.UniqueIndex(
        "(connection_id, type, qb_id) WHERE state IN ('pending', 'failed')",
        "A change of this QuickBooks object is waiting already.",
    )
    _ready = models.Index(
        "(connection_id, rank, next_attempt_at, id) WHERE state = 'pending'"
    )
    _failed = models.Index("(connection_id) WHERE state = 'failed'")
    # Every answer asks what has waited for it, also beside thousands of others.
    _waiting = models.Index(
        "(connection_id, problem_code)"
        " WHERE state IN ('pending', 'failed') AND problem_code IS NOT NULL"
    )
    _ended = models.Index("(connection_id, done_at) WHERE state IN ('done', 'ignored')")
    _of_record = models.Index("(res_model, res_id) WHERE res_model IS NOT NULL")

    @api.depends("outcome")
    @api.depends_context("lang")
    def _compute_outcome_text(self):
        for change in self:
            change.outcome_text = tell_kept(self.env, change.outcome)

    @api.depends_context("lang")
    def _compute_display_name(self):
        types = self.env["quickbooks.object"]._type_labels()
        for change in self:
            name, kind = change.name or change.qb_id, types[change.type]
            change.display_name = f"{kind} {name}"
            if not change.name and change.party_name:  # many payments have no number
                change.display_name = self.env._(
                    "%(type)s of %(party)s", type=kind, party=change.party_name
                )

    # -- into the inbox ------------------------------------------------------------

    @api.model
    def _notice(self, connection, states, noticed_by):
        """Put what has changed in QuickBooks into the inbox; few statements for any
        number.

        Left out is what is known here in this version (our own sending comes back like
        anybody's), what differs in nothing that counts (a payment was applied to it),
        and what is not here and nobody wants. What counts is its ``content``. Linked
        customers and vendors follow their list.

        :param states: ``ObjectState`` with ``raw`` and ``content``
        :return: how many are new in the inbox
        """
        states = list({(s.type, s.qb_id): s for s in states}.values())
        known = self.env["quickbooks.object"]._noticed(connection, states)
        here = {key for key, before in known.items() if before.bound}
        owners = self._owners(
            connection, [s for s in states if (s.type, s.qb_id) not in here]
        )
        waiting = self._waiting(connection, states)
        here |= waiting | self._unanswered(connection, states)
        same, news = [], []
        for state in sorted(states, key=_rank):
            key = (state.type, state.qb_id)
            before = known.get(key)
            is_listed = state.type not in TRANSACTIONS and before and before.bound
            if key in owners:
                # What is shown while its answer is not known is not shown again, and
                # that answer may be older: it is what QuickBooks said the first time.
                is_news = bool(owners[key]) or key in waiting
            elif is_listed:
                is_news = False
            elif before and before.shows(state):
                # What was changed back there takes the place of the change that waits.
                is_news = key in waiting
            else:
                is_news = key in here or (
                    self._is_wanted(connection, state, known, here)
                    and not self._is_before_cutoff(connection, state, noticed_by)
                )
            if is_news:
                news.append(state)
                here.add(key)
            elif before:
                same.append(state)
        documents = [state for state in same if state.type in TRANSACTIONS]
        self.env["quickbooks.object"]._store(connection, documents)
        count = self._queue(connection, news, noticed_by)
        self._take_marked(connection, owners)
        return count

    @api.model
    def _is_wanted(self, connection, state, known, here):
        """Whether an object that is not here is to arrive.

        :param known: what is known of objects, by type and id; a customer or vendor
            that is listed here waits to be matched
        :param here: what is here or on its way, by type and id
        """
        if is_gone(state) or not connection._pulls(state.type):
            return False
        if state.type not in TRANSACTIONS:
            return (state.type, state.qb_id) not in known
        return state.type not in PAYMENTS or not here.isdisjoint(applied(state))

    @api.model
    def _is_before_cutoff(self, connection, state, noticed_by):
        """Whether a document belongs to the time before these books, and has only come
        up because somebody has touched it, or paid it. Who has everything read since a
        day wants it.
        """
        cutoff = connection.cutoff_date
        return bool(
            cutoff
            and noticed_by != "page"
            and state.type in DOCUMENTS
            and state.date < cutoff
        )

    @api.model
    def _awaited(self, connection, states):
        """Of these and of what they settle, by type and id: what is in the inbox; and
        what may have been sent from here, as long as that is not known."""
        waiting = self._waiting(connection, states)
        return waiting | self._unanswered(connection, states)

    @api.model
    def _waiting(self, connection, states):
        """Of these and of what they settle: what is in the inbox."""
        wanted = {(state.type, state.qb_id) for state in states}
        wanted.update(key for state in states for key in applied(state))
        waiting = self._open_of(connection, wanted).filtered(lambda its: not its.gone)
        return {(change.type, change.qb_id) for change in waiting}

    @api.model
    def _unanswered(self, connection, states):
        """Of what these settle: what may have been sent from here."""
        settled = {key for state in states for key in applied(state)}
        if not settled:
            return settled
        types = self.env["quickbooks.job"]._unanswered_types(connection)
        return {key for key in settled if key[0] in types}

    @api.model
    def _open_of(self, connection, keys):
        """The changes of these objects that are in the inbox.

        :param keys: types and QuickBooks ids
        """
        keys = set(keys)
        return self.search_fetch(
            [
                ("connection_id", "=", connection.id),
                ("qb_id", "in", [qb_id for _type, qb_id in keys]),
                ("state", "in", ("pending", "failed")),
            ],
            ["type", "qb_id", "gone", "state"],
        ).filtered(lambda change: (change.type, change.qb_id) in keys)

    @api.model
    def _queue(self, connection, states, noticed_by):
        if not states:
            return 0
        self.flush_model()
        self.env.cr.execute_values(
            SQL_NOTICE,
            [
                self._row(connection, state, noticed_by)
                for state in self.env["quickbooks.object"]._as_last_shown(
                    connection, states
                )
            ],
            template=f"({', '.join(f'%s::{kind}' for kind in COLUMNS.values())})",
            page_size=len(states),
        )
        self.invalidate_model()
        self._tell_changed(connection)
        return self.env.cr.rowcount

    def _row(self, connection, state, noticed_by):
        """The values of `COLUMNS` for an object."""
        gone = is_gone(state)
        moment = state.updated_at
        return (
            connection.id,
            connection.company_id.id,
            state.type,
            state.qb_id,
            state.version,
            state.number if state.type in TRANSACTIONS else state.name,
            party_id(state),
            state.date,
            state.total,
            state.currency,
            gone,
            moment and moment.astimezone(UTC).replace(tzinfo=None),
            noticed_by,
            _rank(state),
            state.raw,
            self.env.uid,
            self.env.uid,
        )

    @api.model
    def _tell_changed(self, connection):
        self.env["quickbooks.live"]._changed(connection.company_id.id, self._name)

    @api.model
    def _know_as_ours(self, connection, states):
        """These are what QuickBooks has just answered to our own sending: what has been
        noticed of them in this very version, while the answer was not known, is that.

        :param states: ``ObjectState``
        """
        if not states:
            return
        keys = [(state.type, state.qb_id, state.version) for state in states]
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT change.id FROM quickbooks_change AS change"
                " JOIN unnest(%s, %s, %s) AS sent (type, qb_id, version)"
                " ON sent.type = change.type AND sent.qb_id = change.qb_id"
                " AND sent.version = change.version"
                " WHERE change.connection_id = %s"
                " AND change.state IN ('pending', 'failed')"
                " AND NOT change.gone FOR NO KEY UPDATE OF change",
                *(list(each) for each in zip(*keys, strict=True)),
                connection.id,
            )
        )
        for change in self.browse(row[0] for row in rows):
            change._end("done", [inbox.sent_from_here()])
        if rows:
            self._tell_changed(connection)

    # -- out of it -----------------------------------------------------------------

    @api.model
    def _claim(self, connection, limit):
        """The next changes to take, locked for this transaction."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM quickbooks_change
                 WHERE connection_id = %s AND state = 'pending'
                   AND next_attempt_at <= %s
                 ORDER BY rank, id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
                """,
                connection.id,
                fields.Datetime.now(),
                limit,
            )
        )
        return self.browse(row[0] for row in rows)


def _rank(state):
    """Its place in the order in which changes are taken."""
    if state.type in PAYMENTS and is_gone(state):
        return RANK_GONE_PAYMENT
    return RANKS.get(state.type, RANK_DOCUMENT)
