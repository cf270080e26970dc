"""Writes the search index of a snapshot, for the publish step.

It reads a closed candidate; its files are listed, hashed and made durable with the rest of it.
Texts and labels change seldom and by few: when most of the last generation's are here again, its
files are linked (they never change) and only what came, changed or went is written.
"""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import tantivy

from orchestration.engines.local import run_in_order, workers_for
from orchestration.files import write_json
from orchestration.fingerprint import searching_fingerprint
from orchestration.search.narrowing import DAY, DAY_SQL, FACTS, FACTS_SQL, FROM_SQL
from orchestration.search.reading import (
    BODY,
    FIELDS,
    KAZAKH_SUFFIX,
    NUMBER,
    ROWS,
    TITLE,
    open_index,
)
from orchestration.search.words import KAZAKH, text_forms
from orchestration.snapshots import attached

_TEXTS = "texts.parquet"
_NOTE = "search.json"
_OWN_FILES = frozenset({_TEXTS, _NOTE, ROWS})
_BATCH = 2_000
_HEAP_BYTES = 128_000_000
_MOST_CHANGED = 0.5
"""Share of the texts from which writing all anew is cheaper than deleting and adding."""


class IndexingError(RuntimeError):
    """The index doesn't hold what the candidate holds."""


@dataclass(frozen=True)
class _Plan:
    """What an index keeps of the last one and what it takes in.

    Attributes:
        kept: document numbers of texts that are here again.
        kept_rows: their rows now.
        gone: document numbers of texts that aren't.
        fresh_rows: rows whose texts are new.
        next_number: of the first new document.
    """

    kept: np.ndarray
    kept_rows: np.ndarray
    gone: np.ndarray
    fresh_rows: np.ndarray
    next_number: int


def build_index(database: Path, folder: Path, previous: Path | None) -> dict[str, int]:
    """Write the index of a closed database and check it.

    Args:
        database: the candidate; only read.
        folder: where the index goes; made.
        previous: the index of the last generation, whose files may be linked.

    Returns:
        Documents, how many of them were taken over, and bytes, for the manifest.

    Raises:
        IndexingError: it doesn't hold each article once.
    """
    with attached(database) as connection:
        texts = connection.execute(
            # 63 bits: Arrow has no way to compare larger ones with what DuckDB pushes down
            "select a.rowid as row, a.article_id, (md5_number_lower(concat_ws(chr(31), "
            f"a.lang::varchar, a.title, a.body, {DAY_SQL}, {FACTS_SQL}::varchar"
            f")) >> 1)::bigint as text_hash {FROM_SQL} order by a.rowid"
        ).to_arrow_table()
        plan = _plan(connection, texts, _last_texts(previous))
        folder.mkdir()
        if previous is not None and len(plan.kept):
            _link(previous, folder)
        rows = _write(connection, folder, plan)
    numbers = np.empty(len(texts), np.int64)
    held = np.flatnonzero(rows >= 0)
    numbers[np.searchsorted(texts["row"].to_numpy(), rows[held])] = held
    pq.write_table(texts.append_column(NUMBER, pa.array(numbers)).drop(["row"]), folder / _TEXTS)
    np.save(folder / ROWS, rows)
    write_json(folder / _NOTE, {"made_by": _maker()})
    _audit(folder, len(texts))
    for lock in folder.glob("*.lock"):
        # made again by whoever opens it, so no manifest may list it
        lock.unlink()
    return {
        "documents": len(texts),
        "taken_over": len(plan.kept),
        "bytes": sum(file.stat().st_size for file in folder.iterdir()),
    }


def _maker() -> str:
    """What the words and files of an index depend on besides the texts."""
    return f"{searching_fingerprint()} tantivy {version('tantivy')}"


def _last_texts(previous: Path | None) -> pa.Table | None:
    """Numbers, ids and hashes of the last index; None where nothing of it can be used."""
    if previous is None:
        return None
    try:
        note = json.loads((previous / _NOTE).read_bytes())
        return pq.read_table(previous / _TEXTS) if note["made_by"] == _maker() else None
    except (OSError, ValueError, KeyError):
        return None


