"""Titles that others have labelled: how far the topics carry beyond releases.

Holds the reading of `id, code, text` files, the trial that gives each text its topic by the same
evidence and the same SQL as an article, and the scores. No rule is ever written for such a set.
"""

import gzip
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from orchestration import warehouse
from orchestration.enriching import enrich_pending
from orchestration.evaluation.gold import GoldError
from orchestration.evaluation.intervals import Array, Score, score_draws, score_parts, share
from orchestration.evaluation.trial import model_labels, trial_home
from orchestration.press.schema import ARTICLES, DELIVERIES
from orchestration.progress import stage
from orchestration.seeds import read_seeds

NONE = "none"
_DELIVERY = "f" * 64
_HEADS = {"code", "label", "theme", "topic", "topic_id"}


@dataclass(frozen=True)
class ForeignTitle:
    """One line of a foreign set."""

    number: int
    code: str
    text: str


@dataclass(frozen=True)
class CodeResult:
    """One code of the set: its titles, and how well they were told apart from others."""

    code: str
    n: int
    precision: float
    recall: float
    f1: float
    instead: str


@dataclass
class TopicEvaluation:
    """What a foreign set says.

    Attributes:
        left_out: titles whose code is no topic here, by code.
        macro_f1: mean F1 of the codes that the set holds.
        accuracy: titles whose primary topic is the code.
        answered: the same among titles that got a topic.
        none: titles without a topic.
        langs: titles by detected language.
        codes: worst first.
    """

    name: str
    n: int
    left_out: dict[str, int]
    macro_f1: Score
    accuracy: Score
    answered: Score | None
    none: Score
    langs: dict[str, int] = field(default_factory=dict)
    codes: list[CodeResult] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain data for --json."""
        return {
            "set": self.name,
            "n": self.n,
            "left_out": self.left_out,
            "fields": {
                "macro_f1": self.macro_f1.as_json(),
                "micro_accuracy": self.accuracy.as_json(),
                "answered_accuracy": self.answered.as_json() if self.answered else None,
                "none_share": self.none.as_json(),
            },
            "languages": self.langs,
            "codes": [vars(one) for one in self.codes],
        }


def evaluate_topics(path: Path) -> TopicEvaluation:
    """Give each title of a foreign set its topic and hold it against its code.

    Args:
        path: .tsv or .tsv.gz of id, code and text; a line of headings may come first.

    Raises:
        GoldError: the file can't be used.
        DbtError: the topics could not be modelled.
    """
    topics = {str(code) for code in read_seeds()["topics"]["topic_id"].to_pylist()}
    titles = read_titles(path)
    known = [title for title in titles if title.code in topics]
    if not known:
        raise GoldError(f"{path}: no code is a topic; they are {', '.join(sorted(topics))}")
    left_out = Counter(title.code for title in titles if title.code not in topics)
    with trial_home() as settings:
        with warehouse.open_warehouse(settings.build_db) as connection:
            _write_titles(connection, known)
            with stage("enrich") as advance:
                enrich_pending(connection, advance)
        model_labels(settings, ["int_article_topics_scored"])
        with warehouse.open_warehouse(settings.build_db, read_only=True) as connection:
            given, langs = _read_topics(connection)
    found = score_topics(
        str(path), [t.code for t in known], [given.get(t.number, NONE) for t in known]
    )
    found.left_out = dict(sorted(left_out.items()))
    found.langs = langs
    return found


def read_titles(path: Path) -> list[ForeignTitle]:
    """The lines of a foreign set.

    Raises:
        GoldError: a line has no three fields, or the file is damaged.
    """
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        lines = data.decode("utf-8-sig").splitlines()
    except (gzip.BadGzipFile, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise GoldError(f"{path} is damaged or no UTF-8 text: {error}") from error
    titles = []
    for number, line in enumerate(lines, 1):
        fields = [value.strip() for value in line.split("\t", 2)]
        if not line.strip() or (number == 1 and len(fields) > 1 and fields[1].lower() in _HEADS):
            continue
        if len(fields) != 3 or not fields[1] or not fields[2]:
            raise GoldError(f"{path}, line {number}: not id, code and text with tabs between")
        titles.append(ForeignTitle(number, fields[1], fields[2]))
    if not titles:
        raise GoldError(f"{path} holds no titles")
    return titles


def _write_titles(connection: duckdb.DuckDBPyConnection, titles: Sequence[ForeignTitle]) -> None:
    """Write titles as the articles of one delivery, without body, date or publisher."""
    delivery = {f.name: 0 if pa.types.is_integer(f.type) else None for f in DELIVERIES} | {
        "delivery_id": _DELIVERY,
        "status": "loaded",
        "is_synthetic": False,
    }
    articles = [
        {
            "occurrence_id": f"{_DELIVERY[:16]}-{title.number}",
            "delivery_id": _DELIVERY,
            "ordinal": title.number,
            "span_start": title.number,
            "span_end": title.number + 1,
            "title": title.text,
            "date_text": "",
            "body": "",
            # equal titles must stay two articles
            "source_kind": "news",
            "source_id": title.number,
            "flags": "",
        }
        for title in titles
    ]
    with warehouse.transaction(connection):
        warehouse.append_rows(
            connection, "raw.deliveries", pa.Table.from_pylist([delivery], schema=DELIVERIES)
        )
        warehouse.append_rows(
            connection, "raw.articles", pa.Table.from_pylist(articles, schema=ARTICLES)
        )


def _read_topics(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[int, str], dict[str, int]]:
    """Primary topic by line, and titles by language."""
    topics = connection.execute(
        """
        select articles.ordinal, topics.topic_id
        from raw.articles as articles
        inner join enriched.articles as enriched
            on articles.occurrence_id = enriched.occurrence_id
        inner join intermediate.int_article_topics_scored as topics
            on enriched.article_id = topics.article_id
        where topics.is_primary
        """
    ).fetchall()
    langs = connection.execute(
        "select lang, count(*) from enriched.articles group by lang order by lang"
    ).fetchall()
    return dict(topics), dict(langs)


def score_topics(name: str, wanted: Sequence[str], given: Sequence[str]) -> TopicEvaluation:
    """Score primary topics against codes.

    Args:
        name: what the result is called.
        wanted: code of each title.
        given: its topic, or none.
    """
    codes = sorted(set(wanted))
    right = [float(w == g) for w, g in zip(wanted, given, strict=True)]
    answered = [(r, 1.0) for r, g in zip(right, given, strict=True) if g != NONE]
    macro = score_draws(len(wanted), len(codes), _macro_f1(codes, wanted, given))
    accuracy = score_parts([(r, 1.0) for r in right], share, len(wanted))
    none = score_parts([(float(g == NONE), 1.0) for g in given], share, len(wanted))
    assert macro is not None and accuracy is not None and none is not None
    return TopicEvaluation(
        name=name,
        n=len(wanted),
        left_out={},
        macro_f1=macro,
        accuracy=accuracy,
        answered=score_parts(answered, share, len(answered)),
        none=none,
        codes=sorted(
            (_code_result(code, wanted, given) for code in codes),
            key=lambda one: (one.f1, one.code),
        ),
    )


def _macro_f1(codes: Sequence[str], wanted: Sequence[str], given: Sequence[str]) -> Any:
    is_wanted = np.array([[w == code for code in codes] for w in wanted], np.float64)
    is_given = np.array([[g == code for code in codes] for g in given], np.float64)
    is_hit = is_wanted * is_given

    def score_of(weights: Array) -> Array:
        hits, said, there = weights @ is_hit, weights @ is_given, weights @ is_wanted
        # a code that a draw doesn't hold is no class of that draw
        f1 = np.where(there > 0, 2 * hits / np.maximum(said + there, 1), np.nan)
        return np.nanmean(f1, axis=1)

    return score_of


def _code_result(code: str, wanted: Sequence[str], given: Sequence[str]) -> CodeResult:
    there = [g for w, g in zip(wanted, given, strict=True) if w == code]
    hits, said = there.count(code), list(given).count(code)
    others = Counter(g for g in there if g != code).most_common(1)
    return CodeResult(
        code=code,
        n=len(there),
        precision=round(hits / said, 4) if said else 0.0,
        recall=round(hits / len(there), 4),
        f1=round(2 * hits / (said + len(there)), 4),
        instead=others[0][0] if others else "",
    )
