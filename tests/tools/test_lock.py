# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import subprocess
import sys

from devenv.lock import locked

HOLDER = """
import sys, time
from pathlib import Path
from devenv.lock import locked
with locked(Path(sys.argv[1]), "its work"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
    print("done", flush=True)
"""


def holder(path, seconds):
    command = [sys.executable, "-c", HOLDER, str(path), str(seconds)]
    program = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert program.stdout.readline() == "held\n"
    return program


def test_the_lock_is_waited_for_and_the_person_is_told(tmp_path, capsys):
    with holder(tmp_path / "lock", 0.3) as program:
        with locked(tmp_path / "lock", "its work"):
            assert program.stdout.readline() == "done\n"
    assert "Waiting for another run to finish its work" in capsys.readouterr().err


def test_a_killed_holder_leaves_no_lock_behind(tmp_path):
    with holder(tmp_path / "lock", 60) as program:
        program.kill()
        with locked(tmp_path / "lock", "its work"):
            pass


def test_a_free_lock_is_taken_in_silence(tmp_path, capsys):
    with locked(tmp_path / "new" / "lock", "its work"):
        assert capsys.readouterr().err == ""
