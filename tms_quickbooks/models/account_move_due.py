# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When an invoice or a bill is due, where QuickBooks' one due date does not say it."""

from odoo import models
from odoo.tools import format_date
from odoo.tools.misc import formatLang


class AccountMove(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "account.move"

    def _qb_due_parts(self):
        """The entries that say when how much is due, the earliest first."""
        return self.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        ).sorted("date_maturity")

    def _qb_due_values(self, values):
        """What a document says of its parts: to the customer, or in a bill's note.

        :param values: of the document so far
        :return: values of the document
        """
        parts = self._qb_due_parts()
        text = self._qb_due_text(parts)
        place = "message" if self.is_sale_document() else "memo"
        texts = (values.get(place), text)
        return {
            "due_dates": tuple(parts.mapped("date_maturity")),
            place: "\n".join(part for part in texts if part),
        }

    def _qb_due_text(self, parts):
        """The parts, and what may be taken off for paying early; else nothing.

        In the partner's language: it is for the customer, or from the vendor's terms.

        :param parts: the entries of `_qb_due_parts`
        """
        self.ensure_one()
        early = parts.filtered("discount_date")
        if len(parts) < 2 and not early:
            return ""
        ours = self.with_context(lang=self.partner_id.lang or self.env.lang)
        sentences = []
        if len(parts) > 1:
            sentences.append(
                ours.env._(
                    "Due: %(parts)s",
                    parts=", ".join(
                        ours.env._(
                            "%(amount)s on %(date)s",
                            amount=ours._qb_amount_text(part.amount_currency),
                            date=format_date(ours.env, part.date_maturity),
                        )
                        for part in parts
                    ),
                )
            )
        sentences += [
            ours.env._(
                "Paid by %(date)s, only %(amount)s is due.",
                date=format_date(ours.env, part.discount_date),
                amount=ours._qb_amount_text(part.discount_amount_currency),
            )
            for part in early
        ]
        return "\n".join(sentences)

    def _qb_amount_text(self, amount):
        return formatLang(self.env, abs(amount), currency_obj=self.currency_id)
