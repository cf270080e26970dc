"""Every word of the SQL page. Nothing here computes beyond putting words around figures."""

import re

from dashboard import formats, sandbox
from dashboard.sandbox import Answer
from orchestration.settings import QueryLimits

TITLE = "What else would you ask of the data?"
SCOPE = (
    "One SELECT on the published data, in DuckDB's SQL. The filters of articles don't apply here. "
    "Nothing can be changed or broken: each query runs in a process of its own, and ends with it."
)
EDITOR = "Your query"
RUN = "Run"
KEYS = "Ctrl+Enter runs it too."
RUNNING = "Asking the data"
EXAMPLES = "Questions to begin with"
EXAMPLES_NOTE = "A click loads the query and runs it."
DICTIONARY = "Tables and columns"
FIND = "Find a table, a column or a word of their meaning"
DICTIONARY_NOTE = (
    "Begin with explore: its tables have names joined in. In marts stands everything, with ids."
)
NOTHING_FOUND = "No table or column has that in its name or meaning."
ONE_OF = "one of a list"
NO_MEANING = "Not described."
NO_FILES = "A query reads the published tables and nothing else: no files, no extensions, no net."
START = "Write a query, or take one of the questions."
NO_ROWS = "The query was answered: no row fits it."
TABLE_TITLE = "Answer"
CHART_TITLE = "Quick chart"
NO_CHART = "A chart needs at least two rows and a column of numbers."
X, Y, BY = "Along", "Figure", "Apart by"
NOT_APART = "Nothing"
LONG_LINK = "This query is too long for a link; keep its text instead."
LINK = "The address of this page holds the query: a link is a view."


def answered(answer: Answer) -> str:
    """How much came back, and how fast."""
    table = answer.table
    rows, columns = (table.num_rows, table.num_columns) if table is not None else (0, 0)
    return f"{_count(rows, 'row')}, {_count(columns, 'column')}, in {_seconds(answer.seconds)}."


def cut(answer: Answer) -> str:
    """When there was more than the limits let through."""
    if not answer.cut or answer.table is None:
        return ""
    rows = formats.count(answer.table.num_rows)
    why = "longer answers are cut there" if answer.cut == "rows" else "more would be too large"
    return f"Only the first {rows} rows came back: {why}. Add a LIMIT, a WHERE or a GROUP BY."


def drawn(shown: int, total: int) -> str:
    """When the chart holds less than the answer."""
    if shown >= total:
        return ""
    return f"The chart holds the first {formats.count(shown)} of {formats.count(total)} rows."


def problem(answer: Answer, limits: QueryLimits) -> str:
    """Why there is no answer, and what to do."""
    if answer.outcome == sandbox.REFUSED:
        return _refused(answer)
    return {
        sandbox.WRONG: _wrong(answer.detail),
        sandbox.TOO_LONG: f"The query has more than {formats.count(limits.characters)} characters. "
        "Shorten it.",
        sandbox.TOO_SLOW: f"The query was stopped after {_seconds(limits.seconds)}. "
        "Ask for less: a WHERE, fewer joins.",
        sandbox.MEMORY: f"The query was stopped: it needed more than {limits.memory_mib} MiB of "
        "memory. Ask for less: fewer columns, a WHERE, no cross join.",
        sandbox.BUSY: "Too many queries run at the moment. Try again shortly.",
    }.get(answer.outcome, "The query ended without an answer. Nothing was changed; put it simpler.")


_MISTAKES: tuple[tuple[str, str], ...] = (
    (
        "syntax error at end of input",
        "The query breaks off: after its last word something is missing, such as a table, "
        "a condition or a closing bracket.",
    ),
    (
        "SELECT clause without selection list",
        "After SELECT nothing stands: name columns with commas between them, or * for all.",
    ),
    (
        'syntax error at or near "(?P<what>.*)"',
        "The query can’t be understood from “{what}” on: look there for a word that is misspelt, "
        "or a comma or bracket that is missing or too many.",
    ),
    (
        "unterminated quoted string",
        "A text in the query is not closed: put a ' at its end.",
    ),
    (
        "unterminated quoted identifier",
        'A name in the query is not closed: put a " at its end.',
    ),
    ("unterminated /[*] comment", "A comment in the query is not closed: put */ at its end."),
    (
        "unterminated dollar-quoted string",
        "A text in the query is not closed: put at its end what it begins with.",
    ),
    (
        "Table with name (?P<what>.+?) does not exist!"
        '(?: Did you mean "(?P<like>(?:explore|marts)[.].+?)")?',
        "There is no table “{what}”{like}. All of them stand under “" + DICTIONARY + "”.",
    ),
    (
        'Referenced table "(?P<what>.+?)" not found!(?: Candidate tables: (?P<like>.*))?',
        "The query names the table “{what}”, but doesn’t take it into its FROM{like}.",
    ),
    (
        'Referenced column "(?P<what>.+?)" (?:was )?not found'
        "(?:.*Candidate bindings: (?P<like>.*))?",
        "The tables of the query have no column “{what}”{like}.",
    ),
)
"""What the database says, as patterns, and what a reader is told instead."""


def _wrong(detail: str) -> str:
    if "FileSystem" in detail or "external access" in detail:
        return NO_FILES
    # which part of the database found the mistake says nothing to its reader
    said = re.sub(r"^[A-Z][A-Za-z ]* Error: ", "", detail)
    for pattern, plain in _MISTAKES:
        if found := re.match(pattern, said):
            return plain.format(**_named(found))
    return said


def _named(found: re.Match[str]) -> dict[str, str]:
    """What a pattern caught: the mistake, and names that are like it."""
    caught = {key: value or "" for key, value in found.groupdict().items()}
    if "like" in caught:
        names = [name.strip(' "') for name in caught["like"].split(",")][:3]
        caught["like"] = f" (perhaps {formats.listing(names, 'or')})" if names[0] else ""
    return caught


def _refused(answer: Answer) -> str:
    if answer.count == 0:
        return START
    if answer.count > 1:
        return f"These are {formats.count(answer.count)} statements. Give one SELECT."
    return f"Only a SELECT is run here, and this is {answer.detail}: the data is never changed."


def kind(data_type: str) -> str:
    """A column's type as a reader knows it."""
    return ONE_OF if data_type.startswith("ENUM") else data_type.lower()


def _count(number: int, noun: str) -> str:
    return f"{formats.count(number)} {noun}{'' if number == 1 else 's'}"


def _seconds(value: float) -> str:
    if value < 1:
        return f"{max(value * 1000, 1):.0f}{formats.NBSP}ms"
    return f"{value:.1f}".removesuffix(".0") + f"{formats.NBSP}s"
