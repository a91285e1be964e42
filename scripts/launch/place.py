"""The data folder and what the machine must offer: a writable place, free disk, a free port."""

import os
import shutil
import socket
from pathlib import Path

from .problem import Problem

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
MEGABYTE = 1024 * 1024
NEEDED_NEW = 1000 * MEGABYTE  # a fresh cluster, its log of changes and the synthetic country
NEEDED_AGAIN = 300 * MEGABYTE


def data_folder(given: Path | None = None) -> Path:
    """The folder given, by the caller or as DATA, else .data in the checkout; made if it is not there."""
    folder = Path(given or os.environ.get("DATA") or ROOT / ".data").expanduser().resolve()
    try:
        # Others may pass through but not look: the server's own user needs its folder inside.
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Problem(
            f"Cannot write into {folder}: {error.strerror}. Cure: give another folder, DATA=/path make demo",
            f"{folder} में लिख नहीं सकते। उपाय: दूसरा फ़ोल्डर दें, DATA=/path make demo",
        ) from error
    return folder


def need_disk(folder: Path, *, new: bool) -> None:
    """Refuse to start on a disk that is nearly full: the database would stop in the middle of work."""
    needed = NEEDED_NEW if new else NEEDED_AGAIN
    free = shutil.disk_usage(folder).free
    if free >= needed:
        return
    raise Problem(
        f"The disk is nearly full: {free // MEGABYTE} MB free at {folder}, {needed // MEGABYTE} MB needed."
        " Cure: free some space or give another disk with DATA=/path",
        f"डिस्क लगभग भरी है: {folder} पर {free // MEGABYTE} MB खाली, {needed // MEGABYTE} MB चाहिए।"
        " उपाय: जगह खाली करें या DATA=/path से दूसरी डिस्क दें",
    )


def port() -> int:
    """The number given as PORT, else 8000."""
    given = os.environ.get("PORT") or "8000"
    if given.isdecimal() and 0 < int(given) < 65536:
        return int(given)
    raise Problem(
        f"PORT={given} is not a port. Cure: a number from 1024 to 65535, such as PORT=8001 make demo",
        f"PORT={given} कोई पोर्ट नहीं है। उपाय: 1024 से 65535 तक की संख्या दें, जैसे PORT=8001 make demo",
    )


def need_port(host: str, number: int) -> None:
    """Refuse a port that another program holds, before anything slow is begun."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except PermissionError as error:
            raise Problem(
                f"This user may not open port {number}. Cure: a port from 1024 up, PORT=8000 make demo",
                f"इस उपयोगकर्ता को पोर्ट {number} खोलने की अनुमति नहीं है। उपाय: PORT=8000 make demo",
            ) from error
        except OSError as error:
            raise Problem(
                f"Port {number} at {host} is taken ({error.strerror}). Cure: another one, PORT={number + 1} make demo",
                f"{host} का पोर्ट {number} किसी और के पास है। उपाय: दूसरा पोर्ट दें, PORT={number + 1} make demo",
            ) from error
