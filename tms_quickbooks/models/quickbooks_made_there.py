# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict
from contextlib import suppress

from odoo import api, fields, models

from ..lib.arrivals import Ignored, NotTaken
from ..lib.problems import QuickBooksError


class QuickbooksMadeThere(models.AbstractModel):
    """A document or payment that may have been made in QuickBooks."""

    _name = "quickbooks.made.there"
    _description = "QuickBooks: Maybe Made There"

    qb_made_there = fields.Boolean(
        string="Made in QuickBooks",
        readonly=True,
        copy=False,
        help="It was entered in QuickBooks and has come from there. What is changed"
        " there is taken over here, unless it was changed here as well.",
    )

    def _qb_follows(self, connection):
        """Whether one of these follows without asking what is changed there."""
        return self.qb_status == "synced" and (
            self.qb_made_there or connection.edited_there == "theirs"
        )

    # -- new ones ------------------------------------------------------------------

    @api.model
    def _qb_take_together(self, changes):
        """Enter what nobody knows here yet, all at once.

        :return: ``{change: record}``; without what is nothing to enter here, or cannot
            be entered as it is
        :raises NotTaken: where that only shows while one of them is entered
        """
        of_company = defaultdict(dict)
        for change in changes:
            with suppress(Ignored, NotTaken, QuickBooksError):
                arrival, values = self._qb_to_enter(change, change._document())
                of_company[values["company_id"]][arrival] = values
        return {
            arrival.change: record
            for values in of_company.values()
            for arrival, record in self._qb_enter(values).items()
        }

    @api.model
    def _qb_to_enter(self, change, document):
        """What a new one of QuickBooks is here.

        :return: the arrival, and the values of its record
        :raises Ignored: where it is nothing to enter here
        :raises NotTaken: where somebody has to act first
        """
        raise NotImplementedError

    @api.model
    def _qb_enter(self, values):
        """Make records of what arrives, posted or as drafts.

        :param values: ``{arrival: values}``, of one company
        :return: ``{arrival: record}``
        :raises NotTaken: where one of them cannot be entered as it is there
        """
        raise NotImplementedError

    @api.model
    def _qb_log_arrived(self, entered):
        """:param entered: ``{arrival: record}``"""
        types = self.env["quickbooks.object"]._type_labels()
        texts = {
            record.id: self._qb_tell_arrived(arrival, types[arrival.change.type])
            for arrival, record in entered.items()
        }
        self.env["quickbooks.note"]._add(self.union(*entered.values()), texts)

    @api.model
    def _qb_tell_arrived(self, arrival, label):
        """:param label: what objects of its type are called"""
        return self.env._(
            "Made in QuickBooks: %(type)s %(number)s.",
            type=label,
            number=arrival.document.number or arrival.change.qb_id,
        )
