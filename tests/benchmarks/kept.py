"""What stages took, kept beside what they made: a run that was cut off is gone on with.

Holds reading and writing of that file. What is measured stands in `stages`, how in `measuring`.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmarks.measuring import Measured, Stage, Told

_FILE = "measured.json"


def keep_measured(folder: Path, stage: Stage, measured: Measured) -> None:
    """Keep what a stage took, in place of what it took before."""
    kept = _read(folder) | {stage.name: asdict(measured)}
    new = folder / f"{_FILE}.new"
    new.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    new.replace(folder / _FILE)


def kept_measured(folder: Path, stages: Sequence[Stage]) -> dict[Stage, Measured]:
    """What was measured in a folder, in the order of the stages."""
    kept = _read(folder)
    return {stage: _measured(kept[stage.name]) for stage in stages if stage.name in kept}


def _read(folder: Path) -> dict[str, Any]:
    path = folder / _FILE
    found: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else {}
    return found


def _measured(kept: dict[str, Any]) -> Measured:
    told = kept["told"]
    parts = {name: (cpu, wall) for name, (cpu, wall) in told["parts"].items()}
    told = Told(tuple(told["answers_ms"]), parts, told["published_bytes"])
    return Measured(kept["cpu_seconds"], kept["wall_seconds"], kept["peak_bytes"], told)
