"""The portal's processes are kept running, and none is left behind."""

import os
import time
from pathlib import Path

from scripts.launch import child, supervise
from scripts.launch.supervise import Service


def gone(pid: int) -> bool:
    """No such process, or nothing but its last entry."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_for(true: object, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def service(text: str) -> Service:
    return Service("trial", ["/bin/sh", "-c", text], dict(os.environ))


def test_a_dead_process_starts_again_later_each_time(capfd):
    trial = service("exit 3")
    trial.pause = 0.05
    trial.start()
    assert wait_for(lambda: trial.look() or trial.deaths == 3)
    assert trial.pause == 0.4
    assert "trial ended (code 3)" in capfd.readouterr().err
    trial.stop()


def test_a_process_that_lived_well_starts_again_at_once():
    trial = service("exit 0")
    trial.pause, trial.deaths = 16.0, 9
    trial.start()
    assert wait_for(lambda: trial.process is not None and trial.process.poll() is not None)
    trial.started -= supervise.LIVED_WELL + 1
    trial.look()
    assert (trial.pause, trial.deaths) == (2.0, 1)


def test_stopping_leaves_no_grandchild_behind(tmp_path):
    note = tmp_path / "pid"
    trial = service(f'sh -c "trap \\"\\" TERM; echo \\$\\$ > {note}; while :; do sleep 0.1; done" & wait')
    trial.start()
    assert wait_for(lambda: note.exists() and note.read_text().strip())
    trial.stop()
    assert wait_for(lambda: gone(int(note.read_text())))


def test_a_process_dies_with_the_one_that_started_it(tmp_path):
    note = tmp_path / "pid"
    text = (
        "import os, signal, subprocess, sys\n"
        "from scripts.launch import child\n"
        "process = child.start(['sleep', '1000'], dict(os.environ), apart=True)\n"
        f"open({str(note)!r}, 'w').write(str(process.pid))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    starter = child.start([child.PYTHON, "-c", text], {**os.environ, "PYTHONPATH": str(child.ROOT)}, apart=True)
    starter.wait(20)
    assert wait_for(lambda: gone(int(note.read_text())))
