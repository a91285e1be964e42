"""`make demo` and `make serve`: database, tables, web server, worker and sealer, until Ctrl-C."""

import hashlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from . import child, place, supervise
from .database import Database, database
from .lock import Lock, one_at_a_time
from .problem import Problem
from .supervise import Service

STATIC = "collectstatic --noinput --verbosity=0"
DEMO = ["check", "prepare", "demo_settle", "demo_load", STATIC]
PRODUCTION = ["check", "prepare", STATIC]
WORKERS = "2"  # one thread each: measured best on two cores
LOOK_EVERY = 5.0


def demo(words: list[str]) -> int:
    """The portal with its synthetic country, on this machine only."""
    port, data = place.port(), place.data_folder()
    place.need_port("127.0.0.1", port)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "vatsalya.config.settings.dev",
        "VATSALYA_DEMO": "1",
        "BASE_URL": f"http://localhost:{port}",
        **partners(),
    }
    with only_demo(data), database(data) as found:
        env = found.env
        make_ready(data, env, DEMO)
        logins = child.start([*child.MANAGE, "demo_logins"], env, apart=True, stdout=subprocess.PIPE)
        with running("127.0.0.1", port, env) as services:
            wait_until_healthy("127.0.0.1", port, services[0])
            print(f"\n{logins.communicate()[0].strip()}", flush=True)
            print(f"\nVatsalya: http://localhost:{port}    (Ctrl-C stops all of it / Ctrl-C से सब रुकेगा)", flush=True)
            with suppress(KeyboardInterrupt, SystemExit):  # the usual end
                watch(services, found, data)
    return 0


