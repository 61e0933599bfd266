# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mail import email_normalize

from ..lib import carrier
from ..lib.limits import ONLINE
from .quickbooks_sync_mixin import QB_STATUS

# The numbers of a carrier: their label, and how many digits they may have.
CARRIER_NUMBERS = {
    "mc_number": ("MC", carrier.MC_DIGITS),
    "dot_number": ("DOT", carrier.DOT_DIGITS),
}


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "quickbooks.sync.mixin"]

    # A contact may be known to the books of several companies.
    qb_status = fields.Selection(
        QB_STATUS,
        string="QB Status",
        company_dependent=True,
        readonly=True,
        copy=False,
        index=False,
    )
    mc_number = fields.Char(
        string="MC Number",
        copy=False,
        tracking=True,
        help="The carrier's docket number, digits only. In QuickBooks it stands in the"
        " vendor's account number.",
    )
    dot_number = fields.Char(
        string="DOT Number",
        copy=False,
        tracking=True,
        help="The carrier's USDOT number, digits only. In QuickBooks it stands in the"
        " vendor's account number.",
    )
    qb_1099 = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        string="1099 Vendor",
        company_dependent=True,
        copy=False,
        help="Whether payments to this carrier are reported on a 1099 form. Empty:"
        " QuickBooks keeps what it has.",
    )
    qb_1099_hint = fields.Char(compute="_compute_qb_1099_hint")
    qb_bill_email = fields.Char(
        string="Billing E-Mail",
        help="Where invoices go by e-mail; several addresses with commas between them."
        " Empty: the address of the invoice contact, or the contact's own.",
    )
    qb_remit_profile_id = fields.Many2one(
        "quickbooks.remit.profile",
        string="Remit Profile",
        company_dependent=True,
        copy=False,
        groups="tms_quickbooks.group_quickbooks_user",
        check_company=True,
        help="Whom this customer pays, such as a factor. New invoices start with it.",
    )

    _qb_section_views = (
        "base.view_partner_form",
        "base.view_partner_tree",
        "base.view_res_partner_filter",
    )
    _qb_page_view = "tms_quickbooks.view_res_partner_quickbooks"

    # -- what is entered -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._qb_tidied(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._qb_tidied(vals))

    @api.model
    def _qb_tidied(self, vals):
        """Numbers without their label, e-mail addresses with commas between them."""
        tidied = {
            name: carrier.digits(vals[name], label)
            for name, (label, _digits) in CARRIER_NUMBERS.items()
            if vals.get(name)
        }
        if vals.get("qb_bill_email"):
            tidied["qb_bill_email"] = ", ".join(_addresses(vals["qb_bill_email"]))
        return {**vals, **tidied} if tidied else vals

    @api.constrains(*CARRIER_NUMBERS)
    def _check_carrier_numbers(self):
        for partner in self:
            for name, (label, most) in CARRIER_NUMBERS.items():
                number = partner[name]
                if number and not (number.isdecimal() and len(number) <= most):
                    raise ValidationError(
                        self.env._(
                            "“%(number)s” is no %(label)s number: enter its digits, at"
                            " most %(most)s.",
                            number=number,
                            label=label,
                            most=most,
                        )
                    )

    @api.constrains("qb_bill_email")
    def _check_qb_bill_email(self):
        for partner in self:
            for address in _addresses(partner.qb_bill_email or ""):
                if not email_normalize(address):
                    raise ValidationError(
                        self.env._(
                            "“%(address)s” is not an e-mail address. Write several with"
                            " commas between them.",
                            address=address,
                        )
                    )
            room = partner._qb_email_room()
            if len(partner.qb_bill_email or "") > room:
                raise ValidationError(
                    self.env._(
                        "QuickBooks has room for %(limit)s characters of billing e-mail"
                        " addresses. Use fewer, or one address for all.",
                        limit=room,
                    )
                )

    def _qb_email_room(self):
        """How many characters the QuickBooks of this company has for addresses."""
        connection = self.env["quickbooks.connection"]._of_company(self.env.company)
        return (connection._provider().limits if connection else ONLINE).email

    @api.depends("qb_1099", "vat")
    @api.depends_context("company", "lang")
    def _compute_qb_1099_hint(self):
        for partner in self:
            partner.qb_1099_hint = (
                partner.qb_1099 == "yes"
                and not carrier.is_us_tax_id(partner.vat or "")
                and self.env._(
                    "A 1099 form needs the Tax ID: an EIN like 12-3456789, or an SSN"
                    " like 123-45-6789."
                )
            )

    # -- quickbooks.sync.mixin -----------------------------------------------------

    def _qb_concerned(self):
        return self.filtered(lambda partner: partner.commercial_partner_id == partner)

    def _qb_company(self, record):
        """The company that keeps the books: a branch has those of its head office."""
        company = record.company_id or self.env.company
        outbound = self.env["quickbooks.connection"]._outbound(company.id)
        return company.browse(outbound["company_id"]) if outbound else company

    def _qb_set_status(self, company, status):
        """For all companies that write into these books."""
        if not self:
            return
        outbound = self.env["quickbooks.connection"]._outbound(company.id)
        for company_id in outbound["company_ids"] if outbound else company.ids:
            self.sudo().with_company(company_id).qb_status = status

    def _qb_sendable(self, company):
        return super(ResPartner, self.with_company(company))._qb_sendable(company)

    def _qb_outgoing(self):
        parties = self.commercial_partner_id
        outgoing = {
            "Customer": parties.filtered("customer_rank"),
            "Vendor": parties.filtered("supplier_rank"),
        }
        return {object_type: group for object_type, group in outgoing.items() if group}


def _addresses(text):
    """The addresses in a text, whatever stands between them."""
    return [part for part in text.replace(",", " ").replace(";", " ").split() if part]
