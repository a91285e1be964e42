"""Opaque identifiers for links and readable numbers for speaking over a telephone."""

import secrets
import time
import uuid

_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def new_id() -> uuid.UUID:
    """An opaque id that sorts by time (as UUID version 7), so that indexes stay dense."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76
    value |= secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=value)


def check_digit(text: str) -> str:
    """One digit that catches a wrong or swapped character in a spoken number (ISO 7064, mod 11,10)."""
    check = 10
    for char in text.upper():
        if char in _DIGITS:
            value = int(char)
        elif char in _LETTERS:
            value = (ord(char) - 55) % 10
        else:
            continue
        check = (check + value) % 10 or 10
        check = check * 2 % 11
    return str((11 - check) % 10)


def readable(*parts: str, year: int, serial: int) -> str:
    """A number a person can read out: BR-GAYA-26-00417-8; it says nothing about the child."""
    body = "-".join([*parts, f"{year % 100:02d}", f"{serial:05d}"])
    return f"{body}-{check_digit(body)}"


def is_well_formed(number: str) -> bool:
    """True when the check digit at the end of a readable number agrees with the rest."""
    body, _, digit = number.strip().upper().rpartition("-")
    return bool(body) and check_digit(body) == digit


SPEAKABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def pseudonym(prefix: str) -> str:
    """A random number for a child, such as C-7QK3M9XD2FPW-4: it says nothing and can be read out."""
    body = prefix + "-" + "".join(secrets.choice(SPEAKABLE) for _ in range(12))
    return f"{body}-{check_digit(body)}"


def child_number() -> str:
    """A child's number: no name, sex, age or place can be read from it."""
    return pseudonym("C")
