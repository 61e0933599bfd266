# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
from datetime import date, datetime
from decimal import Decimal

from tms_quickbooks.lib.messages import Message, _


def test_a_message_reads_as_its_sentence_with_the_values_filled_in():
    message = _("Map “%(name)s” to an item.", name="Linehaul")
    assert str(message) == "Map “Linehaul” to an item."


def test_a_message_without_values_may_hold_a_percent_sign():
    assert str(_("100 % of the load")) == "100 % of the load"


def test_filling_keeps_the_template_for_translation():
    message = _("Longer than %(limit)s characters.").fill(limit=21)
    assert message.template == "Longer than %(limit)s characters."
    assert message.params == {"limit": 21}


def test_filling_ignores_values_without_a_place_in_the_sentence():
    assert str(_("The total is 100 % zero.").fill(limit=21)) == (
        "The total is 100 % zero."
    )


def test_dates_and_moments_are_put_away_and_found_again_as_such():
    message = _("Closed through %(day)s, asked at %(at)s, %(count)s times.").fill(
        day=date(2026, 1, 31), at=datetime(2026, 2, 1, 8, 30), count=3
    )
    kept = json.loads(json.dumps(message.as_data()))
    assert Message.from_data(kept) == message
    assert "2026-01-31" in str(message)


def test_what_json_cannot_hold_is_put_away_as_text():
    message = _("%(amount)s too much.").fill(amount=Decimal("1.50"))
    assert message.as_data()["params"] == {"amount": "1.50"}
