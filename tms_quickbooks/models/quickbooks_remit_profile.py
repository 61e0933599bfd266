# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mail import email_normalize


class QuickbooksRemitProfile(models.Model):
    """To whom an invoice is paid when its customer shall not pay us: a factor.

    The customer stays the customer, here and in QuickBooks; the invoice says where
    the money goes.
    """

    _name = "quickbooks.remit.profile"
    _description = "Remit Profile"
    _order = "name, id"

    name = fields.Char(
        required=True, help="How you call it here; customers do not see it."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: for all companies.",
    )
    payee = fields.Char(
        string="Pay To",
        required=True,
        help="Who is paid, as it has to stand on the check or transfer.",
    )
    address = fields.Text(help="Where checks go, as on an envelope.")
    email = fields.Char(
        string="E-Mail", help="Where remittance advice and questions go."
    )
    instructions = fields.Text(
        help="What the customer must know: bank details, or the notice of assignment."
    )
    send_copy = fields.Boolean(
        string="Send a Copy",
        help="QuickBooks sends this address a copy of each invoice it e-mails to the"
        " customer.",
    )
    text = fields.Text(
        string="On the Invoice",
        compute="_compute_text",
        export_string_translation=False,
    )

    @api.depends("payee", "address", "email", "instructions")
    @api.depends_context("lang")
    def _compute_text(self):
        """What an invoice in QuickBooks says."""
        for profile in self:
            parts = [
                profile.payee
                and self.env._(
                    "Please remit payment to: %(payee)s", payee=profile.payee
                ),
                profile.address,
                profile.email,
                profile.instructions,
            ]
            profile.text = "\n".join(part.strip() for part in parts if part)

    @api.constrains("email", "send_copy")
    def _check_email(self):
        for profile in self:
            if profile.send_copy and not profile.email:
                raise ValidationError(
                    self.env._(
                        "Enter the e-mail address that gets a copy of the invoices."
                    )
                )
            if profile.email and not email_normalize(profile.email):
                raise ValidationError(
                    self.env._(
                        "“%(email)s” is not an e-mail address. Enter one address, with"
                        " an @ and a dot.",
                        email=profile.email,
                    )
                )
