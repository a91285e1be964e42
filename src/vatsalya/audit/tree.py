"""A Merkle tree as in RFC 9162: leaves and nodes hashed apart, grown by its peaks."""

from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf(line: bytes) -> bytes:
    """The hash of one event's bytes."""
    return sha256(b"\x00" + line).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing tree that keeps only its peaks: (height, hash), tallest first."""

    def __init__(self, size: int = 0, peaks: list[tuple[int, bytes]] | None = None) -> None:
        self.size, self.peaks = size, list(peaks or [])

    def add(self, hashed: bytes) -> None:
        """Add one leaf; equal heights join."""
        self.size += 1
        height = 0
        while self.peaks and self.peaks[-1][0] == height:
            hashed = node(self.peaks.pop()[1], hashed)
            height += 1
        self.peaks.append((height, hashed))

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self.peaks:
            return EMPTY
        result = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            result = node(peak, result)
        return result


def _split(n: int) -> int:
    return 1 << (n - 1).bit_length() - 1


def root_of(leaves: list[bytes]) -> bytes:
    """The root of a list of leaf hashes."""
    tree = Tree()
    for one in leaves:
        tree.add(one)
    return tree.root()


def inclusion(leaves: list[bytes], index: int) -> list[bytes]:
    """The proof that leaf `index` stands in the tree: the sister hashes from below."""
    if len(leaves) == 1:
        return []
    cut = _split(len(leaves))
    if index < cut:
        return [*inclusion(leaves[:cut], index), root_of(leaves[cut:])]
    return [*inclusion(leaves[cut:], index - cut), root_of(leaves[:cut])]


def included(hashed: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """True when a proof leads from a leaf to the root."""

    def climb(index: int, size: int, proof: list[bytes]) -> bytes:
        if size == 1:
            if proof:  # a longer proof than the tree is high belongs to another tree
                raise IndexError
            return hashed
        cut = _split(size)
        if index < cut:
            return node(climb(index, cut, proof[:-1]), proof[-1])
        return node(proof[-1], climb(index - cut, size - cut, proof[:-1]))

    if not 0 <= index < size:
        return False
    try:
        return climb(index, size, proof) == root
    except IndexError:
        return False
