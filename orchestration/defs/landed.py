"""The landing folder as Dagster shows it: an external asset with one partition per delivery.

Holds how a delivery becomes a partition and an event. Which files are taken is `landing`.
"""

import logging
import os
import re
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import dagster as dg
from dagster._core.events import DagsterEvent, DagsterEventType, StepMaterializationData

if TYPE_CHECKING:
    from orchestration.loading import LoadedDelivery

DUMPS = dg.AssetKey(["landing", "dumps"])
DUMP_PARTITIONS = dg.DynamicPartitionsDefinition(name="dumps")
_ID_CHARS = 12
_KEYS_AT_ONCE = 10_000
_EVENTS_AT_ONCE = 500
_Item = TypeVar("_Item")

landing_dumps = dg.AssetSpec(
    DUMPS,
    group_name="landing",
    partitions_def=DUMP_PARTITIONS,
    description=(
        "The dumps that operators drop into the landing folder, one partition per delivery. "
        "Each load reports an event here with the counts of that delivery."
    ),
)


def partition_key(delivery: "LoadedDelivery") -> str:
    """Name of a delivery's partition: readable, safe and unique."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", delivery.file_name)[-80:]
    return f"{name}-{delivery.delivery_id[:_ID_CHARS]}"


def report_partitions(
    context: dg.AssetExecutionContext, deliveries: "Sequence[LoadedDelivery]"
) -> None:
    """Give each delivery its partition and one event with its counts."""
    keys = {partition_key(delivery): delivery for delivery in deliveries}
    assert DUMP_PARTITIONS.name is not None
    # SQLite takes no more than some 30,000 keys in one query
    for lot in _lots(list(keys), _KEYS_AT_ONCE):
        context.instance.add_dynamic_partitions(DUMP_PARTITIONS.name, lot)
    _log_together(
        context,
        [
            dg.AssetMaterialization(
                DUMPS,
                partition=key,
                metadata={
                    "status": delivery.status,
                    "reason": delivery.reason or "",
                    "delivery_id": delivery.delivery_id,
                    "bytes": delivery.byte_count,
                    "articles": delivery.article_count,
                    "rejects": delivery.reject_count,
                },
            )
            for key, delivery in keys.items()
        ],
    )


def _lots(items: list[_Item], size: int) -> Iterator[list[_Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _log_together(
    context: dg.AssetExecutionContext, materializations: list[dg.AssetMaterialization]
) -> None:
    """Log one event each, all in two transactions where Dagster's log is SQLite.

    `context.log_event` takes two transactions an event, with a sync to disk each: 10 ms of CPU
    and 40 ms of waiting, two minutes for two years of dumps.
    """
    # it brings two libraries along, and definitions are loaded by every process of Dagster's
    from dagster._core.storage.event_log import SqliteEventLogStorage

    storage = context.instance.event_log_storage
    if len(materializations) > 1 and isinstance(storage, SqliteEventLogStorage):
        # the asset's own row holds its latest event, so the last one goes the usual way
        *most, last = materializations
        entries = [_log_entry(context, found) for found in most]
        for connect in (lambda: storage.run_connection(context.run_id), storage.index_connection):
            with connect() as connection:
                for lot in _lots(entries, _EVENTS_AT_ONCE):
                    connection.execute(storage.prepare_insert_event_batch(lot))
        materializations = [last]
    for found in materializations:
        context.log_event(found)


def _log_entry(
    context: dg.AssetExecutionContext, found: dg.AssetMaterialization
) -> dg.EventLogEntry:
    """What `context.log_event` would store."""
    step = context.get_step_execution_context()
    event = DagsterEvent(
        event_type_value=DagsterEventType.ASSET_MATERIALIZATION.value,
        job_name=step.job_name,
        step_handle=step.step.handle,
        node_handle=step.step.node_handle,
        step_kind_value=step.step.kind.value,
        logging_tags=step.event_tags,
        event_specific_data=StepMaterializationData(found),
        message=f"Materialized value {found.label}.",
        pid=os.getpid(),
    )
    return dg.EventLogEntry(
        error_info=None,
        level=logging.DEBUG,
        user_message=event.message or "",
        run_id=context.run_id,
        timestamp=time.time(),
        step_key=step.step.key,
        job_name=step.job_name,
        dagster_event=event,
    )
