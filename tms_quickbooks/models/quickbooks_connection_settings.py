# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a connection is told to do: which objects go which way, and how."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib import names
from ..lib.preflight import CarrierInvoice, Rules
from ..lib.problems import Place

SALES_TYPES = frozenset({"Invoice", "CreditMemo"})
PURCHASE_TYPES = frozenset({"Bill", "VendorCredit"})
# The setting that says when documents of these types go.
TYPES_OF_PUSH = {
    "invoice_push": SALES_TYPES,
    "bill_push": PURCHASE_TYPES,
    "payment_push": frozenset({"Payment"}),
    "bill_payment_push": frozenset({"BillPayment"}),
}

SENT = [
    ("none", "Do not send"),
    ("click", "When someone clicks Send to QB"),
    ("post", "When posted"),
]
MADE = [
    ("update", "Create and update"),
    ("create", "Create only"),
    ("link", "Only link to existing ones"),
]
PULLED = [
    ("none", "None"),
    ("active", "Active only"),
    ("all", "All, inactive ones too"),
]

# Minutes between two looks at the queue.
SHORTEST_INTERVAL, LONGEST_INTERVAL = 5, 1440
# A name in QuickBooks has room for 100 characters; most are to be the name's own.
LONGEST_SUFFIX = 20
# Settings that decide which documents of a load count for its QB status.
COUNTED_BY = ("invoice_push", "bill_push", "cutoff_date")
# A cut-off further ahead is rather a slip of the pen than a plan.
FAR_AHEAD = timedelta(days=31)


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    # -- to QuickBooks -------------------------------------------------------------

    invoice_push = fields.Selection(
        SENT,
        string="Invoices and Credit Notes",
        required=True,
        default="post",
        tracking=True,
        help="When customer invoices and credit notes go to QuickBooks.",
    )
    bill_push = fields.Selection(
        SENT,
        string="Bills and Refunds",
        required=True,
        default="post",
        tracking=True,
        help="When carrier bills, driver settlements and refunds go to QuickBooks.",
    )
    payment_push = fields.Selection(
        SENT,
        string="Customer Payments",
        required=True,
        default="post",
        tracking=True,
        help="When payments of customers that are registered here go to QuickBooks.",
    )
    bill_payment_push = fields.Selection(
        SENT,
        string="Vendor Payments",
        required=True,
        default="post",
        tracking=True,
        help="When payments to carriers and drivers that are registered here go to "
        "QuickBooks.",
    )
    customer_push = fields.Selection(
        MADE,
        string="Customers",
        required=True,
        default="update",
        tracking=True,
        help="Whether customers are made and changed in QuickBooks from here. With "
        "“Only link”, an invoice waits until its customer is linked.",
    )
    vendor_push = fields.Selection(
        MADE,
        string="Carriers",
        required=True,
        default="update",
        tracking=True,
        help="Whether vendors are made and changed in QuickBooks from here. With "
        "“Only link”, a bill waits until its carrier is linked.",
    )

    # -- from QuickBooks -----------------------------------------------------------

    customer_pull = fields.Selection(
        PULLED,
        string="Customers Brought Here",
        required=True,
        default="active",
        help="Which customers of QuickBooks are listed here, to be matched with yours.",
    )
    vendor_pull = fields.Selection(
        PULLED,
        string="Vendors Brought Here",
        required=True,
        default="active",
        help="Which vendors of QuickBooks are listed here, to be matched with your "
        "carriers.",
    )

    # -- which documents, and how they look ----------------------------------------

    cutoff_date = fields.Date(
        string="Nothing Dated Before",
        tracking=True,
        help="Invoices, bills and payments with an earlier date do not go to "
        "QuickBooks by any way: they are in the books already, or in another company "
        "file.",
    )
    cutoff_warning = fields.Char(compute="_compute_cutoff_warning")
    carrier_invoice_rule = fields.Selection(
        [
            (CarrierInvoice.NONE.value, "Nothing"),
            (CarrierInvoice.REFERENCE.value, "The number of the carrier's invoice"),
            (CarrierInvoice.DOCUMENT.value, "Its number, and the invoice attached"),
        ],
        string="Before a Bill Goes",
        required=True,
        default=CarrierInvoice.NONE.value,
        tracking=True,
        help="What of the carrier's own invoice must be on a bill before it goes to "
        "QuickBooks: the Bill Reference, and a document attached to the bill.",
    )
    number_source = fields.Selection(
        [("invoice", "Invoice number"), ("load", "Load number")],
        string="Invoice Number in QuickBooks",
        required=True,
        default="invoice",
        tracking=True,
        help="The load's number is used where an invoice is for one load; the second "
        "invoice of a load gets -2 behind it. What QuickBooks has keeps its number. "
        "Longer numbers are shortened to the 21 characters that QuickBooks Online "
        "takes, or the 11 of QuickBooks Desktop.",
    )
    number_warning = fields.Char(compute="_compute_number_warning")
    remit_place = fields.Selection(
        [
            ("message", "Message to the customer"),
            ("memo", "Memo (internal)"),
            ("none", "Not sent"),
        ],
        string="Remit-To Text",
        required=True,
        default="message",
        help="Where an invoice in QuickBooks says to whom the customer pays, when the "
        "invoice has a remit profile.",
    )

    # -- names that are taken ------------------------------------------------------

    customer_suffix = fields.Char(
        default=" (C)",
        required=True,
        trim=False,
        help="A customer whose name is taken by a vendor or an employee in QuickBooks "
        "gets this behind its name.",
    )
    vendor_suffix = fields.Char(
        string="Carrier Suffix",
        default=" (V)",
        required=True,
        trim=False,
        help="QuickBooks wants every name once over customers, vendors and employees. "
        "A carrier whose name is taken by a customer gets this behind its name.",
    )
    suffix_preview = fields.Char(
        string="Looks Like",
        compute="_compute_suffix_preview",
        export_string_translation=False,
    )

    # -- schedule ------------------------------------------------------------------

    interval = fields.Integer(
        string="Look at the Queue Every (Minutes)",
        required=True,
        default=15,
        help="What is posted or sent by hand goes over at once. This is how often the "
        "queue is looked at besides, for what waits or has to be tried again.",
    )

    # -- what is not accepted ------------------------------------------------------

    @api.constrains("interval")
    def _check_interval(self):
        for connection in self:
            if not SHORTEST_INTERVAL <= connection.interval <= LONGEST_INTERVAL:
                raise ValidationError(
                    self.env._(
                        "The queue can be looked at every %(least)s to %(most)s minutes"
                        " (a day); %(given)s is not between them.",
                        least=SHORTEST_INTERVAL,
                        most=LONGEST_INTERVAL,
                        given=connection.interval,
                    )
                )

    @api.constrains("customer_suffix", "vendor_suffix")
    def _check_suffixes(self):
        for connection in self:
            suffixes = (connection.customer_suffix, connection.vendor_suffix)
            for suffix in suffixes:
                connection._check_suffix(suffix)
            if len(set(map(_compared, suffixes))) == 1:
                raise ValidationError(
                    self.env._(
                        "Customers and carriers need different suffixes: with the same"
                        " one their names would be the same again."
                    )
                )

    def _check_suffix(self, suffix):
        """:raises ValidationError: where QuickBooks could not take it behind a name"""
        if not names.fold(suffix or ""):
            raise ValidationError(
                self.env._(
                    "A suffix of blanks tells nobody apart. Enter a text such as (V)."
                )
            )
        if ":" in suffix or names.fold(suffix) != suffix.strip():
            raise ValidationError(
                self.env._(
                    "QuickBooks takes no colon, tab or line break in a name. Choose a"
                    " suffix without it instead of “%(suffix)s”.",
                    suffix=suffix,
                )
            )
        if len(suffix) > LONGEST_SUFFIX:
            raise ValidationError(
                self.env._(
                    "“%(suffix)s” has %(length)s characters. %(most)s is the most, so"
                    " that names keep room for themselves.",
                    suffix=suffix,
                    length=len(suffix),
                    most=LONGEST_SUFFIX,
                )
            )

    # -- what is told --------------------------------------------------------------

    @api.depends("customer_suffix", "vendor_suffix", "provider")
    def _compute_suffix_preview(self):
        example = self.env._("Acme Freight")
        for connection in self:
            connection.suffix_preview = " · ".join(
                connection._provider().suffixed(example, suffix)
                for suffix in (connection.customer_suffix, connection.vendor_suffix)
                if suffix
            )

    @api.depends("cutoff_date")
    def _compute_cutoff_warning(self):
        today = fields.Date.context_today(self)
        for connection in self:
            cutoff = connection.cutoff_date
            connection.cutoff_warning = (
                self.env._(
                    "This is %(days)s days from now: until then no invoice and no bill"
                    " goes to QuickBooks, today's neither.",
                    days=(cutoff - today).days,
                )
                if cutoff and cutoff > today + FAR_AHEAD
                else False
            )

    @api.depends("profile", "provider", "number_source")
    def _compute_number_warning(self):
        for connection in self:
            by_itself = connection.profile and not (
                connection._profile().custom_txn_numbers
            )
            connection.number_warning = (
                self.env._(
                    "QuickBooks numbers invoices by itself; this number is in the"
                    " invoice's memo only. To use it, switch on Custom transaction"
                    " numbers in QuickBooks (Settings, Account and settings, Sales)."
                )
                if by_itself
                else connection._shortened_number()
            )

    def _shortened_number(self):
        """Where the numbers of invoices are too long: what becomes of the last one."""
        if self.number_source != "invoice":
            return False
        # Who may see the connection may see how its numbers look.
        last = (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("move_type", "=", "out_invoice"),
                    ("state", "=", "posted"),
                ],
                order="id desc",
                limit=1,
            )
        )
        shown = self._provider().number("Invoice", last.name or "")
        return shown != (last.name or "") and self.env._(
            "QuickBooks has room for %(limit)s characters: %(number)s goes as"
            " %(shown)s. Load numbers are usually shorter.",
            limit=self._provider().limits.number_of("Invoice"),
            number=last.name,
            shown=shown,
        )

    # -- what follows from them ----------------------------------------------------

    def write(self, vals):
        counted = [name for name in COUNTED_BY if name in vals]
        before = {each: [each[name] for name in counted] for each in self}
        result = super().write(vals)
        if not _HELD_BY_OUTBOUND.isdisjoint(vals):
            self.env.registry.clear_cache()
        if "interval" in vals:
            for connection in self.sudo():
                connection.cron_id.interval_number = connection.interval
        # The general settings write all of these whenever any app's are saved.
        changed = self.filtered(
            lambda each: before[each] != [each[name] for name in counted]
        )
        if changed:
            loads = self.env["tms.order"].sudo()
            ids = {key for connection in changed for key in connection._company_ids()}
            loads.search([("company_id", "in", [*ids, False])])._qb_roll_up()
        return result

    def _sent_on_posting(self):
        """The types of documents that go by themselves when they are posted."""
        self.ensure_one()
        return self._types_sent("post")

    def _types_sent(self, when):
        """The types of documents for which one of `SENT` is chosen."""
        return frozenset().union(
            *(types for name, types in TYPES_OF_PUSH.items() if self[name] == when)
        )

    def _rules(self):
        """What the users have decided, for the checks before sending."""
        self.ensure_one()
        parties = {"Customer": self.customer_push, "Vendor": self.vendor_push}
        return Rules(
            off=self._types_sent("none"),
            cutoff_date=self.cutoff_date or None,
            link_only=frozenset(kind for kind, how in parties.items() if how == "link"),
            unchanged=frozenset(
                kind for kind, how in parties.items() if how != "update"
            ),
            carrier_invoice=CarrierInvoice(self.carrier_invoice_rule),
            settings=Place(self._name, self.id, self.name or ""),
        )


# Settings that posting must know, and knows from a cache.
_HELD_BY_OUTBOUND = {
    *TYPES_OF_PUSH,
    "customer_push",
    "vendor_push",
    "cutoff_date",
    "carrier_invoice_rule",
    "name",
}


def _compared(name):
    """As QuickBooks compares names."""
    return names.fold(name or "").casefold()
