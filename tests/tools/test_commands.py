# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import errno
import subprocess
import sys
import time

import pytest

from devenv.background import birth_of
from devenv.commands import output_of, require, run_logged
from devenv.console import Failure, run


def test_a_failed_command_is_told_with_its_last_line_and_the_log(tmp_path):
    command = ["sh", "-c", "echo first; echo no room >&2; exit 1"]
    with pytest.raises(Failure, match=r"Unpacking failed \(no room\).*out\.log"):
        run_logged(command, tmp_path / "log" / "out.log", "Unpacking")
    assert "first" in (tmp_path / "log" / "out.log").read_text()


def test_a_silent_failure_is_told_with_its_status(tmp_path):
    with pytest.raises(Failure, match="exit status 3"):
        run_logged(["sh", "-c", "exit 3"], tmp_path / "log", "It")


def test_a_missing_program_is_told_with_advice():
    with pytest.raises(Failure, match="no-such-program is missing: buy it"):
        require("no-such-program", "buy it")


def test_output_is_text_and_a_failure_carries_what_was_said():
    assert output_of(["echo", "well"]) == "well\n"
    with pytest.raises(Failure, match="sad"):
        output_of(["sh", "-c", "echo sad >&2; exit 1"])


def test_a_failure_ends_the_tool_with_one_line_and_status_1(capsys):
    def main():
        raise Failure("the disk is full: free some room.")

    with pytest.raises(SystemExit) as end:
        run(main)
    assert end.value.code == 1
    assert capsys.readouterr().err == "Error: the disk is full: free some room.\n"


def test_a_full_disk_is_told_in_one_line(capsys):
    def main():
        raise OSError(errno.ENOSPC, "No space left on device", "/cache/odoo")

    with pytest.raises(SystemExit) as end:
        run(main)
    assert end.value.code == 1
    assert "No space left on device: '/cache/odoo'" in capsys.readouterr().err


def test_a_fault_of_our_own_is_not_hidden():
    def main():
        raise FileNotFoundError(errno.ENOENT, "No such file", "/nowhere")

    with pytest.raises(FileNotFoundError):
        run(main)


def test_a_killed_run_takes_its_commands_with_it(tmp_path):
    pid_file = tmp_path / "pid"
    command = ["sh", "-c", f"echo $$ > {pid_file}; sleep 60"]
    code = (
        "from pathlib import Path; from devenv.commands import run_logged;"
        f"run_logged({command!r}, Path({str(tmp_path / 'log')!r}), 'It')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}
    ) as run:
        assert wait_for(lambda: pid_file.is_file() and pid_file.read_text())
        run.kill()
    pid = int(pid_file.read_text())
    assert wait_for(lambda: birth_of(pid) is None)


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()
