"""Opaque identifiers for links and readable numbers for speaking over a telephone."""

import re
import secrets
import time
import unicodedata
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
    """A number a person can read out: BR-GAYA-26-00417-2; it says nothing about the child."""
    body = "-".join([*parts, f"{year % 100:02d}", f"{serial:05d}"])
    return f"{body}-{check_digit(body)}"


def is_well_formed(number: str) -> bool:
    """True when the check digit at the end of a readable number agrees with the rest."""
    body, _, digit = number.strip().upper().rpartition("-")
    return bool(body) and check_digit(body) == digit


#: The five pieces of a report's number; of a district without letters of its own the code stands ("D190").
_WHOLE = re.compile(r"([A-Z]{2})-([A-Z0-9]{3,8})-([0-9]{2})-([0-9]{5,9})-([0-9])")
_RUN = re.compile(r"([A-Z]{2})([A-Z]{3,4}|D[0-9]{1,5})([0-9]{2})([0-9]{5})([0-9])")
_LONG_RUN = re.compile(r"([A-Z]{2})([A-Z]{3,4})([0-9]{2})([0-9]{6,9})([0-9])")  # after 99,999 of a year


def number_in(typed: str) -> str:
    """The report's number in what somebody typed, as the register writes it; empty when it is none.

    Spaces, long dashes or nothing between the pieces, small letters, digits of any script: all are understood.
    """
    pieces = re.findall("[A-Z0-9]+", "".join(map(_plain, unicodedata.normalize("NFKC", typed[:80]))))
    run = "".join(pieces)
    found = _WHOLE.fullmatch("-".join(pieces)) or _RUN.fullmatch(run) or _LONG_RUN.fullmatch(run)
    number = "-".join(found.groups()) if found else ""
    return number if number and is_well_formed(number) else ""


def _plain(char: str) -> str:
    """A letter large, a digit as 0 to 9, signs that nobody sees left out, all else a gap."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char.isascii() and char.isalpha():
        return char.upper()
    return "" if unicodedata.category(char) == "Cf" else " "


SPEAKABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def pseudonym(prefix: str) -> str:
    """A random number for a child, such as C-7QK3M9XD2FPW-4: it says nothing and can be read out."""
    body = prefix + "-" + "".join(secrets.choice(SPEAKABLE) for _ in range(12))
    return f"{body}-{check_digit(body)}"


def child_number() -> str:
    """A child's number: no name, sex, age or place can be read from it."""
    return pseudonym("C")
