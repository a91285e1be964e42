"""Which languages a child of a State most likely speaks: asked first, so that a phone need not show all of them."""

#: State (LGD code) -> the languages of its homes and of those who come there for work, the likeliest first.
_OF_STATE = {
    1: "ks ur doi pa hi",
    2: "hi pa doi",
    3: "pa hi ur",
    4: "pa hi",
    5: "hi gbm kfy pa ur ne",
    6: "bgc hi pa raj ur",
    7: "hi pa ur bho mai bn",
    8: "raj hi bhb bgc gu ur",
    9: "hi awa bho bra bns ur ne",
    10: "hi mag bho mai anp ur bn sat",
    11: "ne lep hi",
    12: "as hi ne en",
    13: "en as hi bn ne",
    14: "mni hi ne en",
    15: "lus en hi bn",
    16: "trp bn mni hi",
    17: "kha grt en ne bn hi",
    18: "as bn brx hi ne dis sat",
    19: "bn hi ne ur sat bho kru",
    20: "hi sck sat kru unr hoc khr mag bn",
    21: "or hi sat hne te kru",
    22: "hne hi gon kru or",
    23: "hi bns bhb gon raj ur mr",
    24: "gu hi bhb sd mr ur",
    25: "gu hi mr",
    26: "gu mr hi kok",
    27: "mr hi gu ur bhb kok te",
    28: "te ur hi ta or",
    29: "kn ur te ta tcy mr kok",
    30: "kok mr hi kn",
    31: "ml ta",
    32: "ml ta hi kn tcy",
    33: "ta te ur hi ml",
    34: "ta te ml",
    35: "hi bn ta te",
    36: "te ur hi gon mr",
    37: "ks ur hi en",
    38: "gu mr hi kok",
}
#: Where nothing is known of the State, and to fill up: the languages most spoken in India.
_ELSE = "hi bn mr te ta ur gu bho mag mai kn or ml pa"
FIRST = 10


def likely(state: int | None) -> tuple[str, ...]:
    """The ten languages to ask for first."""
    asked = [*_OF_STATE.get(state or 0, "").split(), *_ELSE.split()]
    return tuple(dict.fromkeys(asked))[:FIRST]
