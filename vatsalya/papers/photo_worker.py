"""Runs alone in a limited process: reads a picture from standard input, writes two clean JPEGs.

Whatever the picture does to the decoder happens here, with little memory, little time and no files.
Answers on standard output: a line of JSON, then the small and the large picture.
"""

import io
import json
import resource
import sys

PIXELS, LARGE, SMALL, LEAST = 40_000_000, 1600, 400, 48
KINDS = {"JPEG", "PNG", "WEBP"}


def limit() -> None:
    """Half a gigabyte of memory, eight seconds of work, no file to write, few handles."""
    resource.setrlimit(resource.RLIMIT_AS, (768 << 20, 768 << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (8, 8))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


def fail(code: str) -> None:
    """Say why and stop."""
    sys.stdout.buffer.write(json.dumps({"wrong": code}).encode() + b"\n")
    sys.exit(0)


def main() -> None:
    """Decode, turn upright, strip everything, make small."""
    from PIL import Image, ImageOps

    data = sys.stdin.buffer.read()
    limit()
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        picture = Image.open(io.BytesIO(data), formats=sorted(KINDS))
    except Image.DecompressionBombError:
        fail("photo.bomb")
    except Exception:  # noqa: BLE001  (whatever the decoder says: it is no photo)
        fail("photo.not_a_photo")
    if picture.width * picture.height > PIXELS:
        fail("photo.bomb")
    if min(picture.size) < LEAST:
        fail("photo.too_small")
    if getattr(picture, "n_frames", 1) > 1:
        fail("photo.not_a_photo")
    try:
        picture.draft("RGB", (LARGE * 2, LARGE * 2))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    except MemoryError:
        fail("photo.bomb")
    except Exception:  # noqa: BLE001
        fail("photo.not_a_photo")
    clean = Image.frombytes("RGB", upright.size, upright.tobytes())
    small, large = _jpeg(clean, SMALL, 40_000), _jpeg(clean, LARGE, 400_000)
    answer = {"small": len(small), "large": len(large), "width": clean.width, "height": clean.height}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + small + large)


def _jpeg(picture, side: int, most: int) -> bytes:  # type: ignore[no-untyped-def]
    """A JPEG without any metadata, within a side length and a number of bytes."""
    copy = picture.copy()
    copy.thumbnail((side, side))
    for quality in (82, 70, 55, 40, 25):
        out = io.BytesIO()
        copy.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= most:
            break
    return out.getvalue()


if __name__ == "__main__":
    main()
