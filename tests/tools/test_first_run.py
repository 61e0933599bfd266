# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import subprocess
import sys

import pytest

from devenv.layout import REPO

# Python without any installed package, as a new machine has it.
BARE_PYTHON = [sys.executable, "-S", "-E"]


@pytest.fixture
def first_run(tmp_path):
    """Run a tool with bare Python and an empty cache, until it wants Odoo's files."""

    def run(*command):
        return subprocess.run(
            [*BARE_PYTHON, *command],
            cwd=REPO,
            env={
                "PATH": "/nowhere",
                "HOME": str(tmp_path),
                "TMS_QUICKBOOKS_CACHE": str(tmp_path / "cache"),
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.parametrize("target", ["setup", "up", "demo", "test", "lint", "bench"])
def test_every_target_begins_with_nothing_but_python(first_run, target):
    done = first_run("tools/dev", target)
    assert done.returncode == 1
    assert "Error: apt-get is missing: use a Debian machine" in done.stderr


@pytest.mark.parametrize("tool", ["odoo", "python", "run"])
def test_every_tool_begins_with_nothing_but_python(first_run, tool):
    done = first_run(f"tools/{tool}", "--version")
    assert done.returncode == 1
    assert "Error: apt-get is missing: use a Debian machine" in done.stderr


def test_stopping_on_a_machine_where_nothing_was_ever_made_is_harmless(first_run):
    assert first_run("tools/dev", "down").returncode == 0
