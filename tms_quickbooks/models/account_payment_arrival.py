# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Payments that were made in QuickBooks become payments here."""

from datetime import timedelta

from odoo import api, models

from ..lib import identity
from ..lib.arrivals import Ignored, NotTaken, inbox
from ..lib.arrivals import documents as arrivals
from ..lib.arrivals import payments as told
from ..lib.problems import Place
from .account_payment import OBJECT_TYPES, USUAL_DIRECTION
from .quickbooks_change_decide import ANOTHER, DECISION
from .quickbooks_sync_mixin import ARRIVING

PARTNER_TYPES = {object_type: kind for kind, object_type in OBJECT_TYPES.items()}
# So far apart the two sides may date one and the same payment.
ALIKE_WITHIN = timedelta(days=3)


class AccountPayment(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _name = "account.payment"
    _inherit = ["account.payment", "quickbooks.made.there"]

    _qb_kept = {"qb_status": "not_synced", "qb_made_there": False}

    @api.model
    def _qb_take(self, change, document, record):
        record = record or change._called_the_same()
        is_void = document is not None and document.is_voided
        if record:
            return record.with_env(self.env)._qb_follow_change(
                change, document, is_void
            )
        # One that only has set credits off is no payment here.
        set_off = self._qb_set_off_by(change)
        if document is None or is_void:
            return self._qb_undo_set_off(change, set_off, is_void)
        return self._qb_arrive(change, document, set_off)

    # -- is it one of ours? --------------------------------------------------------

    @api.model
    def _qb_unbound(self, change, document, *domain):
        """Payments of this amount that QuickBooks has not got from here."""
        found = self.search(
            [
                *self._qb_books_domain(change.connection_id, change.type),
                ("payment_type", "=", USUAL_DIRECTION[PARTNER_TYPES[change.type]]),
                ("amount", "=", float(document.total)),
                ("state", "in", ("draft", "in_process", "paid")),
                *domain,
            ]
        )
        bound = self.env["quickbooks.object"]._bound(
            change.connection_id, change.type, self._name, found.ids
        )
        return found.filtered(lambda payment: payment.id not in bound)

    @api.model
    def _qb_check_alike(self, change, document, partner):
        """:raises NotTaken: where somebody seems to have entered the same here"""
        if self.env.context.get(DECISION) == ANOTHER or not document.total:
            return
        alike = self._qb_unbound(
            change,
            document,
            ("partner_id", "child_of", partner.ids),
            ("currency_id.name", "=", self._qb_currency(change, document).name),
            ("date", ">=", document.date - ALIKE_WITHIN),
            ("date", "<=", document.date + ALIKE_WITHIN),
        )
        if alike:
            raise NotTaken(told.looks_like(alike[0].display_name, alike[0]._qb_place()))

    # -- a new one -----------------------------------------------------------------

    @api.model
    def _qb_arrive(self, change, document, set_off):
        """Enter a payment, or only what it sets off.

        :param set_off: what it has set off here before
        :return: the payment; None where it is none
        :raises Ignored: where it concerns nothing here
        :raises NotTaken: where somebody has to act first
        """
        if not change._pulls():
            raise Ignored(arrivals.not_wanted())
        arrival = self._qb_arrival(change, document)
        if not arrival.settlement.steps and (told.keys(document) or not document.total):
            if set_off:
                return self._qb_undo_set_off(change, set_off, is_void=True)
            raise told.not_of_here() if told.keys(document) else told.voided()
        set_off.unlink()
        if document.total or arrival.settlement.written_off:
            return self._qb_enter({arrival: self._qb_arrived_values(arrival)})[arrival]
        # Nobody else notes what it is now.
        self.env["quickbooks.object"]._store(change.connection_id, [change._state()])
        self._qb_match_as_there({arrival: self.browse()})
        change._did(inbox.credit_set_off())
        return None

    @api.model
    def _qb_to_enter(self, change, document):
        """:raises Ignored: also where it is something else than money for documents
        that are here, which is entered in ways of its own"""
        arrival = self._qb_arrival(change, document)
        if not (change._pulls() and document.total and arrival.settlement.steps):
            raise told.not_of_here()
        return arrival, self._qb_arrived_values(arrival)

    @api.model
    def _qb_enter(self, values):
        """Make payments and their entries, and match them.

        :raises NotTaken: where less is open here than one of them settles
        """
        vals_list = list(values.values())
        entered = self.with_company(vals_list[0]["company_id"])
        payments = entered.create(vals_list).with_env(self.env)
        entered = dict(zip(values, payments, strict=True))
        self._qb_make_entries(entered)
        drafts = self.browse()
        for arrival, payment in entered.items():
            if arrival.change._pulls() == "draft":
                drafts += payment
                arrival.change._did(inbox.entered_as_draft())
            else:
                arrival.change._did(inbox.entered())
        drafts.state = "draft"
        (payments - drafts).action_post()
        self._qb_match_as_there(entered)
        self._qb_log_arrived(entered)
        return entered

    @api.model
    def _qb_payer(self, arrival):
        """Whose payment it is: theirs whose documents it settles, or the contact that
        is linked with QuickBooks' customer or vendor.

        :raises Ignored: where there is nobody here
        """
        change, party = arrival.change, arrival.document.party
        partners = self.env["res.partner"].union(
            *(move.commercial_partner_id for move in arrival.moves.values())
        )
        if len(partners) == 1:
            return partners
        key = self._qb_party_type(change.type), party.id
        bound = self.env["quickbooks.object"]._records_of(change.connection_id, [key])
        partner = bound.get(key) or partners[:1]
        if not partner:
            raise told.party_not_here(party.name or party.id)
        return partner.commercial_partner_id

    def _qb_post_arrived(self, change):
        """Post it on its own day, or not at all.

        :raises NotTaken: where the books are locked on that day
        """
        self._qb_check_open_on(self.date, change, self.company_id, self.journal_id)
        self.action_post()

    @api.model
    def _qb_check_open_on(self, day, change, company, journal):
        """:raises NotTaken: where the books are locked on that day: Odoo would post it
        on a later one"""
        if company._get_violated_lock_dates(day, False, journal):
            raise NotTaken(arrivals.books_closed(day, change._place()))

    @api.model
    def _qb_arrived_values(self, arrival):
        """The values of a new payment.

        :raises Ignored: where there is nobody here who has paid
        :raises NotTaken: where somebody has to act first
        """
        change, document, moves = arrival.change, arrival.document, arrival.moves
        partner = self._qb_payer(arrival)
        self._qb_check_alike(change, document, partner)
        kind = PARTNER_TYPES[change.type]
        companies = self.env["res.company"].union(
            *(move.company_id for move in moves.values())
        )
        company = companies if len(companies) == 1 else change.company_id
        journal = self._qb_arrival_journal(change, document, company)
        if change._pulls() == "post":
            self._qb_check_open_on(document.date, change, company, journal)
        method = self._qb_arrival_method(change, document, journal)
        accounts = self.env["account.account"].union(
            *(move.line_ids._qb_party_lines().account_id for move in moves.values())
        )
        values = {
            "qb_made_there": True,
            "company_id": company.id,
            "partner_id": partner.id,
            "partner_type": kind,
            "payment_type": USUAL_DIRECTION[kind],
            "journal_id": journal.id,
            "payment_method_line_id": method.id,
            **self._qb_arrived_header(change, document),
        }
        if len(accounts) == 1:
            values["destination_account_id"] = accounts.id
        return values

    @api.model
    def _qb_arrived_header(self, change, document):
        """What a payment says, and QuickBooks may say otherwise later."""
        return {
            "amount": float(document.total),
            "currency_id": self._qb_currency(change, document).id,
            "date": document.date,
            "payment_reference": document.number or False,
            "memo": identity.unsigned(document.memo) or document.number or False,
        }

    @api.model
    def _qb_currency(self, change, document):
        """:raises NotTaken: where the currency is not in use here"""
        code = document.currency or change.connection_id._profile().home_currency
        found = self.env["res.currency"].search([("name", "=", code)])
        if not found:
            raise NotTaken(told.no_currency(code, change._place()))
        return found

    @api.model
    def _qb_arrival_journal(self, change, document, company):
        """The journal that stands for where the money is in QuickBooks.

        :raises NotTaken: where none does
        """
        connection, account = change.connection_id, document.account
        currency = self._qb_currency(change, document)
        journals = self._qb_journals_of(connection, account, company)
        own = journals.filtered(
            lambda journal: (journal.currency_id or company.currency_id) == currency
        )
        found = own[:1] or journals[:1] or connection.arrival_journal_id
        if not found:
            raise NotTaken(
                told.account_not_mapped(
                    account, self._qb_account_place(change, account)
                )
            )
        return found

    @api.model
    def _qb_journals_of(self, connection, account, company):
        """The journals that are mapped to a bank account; where it is the default, also
        those that are mapped to nothing."""
        journals = self.env["account.journal"]
        if not account:
            return journals
        Mapping = self.env["quickbooks.mapping"]
        found = Mapping._records_mapped_to(
            connection, "deposit", account.id, journals._name
        )
        if found or "" not in Mapping._sources_of(connection, "deposit", account.id):
            return found
        resolve = Mapping._resolver(connection, "deposit")
        candidates = journals.search(
            [
                *journals._check_company_domain(company),
                ("type", "in", ("bank", "cash", "credit")),
            ]
        )
        return candidates.filtered(
            lambda journal: resolve(f"{journal._name},{journal.id}").id == account.id
        )

    @api.model
    def _qb_arrival_method(self, change, document, journal):
        """How it was paid: as the mapping says, else by hand."""
        kind = PARTNER_TYPES[change.type]
        lines = journal[f"{USUAL_DIRECTION[kind]}_payment_method_line_ids"]
        if method := getattr(document, "method", None):
            sources = self.env["quickbooks.mapping"]._sources_of(
                change.connection_id, "method", method.id
            )
            mapped = lines.filtered(lambda line: f"{line._name},{line.id}" in sources)
            if mapped:
                return mapped[0]
        return lines.filtered(lambda line: line.code == "manual")[:1] or lines[:1]

    @api.model
    def _qb_account_place(self, change, account):
        """The account in QuickBooks, for the mapping that is missing."""
        found = account and self.env["quickbooks.object"]._find(
            change.connection_id, "Account", account.id
        )
        return found and Place(found._name, found.id, found.full_name)

    # -- what has arrived is there as it is here -----------------------------------

    def _qb_set_synced(self, company):
        """What has just come from there is as it is there, a draft too."""
        if not self.env.context.get(ARRIVING):
            return super()._qb_set_synced(company)
        return self._qb_set_status(company, "synced")

    def _qb_made_anew(self):
        self.sudo().qb_made_there = False
        return super()._qb_made_anew()

    def _qb_void_here(self):
        """A draft that has come from there as a draft counts there."""
        return (
            super()
            ._qb_void_here()
            .filtered(
                lambda payment: payment.state != "draft"
                or not payment.qb_made_there
                or payment.qb_status != "synced"
            )
        )
