"""What each compared fact but the names is worth, in bits; unknown is silence, never a mismatch.

Weights are set by hand from shares of children (rates.py), from how long children
stay missing and how far they are found (scale of the register), and are kept
absolute: no weight looks at any other record.
"""

from __future__ import annotations

from math import log2, sqrt

from . import geo, rates
from .fold import forms, word
from .levels import BROAD, CORE, FOLD, NARROW, NEAR, level
from .record import Mark, Traits

AGE_SPREAD = 14.0  # years over which the ages of reported children lie
GROWTH_CM = 5.5  # a year
_AGREE_MARK = 0.5  # a mark seen by one office is noted by the other half of the time
_RECOVERED = ((7, 4.0), (30, 3.0), (90, 1.2), (180, 0.2), (730, -1.3), (10_000, -2.2))
_NEARBY = ((0, 4.0), (60, 3.0), (150, 2.0), (400, 0.5), (900, -0.7), (100_000, -1.2))
_PLACE_WORD = {FOLD: 6.5, CORE: 6.0, NEAR: 4.5, NARROW: 4.0, BROAD: 1.8}
FASTEST_KM_A_DAY = 1400  # a long-distance train, day and night


def age(one: Traits, other: Traits) -> float:
    """Birth years reckoned from two ages, each with its likely error by who judged it."""
    if one.born is None or other.born is None:
        return 0.0
    error = sqrt(one.born_error**2 + other.born_error**2 + 0.1)
    apart = (one.born - other.born) / error
    density = AGE_SPREAD * 0.3989 / error
    return min(3.2, max(-7.0, log2(density) - 0.7213 * apart * apart))


def sex(one: Traits, other: Traits) -> float:
    """A wrong sex is rare in a report; transgender children are often entered otherwise."""
    if "u" in (one.sex, other.sex):
        return 0.0
    if one.sex == other.sex:
        return 0.9 if one.sex != "t" else 5.0
    return -1.5 if "t" in (one.sex, other.sex) else -7.0


def days_between(one: Traits, other: Traits) -> int:
    """Days from the loss to the finding when that can be told, else days apart."""
    apart = (one.event_on - other.event_on).days
    if one.side == "missing" and other.side != "missing":
        return -apart
    return apart if other.side == "missing" and one.side != "missing" else abs(apart)


def time(one: Traits, other: Traits) -> float:
    """Half of the recovered are found within a week, three quarters within a month."""
    days = days_between(one, other)
    if {one.side, other.side} == {"missing", "found"} and days < -1:
        return -9.0
    return next(bits for limit, bits in _RECOVERED if abs(days) <= limit or limit == 10_000)


def home(one: Traits, other: Traits) -> float:
    """Where the child says home is, as a district or as a sound, against where it was missed."""
    words = place_words(one, other)[0]
    ours, theirs = home_of(one), home_of(other)
    if not ours or not theirs:
        return words
    if ours == theirs:
        return max(6.5, words)
    return (0.8 if _state(ours) == _state(theirs) else -2.5) + words


def home_of(one: Traits) -> str:
    """The home district that is known, or supposed where a loss was reported."""
    return one.home_district or (one.district if one.side == "missing" else "")


def _state(district: str) -> str:
    found = geo.districts().get(district)
    return found.state if found else district


def place_words(one: Traits, other: Traits) -> tuple[float, str]:
    """The best meeting of two place words, and the word."""
    best, which = 0.0, ""
    for ours in one.places:
        for theirs in other.places:
            worth = _place(ours, theirs)
            if worth > best:
                best, which = worth, theirs
    return best, which


def _place(ours: str, theirs: str) -> float:
    if ours == theirs:
        return _PLACE_WORD[FOLD]
    a, b = forms(ours), forms(theirs)
    if a.broad != b.broad or len(a.broad) < 2:
        return 0.0
    return _PLACE_WORD.get(level(a, b, 2), 0.0)


