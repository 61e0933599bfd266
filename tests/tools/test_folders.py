# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import shutil

import pytest

from devenv.console import Failure
from devenv.folders import building, is_complete, scratch


def test_a_finished_folder_is_complete(tmp_path):
    with building(tmp_path / "odoo", needs_mib=1) as folder:
        (folder / "file").touch()
    assert is_complete(tmp_path / "odoo")


def test_an_interrupted_folder_is_not_complete(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        with building(tmp_path / "odoo", needs_mib=1) as folder:
            (folder / "file").touch()
            raise KeyboardInterrupt
    assert not is_complete(tmp_path / "odoo")


def test_what_an_interrupted_run_left_is_thrown_away(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        with building(tmp_path / "odoo", needs_mib=1) as left:
            raise KeyboardInterrupt
    with building(tmp_path / "odoo", needs_mib=1) as folder:
        assert list(folder.iterdir()) == []
    assert not left.exists()


def test_what_goes_on_in_an_abandoned_folder_does_not_get_into_the_new_one(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        with building(tmp_path / "odoo", needs_mib=1) as left:
            raise KeyboardInterrupt
    with building(tmp_path / "odoo", needs_mib=1) as folder:
        left.mkdir()
        (left / "late").touch()
    assert list((tmp_path / "odoo").iterdir()) == []
    assert folder.samefile(tmp_path / "odoo")


def test_a_folder_stays_where_it_was_filled(tmp_path):
    with building(tmp_path / "venv", needs_mib=1) as folder:
        (folder / "file").touch()
    assert (folder / "file").is_file()
    assert (tmp_path / "venv" / "file").is_file()


def test_a_scratch_folder_is_gone_afterwards(tmp_path):
    with scratch(tmp_path / "download") as folder:
        (folder / "file").touch()
    assert list(tmp_path.iterdir()) == []


def test_too_little_room_is_told_before_anything_is_touched(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=5 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(Failure, match="has 5 MiB free and 6 are needed"):
        with building(tmp_path / "odoo", needs_mib=6):
            pass
    assert not (tmp_path / "odoo").exists()


def test_a_place_that_is_no_folder_is_told_with_advice(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Failure, match="TMS_QUICKBOOKS_CACHE"):
        with building(tmp_path / "file" / "cache" / "odoo", needs_mib=1):
            pass
