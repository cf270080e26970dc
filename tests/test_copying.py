"""What differs between the database that is built and the one that is read."""

from pathlib import Path

import pytest

from orchestration import commands
from orchestration.copying import ENUMS, portable_view
from orchestration.publishing import MARTS_VERSION
from orchestration.settings import REPOSITORY, Settings


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    return commands.query(Settings.from_environment(home), query)[1]


def test_columns_that_charts_filter_by_are_enums(sample_home: Path) -> None:
    found = rows(
        sample_home,
        "select table_name, column_name, data_type from duckdb_columns() "
        "where schema_name = 'marts' and table_name in (select table_name from duckdb_tables())",
    )
    plain = [
        (table, column)
        for table, column, kind in found
        if column in ENUMS and not str(kind).startswith("ENUM")
    ]
    assert plain == []


def test_enums_compare_like_text(sample_home: Path) -> None:
    query = "select count(*) from marts.fct_articles where lang in ('en', 'no such language')"
    assert rows(sample_home, query) == [(20,)]
    regions = "select region_id from marts.dim_regions order by region_id"
    ordered = [str(region) for (region,) in rows(sample_home, regions)]
    assert ordered == sorted(ordered)


@pytest.mark.parametrize(
    ("sql", "portable"),
    [
        ("CREATE VIEW marts.a AS FROM build.marts.b;", "CREATE VIEW marts.a AS FROM marts.b;"),
        ('select "x" from "build"."explore"."c"', 'select "x" from "explore"."c"'),
    ],
)
def test_a_view_works_in_any_file(sql: str, portable: str) -> None:
    assert portable_view(sql) == portable


def test_the_changelog_tells_of_this_version() -> None:
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {MARTS_VERSION}\n" in text, "say in CHANGELOG.md what the version changed"
