# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Fields that a company has added to its sales forms in QuickBooks Desktop.

They are no part of what QuickBooks says of itself at the beginning of a session; they
are asked for with the lists.
"""

import dataclasses

from odoo import models

from ..lib.desktop import custom, queries

# The id of the question for them.
QUESTION = "custom-fields"


class QuickbooksConnection(models.Model):
    # One responsibility per file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "quickbooks.connection"

    def _custom_field_requests(self, pulls):
        """The question that goes with lists which are read from their beginning."""
        starts = any(pull.state == "waiting" for pull in pulls)
        return queries.custom_fields_query(QUESTION) if starts else []

    def _take_custom_fields(self, answers):
        """Keep the added fields, if it was asked for them."""
        answer = answers.get(QUESTION)
        if answer is None or answer.problem:
            return
        known = self._profile()
        of_form = [each for each in known.custom_fields if not _is_added(each)]
        added = sorted((state.qb_id, state.name) for state in answer.states)
        fields = (*of_form, *added)
        if fields != known.custom_fields:
            self._store_profile(dataclasses.replace(known, custom_fields=fields))

    def _with_added_fields(self, profile):
        """What QuickBooks says of itself, with the added fields as they are known."""
        added = filter(_is_added, self._profile().custom_fields)
        return dataclasses.replace(
            profile, custom_fields=(*profile.custom_fields, *added)
        )


def _is_added(field):
    return bool(custom.added_name(field[0]))
