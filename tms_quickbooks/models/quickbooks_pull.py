# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import UTC, timedelta

from odoo import api, fields, models

from ..lib.online import lists
from ..lib.online import read as online_read
from ..lib.problems import Problem
from .told import tell_kept

# What a mapping can lead to, which documents need before they go.
LIST_TYPES = (
    "Item",
    "Account",
    "Class",
    "Department",
    "Term",
    "TaxCode",
    "PaymentMethod",
)
# Lists a user may leave out, and the setting that says so.
PARTY_SETTINGS = {"Customer": "customer_pull", "Vendor": "vendor_pull"}

# A list up to this long is read whole: that costs no call more than its changes.
SHORT_LIST = 300
# Changes are trusted for so long before a long list is read whole again.
WHOLE_LIFE = timedelta(days=7)
# QuickBooks may show a change to a query a little after it has stamped it.
OVERLAP = timedelta(minutes=5)


class QuickbooksPull(models.Model):
    """One list of a QuickBooks company, and how far it is here.

    Read whole, in pages, or only for its changes. Each page is stored and committed
    with the place it leads to, so that whoever comes next goes on from there.
    """

    _name = "quickbooks.pull"
    _description = "QuickBooks List"
    _order = "connection_id, id"
    _rec_name = "type"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    type = fields.Selection(
        [
            ("Item", "Products and Services"),
            ("Account", "Accounts"),
            ("Class", "Classes"),
            ("Department", "Locations"),
            ("Term", "Terms"),
            ("TaxCode", "Tax Codes"),
            ("PaymentMethod", "Payment Methods"),
            ("Customer", "Customers"),
            ("Vendor", "Vendors"),
            ("Invoice", "Invoices"),
            ("CreditMemo", "Credit Memos"),
            ("Bill", "Bills"),
            ("VendorCredit", "Vendor Credits"),
            ("Payment", "Payments"),
            ("BillPayment", "Bill Payments"),
        ],
        string="List",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("running", "Reading"),
            ("done", "Up to Date"),
            ("failed", "Failed"),
            ("stopped", "Stopped"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    whole = fields.Boolean(
        readonly=True, help="Somebody has asked for all of it, not only its changes."
    )
    inactive = fields.Boolean(readonly=True, help="Inactive objects are listed too.")
    since = fields.Datetime(
        readonly=True, help="Only what has changed from then on is read."
    )
    listed = fields.Integer(readonly=True, help="Objects on the list in QuickBooks.")
    total = fields.Integer(readonly=True, help="Objects to read this time.")
    read_count = fields.Integer(readonly=True, help="Objects read so far this time.")
    # A list of ids as JSON would be copied with every look at it.
    seen = fields.Text(
        readonly=True, prefetch=False, help="Their ids, with blanks between them."
    )
    unseen = fields.Json(
        readonly=True,
        prefetch=False,
        help="Ids of objects known here that the list did not show, to be asked for.",
    )
    started_at = fields.Datetime(readonly=True)
    began_at = fields.Datetime(
        readonly=True, help="When it started, by QuickBooks' clock."
    )
    current_at = fields.Datetime(
        readonly=True,
        help="All changes up to this moment, by QuickBooks' clock, are here.",
    )
    whole_at = fields.Datetime(
        readonly=True, help="When it was last read whole, by QuickBooks' clock."
    )
    finished_at = fields.Datetime(string="Last Updated", readonly=True)
    reason = fields.Json(readonly=True)

    _one_per_type = models.UniqueIndex(
        "(connection_id, type)", "Each list of a QuickBooks company is read once."
    )

    # -- from the wish to the first page -------------------------------------------

    @api.model
    def _request(self, connection, whole=False):
        """Have a connection's lists brought up to date.

        What was stopped or failed half-way goes on where it was; what is under way
        already goes on.
        """
        wanted = self._wanted_types(connection)
        known = connection.pull_ids.with_env(self.env)
        known.filtered(lambda pull: pull.type not in wanted).unlink()
        pulls = known.exists()
        pulls += self.create(
            [
                {
                    "connection_id": connection.id,
                    "company_id": connection.company_id.id,
                    "type": each,
                }
                for each in wanted
                if each not in pulls.mapped("type")
            ]
        )
        if not whole:
            pulls._go_on()
        anew = pulls if whole else pulls.filtered(lambda pull: pull.state == "done")
        anew.write({"state": "waiting", "whole": whole, "reason": False})
        return pulls

    @api.model
    def _wanted_types(self, connection):
        """Which lists of a connection are brought here."""
        return LIST_TYPES + tuple(
            party
            for party, setting in PARTY_SETTINGS.items()
            if connection[setting] != "none"
        )

    def _go_on(self):
        """Take up again what was stopped or has failed."""
        for pull in self.filtered(lambda pull: pull.state in ("stopped", "failed")):
            pull.write(
                {
                    "state": "running" if pull.began_at else "waiting",
                    "reason": False,
                }
            )

    def _stop(self):
        self._under_way().state = "stopped"

    def _under_way(self):
        return self.filtered(lambda pull: pull.state in ("waiting", "running"))

    def _changes_since(self):
        """From when on changes are enough, or None where the list is read whole."""
        self.ensure_one()
        if (
            self.whole
            or self.listed <= SHORT_LIST
            or not self.current_at
            or not self.whole_at
            or self.whole_at < fields.Datetime.now() - WHOLE_LIFE
            or self.inactive != self._wants_inactive()
        ):
            return None
        return self.current_at - self._overlap()

    def _overlap(self):
        """How far before the last moment that is here changes are asked for again."""
        return OVERLAP

    def _wants_inactive(self):
        """Whether inactive objects are brought here as well."""
        setting = PARTY_SETTINGS.get(self.type)
        return not setting or self.connection_id[setting] == "all"

    def _count_statements(self):
        """The queries that say how much there is to read, ``{key: statement}``."""
        statements = {}
        for pull in self:
            inactive, since = pull._wants_inactive(), pull._changes_since()
            statements[f"{pull.id}"] = lists.count_statement(
                pull.type, inactive=inactive
            )
            if since:
                statements[f"{pull.id}c"] = lists.count_statement(
                    pull.type, since=aware(since)
                )
        return statements

    def _begin(self, answers, moment):
        """Start from the numbers QuickBooks has given.

        :param answers: by the keys of `_count_statements`
        :param moment: QuickBooks' time of these answers, aware
        """
        moment = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        for pull in self.filtered(lambda pull: pull.state == "waiting"):
            counts = [answers[f"{pull.id}"]]
            changed = answers.get(f"{pull.id}c")
            since = changed is not None and pull._changes_since()
            if since:
                counts.append(changed)
            refusal = next((each for each in counts if isinstance(each, Problem)), None)
            if refusal:
                pull._fail(refusal)
                continue
            pull.write(
                {
                    "state": "running",
                    "inactive": pull._wants_inactive(),
                    "since": since,
                    "listed": online_read.total(counts[0]),
                    "total": online_read.total(counts[-1]),
                    "read_count": 0,
                    "seen": "",
                    "unseen": None,
                    "started_at": fields.Datetime.now(),
                    "began_at": moment,
                }
            )
            if since and not pull.total:
                pull._end_of_list()

    # -- what users see ------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        for company, pulls in self.grouped("company_id").items():
            self.env["quickbooks.live"]._changed(company.id, self._name, pulls.ids)
        return result

    def _progress(self):
        """This list as the progress bar shows it."""
        labels = dict(self._fields["type"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "type": self.type,
            "name": labels[self.type],
            "state": self.state,
            "status": states[self.state],
            "read": self.read_count,
            "total": self.total,
            "listed": self.listed,
            "updated_at": fields.Datetime.to_string(self.finished_at) or "",
            "message": tell_kept(self.env, self.reason),
        }


def aware(moment):
    """A time of the ORM's, with its zone."""
    return moment.replace(tzinfo=UTC) if moment else None
