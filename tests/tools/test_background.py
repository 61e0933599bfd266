# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import os
import signal
import subprocess
import sys

import pytest

from devenv.background import BackgroundProgram, birth_of
from devenv.console import Failure

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('deaf', flush=True); time.sleep(60)",
]


@pytest.fixture
def program(tmp_path):
    program = BackgroundProgram("sleeper", tmp_path)
    yield program
    program.stop()


def pid_of(program):
    return json.loads(program._record.read_text())["pid"]


def test_a_started_program_is_found_again_by_another_run(program, tmp_path):
    program.start(SLEEPER, {"url": "http://127.0.0.1:1"})
    again = BackgroundProgram("sleeper", tmp_path)
    assert again.details == {"url": "http://127.0.0.1:1"}


def test_a_program_that_was_never_started_has_no_details(program):
    assert program.details is None


def test_a_stopped_program_is_gone(program):
    program.start(SLEEPER, {})
    pid = pid_of(program)
    assert program.stop()
    assert birth_of(pid) is None
    assert not program.stop()


def test_a_program_that_ignores_the_request_to_end_is_killed(program, monkeypatch):
    monkeypatch.setattr("devenv.background._STOP_SECONDS", 0)
    program.start(DEAF, {})
    program.wait_until(lambda: "deaf" in program.log.read_text(), 10)
    pid = pid_of(program)
    program.stop()
    assert birth_of(pid) is None


def test_a_killed_program_counts_as_not_running(program):
    program.start(SLEEPER, {})
    os.kill(pid_of(program), signal.SIGKILL)
    with pytest.raises(Failure, match="ended at once"):
        program.wait_until(lambda: False, 10)
    assert program.details is None


def test_another_process_that_got_the_same_id_is_left_alone(program):
    with subprocess.Popen(SLEEPER) as stranger:
        record = {"pid": stranger.pid, "birth": "another boot:1", "details": {}}
        program._record.write_text(json.dumps(record))
        assert program.details is None
        assert not program.stop()
        assert stranger.poll() is None
        stranger.kill()


def test_waiting_ends_with_a_sentence_that_names_the_log(program):
    program.start(SLEEPER, {})
    with pytest.raises(Failure, match=r"did not answer .*sleeper\.log"):
        program.wait_until(lambda: False, 0)


def test_the_output_of_a_program_is_kept(program):
    program.start([sys.executable, "-c", "print('well')"], {})
    with pytest.raises(Failure):
        program.wait_until(lambda: False, 10)
    assert program.log.read_text() == "well\n"


def test_birth_tells_processes_apart():
    with subprocess.Popen(SLEEPER) as other:
        assert birth_of(os.getpid()) == birth_of(os.getpid())
        assert birth_of(os.getpid()) != birth_of(other.pid)
        other.kill()
