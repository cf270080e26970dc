"""What both guards of a reader's SQL share: the locked settings, and which statements may run.

The command line (`orchestration.querying`) and the dashboard's sandbox use it. Opens no file and
no connection of its own: even taking a statement apart can read files (`IMPORT DATABASE` does),
so it is done on the locked connection that is to run it.
"""

import re

import duckdb

LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}
_EXPLAIN = re.compile(r"\s*explain\s+(?:analyze\s+)?", re.IGNORECASE)


class QueryError(ValueError):
    """The query can't be run; the message says why in one line."""


class NotOneSelectError(QueryError):
    """It is something else than one SELECT.

    Attributes:
        count: how many statements it has.
        kind: what the single one is, as DuckDB calls it: "COPY"; empty if there isn't one.
    """

    def __init__(self, count: int, kind: str = "") -> None:
        """Word it for a terminal; others word it from the attributes."""
        self.count = count
        self.kind = kind
        if count != 1:
            super().__init__(f"{count} statements; give one" if count else "no statement; give one")
        else:
            super().__init__(
                f"only SELECT is run here, and this is {kind}: the snapshot is never "
                "changed; for more open a copy of it in DuckDB"
            )


def one_select(
    connection: duckdb.DuckDBPyConnection, sql: str, *, may_explain: bool = False
) -> duckdb.Statement:
    """The single SELECT that the text holds, taken apart and ready to run.

    Args:
        connection: a locked one.
        sql: what a person typed.
        may_explain: whether EXPLAIN and EXPLAIN ANALYZE of one SELECT will do too.

    Raises:
        NotOneSelectError: it is something else.
        duckdb.Error: it can't be parsed.
    """
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise NotOneSelectError(len(statements))
    statement: duckdb.Statement = statements[0]
    if may_explain and statement.type == duckdb.StatementType.EXPLAIN and _EXPLAIN.match(sql):
        one_select(connection, _EXPLAIN.sub("", sql, count=1), may_explain=True)
    elif statement.type != duckdb.StatementType.SELECT:
        raise NotOneSelectError(1, str(statement.type.name))
    return statement
