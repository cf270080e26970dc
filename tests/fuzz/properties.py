"""What holds of every parsed dump, whatever its bytes are."""

from datetime import date

import numpy as np
import pyarrow as pa

from orchestration.press import schema
from orchestration.press.dump import Dump, ParsedDump, parse_dump, parse_lot
from orchestration.press.spans import SPAN_KINDS, check_tiling

TODAY = date(2026, 11, 22)
REPLACEMENT = "\ufffd".encode()


def unaccounted_bytes(parsed: ParsedDump, data: bytes) -> int:
    """Bytes in no span."""
    covered = np.zeros(len(data) + 1, np.int64)
    np.add.at(covered, parsed.spans.starts, 1)
    np.add.at(covered, parsed.spans.ends, -1)
    return int((np.cumsum(covered)[:-1] == 0).sum())


def check_parsed(parsed: ParsedDump, data: bytes) -> None:
    """Assert all that a parse promises."""
    if data:
        check_tiling(parsed.spans, len(data))
    assert b"".join(data[s.start : s.end] for s in parsed.spans) == data
    _check_table(parsed.articles, schema.ARTICLES, len(data))
    _check_table(parsed.rejects, schema.REJECTS, len(data))
    _check_articles(parsed)
    _check_rejects(parsed)
    row = parsed.delivery_row
    assert list(row) == schema.DELIVERIES.names
    counted = [row[f"{kind}_bytes"] for kind in SPAN_KINDS]
    assert sum(n for n in counted if isinstance(n, int)) == row["byte_count"] == len(data)
    assert (row["status"] == "loaded") == (parsed.articles.num_rows > 0)


def _check_table(table: pa.Table, wanted: pa.Schema, size: int) -> None:
    assert table.schema.equals(wanted)
    table.validate(full=True)
    for field in wanted:
        assert field.nullable or table[field.name].null_count == 0, field.name
        if pa.types.is_string(field.type):
            for chunk in table[field.name].chunks:
                letters = chunk.buffers()[2]
                found = letters is not None and REPLACEMENT in letters.to_pybytes()
                assert not found, f"U+FFFD in {field.name}"
    starts, ends = table["span_start"].to_pylist(), table["span_end"].to_pylist()
    assert all(0 <= start <= end <= size for start, end in zip(starts, ends, strict=True))


def _check_articles(parsed: ParsedDump) -> None:
    starts = parsed.articles["span_start"].to_pylist()
    ends = parsed.articles["span_end"].to_pylist()
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    count = parsed.articles.num_rows
    assert parsed.articles["ordinal"].to_pylist() == list(range(1, count + 1))
    ordinals = [s.ordinal for s in parsed.spans if s.kind == "article"]
    assert ordinals == sorted(ordinals)
    assert set(ordinals) == set(range(1, count + 1))
    for span in parsed.spans:
        if span.kind == "article":
            place = span.ordinal - 1
            assert starts[place] <= span.start < span.end <= ends[place]
        else:
            assert span.ordinal == 0


def _check_rejects(parsed: ParsedDump) -> None:
    rejects = zip(*(parsed.rejects[n].to_pylist() for n in ("span_start", "span_end")), strict=True)
    spans = [(s.start, s.end) for s in parsed.spans if s.kind == "reject"]
    rows = [border for border in rejects if border != (0, 0)]
    assert sorted(rows) == spans, "each rejected span has its reason"
    ids = parsed.rejects["reject_id"].to_pylist()
    assert len(set(ids)) == len(ids)


def check_lot(together: list[tuple[bytes, ParsedDump]]) -> None:
    """Assert that dumps parsed in one go give what they give one by one."""
    lot = parse_lot([Dump(data, parsed.delivery_id) for data, parsed in together], TODAY)
    assert lot.deliveries == [parsed.delivery_row for _, parsed in together]
    for name in ("articles", "rejects"):
        found = getattr(lot, name)
        wanted = pa.concat_tables([getattr(parsed, name) for _, parsed in together])
        order = [("delivery_id", "ascending"), ("span_start", "ascending")]
        assert found.sort_by(order).equals(wanted.sort_by(order)), f"{name} differ in a lot"


def parse_and_check(data: bytes) -> ParsedDump:
    """Parse bytes and assert all that a parse promises."""
    parsed = parse_dump(data, TODAY)
    check_parsed(parsed, data)
    return parsed
