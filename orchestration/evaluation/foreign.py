"""Titles that others have labelled: how far the topics carry beyond releases.

Holds the reading of `id, code, text` files, the trial that gives each text its topic by the same
evidence and the same SQL as an article. No rule is ever written for such a set. Scores are made
in `topic_scores`.
"""

import gzip
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration import warehouse
from orchestration.enriching import enrich_pending
from orchestration.evaluation.gold import GoldError
from orchestration.evaluation.topic_scores import NONE, TopicEvaluation, score_topics
from orchestration.evaluation.trial import model_labels, trial_home
from orchestration.press.schema import ARTICLES, DELIVERIES
from orchestration.progress import stage
from orchestration.seeds import read_seeds

_DELIVERY = "f" * 64
_HEADS = {"code", "label", "theme", "topic", "topic_id"}


@dataclass(frozen=True)
class ForeignTitle:
    """One line of a foreign set."""

    number: int
    code: str
    text: str


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
