"""The query language: words, "phrases", AND, OR, NOT and brackets; pure.

Words side by side must all occur. Operators are written in capitals; a minus before a word is a
NOT. A word that the text has cut in two ("COVID-19") is a phrase. Whatever can't be read as that
is searched for by its words alone, and the answer says why.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from orchestration.search.words import Word, query_words

MOST_CHARACTERS = 200
_DEEPEST = 20
_TOKEN = re.compile(
    r"(?P<phrase>\"[^\"]*\"|“[^”]*”|«[^»]*»)|(?P<broken>[\"“«])|(?P<bracket>[()])"
    r"|(?P<minus>(?<![^\s(])[-−](?=[\w\"“«(]))|(?P<chunk>[^\s()\"“«]+)"
)
_OPERATORS = frozenset({"AND", "OR", "NOT"})


class Problem(Enum):
    """Why a query was searched for by its words alone."""

    QUOTE = "a quotation mark is not closed"
    BRACKET = "a bracket has no partner, or nothing stands in it"
    OPERATOR = "AND, OR or NOT has nothing to join"
    ONLY_NOT = "it only says what must not occur"
    DEEP = "it has too many brackets"
    LONG = f"it is longer than {MOST_CHARACTERS} characters; the rest was left out"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other; often only one."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All parts occur; a part that is `Not` doesn't. At least one is no `Not`."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part occurs."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part doesn't occur; stands in an `Every` only."""

    part: "Node"


Node: TypeAlias = Phrase | Every | Either | Not


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it was understood.

    Attributes:
        root: None where it has no words.
        problem: why it isn't what was typed, if so.
    """

    root: Node | None
    problem: Problem | None = None

    def phrases(self) -> list[Phrase]:
        """What a hit may show: all that isn't under a NOT."""
        return list(_shown(self.root)) if self.root else []


class _Unreadable(ValueError):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def parse_query(text: str) -> Asked:
    """Understand what was typed; never fails.

    Args:
        text: as typed; what stands behind MOST_CHARACTERS is left out.
    """
    is_long = len(text) > MOST_CHARACTERS
    text = text[:MOST_CHARACTERS]
    try:
        root = _Parser(_tokens(text)).whole()
    except _Unreadable as error:
        return Asked(_plain(text), error.problem)
    return Asked(root, Problem.LONG if is_long else None)


def _plain(text: str) -> Node | None:
    """All words, whatever else stands there."""
    chunks = [w for w in re.findall(r"\w+(?:['’]\w+)*", text) if w not in _OPERATORS]
    return _every([Phrase((word,)) for chunk in chunks for word in query_words(chunk)])


def _tokens(text: str) -> list[str | Phrase]:
    found: list[str | Phrase] = []
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        if kind == "broken":
            raise _Unreadable(Problem.QUOTE)
        if kind == "bracket":
            found.append(token)
        elif kind == "minus":
            found.append("NOT")
        elif kind == "chunk" and token in _OPERATORS:
            found.append(token)
        elif words := query_words(token):
            found.append(Phrase(tuple(words)))
    return found


class _Parser:
    """Recursive descent: either, every, not, atom."""

    def __init__(self, tokens: list[str | Phrase]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Node | None:
        if not self._tokens:
            return None
        root = self._either()
        if self._peek() is not None:
            raise _Unreadable(Problem.BRACKET)
        return _positive(root)

    def _peek(self) -> str | Phrase | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _either(self) -> Node:
        parts = [self._every()]
        while self._peek() == "OR":
            self._at += 1
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Either(tuple(map(_positive, parts)))

    def _every(self) -> Node:
        parts = [self._unary()]
        while (token := self._peek()) not in (None, "OR", ")"):
            if token == "AND":
                self._at += 1
            parts.append(self._unary())
        return _every(parts) or parts[0]

    def _unary(self) -> Node:
        if self._peek() != "NOT":
            return self._atom()
        self._at += 1
        part = self._unary()
        return part.part if isinstance(part, Not) else Not(_positive(part))

    def _atom(self) -> Node:
        token = self._peek()
        self._at += 1
        if isinstance(token, Phrase):
            return token
        if token != "(":
            raise _Unreadable(Problem.BRACKET if token == ")" else Problem.OPERATOR)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Unreadable(Problem.DEEP)
        inner = self._either()
        self._depth -= 1
        if self._peek() != ")":
            raise _Unreadable(Problem.BRACKET)
        self._at += 1
        return inner


def _every(parts: list[Node] | list[Phrase]) -> Node | None:
    """Joined with AND; what is joined already is taken apart."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, Every) else (part,)
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else Every(tuple(flat))


def _positive(node: Node) -> Node:
    """The node, if it says of anything that it must occur."""
    is_negative = isinstance(node, Not) or (
        isinstance(node, Every) and all(isinstance(part, Not) for part in node.parts)
    )
    if is_negative:
        raise _Unreadable(Problem.ONLY_NOT)
    return node


def _shown(node: Node) -> Iterator[Phrase]:
    if isinstance(node, Phrase):
        yield node
    elif not isinstance(node, Not):
        for part in node.parts:
            yield from _shown(part)
