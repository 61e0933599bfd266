# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..lib import names, outcomes
from ..lib.problems import Place

_logger = logging.getLogger(__name__)

QB_STATUS = [
    ("not_synced", "Not Synced"),
    ("pending", "Pending"),
    ("synced", "Synced"),
    ("outdated", "Outdated"),
    ("failed", "Failed"),
    ("suppressed", "Suppressed"),
]

# In the context of what arrives from QuickBooks: it is not sent back.
ARRIVING = "qb_arriving"

# What a record shows of QuickBooks, to be read again when its status has changed.
SHOWN_FIELDS = (
    "qb_status",
    "qb_message",
    "qb_hint",
    "qb_alike_count",
    "qb_blocked",
    "qb_mended_here",
    "qb_unknown",
    "qb_withheld",
    "qb_next_run",
    "qb_id",
    "qb_name",
    "qb_synced_at",
    "qb_can_revert",
    "qb_withdrawing",
    "qb_left_behind",
    "qb_former",
    "qb_changed_there",
    "qb_changed_hint",
    "qb_comparable",
)


class QuickbooksSyncMixin(models.AbstractModel):
    """A record with a counterpart in QuickBooks: its status there, and the actions.

    A model that uses this says what goes out (`_qb_outgoing`), how it looks
    (`_qb_documents`), and on whom it depends (`_qb_party_type`, `_qb_partner_ids`).
    """

    _name = "quickbooks.sync.mixin"
    _description = "QuickBooks Synchronisation"

    qb_status = fields.Selection(
        QB_STATUS,
        string="QB Status",
        default="not_synced",
        readonly=True,
        copy=False,
        index=True,
    )
    qb_id = fields.Char(
        string="QuickBooks ID", compute="_compute_qb_object", search="_search_qb_id"
    )
    qb_name = fields.Char(
        string="In QuickBooks As",
        compute="_compute_qb_object",
        help="The number or name that people find it by there.",
    )
    qb_synced_at = fields.Datetime(
        string="Last Sent to or Read from QuickBooks", compute="_compute_qb_object"
    )
    qb_message = fields.Char(string="QuickBooks Message", compute="_compute_qb_message")
    qb_hint = fields.Char(
        string="What to Do for QuickBooks", compute="_compute_qb_message"
    )
    qb_blocked = fields.Boolean(
        string="Needs Somebody for QuickBooks",
        compute="_compute_qb_message",
        help="It does not go on by itself: somebody has to mend something first.",
    )
    qb_mended_here = fields.Boolean(
        string="Mended on the Record Itself",
        compute="_compute_qb_message",
        help="There is no other place to go to.",
    )
    qb_unknown = fields.Boolean(
        string="May Be in QuickBooks",
        compute="_compute_qb_message",
        help="It was sent, and no answer came: QuickBooks may have it or not.",
    )
    qb_connected = fields.Boolean(compute="_compute_qb_connected")

    # -- what a model answers ------------------------------------------------------

    def _qb_outgoing(self):
        """The records to send, by type of QuickBooks object: ``{type: records}``."""
        raise NotImplementedError

    def _qb_previewed(self):
        """What a dry run shows of these, by type of QuickBooks object."""
        return self._qb_outgoing()

    def _qb_documents(self, connection, object_type, aliases):
        """What QuickBooks shall receive: ``{record id: document}``.

        :param aliases: ``{record id: name}`` where the own name is taken
        """
        raise NotImplementedError

    def _qb_party_type(self, object_type):
        """`Customer` or `Vendor` where the document needs one, else None."""
        return None

    def _qb_partner_ids(self):
        """``{record id: id of the partner QuickBooks must know first}``."""
        return {}

    def _qb_needed_documents(self):
        """``{record id: invoices and bills QuickBooks must have first}``."""
        return {}

    def _qb_prepare(self, connection, object_type):
        """What is settled once and for all before the first sending. May write."""

    def _qb_held_back(self, connection, object_type, rules):
        """What the users' own rules keep here: ``{record id: problem}``.

        Asked before anything is queued; the checks before sending know these rules,
        too. Costs no query where no rule is set.

        :param rules: ``lib.preflight.Rules`` of the connection
        """
        return {}

    def _qb_take(self, change, document, record):
        """Receive what has changed in QuickBooks.

        :param change: the `quickbooks.change`, with its connection and company
        :param document: what QuickBooks has, of ``lib.documents``; None where it was
            deleted there
        :param record: the record that the object belongs to, or None for what is new
        :return: the record that it belongs to from now on, or None
        :raises Ignored: where it is left in QuickBooks
        :raises NotTaken: where somebody has to act first
        """
        raise NotImplementedError

    def _qb_date_and_total(self):
        """What a person knows one document by, beside its number and its party."""
        return self.date, self.amount

    def _qb_next_number(self):
        """A number to offer for one document whose own is taken."""
        return f"{self.display_name}-2"

    def _qb_number_again(self):
        """Take another number because a voided document of its own keeps the first.

        :return: False where it can have no other
        """
        return False

    def _qb_renumber(self, number, room):
        """Go to QuickBooks under this number from now on.

        :param room: how many characters QuickBooks has for it
        :raises UserError: where QuickBooks cannot take it
        """
        self.ensure_one()
        number = names.fold(number or "")
        if not 0 < len(number) <= room:
            raise UserError(
                self.env._(
                    "QuickBooks takes numbers of 1 to %(limit)s characters.",
                    limit=room,
                )
            )
        self._qb_take_number(number)

    def _qb_take_number(self, number):
        """Note another number for one document."""
        raise NotImplementedError

    def _qb_carried(self):
        """``{record id: the records that go to QuickBooks for it}``."""
        return {record.id: record for record in self}

    def _qb_sendable(self, company):
        """Those that may leave at this moment; checked again when a job is claimed."""
        return self.filtered(lambda record: record.qb_status != "suppressed")

    def _qb_company(self, record):
        """The company in whose books a record belongs."""
        return record.company_id or self.env.company

    # -- status and message --------------------------------------------------------

    def _qb_objects(self):
        """The bindings of these records in the books of the current companies."""
        return self._qb_objects_of(self.env["quickbooks.connection"]._current_ids())

    def _qb_objects_of(self, connection_ids):
        """The bindings of these records in some connections."""
        return (
            self.env["quickbooks.object"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("connection_id", "in", connection_ids),
                ],
                order="id",
            )
        )

    def _qb_open_jobs(self):
        """The open jobs of these records for the books of the current companies; not
        those for a QuickBooks company that was moved away from."""
        return (
            self.env["quickbooks.job"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("company_id", "in", self.env.companies.parent_ids.ids),
                    ("connection_id.active", "=", True),
                    ("state", "in", ("pending", "sent", "failed")),
                ],
                order="id",
            )
        )

    def _qb_by_record(self, found):
        """Objects or jobs of these records, by the id of the record they tell about."""
        by_carried = found.grouped("res_id")
        return {
            record_id: found.browse().concat(
                *(by_carried[key] for key in carried.ids if key in by_carried)
            )
            for record_id, carried in self._qb_carried().items()
        }

    @api.depends("qb_status")
    @api.depends_context("lang")
    def _compute_qb_object(self):
        bindings = self._qb_by_record(self._qb_objects())
        types = self.env["quickbooks.object"]._type_labels()
        for record in self:
            found = bindings[record.id]
            record.qb_id = ", ".join(binding.qb_id for binding in found)
            record.qb_name = ", ".join(
                f"{types[binding.type]} {binding.number or binding.name}"
                for binding in found
                if binding.number or binding.name
            )
            record.qb_synced_at = max((b.synced_at for b in found), default=False)

    def _search_qb_id(self, operator, value):
        Objects = self.env["quickbooks.object"].with_context(active_test=False)
        current = self.env["quickbooks.connection"]._current_ids()
        objects = Objects.search(
            [
                ("res_model", "=", self._name),
                ("qb_id", operator, value),
                ("connection_id", "in", current),
            ]
        )
        return [("id", "in", objects.mapped("res_id"))]

    @api.depends("qb_status")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_qb_message(self):
        jobs = self._qb_by_record(self._qb_open_jobs())
        for record in self:
            own = jobs[record.id]
            told = own._telling()
            record.qb_message = told._tell(record, own)
            record.qb_hint = told.problem_hint
            record.qb_blocked = told.state == "failed"
            record.qb_mended_here = told._is_mended_on(record)
            record.qb_unknown = any(own.mapped("is_outcome_unknown"))

    @api.depends_context("uid")
    def _compute_qb_connected(self):
        connections = self.env["quickbooks.connection"]
        for record in self:
            record.qb_connected = bool(
                connections._outbound(self._qb_company(record).id)
            )

    # What follows from what is done, with the value of a new record. Who could write
    # it, by an import or a call, would release and suppress without the right to it.
    _qb_kept = {"qb_status": "not_synced"}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if any(vals.get(name, new) != new for name, new in self._qb_kept.items()):
                self._qb_check_status_access()
        return super().create(vals_list)

    def write(self, vals):
        # Merging contacts writes what is there already.
        if any(
            name in vals and set(self.mapped(name)) != {vals[name]}
            for name in self._qb_kept
        ):
            self._qb_check_status_access()
        return super().write(vals)

    def _qb_check_status_access(self):
        if not self.env.su:
            raise AccessError(
                self.env._(
                    "The QB status and number follow from what is sent; nobody writes"
                    " them."
                )
            )

    def _qb_set_status(self, company, status):
        """Set the QB status of these records as seen by a company."""
        if self:
            self.sudo().qb_status = status

    def _qb_write_status(self, status):
        """The status in one statement, without `write`: that would go through checks
        and synchronisations of accounting entries, which do not look at this field."""
        self.env.execute_query(
            SQL(
                "UPDATE %s SET qb_status = %s WHERE id = ANY(%s) RETURNING id",
                SQL.identifier(self._table),
                status,
                self.ids,
            )
        )
        self.invalidate_recordset(SHOWN_FIELDS, flush=False)

    def _qb_set_outdated(self):
        """QuickBooks is behind: shown, and told to what is under way."""
        if not self:  # most writes change nothing that is sent
            return
        if self.env.context.get(ARRIVING):  # it comes from there
            return
        synced = self.filtered(lambda record: record.qb_status == "synced")
        for company, records in synced.grouped(self._qb_company).items():
            records._qb_set_status(company, "outdated")
        self._qb_open_jobs()._note_change()

    def _qb_set_synced(self, company):
        """QuickBooks has these as they were sent; some may have changed since."""
        current = self._qb_sendable(company)
        current._qb_set_status(company, "synced")
        (self - current)._qb_set_status(company, "outdated")

    def _qb_restore_status(self, company):
        """The status of records whose job or link was taken away; who is kept out of
        QuickBooks stays so."""
        self.with_company(company).filtered(
            lambda record: record.qb_status != "suppressed"
        )._qb_release_status(company)

    def _qb_release_status(self, company):
        """`outdated` where QuickBooks has these, else `not_synced`."""
        bound = set(self._qb_objects().mapped("res_id"))
        known = self.filtered(lambda record: record.id in bound)
        known._qb_set_status(company, "outdated")
        (self - known)._qb_set_status(company, "not_synced")

    # -- documents -----------------------------------------------------------------

    def _qb_documents_or_problems(self, connection, object_type, aliases):
        """As `_qb_documents`, with a problem in place of each that cannot be made."""
        try:
            with self.env.cr.savepoint():
                return self._qb_documents(connection, object_type, aliases)
        except Exception:  # One poisonous record must not stop all the others.
            _logger.exception("QuickBooks documents of %s", self)
        documents = {}
        for record in self:
            try:
                with self.env.cr.savepoint():
                    documents |= record._qb_documents(connection, object_type, aliases)
            except Exception as error:  # Whatever it is, it concerns this record only.
                _logger.exception("QuickBooks document of %s", record)
                documents[record.id] = outcomes.not_preparable(
                    type(error).__name__, Place(record._name, record.id)
                )
        return documents
