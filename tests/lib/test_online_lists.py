# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lists are read whole, whatever happens to them meanwhile."""

from datetime import UTC, datetime

import pytest

from tms_quickbooks.lib.online import lists
from tms_quickbooks.lib.online.lists import Page, pack
from tms_quickbooks.lib.online.read import MAX_RESULTS


class Book:
    """A list in QuickBooks, to be changed while it is read."""

    def __init__(self, size):
        self.ids = [str(number) for number in range(1, size + 1)]

    def show(self, page):
        return self.ids[page.start - 1 : page.start - 1 + page.limit]

    def read(self, meanwhile=None, at_most=MAX_RESULTS):
        """All ids, page by page; ``meanwhile(pages)`` is called between them."""
        read, pages, is_end, seen, total = 0, 0, False, set(), len(self.ids)
        while not is_end:
            page = Page.next(read, total)
            ids = self.show(page)[:at_most]
            read, is_end = page.after(ids, seen, total)
            seen.update(ids)
            pages += 1
            assert pages < 40, "it never ends"
            if meanwhile:
                meanwhile(pages)
        return seen, pages


@pytest.mark.parametrize(
    ("size", "pages"),
    [(0, 1), (1, 1), (990, 1), (999, 1), (1000, 2), (1001, 2), (3000, 4), (20003, 21)],
)
def test_every_object_is_read_in_few_pages(size, pages):
    book = Book(size)
    seen, asked = book.read()
    assert seen == set(book.ids)
    assert asked == pages


@pytest.mark.parametrize("lost", [1, 400, 999, 2500])
def test_what_is_taken_off_the_list_hides_nothing_behind_it(lost):
    book = Book(5000)

    def take_off(pages):
        if pages == 3:
            del book.ids[:lost]

    seen, _pages = book.read(take_off)
    assert seen >= set(book.ids)


def test_the_last_object_of_a_page_may_be_taken_off():
    book = Book(3000)

    def take_off(pages):
        if pages == 2:
            book.ids.remove("1999")

    seen, _pages = book.read(take_off)
    assert seen >= set(book.ids)


def test_the_end_of_the_list_may_be_taken_off():
    book = Book(2000)

    def take_off(pages):
        if pages == 2:
            del book.ids[1990:]

    seen, _pages = book.read(take_off)
    assert seen >= set(book.ids)


def test_what_is_added_in_front_is_no_reason_to_miss_the_end():
    book = Book(2500)

    def add(pages):
        if pages == 1:
            book.ids[0:0] = [f"new {number}" for number in range(30)]

    seen, _pages = book.read(add)
    assert seen >= {str(number) for number in range(1, 2501)}


def test_a_page_that_was_cut_short_is_not_the_end():
    book = Book(2500)
    seen, _pages = book.read(at_most=600)
    assert seen == set(book.ids)


def test_short_lists_share_a_call_and_a_long_one_has_its_own():
    assert pack([("items", 20), ("customers", 1000), ("terms", 14)]) == [
        "terms",
        "items",
    ]
    assert pack([("customers", 1000)]) == ["customers"]
    assert pack([]) == []


def test_a_batch_brings_at_most_a_thousand_objects_of_thirty_lists():
    assert pack([("a", 600), ("b", 400), ("c", 1)]) == ["c", "b"]
    assert len(pack((number, 1) for number in range(40))) == lists.MAX_QUERIES


def test_statements_ask_for_active_objects_or_for_all_and_for_changes():
    since = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
    assert lists.count_statement("Item") == (
        "SELECT COUNT(*) FROM Item WHERE Active IN (true, false)"
    )
    assert Page(1000, 1000).statement("Customer", inactive=False) == (
        "SELECT * FROM Customer WHERE Active = true"
        " ORDERBY Id STARTPOSITION 1000 MAXRESULTS 1000"
    )
    assert lists.count_statement("Vendor", since=since).endswith(
        " AND MetaData.LastUpdatedTime >= '2026-11-22T05:30:00+00:00'"
    )
