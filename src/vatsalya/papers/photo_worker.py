"""Runs alone in a limited process: reads one picture from standard input, writes two clean JPEGs.

Whatever the picture does to the decoder happens here: little memory, little time, no file, no connection,
nothing in the environment. Answers on standard output: a line of JSON, then the small and the large picture.
"""

import io
import json
import resource
import sys
from typing import Any, NoReturn

from PIL import Image, ImageCms, ImageOps, MpoImagePlugin, WebPImagePlugin

LOADED = (MpoImagePlugin, WebPImagePlugin)
PIXELS, LARGE, SMALL, LEAST = 40_000_000, 1600, 400, 48
#: Sides to try, with the qualities to try at each, until the picture is small enough.
QUALITIES = (82, 70, 55, 40)


def limit() -> None:
    """Three quarters of a gigabyte, eight seconds of work, no file to write, no new handle, no child."""
    for what, most in (
        (resource.RLIMIT_AS, 768 << 20),
        (resource.RLIMIT_CPU, 8),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))


def rehearse() -> None:
    """One small picture through every step, so that all code is loaded: under the limits no file can be opened."""
    Image.preinit()
    out, profile = io.BytesIO(), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (64, 48)).save(out, "JPEG", exif=turned, icc_profile=profile)
    jpeg(upright(opened(out.getvalue())), SMALL, 40_000)


def fail(code: str) -> NoReturn:
    """Say why and stop."""
    sys.stdout.buffer.write(json.dumps({"wrong": code}).encode() + b"\n")
    sys.stdout.buffer.flush()
    sys.exit(0)


def opened(data: bytes) -> Any:
    """The picture by what it is, not by what it is called; refused by its head before it is decoded."""
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        picture = Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"])
    except Image.DecompressionBombError:
        fail("photo.bomb")
    except Exception:  # whatever the decoder says: it is no photo
        fail("photo.not_a_photo")
    if picture.width * picture.height > PIXELS:
        fail("photo.bomb")
    if min(picture.size) < LEAST:
        fail("photo.too_small")
    # Telephones send two pictures in one JPEG (MPO); the first is the photo. Anything else that moves is refused.
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        fail("photo.not_a_photo")
    return picture


def upright(picture: Any) -> Any:
    """The picture made small, turned upright, on white, in the common colours."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif picture.mode in ("P", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    picture.thumbnail((LARGE, LARGE), reducing_gap=1.2)
    return common(ImageOps.exif_transpose(picture), profile)


def common(picture: Any, profile: bytes | None) -> Any:
    """Plain RGB as every screen shows it; a profile that cannot be read is left aside."""
    if picture.mode == "RGBA":
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture).convert("RGB")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            told = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, told, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except Exception:  # noqa: S110  (the picture is good, only its colours stay as they are)
            pass
    return picture.convert("RGB")


def jpeg(picture: Any, side: int, most: int) -> tuple[bytes, tuple[int, int]]:
    """A JPEG without any metadata, within a side length and a number of bytes."""
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    while True:
        bare.thumbnail((side, side))
        for quality in QUALITIES:
            out = io.BytesIO()
            bare.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= most:
                return out.getvalue(), bare.size
        side = side * 3 // 4


def main() -> None:
    """Read, decode under limits, write."""
    rehearse()
    limit()
    data = sys.stdin.buffer.read()
    picture = opened(data)
    try:
        clean = upright(picture)
        small, large = jpeg(clean, SMALL, 40_000), jpeg(clean, LARGE, 400_000)
    except MemoryError:
        fail("photo.bomb")
    except Exception:
        fail("photo.not_a_photo")
    width, height = large[1]
    said = {"small": len(small[0]), "large": len(large[0]), "width": width, "height": height}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + small[0] + large[0])


if __name__ == "__main__":
    main()
