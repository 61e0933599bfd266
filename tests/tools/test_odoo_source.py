# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import pytest

from devenv import odoo_source
from devenv.console import Failure


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder that ODOO_SRC names, with the two files that are looked at."""
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo-bin").touch()
    monkeypatch.setenv("ODOO_SRC", str(tmp_path))

    def set_version(version_info):
        release = tmp_path / "odoo" / "release.py"
        release.write_text(f"# (6,1,0)\nversion_info = {version_info}\n")
        return tmp_path

    return set_version


def test_a_checkout_of_19_is_used_with_its_own_addons(checkout):
    folder = checkout("(19, 0, 0, FINAL, 0, '')")
    source = odoo_source.odoo_source()
    assert source.python_path == folder
    assert source.addons == (folder / "addons",)


@pytest.mark.parametrize(
    ("version_info", "series"),
    [
        ("(18, 0, 0, FINAL, 0, '')", "18.0"),
        ("(19, 1, 0, ALPHA, 1, '')", "19.1"),
        ("('saas~19', 1, 0, FINAL, 0, '')", "saas~19.1"),
    ],
)
def test_another_odoo_is_refused_by_its_version(checkout, version_info, series):
    checkout(version_info)
    with pytest.raises(Failure, match=f"is {series}, and 19.0 is needed"):
        odoo_source.odoo_source()


def test_a_folder_without_odoo_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_SRC", str(tmp_path))
    with pytest.raises(Failure, match="is no checkout of Odoo"):
        odoo_source.odoo_source()
