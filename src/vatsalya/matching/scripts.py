"""From any script of India to one small alphabet of sounds: k g c j t d n p b m y r l v s h f aeiou.

Aspirates, retroflex letters and the three s are merged at once: people romanise
them freely, and no officer hears the difference through a station window.
"""

import re
import unicodedata

# The Indic blocks share the ISCII order, so one table of offsets serves nine scripts.
_BLOCKS = {0x0900: "hi", 0x0980: "bn", 0x0A00: "pa", 0x0A80: "gu", 0x0B00: "or"}
_BLOCKS |= {0x0B80: "ta", 0x0C00: "te", 0x0C80: "kn", 0x0D00: "ml"}
_SPOKEN_END = {"or", "ta", "te", "kn", "ml"}  # the last inherent vowel is spoken

_CONSONANTS = dict(zip(range(0x15, 0x3A), "kkggnccjjnttddnttddnnpfbbmyrrlllvsssh", strict=True))
_CONSONANTS[0x19] = "ng"
_CONSONANTS |= dict(zip(range(0x58, 0x60), "kkgjddfy", strict=True))
_VOWELS = dict(zip(range(0x05, 0x15), "a,a,i,i,u,u,ri,l,e,e,e,e,o,o,o,o".split(","), strict=True))
_VOWELS |= {0x60: "ri", 0x61: "l", 0x72: "e"}
_MATRAS = dict(zip(range(0x3E, 0x4D), "a i i u u ri ri e e e e o o o o".split(), strict=True))
_MATRAS |= {0x55: "e", 0x56: "e", 0x57: "o", 0x62: "l", 0x63: "l"}
_NASALS = {0x01: "N", 0x02: "M"}  # the moon over a vowel, the dot
_VIRAMA, _NUKTA, _BENGALI_YA = 0x4D, 0x3C, 0x09AF
# Letters outside the common order, by code point.
_OWN = {
    0x09AF: "j", 0x09DF: "y", 0x09DC: "r", 0x09DD: "r", 0x09F0: "r", 0x09F1: "v",
    0x0A5C: "r", 0x0B5C: "d", 0x0B71: "v", 0x0CDE: "f", 0x0934: "l", 0x0978: "d",
    0x097A: "y", 0x097B: "g", 0x097C: "j", 0x097E: "d", 0x097F: "b",
}  # fmt: skip
_DEAD = {
    0x09CE: "t",
    0x0D7A: "n",
    0x0D7B: "n",
    0x0D7C: "r",
    0x0D7D: "l",
    0x0D7E: "l",
    0x0D7F: "k",
    0x0A70: "N",
}

_SPOKEN_NASAL = {"hi": "n", "pa": "n"}  # लोगों and ਥਾਵਾਂ are typed with a last n; मियाँ too
# Malayalam and Tamil write tt, nt and tr with a doubled r.
_CLUSTERS = {"റ്റ": "ട്ട", "ന്റ": "ന്ട", "ൻറ": "ന്ട", "ற்ற": "ட்ர", "ன்ற": "ன்ட்ர"}
_CLUSTERS |= {"ഞ്ഞ": "ന്ജ", "ഞ്ച": "ന്ച"}
# A Bengali or Assamese b under another letter is a glide: স্বপন, বিশ্বাস.
_GLIDE = re.compile("(?<!উদ্)(?<=[কগজটডণতথদধশষসহ]্)ব")
# Tamil has one letter for k and g, one for t and d … : the soft one is spoken after a nasal and between vowels.
_TAMIL = [
    (re.compile("(?<=[ஙஞணநமன]்)[கடபச]"), {"க": "ഗ", "ட": "ഡ", "ப": "ബ", "ச": "ജ"}),
    (re.compile("(?<=[அ-ஔக-ஹா-ௌ])[கடச](?!்)"), {"க": "ഗ", "ட": "ഡ", "ச": "സ"}),
    (re.compile("^ச(?!்)"), {"ச": "സ"}),
]
_URDU_LETTERS = dict(
    zip(
        "ب پ ت ٹ ث ج چ خ د ڈ ذ ر ڑ ز ژ س ش ص ض ط ظ غ ف ق ک ك گ ل م ن ں ڤ ݨ".split(),
        "b p t t s j c k d d j r r j j s s s j t j g f k k k g l m n n v n".split(),
        strict=True,
    )
)
_URDU_VOWELS = {
    "ا": "a",
    "آ": "a",
    "أ": "a",
    "إ": "i",
    "ٲ": "a",
    "ٱ": "a",
    "ع": "a",
    "ے": "e",
    "ێ": "e",
    "ۓ": "e",
}
_URDU_VOWELS |= {"ؤ": "o", "ۆ": "o", "ۄ": "o", "ئ": "i", "َ": "a", "ِ": "i", "ُ": "u", "ى": "a", "ۍ": "i"}
_URDU_H = {"ہ", "ه", "ح", "ۂ"}

