"""The comparison with the truth counts what it should."""

from datetime import date

from orchestration.synthetic.compare import FIELDS, compare_with_truth


def _rows(run):
    names = ("file", "ordinal", *FIELDS)
    return [{name: record[name] for name in names} for record in run.truth]


def test_the_truth_agrees_with_itself_in_any_order(run) -> None:
    rows = _rows(run)[::-1]
    for row in rows[:50]:
        row["published_date"] = date.fromisoformat(row["published_date"])
    result = compare_with_truth(run.folder / "truth.jsonl", rows)
    assert result.is_exact
    assert (result.expected, result.found, result.missing, result.extra) == (6000, 6000, 0, 0)
    assert result.right == dict.fromkeys(FIELDS, 6000)
    assert not result.misses


def test_every_difference_is_counted_and_shown(run) -> None:
    rows = _rows(run)
    lost = rows.pop(0)
    rows[0] = {**rows[0], "title": "another"}
    rows[1] = {**rows[1], "is_junk": not rows[1]["is_junk"], "published_date": None}
    rows.append(rows[5])
    rows.append({**rows[6], "file": "unknown.txt"})
    result = compare_with_truth(run.folder / "truth.jsonl", rows)
    assert not result.is_exact
    assert (result.found, result.missing, result.extra) == (5999, 1, 2)
    assert result.wrong == {"title": 1, "published_date": 1, "source_url": 0, "is_junk": 1}
    kinds = [miss.what for miss in result.misses]
    assert sorted(kinds) == ["extra", "extra", "is_junk", "missing", "published_date", "title"]
    missing = next(miss for miss in result.misses if miss.what == "missing")
    assert (missing.file, missing.ordinal, missing.expected) == (
        lost["file"],
        lost["ordinal"],
        lost["title"],
    )


def test_only_the_first_misses_of_a_kind_are_kept(run) -> None:
    result = compare_with_truth(run.folder / "truth.jsonl", [])
    assert result.missing == 6000
    assert len(result.misses) == 20
