# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Changes in a company file in the browser: Sync Now, and what a session brings."""

from odoo.tests import tagged

from .desktop_case import DesktopCase
from .test_tours import TourCase


@tagged("post_install", "-at_install")
class TestDesktopChangesTours(DesktopCase, TourCase):
    @classmethod
    def _set_up_sent(cls):
        cls.sent = cls._invoice()
        cls._session_without_http()

    def test_what_was_changed_there_comes_with_the_next_run_of_the_web_connector(self):
        self.books.clock.advance(minutes=5)
        self.books.bookkeeper.change_line(self.sent.qb_id, 1, Rate="1777.00")
        self._tour(self._form(self.connection), "desktop_sync_now")
        self.assertEqual(self._session().outcome, "done")
        self._run()
        self._tour(
            "/odoo/action-tms_quickbooks.action_quickbooks_change",
            "desktop_changes_came",
        )
