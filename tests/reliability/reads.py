"""Readers who never stop while generations are published and publishers are killed."""

import os
import random
import time
from pathlib import Path

from orchestration.settings import Settings
from tests.reliability import works
from tests.reliability.children import run
from tests.reliability.report import Report

READERS = 2


def read_through(
    settings: Settings, publishes: int, kills: int, reads: int, report: Report
) -> None:
    """Publish so often, with so many kills in between, under at least so many reads."""
    stop = settings.home / "stop-reading"
    pipes = [_start_reader(settings, stop, reads // READERS) for _ in range(READERS)]
    draw = random.Random(3)
    usual = 1.0
    done = killed = 0
    while done < publishes or killed < kills:
        value = f"read-{done}-{killed}"
        wants_kill = killed < kills and draw.random() < kills / (publishes + kills)
        if wants_kill or done >= publishes:
            ended = run(
                lambda value=value: works.publish(settings, value),
                die_after=draw.uniform(0.0, usual),
            )
            killed += ended.killed
            report.kills += ended.killed
        else:
            ended = run(lambda value=value: works.publish(settings, value))
            usual = ended.seconds
        done += ended.value is not None
        report.unmended += ended.error is not None
    stop.touch()
    total = 0
    for child, pipe in pipes:
        with os.fdopen(pipe) as stream:
            count, torn, errors, generations = (int(n) for n in stream.read().split())
        os.waitpid(child, 0)
        total += count
        report.torn += torn
        report.reader_errors += errors
    report.reads += total
    stop.unlink()
    report.note(
        f"reads: {total:,} by {READERS} readers through {done} publishes and {killed} kills; "
        f"the last one saw {generations} generations"
    )


def _start_reader(settings: Settings, stop: Path, least: int) -> tuple[int, int]:
    """A child that reads until it is told to stop, at least so often."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _read_on(settings, stop, least, writer)
    os.close(writer)
    return child, reader


def _read_on(settings: Settings, stop: Path, least: int, writer: int) -> None:
    count = torn = errors = 0
    seen = set()
    # the first snapshot is the template's, made without a stamp
    while count < least or not stop.exists():
        count += 1
        try:
            found = works.look(settings)
            torn += found["torn"]
            seen.add(found["generation"])
        except Exception as error:
            errors += 1
            if errors == 1:
                print(f"  a reader failed: {type(error).__name__}: {error}", flush=True)
        time.sleep(0.005)
    os.write(writer, f"{count} {torn} {errors} {len(seen)}".encode())
    os._exit(0)