def travel(one: Traits, other: Traits) -> float:
    """How far the finding lies from the loss, and whether a train could have done it."""
    apart = geo.distance_km(one.district, other.district)
    if apart is None:
        if not one.state or not other.state:
            return 0.0
        return 1.5 if one.state == other.state else -1.0
    bits = next(worth for limit, worth in _NEARBY if apart <= limit)
    days = days_between(one, other)
    return bits - (2.0 if days >= 0 and apart / (days + 1) > FASTEST_KM_A_DAY else 0.0)


def language(one: Traits, other: Traits) -> float:
    """A shared rare language says much; Hindi says little, and hides other mother tongues."""
    shared = set(one.languages) & set(other.languages)
    if shared:
        return min(5.5, max(log2(0.75 / rates.language_share(code)) for code in shared))
    if not one.languages or not other.languages:
        return 0.0
    both = set(one.languages) | set(other.languages)
    return 0.0 if both <= rates.HINDI_BELT else -2.5


def marks(one: Traits, other: Traits) -> float:
    """Marks by kind, part and side; a mark that one office did not note is hardly a sign."""
    if not one.marks or not other.marks:
        return 0.0
    worth = sorted((max(mark(ours, theirs) for theirs in other.marks) for ours in one.marks), reverse=True)
    total = worth[0] + 0.8 * sum(worth[1:])
    return min(14.0, total) if total > 0 else -0.7


def mark(ours: Mark, theirs: Mark) -> float:
    """Two marks: left and right are confused often, a cut is called a scar."""
    text = 4.0 if ours.text and theirs.text and _same_text(ours.text, theirs.text) else 0.0
    if ours.part != theirs.part:
        return text
    if ours.kind != theirs.kind:
        return text + (1.5 if ours.side == theirs.side and ours.part else 0.0)
    side = ours.side if ours.side == theirs.side else ""
    if ours.side and theirs.side and not side:
        return text + 1.0
    return text + max(0.5, log2(_AGREE_MARK / rates.mark_share(ours.kind, ours.part, side)))


def _same_text(ours: str, theirs: str) -> bool:
    return word(ours.replace(" ", "")).broad == word(theirs.replace(" ", "")).broad


def disability(one: Traits, other: Traits) -> float:
    """A disability is rarely missed when both offices looked."""
    ours, theirs = one.disability, other.disability
    if not ours or not theirs or ours == theirs == "none":
        return 0.0
    if ours == theirs:
        return min(6.0, log2(0.6 / rates.DISABILITY))
    return -2.0 if "none" in (ours, theirs) else -1.5


def height(one: Traits, other: Traits) -> float:
    """Heights, with the growth of the time between."""
    if not one.height or not other.height:
        return 0.0
    first, second = sorted((one, other), key=lambda found: found.event_on)
    grown = GROWTH_CM * (second.event_on - first.event_on).days / 365.25
    apart = abs(second.height[0] - first.height[0] - grown)
    return next(bits for limit, bits in ((6, 1.2), (12, 0.3), (20, -0.8), (999, -3.0)) if apart <= limit)


def clothes(one: Traits, other: Traits) -> float:
    """Clothes count only in the first week."""
    if abs(days_between(one, other)) >= 7:
        return 0.0
    return min(4.0, 1.8 * len(set(one.clothes) & set(other.clothes)))


def phone(one: Traits, other: Traits) -> float:
    """The same telephone number, known to both."""
    return 14.0 if one.phone and one.phone == other.phone else 0.0


def words_said(one: Traits, other: Traits) -> float:
    """Words the child repeats, as two people heard them."""
    ours, theirs = set(one.words_said), set(other.words_said)
    shared = (ours & theirs) | (ours & set(other.places)) | (theirs & set(one.places))
    if shared:
        return min(8.0, 5.0 + 2.0 * (len(shared) - 1))
    narrow = {forms(fold).narrow for fold in ours} & {forms(fold).narrow for fold in theirs}
    return 3.0 if narrow else 0.0


PARTS = {
    "age": age, "sex": sex, "time": time, "home": home, "travel": travel, "language": language, "mark": marks,
    "disability": disability, "height": height, "clothes": clothes, "phone": phone, "words": words_said,
}  # fmt: skip