# Meetei Mayek and Ol Chiki are alphabets of their own. Cut letters (lonsum) close a syllable.
_MEETEI_FULL = dict(
    zip(
        map(chr, [*range(0xABC0, 0xABCE), 0xABD0, *range(0xABD2, 0xABDB)]),
        "k s l m p n c t k ng t v y h f g j r b j d g d b".split(),
        strict=True,
    )
)
_MEETEI_CUT = dict(zip(map(chr, range(0xABDB, 0xABE2)), "k l m p n t ng".split(), strict=True))
_MEETEI_VOWELS = {"\uabce": "u", "\uabcf": "i", "\uabd1": "a", "\uabe2": "i"}
_MEETEI_SIGNS = dict(zip(map(chr, range(0xABE3, 0xABEB)), "o i a e o u e ng".split(), strict=True))
_MEETEI_NUNG, _MEETEI_BAR = "\uabea", "\uabed"
_OLCHIKI = dict(zip(map(chr, range(0x1C5A, 0x1C78)), "atgnlakjmvishnrucdnyepdnrotbvh", strict=True))

_LATIN = {
    "sch": "s", "tch": "c", "chh": "c", "ksh": "ks", "dny": "gy", "gny": "gy", "tth": "t", "ddh": "d", "bhh": "b",
    "ch": "c", "ck": "k", "kh": "k", "gh": "g", "jh": "j", "zh": "l", "th": "t", "dh": "d", "bh": "b", "ph": "f",
    "sh": "s", "x": "ks", "q": "k", "w": "v", "z": "j", "ce": "se", "ci": "si", "cy": "si", "c": "k",
    "ction": "ksan", "jny": "gy", "ee": "i", "ie": "i", "oo": "u", "aa": "a", "ii": "i", "uu": "u",
}  # fmt: skip
_LATIN_RE = re.compile("|".join(sorted(_LATIN, key=len, reverse=True)))
_RUNS = re.compile("[\u0000-\u02ff\u0300-\u036f\u1e00-\u1eff]+|[^\u0000-\u02ff\u0300-\u036f\u1e00-\u1eff]+")
_LATIN_OW = re.compile(r"ow(?![aeiou])")
_LATIN_GYA = re.compile(r"^jn|(?<=i)jn|(?<=a)jn(?=a$|ana|e(?!e))")  # Jnan, Prajna; Rajni and Sanjna are j and n
_LATIN_Z_H = re.compile(r"zh(?=a[rb])")  # Azhar is z and h; Azhagan is the southern l
_LATIN_DOUBLE = re.compile(r"([b-df-hj-np-tv-z])\1+")


def sounds(word: str) -> str:
    """One word in any script, or in two at once, as rough sounds; unknown scripts are left out."""
    return "".join(_run(run) for run in _RUNS.findall(word))


def _run(word: str) -> str:
    """The sounds of letters that belong to one script."""
    first = next((char for char in word if char.isalpha()), "")
    code = ord(first) if first else 0
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return _latin(word)
    if 0x0900 <= code < 0x0D80:
        return _indic(word)
    if 0x0600 <= code < 0x0780 or 0xFB50 <= code < 0xFEFF:
        return _urdu(unicodedata.normalize("NFKC", word))
    if 0xABC0 <= code < 0xAC00:
        return _meetei(word)
    if 0x1C50 <= code < 0x1C80:
        return "".join(_OLCHIKI.get(char, "") for char in word)
    return ""


def _latin(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower())
    plain = "".join(char for char in plain if "a" <= char <= "z")
    plain = _LATIN_DOUBLE.sub(r"\1", plain)
    plain = _LATIN_Z_H.sub("zah", _LATIN_GYA.sub("gy", plain))
    plain = _LATIN_OW.sub("o", "s" + plain[1:] if plain.startswith("x") else plain)
    return _LATIN_RE.sub(lambda found: _LATIN[found[0]], plain)


def _indic(word: str) -> str:
    """Consonants carry a spoken 'a' until a vowel sign or a virama takes it away."""
    word = _spoken(word)
    out: list[str] = []
    due = joined = False  # an inherent vowel is due; the last consonant was part of a cluster
    language = "hi"
    for char in word:
        code = ord(char)
        if code & ~0x7F not in _BLOCKS:
            continue
        language, place = _BLOCKS[code & ~0x7F], code & 0x7F
        consonant = code in _OWN or place in _CONSONANTS
        if place == _VIRAMA:
            joined, due = due, False
        elif place == _NUKTA and out:  # NFC keeps ड़ and য় as two signs
            out[-1] = {"d": "r", "j": "y" if language == "bn" else "j"}.get(out[-1], out[-1])
        elif sound := _letter(code, place, joined):
            if due and place not in _MATRAS:
                out.append("a")
            out.append(sound)
            joined, due = joined and consonant and not due, consonant
    if due and (joined or language in _SPOKEN_END):
        out.append("a")
    return _nasals("".join(out), language).replace("jn", "gy")