def production(words: list[str]) -> int:
    """The portal on a State's server: DATABASE_URL names the database, a proxy in front speaks https."""
    if not os.environ.get("DATABASE_URL"):
        raise Problem(
            "DATABASE_URL is missing. Cure: DATABASE_URL=postgresql://user@host/vatsalya make serve; to try: make demo",
            "DATABASE_URL नहीं दिया गया। उपाय: DATABASE_URL=postgresql://user@host/vatsalya make serve",
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vatsalya.config.settings.production")
    host, port, data = os.environ.get("HOST", "127.0.0.1"), place.port(), place.data_folder()
    place.need_port(host, port)
    with database(data) as found:
        run_ready(found.env, PRODUCTION)
        with running(host, port, found.env) as services:
            wait_until_healthy(host, port, services[0])
            print(f"Vatsalya listens at {host}:{port}", flush=True)
            with suppress(KeyboardInterrupt, SystemExit):  # the usual end
                watch(services, found, data)
    return 0


@contextmanager
def only_demo(data: Path) -> Iterator[None]:
    """Inside, no other demo serves this folder: two would send each message and count each figure twice."""
    lock = Lock(data / "demo.lock")
    try:
        if not lock.alone_now():
            raise Problem(
                f"A demo already runs on {data}. Cure: use that one, stop it, or give another folder with DATA=/path",
                f"{data} पर एक डेमो पहले से चल रहा है। उपाय: उसी का उपयोग करें, उसे रोकें, या DATA=/path से दूसरा फ़ोल्डर दें",
            )
        yield
    finally:
        lock.close()


def make_ready(data: Path, env: dict[str, str], commands: list[str]) -> None:
    """Tables, walls, places, country and static files; skipped while neither code nor database changed."""
    address = hashlib.sha256(env["DATABASE_URL"].encode()).hexdigest()  # it may hold a password
    stamp, wanted = data / "ready", f"{fingerprint()} {address}"
    with one_at_a_time(data / "ready.lock"):
        if stamp.exists() and stamp.read_text() == wanted:
            return
        print("Preparing the database and the synthetic country … / डेटाबेस और नमूना देश तैयार हो रहे हैं …", flush=True)
        run_ready(env, commands)
        stamp.write_text(wanted)


def run_ready(env: dict[str, str], commands: list[str]) -> None:
    """Run the preparing commands as the database's owner."""
    process = child.start([child.PYTHON, "-m", "scripts.launch.ready", *commands], env, apart=True)
    try:
        code = process.wait()
    finally:
        child.stop(process)
    if code:
        raise Problem(
            "Preparing the database failed; the lines above say why. Cure: repair that and start again",
            "डेटाबेस तैयार नहीं हुआ; कारण ऊपर की पंक्तियों में है। उपाय: उसे ठीक कर फिर शुरू करें",
        )


def fingerprint() -> str:
    """One number for all that the preparing reads: code, law, migrations, places, static files."""
    found = hashlib.sha256()
    folder = place.SOURCE / "vatsalya"
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".mo":
            found.update(f"{file.relative_to(folder)}\0{file.stat().st_size}\0".encode())
            found.update(file.read_bytes())
    found.update((place.ROOT / "requirements.lock").read_bytes())
    return found.hexdigest()


def partners() -> dict[str, str]:
    """Where the demo's simulated partners listen: a free port of this machine, unless a real one is named."""
    if os.environ.get("CCTNS_URL"):
        return {}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    inner = ",".join(filter(None, [os.environ.get("EXCHANGE_INNER_HOSTS"), host]))
    return {"CCTNS_URL": f"http://{host}", "EXCHANGE_INNER_HOSTS": inner, "VATSALYA_CCTNS_PORT": host.partition(":")[2]}


def services_of(host: str, port: int, env: dict[str, str]) -> list[Service]:
    """The three processes of an installation; in the demo the simulated police system beside them."""
    granian = [
        str(Path(child.PYTHON).with_name("granian")), "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", WORKERS, "--blocking-threads", "1", "--workers-kill-timeout", "5",
        "--no-ws", "--respawn-failed-workers", "--no-access-log", "--log-level", "warning",
        "vatsalya.config.wsgi:application",
    ]  # fmt: skip
    police = [child.PYTHON, "-m", "vatsalya.exchange.cctns.simulator", env.get("VATSALYA_CCTNS_PORT", "")]
    simulated = [Service("police system (simulated)", police, env)] if police[-1] else []
    return [
        Service("web server", granian, {**env, "VATSALYA_DB_ROLE": "app"}),
        Service("worker", [*child.MANAGE, "work"], env),
        Service("sealer", [*child.MANAGE, "audit_seal"], env),
        *simulated,
    ]


@contextmanager
def running(host: str, port: int, env: dict[str, str]) -> Iterator[list[Service]]:
    """Inside, the web server runs; the others begin with the watching, so that the first page comes soonest."""
    services = services_of(host, port, env)
    try:
        services[0].start()
        yield services
    finally:
        supervise.stop(services)


def watch(services: list[Service], found: Database, data: Path) -> None:
    """Look after the services until a signal ends it, and now and then after database and disk."""
    next_look = time.monotonic() + LOOK_EVERY
    while True:
        for service in services:
            service.look()
        if time.monotonic() > next_look:
            look_below(found, data)
            next_look = time.monotonic() + LOOK_EVERY
        time.sleep(0.5)


def look_below(found: Database, data: Path) -> None:
    """Bring a dead database up again and say so when the disk fills; the portal stays up meanwhile."""
    try:
        found.bring_up()
        place.need_disk(data, new=False)
    except Problem as problem:
        print(problem, file=sys.stderr, flush=True)


def wait_until_healthy(host: str, port: int, web: Service, *, patience: float = 90) -> None:
    """Wait for the first page; a web server that dies at once is told, not tried for ever."""
    until = time.monotonic() + patience
    while time.monotonic() < until and web.deaths < 2:
        if is_healthy(host, port):
            return
        web.look()
        time.sleep(0.1)
    raise Problem(
        "The web server does not start; the lines above say why",
        "वेब सर्वर शुरू नहीं हो रहा; कारण ऊपर की पंक्तियों में है",
    )


def is_healthy(host: str, port: int) -> bool:
    """Does /healthz answer 200?"""
    to = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104
    name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    connection = http.client.HTTPConnection(to, port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers={"Host": name, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
