# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invoices, bills and refunds as users could make them, put together by chance."""

from datetime import date, timedelta

from odoo import Command

_FIRST_DAY = date(2026, 10, 1)
_TEXTS = (
    "Linehaul Dallas, TX to Tulsa, OK",
    "Fuel surcharge 24.5 %",
    "Détention – 2 h 🚚",
    "\u202eתל אביב\u202c",
    "Lumper\nreceipt: 4711\tattached",
    "Claim " * 800,
)
_TEXT_LINES = ("line_section", "line_note")


class AnyMove:
    """Makes drafts by chance.

    :ivar random: `random.Random`; the same seed makes the same drafts
    :ivar partners: by kind of move (`out` or `in`) and currency
    :ivar taxes: by kind of move, each a recordset that one line has
    """

    def __init__(self, env, random, product, partners, taxes, roundings, terms):
        self.env = env
        self.random = random
        self.product = product
        self.partners = partners
        self.taxes = taxes
        self.roundings = roundings
        self.terms = terms
        self._made = 0

    def drafts(self, count):
        """So many drafts; what Odoo would not post, as of a negative total, is gone."""
        moves = self.env["account.move"].create([self._move() for _ in range(count)])
        return moves.filtered(lambda move: move.amount_total >= 0)

    def _move(self):
        choice, chance = self.random.choice, self.random.random
        self._made += 1
        move_type = choice(("out_invoice",) * 3 + ("in_invoice",) * 2 + _REFUNDS)
        side = move_type.partition("_")[0]
        currency, partner = choice(list(self.partners[side].items()))
        day = _FIRST_DAY + timedelta(days=self.random.randrange(50))
        vals = {
            "move_type": move_type,
            "partner_id": partner.id,
            "currency_id": currency.id,
            "invoice_date": day,
            "date": day,
            "ref": f"REF {self._made}",
            "invoice_line_ids": [
                Command.create(self._line(side))
                for _ in range(choice((1, 1, 2, 3, 5, 8)))
            ],
        }
        if chance() < 0.5:
            vals["invoice_payment_term_id"] = choice(self.terms).id
        if chance() < 0.15:
            vals["invoice_cash_rounding_id"] = choice(self.roundings).id
        return vals

    def _line(self, side):
        choice, chance = self.random.choice, self.random.random
        if chance() < 0.1:
            return {"display_type": choice(_TEXT_LINES), "name": choice(_TEXTS)}
        line = {
            "product_id": self.product.id,
            "name": choice(_TEXTS),
            "quantity": self._quantity(),
            "price_unit": self._price(),
            "tax_ids": [Command.set(choice(self.taxes[side]).ids)],
        }
        if chance() < 0.3:
            line["discount"] = choice((10, 33.33, 7.125, 100, 2.5))
        if chance() < 0.3:
            line["tms_factor"] = choice((0.0, 700.0, 12.5, 913.37, 44092.4524))
        return line

    def _quantity(self):
        return self.random.choice(
            (
                1,
                1,
                2,
                -1,
                0,
                self.random.randrange(1, 3000),
                round(self.random.uniform(0, 50), 2),
                round(self.random.uniform(0, 5), 5),
            )
        )

    def _price(self):
        return self.random.choice(
            (
                round(self.random.uniform(0, 5), 4),
                round(self.random.uniform(0, 3000), 2),
                round(self.random.uniform(0, 3000), 2),
                round(self.random.uniform(-200, 0), 2),
                0.005,
                1 / 3,
            )
        )


_REFUNDS = ("out_refund", "in_refund")
