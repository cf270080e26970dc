"""Bursts and silences in counts of known truth: planted, or shuffled so that none is there."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from orchestration.signals import bursts, silences

FIRST = date(2025, 7, 1)
WEEK = (1.0, 1.1, 1.1, 1.0, 0.9, 0.3, 0.2)
DAYS = 240
HOLE = range(90, 95)
KEYS = 40


def counts(rng: np.random.Generator, scale: float = 1.0) -> np.ndarray:
    """Keys by days: a weekly rhythm, shares of their own, five days without delivery."""
    shares = rng.lognormal(0.0, 0.8, KEYS) * scale
    rhythm = np.array([WEEK[(FIRST + timedelta(days=d)).weekday()] for d in range(DAYS)])
    rhythm[HOLE] = 0
    return rng.poisson(shares[:, None] * rhythm[None, :])


def rows(grid: np.ndarray, *names: str) -> pa.Table:
    found = [
        {
            "published_date": FIRST + timedelta(days=int(day)),
            **dict.fromkeys(names, f"k{key}"),
            "row_count": int(grid[key, day]),
        }
        for key, day in zip(*np.nonzero(grid), strict=True)
    ]
    return pa.Table.from_pylist(found)


def kind_of(table: pa.Table) -> pa.Table:
    return table.append_column("entity_kind", pa.array(["agency"] * table.num_rows))


def test_a_threefold_burst_is_found() -> None:
    rng = np.random.default_rng(1)
    grid = counts(rng)
    rhythm = np.array([WEEK[(FIRST + timedelta(days=d)).weekday()] for d in range(DAYS)])
    grid[7] = rng.poisson(4.0 * rhythm * np.where(np.isin(np.arange(DAYS), HOLE), 0, 1))
    grid[7, 150:160] = rng.poisson(12.0 * rhythm[150:160])
    found = bursts.score_bursts(rows(grid, "region_id", "topic_id")).to_pylist()
    burst = min(found, key=lambda row: row["p_value"])
    assert burst["region_id"] == "k7"
    # 7,000 windows are tested: one false alarm among them is within the stated rate
    assert len(found) <= 2
    first, last = FIRST + timedelta(days=150), FIRST + timedelta(days=159)
    assert first <= burst["peak_last_day"] <= last + timedelta(days=6)
    assert abs((burst["first_day"] - first).days) <= 6
    assert abs((burst["last_day"] - last).days) <= 6
    assert 2.0 < burst["peak_story_count"] / burst["expected_story_count"] < 4.0


def test_weekends_holes_and_floods_are_no_bursts() -> None:
    rng = np.random.default_rng(2)
    grid = counts(rng)
    # all of them say three times as much for a week: more was delivered
    grid[:, 120:127] *= 3
    assert bursts.score_bursts(rows(grid, "region_id", "topic_id")).num_rows == 0


def test_bursts_in_shuffled_data_are_as_rare_as_stated() -> None:
    rng = np.random.default_rng(3)
    alarms = tested = 0
    for scale in (0.1, 0.5, 2.0):
        for _ in range(10):
            table = rows(counts(rng, scale), "region_id", "topic_id")
            found = bursts.measure_alarm_rate(table)
            alarms, tested = alarms + found[0], tested + found[1]
    assert tested > 100_000
    assert alarms / tested <= bursts.FALSE_ALARM_RATE


def test_a_silent_agency_is_found_and_hears_of_no_other() -> None:
    rng = np.random.default_rng(4)
    grid = counts(rng)
    grid[5] = rng.poisson(1.0, DAYS)
    grid[5, HOLE] = 0
    grid[5, 130:160] = 0
    grid[6] = rng.poisson(1.0, DAYS)
    grid[6, 215:] = 0
    found = silences.score_silences(kind_of(rows(grid, "entity_id"))).to_pylist()
    quiet = {(row["entity_id"], row["is_current"]): row for row in found}
    ended, open_gap = quiet["k5", False], quiet["k6", True]
    assert ended["silence_state"] == open_gap["silence_state"] == "quiet"
    assert ended["gap_day_count"] in range(30, 34)
    assert abs((ended["last_seen_day"] - (FIRST + timedelta(days=129))).days) <= 2
    states = {row["silence_state"] for row in found if row["entity_id"] not in ("k5", "k6")}
    assert "quiet" not in states


def test_nobody_is_called_quiet_for_what_was_not_delivered() -> None:
    rng = np.random.default_rng(5)
    grid = counts(rng)
    grid[:, 200:] = 0
    grid[0, 239] = 1
    found = silences.score_silences(kind_of(rows(grid, "entity_id"))).to_pylist()
    states = {row["silence_state"] for row in found if row["entity_id"] != "k0"}
    assert states == {"cannot tell"}


def test_too_little_history_is_said() -> None:
    grid = np.zeros((2, DAYS), dtype=int)
    grid[0] = 5
    grid[1, :20:3] = 1
    found = silences.score_silences(kind_of(rows(grid, "entity_id"))).to_pylist()
    assert {row["entity_id"]: row["silence_state"] for row in found}["k1"] == "cannot tell"


def test_silences_in_shuffled_data_are_as_rare_as_stated() -> None:
    rng = np.random.default_rng(6)
    alarms = tested = 0
    for scale in (0.05, 0.2, 1.0):
        for _ in range(20):
            found = silences.measure_alarm_rate(rows(counts(rng, scale), "entity_id"))
            alarms, tested = alarms + found[0], tested + found[1]
    assert tested > 50_000
    assert alarms / tested <= silences.FALSE_ALARM_RATE


def test_nothing_gives_nothing() -> None:
    nothing = rows(np.zeros((KEYS, DAYS), dtype=int), "entity_id")
    assert nothing.num_rows == 0
    schema = pa.schema(
        [
            ("published_date", pa.date32()),
            ("region_id", pa.string()),
            ("topic_id", pa.string()),
            ("entity_kind", pa.string()),
            ("entity_id", pa.string()),
            ("row_count", pa.int64()),
        ]
    )
    assert bursts.score_bursts(schema.empty_table()).num_rows == 0
    assert silences.score_silences(schema.empty_table()).num_rows == 0
