"""`make test`: every check that CI runs, each on its own, with one summary at the end."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import child
from .database import database
from .place import data_folder
from .problem import Problem

LONGEST = 38 * 60  # CI allows 40 minutes
BIN = Path(child.PYTHON).parent


@dataclass(frozen=True)
class Check:
    """One thing that must hold."""

    name: str
    holds: Callable[[dict[str, str], float], bool]


def _program(*words: str) -> Callable[[dict[str, str], float], bool]:
    return lambda env, seconds: _run([str(BIN / words[0]), *words[1:]], env, seconds)


def _run(words: list[str], env: dict[str, str], seconds: float) -> bool:
    process = child.start(words, env, apart=True, stdin=subprocess.DEVNULL)
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        print(f"stopped: not finished after {seconds:.0f} s")
        return False
    finally:
        child.stop(process)


def has_browser(env: dict[str, str], seconds: float) -> bool:
    """Chromium is there; as root on Debian it is installed, else the cure is named."""
    return _has("chromium", "chromium", ("the browser tests need it", "ब्राउज़र के परीक्षणों को चाहिए"), env, seconds)


def has_java(env: dict[str, str], seconds: float) -> bool:
    """Java is there, for the same rules on Spark; installed as the browser is."""
    why = ("the test of Spark needs it", "Spark के परीक्षण को चाहिए")
    return _has("java", "default-jre-headless", why, env, seconds)


def _has(program: str, package: str, why: tuple[str, str], env: dict[str, str], seconds: float) -> bool:
    if shutil.which(program):
        return True
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**env, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
        return _run(["apt-get", "update", "-qq"], quiet, seconds) and _run(install, quiet, seconds)
    print(f"{program} is missing: {why[0]}. Cure (as root): apt install {package}")
    print(f"{program} नहीं है: {why[1]}। उपाय (root से): apt install {package}")
    return False


#: Two lanes at once, about equally long: forms, likeness and the whole portal in a browser, and everything else. The
#: browser comes last in its lane: it keeps an event loop running for what follows.
WATCHED = ("tests/papers", "tests/matching", "tests/browser")
LANES = {"pages": [*WATCHED], "rules": [f"--ignore={one}" for one in WATCHED]}


def tests(env: dict[str, str], seconds: float) -> bool:
    """The tests, in two lanes with a database each, on a PostgreSQL of their own that is thrown away."""
    until = time.monotonic() + seconds
    with database(Path(env["DATA"]), durable=False) as found:
        lanes = [_lane(name, words, found.env) for name, words in LANES.items()]
        return all([_ended(log, process, until) for log, process in lanes])


def _lane(name: str, words: list[str], env: dict[str, str]) -> tuple[Path, subprocess.Popen[str]]:
    """Start one lane; what it prints goes to a file, so that lanes do not write across each other."""
    log = Path(env["DATA"]) / f"{name}.log"
    # Playwright keeps an event loop in the test's thread; Django would refuse the database there.
    own = {**env, "DJANGO_ALLOW_ASYNC_UNSAFE": "1", "VATSALYA_TEST_DB": f"vatsalya_test_{name}"}
    command = [str(BIN / "pytest"), "--durations=15", "-p", "no:cacheprovider", *words]
    with log.open("w") as out:
        return log, child.start(
            command, own, apart=True, stdin=subprocess.DEVNULL, stdout=out.fileno(), stderr=subprocess.STDOUT
        )


def _ended(log: Path, process: subprocess.Popen[str], until: float) -> bool:
    """Wait for a lane and show what it said."""
    try:
        ok = process.wait(max(until - time.monotonic(), 1)) == 0
    except subprocess.TimeoutExpired:
        ok = False
        print(f"stopped: {log.stem} did not finish in time")
    finally:
        child.stop(process)
    print(f"-- {log.stem} --\n{log.read_text(errors='replace')}", flush=True)
    return ok


CHECKS = [
    Check("format", _program("ruff", "format", "--check", ".")),
    Check("lint", _program("ruff", "check", ".")),
    Check("imports", _program("lint-imports")),
    Check("types", _program("mypy")),
    Check("browser", has_browser),
    Check("java", has_java),
    Check("tests", tests),
]


def run(words: list[str]) -> int:
    """All checks, or those named; the rest goes on when one fails."""
    known = {check.name for check in CHECKS}
    if unknown := [word for word in words if word not in known]:
        raise Problem(
            f"No check is called {' '.join(unknown)}. There are: {' '.join(sorted(known))}",
            f"{' '.join(unknown)} नाम की कोई जाँच नहीं है। ये हैं: {' '.join(sorted(known))}",
        )
    until = time.monotonic() + LONGEST
    env = {**os.environ, "DATA": str(data_folder(data_folder() / "tests"))}
    results = [_one(check, env, until) for check in CHECKS if not words or check.name in words]
    print("\n" + "\n".join(f"{'ok    ' if ok else 'FAILED'} {name:10} {took:6.0f} s" for name, ok, took in results))
    return 0 if all(ok for _, ok, _ in results) else 1


def _one(check: Check, env: dict[str, str], until: float) -> tuple[str, bool, float]:
    print(f"\n== {check.name} ==", flush=True)
    started = time.monotonic()
    try:
        ok = check.holds(env, max(until - started, 1))
    except Problem as problem:
        print(problem)
        ok = False
    return check.name, ok, time.monotonic() - started
