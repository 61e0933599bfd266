# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A look for changes goes on where an answer had no room, and leaves nothing out."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tms_quickbooks.lib.objects import ObjectState
from tms_quickbooks.lib.online import cdc, transactions

BEGAN = datetime(2026, 11, 20, 8, tzinfo=UTC)


def changed(kind, number, seconds):
    """An object that changed so long after `BEGAN`."""
    return ObjectState(
        type=kind,
        qb_id=str(number),
        name="",
        full_name="",
        version="1",
        active=True,
        total=None,
        balance=None,
        updated_at=BEGAN + timedelta(seconds=seconds),
    )


def new_look():
    return cdc.Look(dict.fromkeys(cdc.TYPES, BEGAN))


def by_type(objects, asked, since):
    """An answer that is filled type by type and cut off."""
    found = [
        each for each in objects if each.type in asked and each.updated_at >= since
    ]
    found.sort(key=lambda each: (asked.index(each.type), each.updated_at))
    return found[: cdc.MAX_OBJECTS]


def by_time(objects, asked, since):
    """An answer that is cut off by time over all types."""
    found = [
        each for each in objects if each.type in asked and each.updated_at >= since
    ]
    found.sort(key=lambda each: each.updated_at)
    found = found[: cdc.MAX_OBJECTS]
    found.sort(key=lambda each: (asked.index(each.type), each.updated_at))
    return found


def asked_for_all(objects, answer):
    """What a look has brought, and how many calls it took."""
    look, seen, calls = new_look(), set(), 0
    while look.places:
        asked, since = look.next()
        states = answer(objects, asked, since)
        seen.update((state.type, state.qb_id) for state in states)
        look = look.after(asked, states)
        calls += 1
        assert calls < 50
    return seen, calls


def test_one_call_where_there_is_room():
    look = new_look()
    asked, since = look.next()
    assert asked == cdc.TYPES
    assert since == BEGAN
    states = [changed("Payment", number, number) for number in range(999)]
    assert not look.after(asked, states).places


def test_a_thousand_payments_and_their_invoices_are_four_calls():
    objects = [
        changed(kind, number, number)
        for kind in ("Invoice", "Payment")
        for number in range(1000)
    ]
    seen, calls = asked_for_all(objects, by_type)
    assert len(seen) == 2000
    assert calls <= 4


@pytest.mark.parametrize("answer", [by_type, by_time])
def test_nothing_is_left_out_however_an_answer_is_cut_off(answer):
    chance = random.Random(6)
    for _number in range(8):
        objects = [
            changed(chance.choice(cdc.TYPES), number, chance.randrange(20_000))
            for number in range(chance.randrange(6000))
        ]
        seen, _calls = asked_for_all(objects, answer)
        assert seen == {(each.type, each.qb_id) for each in objects}


def test_it_does_not_go_on_where_nobody_can_tell_from_where():
    look = new_look()
    asked, _since = look.next()
    backwards = [changed("Invoice", number, 5000 - number) for number in range(1000)]
    at_once = [changed("Invoice", number, 0) for number in range(1000)]
    for states in (backwards, at_once):
        with pytest.raises(cdc.Unordered):
            look.after(asked, states)


def test_deleted_objects_are_told_as_such():
    answer = {
        "CDCResponse": [
            {
                "QueryResponse": [
                    {
                        "Payment": [
                            {
                                "domain": "QBO",
                                "status": "Deleted",
                                "Id": "12",
                                "MetaData": {
                                    "LastUpdatedTime": "2026-11-20T01:00:00-08:00"
                                },
                            }
                        ]
                    },
                    {},
                ]
            }
        ]
    }
    [state] = cdc.changed(answer)
    assert (state.type, state.qb_id) == ("Payment", "12")
    assert state.extra["deleted"]
    assert not state.active
    assert not cdc.changed({"CDCResponse": [{"QueryResponse": [{}]}]})


def test_pages_read_everything_while_somebody_changes_it():
    """What is changed meanwhile moves to the end, so that the rest moves forward."""
    chance = random.Random(6)
    objects = {
        number: changed("Payment", number, number // 7) for number in range(5000)
    }
    total, seen, moment = len(objects), set(), 10_000
    place = (BEGAN, 0)
    while place and len(seen) < total:
        page = transactions.Page.next(*place, total - len(seen))
        found = sorted(
            (each for each in objects.values() if each.updated_at >= page.since),
            key=lambda each: each.updated_at,
        )[page.skip : page.skip + page.limit]
        seen.update(each.qb_id for each in found)
        place = page.after(found)
        for number in chance.sample(sorted(objects), 40):
            moment += 1
            objects[number] = changed("Payment", number, moment)
    assert len(seen) == total


def test_more_than_a_page_that_changed_in_one_moment():
    objects = [changed("Payment", number, 0) for number in range(2500)]
    seen, place = set(), (BEGAN, 0)
    while place:
        page = transactions.Page.next(*place, len(objects) - len(seen))
        found = objects[page.skip : page.skip + page.limit]
        seen.update(each.qb_id for each in found)
        place = page.after(found)
    assert len(seen) == 2500
