"""What must never be committed: hosts of registries, a machine's folders, secrets, heavy files, unhashed packages."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024
KNOWN_EXAMPLE = "JBSWY3DPEHPK3PXP"  # the one that every text on one-time codes uses
BINARY = {".png", ".jpg", ".jpeg", ".webp", ".gz", ".woff2", ".ttf", ".otf", ".pdf", ".ico", ".mo"}
FORBIDDEN = {
    "registry": re.compile(
        r"pypi\.org|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|--(extra-)?index-url|--find-links|--trusted-host"
        r"|\bPIP_INDEX_URL\s*=|\bUV_(DEFAULT_)?INDEX\w*\s*="
    ),
    "folder of a machine": re.compile(r"(?<![\w.}/])/(work|root|mnt|Users|home/\w+|tmp/\w+)/\w"),
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "secret": re.compile(
        r"\bAKIA[0-9A-Z]{16}\b|\bghp_\w{30,}|\bsk-[A-Za-z0-9]{20,}"
        r"|(?i:(?:password|passwd|secret|token|api_key)\s*[:=]\s*[\"'][A-Za-z0-9+/_-]{24,}[\"'])"
    ),
}


@cache
def files() -> list[Path]:
    """Everything that is, or could be, committed."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    out = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in out.split("\0") if name and (ROOT / name).is_file()]


def _texts() -> dict[str, str]:
    here = Path(__file__)
    readable = [file for file in files() if file != here and file.suffix not in BINARY]
    return {
        file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8", errors="replace").replace(KNOWN_EXAMPLE, "")
        for file in readable
    }


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("registry", "--index-url https://example"),
        ("registry", "https://files.pythonhosted.org/x"),
        ("folder of a machine", 'open("/home/anna/x")'),
        ("folder of a machine", "cd /root/project"),
        ("private key", "-----BEGIN EC PRIVATE KEY-----"),
        ("secret", "SECRET = 'abcdefghijklmnopqrstuvwxyz0123'"),
    ],
)
def test_a_forbidden_text_is_seen(kind, text):
    assert FORBIDDEN[kind].search(text)


@pytest.mark.parametrize("text", ["https://example.org/tmp/", "/desk/home/", "path('root/')", "token = new_token()"])
def test_an_innocent_text_is_let_through(text):
    assert not any(pattern.search(text) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_file_holds_a(kind):
    found = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1} {match.group()[:60]}"
        for name, text in _texts().items()
        for match in [FORBIDDEN[kind].search(text)]
        if match
    ]
    assert found == []


def _requirements(file: Path) -> list[str]:
    joined = file.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def test_every_locked_package_has_a_version_and_a_hash():
    locks = sorted(ROOT.glob("requirements*.lock"))
    assert len(locks) >= 2
    loose = [
        line.split()[0]
        for lock in locks
        for line in _requirements(lock)
        if "==" not in line.split()[0] or "--hash=sha256:" not in line
    ]
    assert loose == []


def test_locks_name_no_address():
    assert [lock.name for lock in ROOT.glob("requirements*.lock") if "://" in lock.read_text(encoding="utf-8")] == []


def test_no_file_is_heavier_than_five_megabytes():
    assert [file.name for file in files() if file.stat().st_size > 5 * MEGABYTE] == []


def test_what_a_run_leaves_behind_is_not_committed():
    left = [file.name for file in files() if file.suffix in (".pyc", ".mo", ".sqlite3", ".log", ".dump")]
    assert left == []
