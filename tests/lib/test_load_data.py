# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import pytest

from tms_quickbooks.lib.load_data import Source, listed, suggested


@pytest.mark.parametrize(
    "name, source",
    [
        ("Load Number", Source.LOAD),
        ("Loads", Source.LOAD),
        ("PRO #", Source.LOAD),
        ("P.O. Number", Source.ORDER),
        ("PO #", Source.ORDER),
        ("Customer Reference", Source.ORDER),
        ("BOL", Source.BOL),
        ("Bill of Lading", Source.BOL),
        ("B/L No.", Source.BOL),
        ("BOL / Load", Source.BOL),
        ("Truck", Source.VEHICLE),
        ("Trailer Unit", Source.TRAILER),
        ("Driver", Source.DRIVER),
        ("Origin - Destination", Source.ROUTE),
        ("Margin", Source.MARGIN),
        ("Sales Rep", None),
        ("Crew #", None),
        ("", None),
    ],
)
def test_the_name_of_a_field_tells_what_it_is_for(name, source):
    assert suggested(name) == source


def test_a_list_says_how_many_it_leaves_out():
    numbers = [f"L-{number}" for number in range(1, 6)]
    assert listed(numbers, 31) == "L-1, L-2, L-3, L-4, L-5"
    assert listed(numbers, 12) == "L-1, L-2, +3"
    assert listed(numbers, 1) == "L-1, +4"


def test_a_list_names_each_once_and_nothing_empty():
    assert listed(["L-1", "", "L-2", "L-1"], 31) == "L-1, L-2"
    assert listed([], 31) == ""


def test_a_single_text_stays_whole():
    assert listed(["x" * 40], 31) == "x" * 40
