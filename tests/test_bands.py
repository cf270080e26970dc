"""Bands: loss without a reason blocks, growth and what was asked for never does."""

import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration import bands
from orchestration.bands import (
    compare_articles,
    compare_fresh,
    compare_labels,
    compare_rejects,
    measure_quality,
)
from orchestration.settings import Settings
from orchestration.snapshots import current_snapshot

ALL = (compare_articles, compare_labels, compare_fresh, compare_rejects)


@pytest.fixture
def settings(sample_home: Path, tmp_path: Path) -> Settings:
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    return Settings.from_environment(tmp_path / "home", tmp_path)


def change(settings: Settings, *statements: str) -> None:
    with duckdb.connect(str(settings.build_db)) as connection:
        for statement in statements:
            connection.execute(statement)


def grow(settings: Settings, count: int, topic: str = "'12'") -> None:
    """So many more articles of a new delivery."""
    change(
        settings,
        f"insert into marts.fct_articles by name select a.* replace ("
        f"'new-' || r.n as article_id, {topic} as primary_topic_id, 'new' as delivery_id) "
        f"from marts.fct_articles as a, range({count}) as r(n) "
        "where title like 'The weekly campaign%'",
    )


def test_the_same_again_is_within_every_band(settings: Settings) -> None:
    assert [compare(settings).passed for compare in ALL] == [True] * 4


def test_a_first_run_has_nothing_to_compare_with(settings: Settings) -> None:
    shutil.rmtree(settings.published_dir)
    assert [compare(settings).passed for compare in ALL] == [True] * 4


def test_a_damaged_snapshot_is_nothing_to_compare_with(settings: Settings) -> None:
    served = current_snapshot(settings)
    assert served is not None
    served.database.write_bytes(b"damage")
    assert [compare(settings).passed for compare in ALL] == [True] * 4


def test_an_article_that_is_gone_is_named(settings: Settings) -> None:
    change(settings, "delete from marts.fct_articles where article_id = 'news-1159318-en'")
    found = compare_articles(settings)
    assert not found.passed
    assert found.numbers["lost"] == 1
    assert found.rows[0]["article_id"] == "news-1159318-en"


@pytest.mark.parametrize(
    "reason",
    [
        "delete from raw.deliveries",
        "update raw.deliveries set status = 'superseded'",
        "insert into ops.replaced select delivery_id, '{generation}' from raw.deliveries",
    ],
)
def test_forgotten_superseded_and_reloaded_deliveries_may_lose_articles(
    settings: Settings, reason: str
) -> None:
    served = current_snapshot(settings)
    assert served is not None
    change(settings, reason.format(generation=served.generation), "delete from marts.fct_articles")
    assert compare_articles(settings).passed


def test_a_reload_before_the_served_generation_excuses_nothing(settings: Settings) -> None:
    change(
        settings,
        "insert into ops.replaced select delivery_id, 'older' from raw.deliveries",
        "delete from marts.fct_articles where is_junk",
    )
    assert not compare_articles(settings).passed


def test_changed_rules_may_rename_but_not_lose(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bands, "compute_rules_id", lambda: "other rules")
    change(settings, "update marts.fct_articles set article_id = article_id || '-renamed'")
    assert compare_articles(settings).passed
    change(settings, "delete from marts.fct_articles where article_id < 'news-115931'")
    found = compare_articles(settings)
    assert not found.passed
    assert "rules have changed" in found.told


def test_labels_of_known_articles_hold(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    change(settings, "update marts.fct_articles set primary_topic_id = 'none'")
    # shares of so few articles prove nothing
    assert compare_labels(settings).passed
    monkeypatch.setattr(bands, "LEAST_COMMON", 20)
    found = compare_labels(settings)
    assert not found.passed
    assert "topicless rose from 0% to 100%" in found.told
    assert found.rows[0]["what"] == "topicless"


def test_growth_of_any_size_is_fine(settings: Settings) -> None:
    grow(settings, 50_000)
    assert [compare(settings).passed for compare in ALL] == [True] * 4


def test_a_few_topicless_articles_are_fine_and_a_thousand_are_not(settings: Settings) -> None:
    grow(settings, 900, topic="'none'")
    assert compare_fresh(settings).passed
    assert compare_labels(settings).passed
    grow(settings, 200, topic="'none'")
    found = compare_fresh(settings)
    assert not found.passed
    assert found.rows


def test_rejects_of_a_delivery_that_was_understood_block(settings: Settings) -> None:
    change(settings, "update marts.dim_deliveries set reject_bytes = byte_count // 2")
    found = compare_rejects(settings)
    assert not found.passed
    assert found.rows[0]["file_name"]


def test_refused_and_small_new_deliveries_do_not(settings: Settings) -> None:
    copy = "insert into marts.dim_deliveries by name select * replace "
    change(
        settings,
        f"{copy} ('refused' as delivery_id, 'rejected' as status, 9000000 as byte_count, "
        "9000000 as reject_bytes) from marts.dim_deliveries",
        f"{copy} ('small' as delivery_id, byte_count as reject_bytes) from marts.dim_deliveries "
        "where status = 'loaded'",
    )
    assert compare_rejects(settings).passed
    change(
        settings,
        f"{copy} ('large' as delivery_id, 2000000 as byte_count, 1900000 as reject_bytes) "
        "from marts.dim_deliveries where delivery_id = 'small'",
    )
    assert not compare_rejects(settings).passed


def test_quality_is_measured_as_shares(sample_home: Path) -> None:
    served = current_snapshot(Settings.from_environment(sample_home))
    assert served is not None
    found = measure_quality(served.database)
    assert found["junk_share"] == 0.05
    assert found["unknown_agency_share"] == 0.25
    assert found["rejected_bytes_share"] == 0
