# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an invoice or a bill of QuickBooks is in Odoo: its header, lines, segments."""

from decimal import Decimal
from difflib import SequenceMatcher

from odoo import fields

from ..lib.amounts import CENT
from ..lib.arrivals import NotTaken
from ..lib.arrivals import documents as told
from ..lib.documents import ExpenseLine, TextLine
from ..lib.problems import Place
from .account_move_arrival_taxes import TaxesHere


class Arrival:
    """One document of QuickBooks on its way here."""

    def __init__(self, env, change, document):
        self.change = change
        self.document = document
        self.place = change._place()
        self.connection = change.connection_id
        self.company = self.connection.company_id
        self.env = env
        self.is_sale = change.type in ("Invoice", "CreditMemo")
        self._mapping = env["quickbooks.mapping"]
        self._taxes = TaxesHere(env, self)
        self._kept, self._made = {}, []

    # -- header --------------------------------------------------------------------

    def header(self, partner, terms=None):
        """Values of the document but for its lines.

        :param terms: those that the record here has
        :raises NotTaken: where its currency is not in use here
        """
        document = self.document
        values = {
            "partner_id": partner.id,
            "invoice_date": document.date,
            "date": document.date,
            "invoice_date_due": document.due_date or document.date,
            "invoice_payment_term_id": self._terms(terms).id,
            **self.number(),
            **self._currency(),
        }
        if self.is_sale:
            values["narration"] = document.message or False
            values["invoice_user_id"] = partner.user_id.id
            if team := self._segment("crm.team"):
                values["team_id"] = team.id
        return values

    def number(self):
        """Under which number it is found here."""
        number = self.document.number
        if not self.is_sale:
            return {"ref": number}
        return {"qb_number": number, "ref": number, "payment_reference": number}

    def _terms(self, ours):
        """The terms that come to the very due date; none where no terms do.

        Its own terms stay where they come to that day, too: QuickBooks may have none,
        or some that are not mapped.
        """
        document = self.document
        mapped = self.env["account.payment.term"]
        if document.terms and document.due_date:
            mapped = self._mapping._records_mapped_to(
                self.connection, "term", document.terms.id, mapped._name
            )
        same = mapped.filtered(lambda each: self._days_due(each) == [document.due_date])
        if ours and max(self._days_due(ours)) == document.due_date:
            return ours if ours in same else same[:1] or ours
        return same[:1]

    def _days_due(self, terms):
        """The days on which terms want something to be paid."""
        return [line._get_due_date(self.document.date) for line in terms.line_ids]

    def _currency(self):
        document = self.document
        home = self.company.currency_id
        code = document.currency or home.name
        currency = self.env["res.currency"].search([("name", "=", code)])
        if not currency:
            raise NotTaken(told.no_currency(code, self.place))
        values = {"currency_id": currency.id}
        is_foreign = currency != home
        same_home = self.connection._profile().home_currency == home.name
        if is_foreign and same_home and document.exchange_rate:
            values["invoice_currency_rate"] = float(1 / document.exchange_rate)
        return values

    # -- lines ---------------------------------------------------------------------

    def lines(self):
        """Values of the lines.

        :raises NotTaken: where an item, an account or a tax is nothing here
        """
        taxes = self._taxes.of_lines()
        self._made = self.document.amount_lines
        return {
            "invoice_line_ids": [
                fields.Command.create(self.line(line, taxes, sequence))
                for sequence, line in enumerate(self.document.lines, 10)
            ]
        }

    def line(self, line, taxes, sequence):
        """Values of one line.

        :param taxes: ``{line: taxes}``
        """
        if isinstance(line, TextLine):
            return {
                "display_type": "line_note",
                "name": line.description,
                "sequence": sequence,
            }
        return {
            "display_type": "product",
            "sequence": sequence,
            **self.target(line),
            **self.amounts(line),
            "tax_ids": [fields.Command.set(taxes[id(line)].ids)],
            "analytic_distribution": self.analytic(line),
        }

    def line_commands(self, kept, ours):
        """Commands that turn lines that are here into those of QuickBooks.

        :param kept: the lines here, in their order
        :param ours: the same lines as QuickBooks would get them
        """
        theirs = self.document.amount_lines
        taxes = self._taxes.of_lines()
        Command = fields.Command
        sequence = max((line.sequence for line in kept), default=10)
        commands = []
        pairing = SequenceMatcher(
            None, [_about(line) for line in ours], [_about(line) for line in theirs]
        )
        for kind, start, end, their_start, their_end in pairing.get_opcodes():
            if kind == "equal":
                rows = zip(
                    kept[start:end],
                    ours[start:end],
                    theirs[their_start:their_end],
                    strict=True,
                )
                for line, before, now in rows:
                    self._kept[line.id] = now
                    if values := self._changed(before, now, taxes):
                        commands.append(Command.update(line.id, values))
                continue
            commands += [Command.delete(line.id) for line in kept[start:end]]
            made = theirs[their_start:their_end]
            self._made += made
            commands += [
                Command.create(self.line(line, taxes, sequence)) for line in made
            ]
        return commands

    def pairs(self, lines):
        """Lines here that were entered, each with the line of QuickBooks it is.

        New ones come last here, wherever they stand there.
        """
        made = iter(self._made)
        for line in lines.sorted("id"):
            its = self._kept.get(line.id) or next(made, None)
            if its:
                yield line, its

    def _changed(self, before, now, taxes):
        """What a line gets that stays: only what is otherwise in QuickBooks."""
        values = {}
        figures = ("amount", "quantity", "unit_price")
        if any(getattr(before, n, None) != getattr(now, n, None) for n in figures):
            values |= self.amounts(now)
        if before.description != now.description:
            values["name"] = now.description
        if (before.taxable, _id(before.tax_code)) != (now.taxable, _id(now.tax_code)):
            values["tax_ids"] = [fields.Command.set(taxes[id(now)].ids)]
        if _id(before.class_ref) != _id(now.class_ref):
            values["analytic_distribution"] = self.analytic(now)
        return values

    def target(self, line):
        """What a line is about: a product, or only an account."""
        if isinstance(line, ExpenseLine):
            found = self._expense(line.account)
        else:
            found = self._item(line.item)
        if line.description:
            found["name"] = line.description
        return found

    def amounts(self, line):
        """Quantity and price, so that they come to the amount.

        What QuickBooks has for a quantity is the miles or the weight already. One that
        is finer than quantities are here would come to something else.
        """
        quantity = getattr(line, "quantity", None)
        price = getattr(line, "unit_price", None)
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        fits = (
            quantity
            and price is not None
            and quantity == round(quantity, digits)
            and abs(quantity * price - line.amount) < CENT / 2
        )
        return _amounts(quantity, price) if fits else self.amount_alone(line)

    @staticmethod
    def amount_alone(line):
        """One piece at the amount of the line: whole cents, however they are
        rounded."""
        return _amounts(Decimal(1), line.amount)

    def _item(self, item):
        """The product of an item.

        Where the default stands for everything, no product is a line without one.

        :raises NotTaken: where none goes to it
        """
        product = item and self._mapping._product_mapped_to(
            self.connection, "item", item
        )
        if product:
            return {"product_id": product.id}
        if item and "" not in self._mapping._sources_of(
            self.connection, "item", item.id
        ):
            place = self.place_of("Item", item)
            raise NotTaken(told.no_product(item.name or item.id, place))
        return {}

    def _expense(self, account):
        """The account, or the product, that goes to an account of QuickBooks.

        :raises NotTaken: where none does
        """
        if not account:
            return {}
        found = self._mapping._records_mapped_to(
            self.connection, "expense", account.id, "account.account"
        )
        if found:
            return {"account_id": found[0].id}
        product = self._mapping._product_mapped_to(self.connection, "expense", account)
        if product:
            return {"product_id": product.id}
        if "" not in self._mapping._sources_of(self.connection, "expense", account.id):
            place = self.place_of("Account", account)
            raise NotTaken(told.no_account(account.name or account.id, place))
        return {}

    def place_of(self, object_type, ref):
        """The object of QuickBooks to map something to; the change where it is new."""
        found = ref and self.env["quickbooks.object"]._find(
            self.connection, object_type, ref.id
        )
        if not found:
            return self.place
        return Place(found._name, found.id, found.full_name)

    # -- class and location --------------------------------------------------------

    def analytic(self, line):
        """The analytic accounts of a line's class and of the document's location."""
        accounts = self.env["account.analytic.account"]
        whole = getattr(self.document, "class_ref", None)
        for kind, target in (
            ("class", line.class_ref or whole),
            ("location", self.document.department),
        ):
            if target:
                accounts |= self._mapping._records_mapped_to(
                    self.connection, kind, target.id, accounts._name
                )[:1]
        if not accounts:
            return False
        plans = accounts.grouped("root_plan_id").values()
        return {",".join(str(each[0].id) for each in plans): 100.0}

    def _segment(self, model):
        """The sales team of the document's class or location."""
        classes = [line.class_ref for line in self.document.amount_lines]
        whole = getattr(self.document, "class_ref", None) or (
            classes[0] if len(set(classes)) == 1 else None
        )
        for kind, target in (("class", whole), ("location", self.document.department)):
            found = target and self._mapping._records_mapped_to(
                self.connection, kind, target.id, model
            )
            if found:
                return found[0]
        return self.env[model]

    @property
    def rounding(self):
        """What the tax may differ by where only its rounding does: a cent a line."""
        return CENT * max(1, len(self.document.amount_lines))


def _amounts(quantity, price):
    return {
        "quantity": float(quantity),
        "price_unit": float(price),
        "discount": 0.0,
        "tms_factor": 0.0,
    }


def _about(line):
    """What a line is about, to find it again among changed ones."""
    target = line.account if isinstance(line, ExpenseLine) else line.item
    return type(line), _id(target)


def _id(ref):
    return ref.id if ref else ""