def _spoken(word: str) -> str:
    """Letters that stand for another sound beside their neighbours, written as that sound."""
    for cluster, spoken in _CLUSTERS.items():
        word = word.replace(cluster, spoken)
    for rule, soft in _TAMIL:
        word = rule.sub(lambda found, soft=soft: soft[found[0]], word)  # type: ignore[misc]
    return _GLIDE.sub("ৱ", word)


def _letter(code: int, place: int, joined: bool) -> str:
    """The sound of one Indic letter or vowel sign, without its inherent vowel."""
    if code in _DEAD:
        return _DEAD[code]
    if code == _BENGALI_YA and joined:
        return "y"  # after another consonant it is a glide, not the letter j
    if code in _OWN:
        return _OWN[code]
    return _CONSONANTS.get(place) or _MATRAS.get(place) or _VOWELS.get(place) or _NASALS.get(place, "")


def _nasals(text: str, language: str) -> str:
    """A nasal dot takes the place of the sound that follows; at the end of a southern word it is m."""
    if language == "bn":  # বাংলা, সংসার: the dot is ng wherever it stands
        text = re.sub("M(?![kg])", "ng", text)
    text = text.replace("M", "N")
    if text.endswith("N"):
        text = text[:-1] + {"te": "m", "kn": "m", "ml": "m", **_SPOKEN_NASAL}.get(language, "")
    text = re.sub("ng(?:ng)+", "ng", text)  # doubled in Malayalam, one sound
    text = re.sub("ng(?=[kg])", "n", text)
    # सिंह is spoken and typed Singh, but ಸಿಂಹ Simha
    text = re.sub("Nh", "mh", text) if language in {"kn", "te", "ml"} else re.sub("Nh(?=a?$)", "ng", text)
    return re.sub("N(?=[pbfm])", "m", text).replace("N", "n")


def _urdu(word: str) -> str:
    """Short vowels are not written; و and ی are vowels unless they begin a syllable."""
    letters = [char for char in word if char.isalpha() or char in _URDU_VOWELS]
    out = _carried(letters)
    letters = letters[2 * len(out) :]
    for place, char in enumerate(letters):
        after = letters[place + 1] if place + 1 < len(letters) else ""
        if char in _URDU_LETTERS:
            out.append(_URDU_LETTERS[char])
        elif char in _URDU_H:
            # an aspirate has a letter of its own, so a vowel is spoken before this one
            spoken = "ah" if out and out[-1] not in "aeiou" else "h"
            out.append("a" if not after and out else spoken)
        elif char in "ویي":
            out.append(_semivowel(char, after, out))
        elif char in _URDU_VOWELS:
            out.append(_URDU_VOWELS[char])
    return "".join(out)


def _carried(letters: list[str]) -> list[str]:
    """At the beginning alef only carries a و or ی before a consonant: اورنگ, ایک."""
    alef, vowel, after = [*letters[:3], "", "", ""][:3]
    if alef == "ا" and vowel and vowel in "ویي" and after in _URDU_LETTERS:
        return ["o" if vowel == "و" else "e"]
    return []


def _semivowel(char: str, after: str, before: list[str]) -> str:
    spoken = not before or after in {"ا", "آ"} or (before[-1] == "a" and bool(after))
    if char == "و":
        return "v" if spoken else "o"
    return "y" if spoken else "i"


def _meetei(word: str) -> str:
    """A full letter carries a spoken 'a' unless a vowel sign or a bar takes it away; a cut letter carries none."""
    out: list[str] = []
    due = False
    for char in word:
        if char in _MEETEI_SIGNS and char != _MEETEI_NUNG:
            if out and out[-1] == "a" and not due:
                out.pop()  # the letter a only carries the sign: ꯑꯣ is o
            out.append(_MEETEI_SIGNS[char])
        elif char != _MEETEI_BAR:
            out += ["a"] * due + [_meetei_letter(char, out)]
        due = char in _MEETEI_FULL
    return "".join(out + ["a"] * due)


def _meetei_letter(char: str, before: list[str]) -> str:
    if char == "\uabce" and before[-1:] == ["a"]:
        return "o"  # ꯊꯥꯎ is typed thao
    return (_MEETEI_FULL | _MEETEI_CUT | _MEETEI_VOWELS).get(char) or _MEETEI_SIGNS.get(char, "")
