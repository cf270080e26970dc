"""dbt's seeds, models and tests as Dagster assets and checks.

dbt runs in this process (see `dbt_runner`), so what `dagster-dbt` would read from a subprocess's
log is reported here from dbt's own results: materialisations, metadata and check results.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
import dagster_dbt as dd
import duckdb

from orchestration import dbt_runner
from orchestration.dbt_runner import NodeResult
from orchestration.defs.preview import markdown_table, table_metadata
from orchestration.defs.working import working
from orchestration.progress import stage
from orchestration.settings import Settings

_FAILING_ROWS = 10
_UNIQUE_ID = "dagster_dbt/unique_id"


class Translator(dd.DagsterDbtTranslator):
    """Asset keys and groups by layer: seeds, staging, intermediate, marts."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Sources keep their own keys; the others are named layer and table."""
        if dbt_resource_props["resource_type"] == "source":
            return super().get_asset_key(dbt_resource_props)
        return dg.AssetKey([self.get_group_name(dbt_resource_props), dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The layer: the first folder under models."""
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        return str(dbt_resource_props["fqn"][1])


def build_transform(settings: Settings) -> dg.AssetsDefinition:
    """The dbt project as assets.

    Raises:
        DbtError: the project can't be parsed.
    """
    manifest = dbt_runner.prepare_manifest(settings)

    @dd.dbt_assets(
        manifest=manifest,
        name="build_models",
        dagster_dbt_translator=Translator(),
    )
    def build_models(
        context: dg.AssetExecutionContext,
    ) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        yield from _run(context)

    return build_models


def _run(
    context: dg.AssetExecutionContext,
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    select = []
    if context.is_subset:
        select = sorted(key.path[-1] for key in context.selected_asset_keys)
    with working(context) as settings:
        with stage("model and test"):
            results = dbt_runner.build(
                settings,
                select,
                lambda name, status, took: context.log.info(f"{name}: {status} ({took:.2f} s)"),
            )
        with duckdb.connect(str(settings.build_db), read_only=True) as connection:
            yield from _materialisations(context, results, connection)
            yield from _check_results(context, results, connection)
    bad = [r for r in results if not r.is_good]
    if bad:
        broken = [r for r in bad if r.status != "skipped"]
        names = ", ".join(f"{r.name} ({r.message or r.status})" for r in broken[:5])
        raise dg.Failure(
            description=f"{len(broken)} dbt nodes failed: {names}",
            metadata={"failed": markdown_table([_describe(r) for r in broken])},
            allow_retries=False,
        )


def _describe(result: NodeResult) -> dict[str, Any]:
    return {"node": result.name, "status": result.status, "message": result.message}


def _materialisations(
    context: dg.AssetExecutionContext,
    results: list[NodeResult],
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[dg.MaterializeResult]:
    keys = {key.path[-1]: key for key in context.selected_asset_keys}
    listed = connection.execute("select table_name from duckdb_tables()").fetchall()
    tables = {name for (name,) in listed}
    for result in results:
        if result.resource_type in ("seed", "model") and result.is_good and result.name in keys:
            key = keys[result.name]
            metadata: dict[str, Any] = {"seconds": round(result.seconds, 3)}
            # a view is computed when it is read: that would cost as much as it holds
            if key.path[-1] in tables:
                metadata |= table_metadata(connection, f"{key.path[0]}.{result.name}")
            yield dg.MaterializeResult(asset_key=key, metadata=metadata)


def _check_results(
    context: dg.AssetExecutionContext,
    results: list[NodeResult],
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[dg.AssetCheckResult]:
    by_id = {spec.metadata.get(_UNIQUE_ID): spec for spec in context.assets_def.check_specs}
    selected = context.selected_asset_check_keys
    for result in results:
        spec = by_id.get(result.unique_id)
        # what was skipped behind a failure has no result: the UI must name the one that failed
        if spec is None or spec.key not in selected or result.status == "skipped":
            continue
        metadata: dict[str, Any] = {
            "status": result.status,
            "seconds": round(result.seconds, 3),
            "failing_rows": result.failures or 0,
        }
        if not result.is_good and result.sql and result.status == "fail":
            metadata["first_rows"] = _failing_rows(connection, result.sql)
        yield dg.AssetCheckResult(
            check_name=spec.name,
            asset_key=spec.asset_key,
            passed=result.is_good,
            severity=dg.AssetCheckSeverity.ERROR,
            description=result.message,
            metadata=metadata,
        )


def _failing_rows(connection: duckdb.DuckDBPyConnection, sql: str) -> dg.MetadataValue:
    try:
        cursor = connection.execute(f"select * from ({sql}) limit {_FAILING_ROWS}")
    except duckdb.Error:
        # a unit test's SQL needs fixtures that are gone
        return dg.MetadataValue.text("see dbt's log")
    names = [column[0] for column in cursor.description or []]
    return markdown_table([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])
