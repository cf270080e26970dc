"""The grammar: sentence templates of each language, read from ``data/*_<lang>.txt``.

What belongs here: reading and checking the template files. How sentences become a body is in
``prose``; the words themselves are in the files, never in Python.
"""

import re
from dataclasses import dataclass
from itertools import product

from orchestration.synthetic.facts import DATA

Variants = tuple[str, ...]
Pairs = tuple[tuple[Variants, ...], tuple[Variants, ...]]
"""The same sentences twice: in a first wording and in a second one."""

_CHOICE = re.compile(r"\{([^{}]*)\}")
_BLOCK = re.compile(r"\[(\w+)(?: publisher=(yes|no))?\]")


@dataclass(frozen=True, slots=True)
class Topic:
    """Templates of one topic in one language."""

    subjects: tuple[str, ...]
    titles: Pairs
    facts: Pairs
    background: tuple[Variants, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Templates of one occasion of a release; ``publisher`` tells whether its lead names one."""

    publisher: bool
    titles: Pairs
    leads: Pairs
    facts: Pairs


@dataclass(frozen=True, slots=True)
class Texts:
    """All templates of one language."""

    topics: dict[str, Topic]
    frames: dict[str, Frame]
    general: tuple[Variants, ...]
    others: tuple[Variants, ...]
    quotes: Pairs
    closings: tuple[Variants, ...]
    updates: tuple[Variants, ...]
    deadlines: tuple[Variants, ...]
    notice_titles: tuple[str, ...]
    notice_body: str


def expand(text: str) -> Variants:
    """Expand each ``{x~y}`` of a template into all its readings.

    Args:
        text: A template such as ``"Work {goes on~continues}."``.

    Returns:
        One template per combination of choices, the first choices first.
    """
    pieces = _CHOICE.split(text)
    choices = [piece.split("~") if i % 2 else [piece] for i, piece in enumerate(pieces)]
    return tuple("".join(chosen) for chosen in product(*choices))


def _read_blocks(name: str) -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Read a template file as block name -> (publisher attribute, key -> lines)."""
    blocks: dict[str, tuple[str, dict[str, list[str]]]] = {}
    lines: dict[str, list[str]] = {}
    for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        header = _BLOCK.fullmatch(line)
        if header:
            lines = {}
            blocks[header[1]] = (header[2] or "", lines)
        else:
            key, _, text = line.partition(" ")
            lines.setdefault(key, []).append(text)
    return blocks


def _pairs(lines: list[str]) -> Pairs:
    halves = [line.split(" | ") for line in lines]
    first = tuple(expand(first) for first, _ in halves)
    second = tuple(expand(second) for _, second in halves)
    return first, second


def _single(lines: list[str]) -> tuple[Variants, ...]:
    return tuple(expand(line) for line in lines)


def load_texts(lang: str) -> Texts:
    """Load the templates of one language (``en``, ``ru`` or ``kk``)."""
    topics = {
        code: Topic(
            tuple(keys["s"][0].split(" | ")),
            _pairs(keys["t"]),
            _pairs(keys["f"]),
            _single(keys["b"]),
        )
        for code, (_, keys) in _read_blocks(f"topics_{lang}").items()
    }
    blocks = _read_blocks(f"frames_{lang}")
    _, general = blocks.pop("general")
    frames = {
        name: Frame(says == "yes", _pairs(keys["t"]), _pairs(keys["l"]), _pairs(keys["f"]))
        for name, (says, keys) in blocks.items()
    }
    return Texts(
        topics,
        frames,
        _single(general["g"]),
        _single(general["o"]),
        _pairs(general["q"]),
        _single(general["z"]),
        _single(general["u"]),
        _single(general["d"]),
        tuple(general["n"][0].split(" | ")),
        general["m"][0],
    )
