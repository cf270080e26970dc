"""The data dictionary: every published table and column in Markdown. Pure: plain data in, text out.

In the repository it is made from dbt's manifest; in an export from the comments of the published
file, which come from the same YAML. A test compares docs/dictionary.md with the manifest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.copying import ENUMS, EXPLORE, SCHEMA

_TITLES = {
    "article": "Articles",
    "agency": "Agencies",
    "topic": "Topics",
    "story": "Stories",
    "coverage": "Coverage",
    "measure": "Measures",
    "shared": "Shared",
    EXPLORE: "Friendly views",
}


@dataclass(frozen=True)
class Column:
    """A column: name, type and what it means."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class TableDoc:
    """A table or view of the published file.

    Attributes:
        name: schema and name.
        group: heading that it stands under.
        grain: its description, which begins with the grain.
        columns: in order.
    """

    name: str
    group: str
    grain: str
    columns: tuple[Column, ...]


def tables_of_manifest(manifest: Mapping[str, Any]) -> list[TableDoc]:
    """The published tables and views as dbt's manifest describes them."""
    found = []
    for node in manifest["nodes"].values():
        if node["resource_type"] != "model" or node["schema"] not in (SCHEMA, EXPLORE):
            continue
        group = EXPLORE if node["schema"] == EXPLORE else node["fqn"][-2]
        columns = tuple(
            Column(c["name"], _kind(c["name"], c.get("data_type") or ""), c["description"])
            for c in node["columns"].values()
        )
        name = f"{node['schema']}.{node['name']}"
        found.append(TableDoc(name, _TITLES.get(group, group), node["description"], columns))
    order = list(_TITLES.values())
    return sorted(found, key=lambda t: (order.index(t.group), t.name))


def _kind(column: str, kind: str) -> str:
    return "enum" if column in ENUMS and kind == "varchar" else kind


def render_dictionary(tables: Iterable[TableDoc], title: str, foreword: str) -> str:
    """The dictionary as Markdown.

    Args:
        tables: in the order in which they shall stand.
        title: heading of the page.
        foreword: what a reader should know first.
    """
    lines = [f"# {title}", "", foreword]
    group = None
    for table in tables:
        if table.group != group:
            group = table.group
            lines += ["", f"## {group}"]
        lines += ["", f"### {table.name}", "", _cell(table.grain), ""]
        lines += ["| column | type | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{c.name}` | {c.kind} | {_cell(c.meaning)} |" for c in table.columns]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
