"""A browser and the site of parts; no database, so these tests run anywhere that has Chromium."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, server: subprocess.Popen, seconds: float = 60) -> None:
    """Return when the address answers; give up when the server has."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2)  # noqa: S310
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the running site of parts."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "tests.faces.site", str(port)], cwd=ROOT)
    try:
        wait_for(f"http://127.0.0.1:{port}/received/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A phone of its own for each test; the site has forgotten what it received before."""
    urllib.request.urlopen(f"{site}/received/", data=b"up=1")  # noqa: S310
    opened = browser.new_context(viewport={"width": 360, "height": 740}, base_url=site)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page."""
    return context.new_page()
