# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which custom fields of sales forms a company file has."""

from odoo.tests import tagged

from ..lib.desktop.read import QueryAnswer
from ..lib.desktop.read_objects import CUSTOM_FIELD
from ..lib.objects import ObjectState
from ..lib.problems import problem_of_network
from ..lib.profile import Profile
from .company_file_case import CompanyFileCase

OF_FORM = [("PONumber", "P.O. Number"), ("Other", "Other")]


def _answered(*names):
    """QuickBooks' answer to the question for the fields that people have added."""
    states = [
        ObjectState(
            type=CUSTOM_FIELD,
            qb_id=f"DataExt:{name}",
            name=name,
            full_name=name,
            version="",
            active=True,
            total=None,
            balance=None,
        )
        for name in names
    ]
    return {"custom-fields": QueryAnswer(states)}


@tagged("post_install", "-at_install")
class TestDesktopCustomFields(CompanyFileCase):
    def _fields(self):
        return list(self.connection._profile().custom_fields)

    def test_added_fields_stand_behind_those_of_the_form(self):
        self.connection._take_custom_fields(_answered("Trailer", "BOL"))
        added = [("DataExt:BOL", "BOL"), ("DataExt:Trailer", "Trailer")]
        self.assertEqual(self._fields(), OF_FORM + added)
        offered = self.connection.custom_field_ids.mapped("name")
        self.assertLessEqual({"P.O. Number", "BOL", "Trailer"}, set(offered))

    def test_a_field_that_was_removed_is_not_offered_any_more(self):
        self.connection._take_custom_fields(_answered("Trailer", "BOL"))
        self.connection._take_custom_fields(_answered("BOL"))
        self.assertEqual(self._fields(), [*OF_FORM, ("DataExt:BOL", "BOL")])
        self.connection._take_custom_fields(_answered())
        self.assertEqual(self._fields(), OF_FORM)

    def test_what_was_not_asked_or_not_answered_changes_nothing(self):
        self.connection._take_custom_fields(_answered("BOL"))
        known = self._fields()
        self.connection._take_custom_fields({})
        refused = QueryAnswer(problem=problem_of_network("no_answer"))
        self.connection._take_custom_fields({"custom-fields": refused})
        self.assertEqual(self._fields(), known)

    def test_a_session_that_does_not_ask_for_them_keeps_them(self):
        """QuickBooks itself names those of the form only."""
        self.connection._take_custom_fields(_answered("BOL"))
        said = Profile(desktop=True, custom_fields=tuple(OF_FORM))
        kept = self.connection._with_added_fields(said)
        self.assertEqual(list(kept.custom_fields), self._fields())

    def test_they_are_asked_for_when_lists_begin_and_not_with_every_piece(self):
        pulls = self.env["quickbooks.pull"].sudo()._request(self.connection)
        [request] = self.connection._custom_field_requests(pulls)
        self.assertIn(b"<DataExtDefQueryRq", request)
        pulls.write({"state": "running"})
        self.assertEqual(self.connection._custom_field_requests(pulls), [])
