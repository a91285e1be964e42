"""Our own PostgreSQL: made in the data folder, reached over a socket only, stopped when nobody needs it."""

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from . import binaries, config, roles
from .lock import Lock, one_at_a_time
from .place import MEGABYTE, ROOT, need_disk
from .problem import Problem
from .user import User, me, server_user

ELSEWHERE = Path("/var/lib/vatsalya")
LONGEST_LOG = 10 * MEGABYTE


class Cluster:
    """The cluster that belongs to one data folder; usable in a `with`, by many processes at once."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data
        self.durable = durable
        self.needed: Lock | None = None

    @cached_property
    def home(self) -> Path:
        """Where the cluster lies: in the data folder, unless the server's user cannot get there."""
        user = server_user(self.data / "postgres")
        if user.can_reach(self.data):
            return self.data
        name = self.data / "cluster-name"
        if not name.exists():
            name.write_text(secrets.token_hex(8))
        home = ELSEWHERE / name.read_text().strip()
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
        return home

    @property
    def folder(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "server.log"

    @cached_property
    def user(self) -> User:
        """Whom the server runs as."""
        return server_user(self.folder)

    @cached_property
    def programs(self) -> binaries.Binaries:
        """PostgreSQL's programs."""
        return binaries.find(user=self.user, home=self.home)

    @property
    def socket(self) -> Path:
        """A short folder: the kernel allows a socket's path 107 bytes, a data folder may be deeper."""
        text = f"{self.user.uid}:{self.folder}:{self.folder.stat().st_ino}"
        return Path("/tmp") / f"vatsalya-{hashlib.sha256(text.encode()).hexdigest()[:12]}"  # noqa: S108

    def address(self, role: str, database: str = roles.NAME) -> str:
        """The address for a role, for DATABASE_URL and the like."""
        return f"postgresql:///{database}?host={self.socket}&user={role}"

    def addresses(self) -> dict[str, str]:
        """What the portal's processes are told about the database."""
        return {
            "DATABASE_URL": self.address(roles.APP),
            "OWNER_DATABASE_URL": self.address(roles.OWNER),
            "SEALER_DATABASE_URL": self.address(roles.SEALER),
            "REPORT_DATABASE_URL": self.address(roles.REPORT),
        }

    def __enter__(self) -> "Cluster":
        with one_at_a_time(self.data / "start.lock"):
            self.needed = Lock(self.data / "users.lock")
            self.needed.shared()
            try:
                self.bring_up()
            except BaseException:
                self.__exit__()
                raise
        return self

    def __exit__(self, *why: object) -> None:
        assert self.needed is not None
        if self.needed.alone_now():
            self.stop()
        self.needed.close()

    def bring_up(self) -> None:
        """Start the server if it does not answer; makes the cluster the first time."""
        if self.answers():
            return
        new = not (self.folder / "PG_VERSION").exists()
        need_disk(self.home, new=new)
        if new:
            self._make()
        self._refuse_other_version()
        self._start()
        with roles.connected(self.address(roles.SUPER, "postgres")) as connection:
            roles.need_right_kind(connection)
            roles.make_roles(connection)
            roles.make_database(connection)
        with roles.connected(self.address(roles.SUPER)) as connection:
            roles.make_extensions(connection)
            roles.need_right_kind(connection)
        self._leave_keeper()

    def answers(self) -> bool:
        """Is our server there and taking connections?"""
        for _ in range(300):
            if not (self.folder / "postmaster.pid").exists():
                return False
            try:
                with roles.connected(self.address(roles.SUPER, "postgres")):
                    return True
            except roles.psycopg.OperationalError as error:
                if "the database system is" not in str(error):  # starting up, in recovery mode, shutting down
                    return False
            time.sleep(1)
        return False

    def stop(self) -> None:
        """Stop the server; open transactions are rolled back."""
        if not (self.folder / "postmaster.pid").exists():
            return
        for how in ("fast", "immediate"):
            if self._pg_ctl("stop", "-m", how, "-w", "-t", "60").returncode == 0:
                break
        with suppress(OSError):
            self.socket.rmdir()

    def _make(self) -> None:
        """Make an empty cluster; under another name first, so that half a cluster is never taken for one."""
        half = self.home / "postgres.new"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        os.chown(half, self.user.uid, self.user.gid)
        done = self.user.run([self.programs / "initdb", *config.initdb(half, self.programs.major, self.durable)])
        if done.returncode:
            raise _failed("initdb", done.stderr)
        half.rename(self.folder)

    def _refuse_other_version(self) -> None:
        made_by = (self.folder / "PG_VERSION").read_text().strip()
        if made_by != str(self.programs.major):
            raise Problem(
                f"The data in {self.folder} is of PostgreSQL {made_by}, the programs are {self.programs.major}."
                f" Cure: VATSALYA_POSTGRES=/usr/lib/postgresql/{made_by}/bin, or a new folder with DATA=/path",
                f"{self.folder} का डेटा PostgreSQL {made_by} का है, प्रोग्राम {self.programs.major} के हैं।"
                f" उपाय: VATSALYA_POSTGRES=/usr/lib/postgresql/{made_by}/bin या DATA=/path से नया फ़ोल्डर",
            )

    def _start(self) -> None:
        """Start, and once more: after kill -9 the dead server's process number may linger for a moment."""
        self._make_socket_folder()
        for name, text in config.files(self.socket, clients={me().name, "root"}, durable=self.durable).items():
            self.user.write(self.folder / name, text)
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.user.write(self.log, "")
        for wait in (0, 0.5, 1, 2, 4):
            time.sleep(wait)
            self._forget_dead()
            done = self._pg_ctl("start", "-w", "-t", "300", "-l", str(self.log))
            if done.returncode == 0:
                return
        raise _failed("pg_ctl", self.user.run(["tail", "-n", "8", str(self.log)]).stdout or done.stderr)

    def _make_socket_folder(self) -> None:
        """Anybody can make folders in /tmp: one that is not the server's own is refused."""
        try:
            self.socket.mkdir(mode=0o700)
            os.chown(self.socket, self.user.uid, self.user.gid)
        except FileExistsError:
            found = self.socket.lstat()
            if self.socket.is_symlink() or found.st_uid != self.user.uid or found.st_mode & 0o077:
                raise Problem(
                    f"{self.socket} belongs to somebody else. Cure: delete it, or use another folder with DATA=/path",
                    f"{self.socket} किसी और का है। उपाय: उसे हटाएँ या DATA=/path से दूसरा फ़ोल्डर दें",
                ) from None

    def _forget_dead(self) -> None:
        """Where nobody collects dead processes, PostgreSQL takes the dead server for a living one."""
        file = self.folder / "postmaster.pid"
        if file.exists() and _is_dead(int(file.read_text().split()[0])) and not _anybody_in(self.folder):
            file.unlink(missing_ok=True)

    def _pg_ctl(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.user.run([self.programs / "pg_ctl", "-D", str(self.folder), *words])

    def _leave_keeper(self) -> None:
        """A process that stops the server even if everybody who used it was killed."""
        subprocess.Popen(
            [sys.executable, "-m", "scripts.launch.keeper", str(self.data)],
            cwd=ROOT, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def _is_dead(pid: int) -> bool:
    """Gone, or a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def _anybody_in(folder: Path) -> bool:
    """Does a process still work in this folder (a back end that outlived its server)?"""
    for step in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if step.readlink() == folder:
                return True
        except OSError:
            continue
    return False


def _failed(program: str, said: str) -> Problem:
    if "No space left on device" in said:
        return Problem(
            f"The disk is full: {program} could not write. Cure: free some space or give another disk with DATA=/path",
            f"डिस्क भर गई है: {program} लिख नहीं सका। उपाय: जगह खाली करें या DATA=/path से दूसरी डिस्क दें",
        )
    return Problem(
        f"PostgreSQL does not start; {program} says:\n{said.strip()}",
        "PostgreSQL शुरू नहीं हो रहा; कारण ऊपर की पंक्तियों में है।",
    )