def _plan(connection: duckdb.DuckDBPyConnection, texts: pa.Table, last: pa.Table | None) -> _Plan:
    none = np.empty(0, np.int64)
    anew = _Plan(none, none, none, texts["row"].to_numpy(), 0)
    if last is None or not len(last):
        return anew
    connection.register("texts", texts)
    connection.register("last", last)
    kept = connection.execute(
        "select l.number, t.row from texts as t inner join last as l using (article_id, text_hash)"
    ).fetchnumpy()
    changed = len(texts) + len(last) - 2 * len(kept["row"])
    if changed > _MOST_CHANGED * len(last):
        return anew
    return _Plan(
        np.asarray(kept[NUMBER]),
        np.asarray(kept["row"]),
        np.setdiff1d(last[NUMBER].to_numpy(), kept[NUMBER]),
        np.setdiff1d(texts["row"].to_numpy(), kept["row"]),
        int(last[NUMBER].to_numpy().max()) + 1,
    )


def _link(previous: Path, folder: Path) -> None:
    """Take over the files of an index; those that are ever replaced are copied."""
    for file in previous.iterdir():
        if file.name in ("meta.json", ".managed.json"):
            shutil.copy2(file, folder / file.name)
        elif file.name not in _OWN_FILES and file.suffix != ".lock":
            try:
                os.link(file, folder / file.name)
            except OSError:
                shutil.copy2(file, folder / file.name)


def _write(connection: duckdb.DuckDBPyConnection, folder: Path, plan: _Plan) -> np.ndarray:
    """Delete and add what changed; returns the row of each document number."""
    rows = np.full(plan.next_number + len(plan.fresh_rows), -1, np.int64)
    rows[plan.kept] = plan.kept_rows
    rows[plan.next_number :] = plan.fresh_rows
    index = tantivy.Index(_schema(), path=str(folder), reuse=True)
    if not len(plan.gone) and not len(plan.fresh_rows):
        return rows
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    for number in plan.gone.tolist():
        # finds nothing in an unsigned field
        writer.delete_documents_by_term(NUMBER, number)
    number = plan.next_number
    for is_kazakh, title, body, day, facts in _forms(connection, plan.fresh_rows):
        suffix = KAZAKH_SUFFIX if is_kazakh else ""
        document = tantivy.Document()
        document.add_integer(NUMBER, number)
        document.add_integer(DAY, day)
        for fact in facts:
            document.add_text(FACTS, fact)
        document.add_text(TITLE + suffix, title)
        document.add_text(BODY + suffix, body)
        writer.add_document(document)
        number += 1
    writer.commit()
    writer.wait_merging_threads()
    return rows


def _schema() -> tantivy.Schema:
    builder = (
        tantivy.SchemaBuilder()
        .add_integer_field(NUMBER, indexed=True, fast=True)
        .add_integer_field(DAY, fast=True)
        .add_text_field(FACTS, tokenizer_name="raw", index_option="basic")
    )
    for name in FIELDS:
        for suffix in ("", KAZAKH_SUFFIX):
            # the words are formed already: see `words`
            builder = builder.add_text_field(name + suffix, tokenizer_name="whitespace")
    return builder.build()


def _forms(
    connection: duckdb.DuckDBPyConnection, rows: np.ndarray
) -> Iterator[tuple[bool, str, str, int, list[str]]]:
    """For each row in order: whether it is Kazakh, title and body as compared words, day, facts."""
    connection.register("fresh", pa.table({"row": rows}))
    wanted = f"{FROM_SQL} where a.rowid in (select row from fresh)"
    size = connection.execute(f"select sum(strlen(a.body)) {wanted}").fetchone()
    reader = connection.execute(
        f"select a.lang::varchar as lang, a.title, a.body, {DAY_SQL} as day, {FACTS_SQL} as facts "
        f"{wanted} order by a.rowid"
    ).to_arrow_reader(_BATCH)
    workers = workers_for(int(size[0] or 0) if size else 0)
    for batch in run_in_order(_form_batch, reader, workers=workers):
        yield from batch


def _form_batch(batch: pa.RecordBatch) -> list[tuple[bool, str, str, int, list[str]]]:
    columns = (column.to_pylist() for column in batch)
    return [
        (lang == KAZAKH, text_forms(title, lang), text_forms(body, lang), day, facts)
        for lang, title, body, day, facts in zip(*columns, strict=True)
    ]


def _audit(folder: Path, wanted: int) -> None:
    """Open the index as a reader would and look at it."""
    opened = open_index(folder.parent)
    rows = opened.rows[opened.rows >= 0]
    if opened.document_count != wanted or len(np.unique(rows)) != wanted:
        raise IndexingError(
            f"the search index has {opened.document_count:,} documents instead of {wanted:,}"
        )
