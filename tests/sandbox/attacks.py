"""What somebody might type to break out of the sandbox, break it, or learn what is not theirs.

One entry an attack: why it is one, the text, and what may come of it. DB, FOLDER and SECRET stand
for the published file, its folder and a file with a secret beside it; the same names without a
path are tried too, because the sandbox stands in that folder. Nothing runs here.
"""

from dataclasses import dataclass

TURNED_AWAY = frozenset({"refused", "wrong"})
STOPPED = frozenset({"wrong", "memory", "too_slow", "failed"})
"""Ended by a limit: DuckDB's own, ours, or the process broke; never an answer."""
BROKEN = frozenset({"failed"})
"""No text that could be a statement."""
HARMLESS = frozenset({"answered", "wrong", "refused"})
"""May be answered, for the answer holds nothing that is not published."""
CUT = frozenset({"answered", "memory", "too_slow"})
"""May be answered, but only as far as the limits on rows and bytes let it."""


@dataclass(frozen=True)
class Attack:
    """One attempt.

    Attributes:
        why: what it tries.
        sql: the text that is typed.
        may: outcomes that count as held.
    """

    why: str
    sql: str
    may: frozenset[str] = TURNED_AWAY


WRITING = [
    Attack("a COPY over the published file itself", "copy (select 1) to 'DB'"),
    Attack(
        "the same without a temporary file, which destroys it at once",
        "copy (select 1) to 'DB' (use_tmp_file false)",
    ),
    Attack(
        "the same by the name that the process knows it by",
        "copy (select 1) to 'warehouse.duckdb' (use_tmp_file false)",
    ),
    Attack(
        "the same from the root that the process sees",
        "copy (select 1) to '/warehouse.duckdb' (use_tmp_file false)",
    ),
    Attack(
        "the same through the open file's number",
        "copy (select 1) to '/dev/fd/3' (use_tmp_file false)",
    ),
    Attack(
        "a COPY that EXPLAIN ANALYZE would run",
        "explain analyze copy (select 1) to 'DB' (use_tmp_file false)",
    ),
    Attack(
        "a COPY that is only prepared",
        "prepare w as copy (select 1) to 'DB' (use_tmp_file false)",
    ),
    Attack(
        "a COPY prepared and run in one text",
        "prepare w as copy (select 1) to 'DB' (use_tmp_file false); execute w",
    ),
    Attack("EXECUTE of what somebody may have prepared", "execute w"),
    Attack("a COPY as Parquet", "copy marts.fct_articles to 'DB' (format parquet)"),
    Attack("a COPY of a whole database", "copy from database warehouse to other"),
    Attack(
        "a COPY behind a comment that begins like a SELECT",
        "/* select 1 */ copy (select 1) to 'DB' (use_tmp_file false)",
    ),
    Attack("a COPY behind a SELECT", "select 1; copy (select 1) to 'DB' (use_tmp_file false)"),
    Attack("a COPY before a SELECT", "copy (select 1) to 'DB' (use_tmp_file false); select 1"),
    Attack(
        "a forged log beside the file, to be played into it at the next start",
        "copy (select 'x') to 'DB.wal' (use_tmp_file false)",
    ),
    Attack(
        "a forged log by the name that the process knows",
        "copy (select 'x') to 'warehouse.duckdb.wal' (use_tmp_file false)",
    ),
    Attack(
        "a forged log for a checkpoint that broke off",
        "copy (select 'x') to 'DB.wal.checkpoint' (use_tmp_file false)",
    ),
    Attack("a new file in the folder", "copy (select 1) to 'FOLDER/new.csv'"),
    Attack("a file that a shell would run", "copy (select 'x') to '/root/.profile'"),
    Attack("an export of everything into a folder", "export database 'FOLDER/export'"),
    Attack("an import of SQL, which parsing alone would read", "import database 'FOLDER'"),
    Attack("a new table", "create table marts.mine as select 1"),
    Attack("a temporary table", "create temp table mine as select 1"),
    Attack("a view in place of a mart", "create or replace view explore.days as select 1"),
    Attack("a macro that shadows a function", "create macro sum(x) as 0"),
    Attack("an insert", "insert into marts.dim_topics select * from marts.dim_topics"),
    Attack("an update", "update marts.fct_articles set title = 'x'"),
    Attack("a delete", "delete from marts.fct_articles"),
    Attack("a truncation", "truncate marts.fct_articles"),
    Attack("a dropped schema", "drop schema marts cascade"),
    Attack("a changed table", "alter table marts.fct_articles drop column title"),
    Attack(
        "an update inside a WITH", "with x as (delete from marts.fct_articles returning *) from x"
    ),
    Attack("a checkpoint", "checkpoint"),
    Attack("a forced checkpoint", "force checkpoint"),
    Attack("a checkpoint by its function", "select * from force_checkpoint()", HARMLESS),
    Attack("a vacuum", "vacuum analyze"),
    Attack("a transaction that stays open", "begin transaction"),
    Attack("a comment on a table", "comment on table marts.fct_articles is 'x'"),
]

OPENING = [
    Attack("the same file attached for writing", "attach 'DB' as w (read_only false)"),
    Attack("the same file attached by its short name", "attach 'warehouse.duckdb' as w"),
    Attack("the file let go of and attached again", "detach warehouse; attach 'DB' as warehouse"),
    Attack("the file let go of", "detach warehouse"),
    Attack("a new database", "attach 'FOLDER/new.duckdb' as w"),
    Attack("a database in memory, which may be written", "attach ':memory:' as w"),
    Attack("a database on another machine", "attach 'https://203.0.113.9/x.duckdb' as w"),
    Attack("another database of the machine", "attach 'DB' as s (type sqlite)"),
    Attack("another database in use", "use system"),
    Attack(
        "a secret kept for later", "create persistent secret s (type s3, key_id 'a', secret 'b')"
    ),
    Attack("a secret for this visit", "create secret s (type http, bearer_token 'x')"),
    Attack("secrets that are kept", "from duckdb_secrets(redact = false)"),
    Attack("a secret by its address", "from which_secret('s3://x', 's3')", HARMLESS),
    Attack("a file as text", "select * from read_text('SECRET')"),
    Attack("a file beside the database as text", "select * from read_text('secret.csv')"),
    Attack("a file as bytes", "select * from read_blob('/etc/passwd')"),
    Attack("a file as CSV", "select * from read_csv('SECRET')"),
    Attack("a file as CSV, sniffed", "select * from sniff_csv('secret.csv')"),
    Attack("a file as JSON", "select * from read_json_objects('secret.csv')"),
    Attack("a file as Parquet", "select * from read_parquet('secret.parquet')"),
    Attack(
        "what a Parquet file says of itself", "select * from parquet_metadata('secret.parquet')"
    ),
    Attack("the keys of a Parquet file", "select * from parquet_kv_metadata('secret.parquet')"),
    Attack("a database as a table", "select * from read_duckdb('DB', table_name = 'x')"),
    Attack("a file by its name alone", "select * from 'secret.csv'"),
    Attack("a file on another machine by its name", "from 'https://203.0.113.9/x.csv'"),
    Attack("a file through the process' own list", "from read_text('/proc/self/environ')"),
    Attack("standard input", "from read_csv('/dev/stdin')"),
    Attack("an open file by its number", "from read_blob('/dev/fd/3')"),
    Attack("a list of files", "select * from glob('*')"),
    Attack("a list of all files", "select * from glob('/**')"),
    Attack("whether a file is there", "select exists (from glob('SECRET'))"),
    Attack("a file inside a subquery", "select (select content from read_text('secret.csv'))"),
    Attack("a file named by an expression", "from read_text('sec' || 'ret.csv')"),
    Attack("a file inside a text that is run", "from query('from read_text(''secret.csv'')')"),
    Attack("a COPY inside a text that is run", "from query('copy (select 1) to ''DB''')"),
    Attack("a table function by its name", "from query_table('secret.csv')"),
    Attack(
        "a statement as JSON that is run",
        "from json_execute_serialized_sql(json_serialize_sql('from read_text(''secret.csv'')'))",
    ),
    Attack("a variable of the program around it", "select * from request"),
    Attack("another one", "select * from connection"),
    Attack("a table of the program around it", "select * from table"),
    Attack("a module of the program around it", "select * from sys"),
]

SETTING = [
    Attack("an extension from the net", "install httpfs"),
    Attack("an extension from anybody", "install x from community"),
    Attack("an extension from a file", "load 'FOLDER/x.duckdb_extension'"),
    Attack("an extension that is there", "load json"),
    Attack("an extension asked for by its function", "select * from st_read('secret.csv')"),
    Attack("external access on again", "set enable_external_access = true"),
    Attack("the lock off", "set lock_configuration = false"),
    Attack("the file system back", "set disabled_filesystems = ''"),
    Attack("the file system back by reset", "reset disabled_filesystems"),
    Attack("the file system back by PRAGMA", "pragma disabled_filesystems = ''"),
    Attack("files allowed one by one", "set allowed_paths = ['SECRET']"),
    Attack("more memory", "set memory_limit = '64GB'"),
    Attack("more memory by PRAGMA", "pragma memory_limit = '64GB'"),
    Attack("more threads", "set threads = 64"),
    Attack("a folder for spilling", "set temp_directory = 'FOLDER/tmp'"),
    Attack("a log file", "set log_query_path = 'FOLDER/log.txt'"),
    Attack("a profile written to a file", "pragma profiling_output = 'FOLDER/profile.json'"),
    Attack("profiling on", "pragma enable_profiling = 'json'"),
    Attack("logging on", "call enable_logging('QueryLog')"),
    Attack("deeper expressions", "set max_expression_depth = 100000000"),
    Attack("variables of Python back", "set python_enable_replacements = true"),
    Attack("a variable", "set variable x = 1"),
    Attack("a setting by its function", "select set_config('memory_limit', '64GB', false)"),
]

LEARNING = [
    Attack("where the file lies", "select path from duckdb_databases()", HARMLESS),
    Attack("where the file lies, by PRAGMA", "pragma database_list", HARMLESS),
    Attack("every setting, with its paths", "from duckdb_settings()", HARMLESS),
    Attack("one setting", "select current_setting('secret_directory')", HARMLESS),
    Attack("the files that are allowed", "select current_setting('allowed_paths')", HARMLESS),
    Attack("the folder of the user", "select current_setting('home_directory')", HARMLESS),
    Attack("extensions and where they lie", "from duckdb_extensions()"),
    Attack("a variable of the environment", "select getenv('SANDBOX_CANARY')"),
    Attack("the search path of the environment", "select getenv('PATH')"),
    Attack("a variable of the session", "select getvariable('SANDBOX_CANARY')", HARMLESS),
    Attack("who runs this", "select current_user, session_user", HARMLESS),
    Attack("which machine runs this", "pragma platform", HARMLESS),
    Attack("a message that tells a path", "select * from marts.nothing_like_this"),
    Attack("a message of the parser", "select select from where"),
    Attack("a message with a value", "select error('x')"),
    Attack("a message with a path by a cast", "select current_setting('allowed_paths')::int"),
    Attack("a message of a file that is not there", "from 'FOLDER/no-such.parquet'"),
    Attack("what others asked", "from duckdb_logs()", HARMLESS),
    Attack("files that were spilled", "from duckdb_temporary_files()", HARMLESS),
    Attack("zero bytes in the text", "select 1 \x00 ; copy (select 1) to 'DB'", BROKEN),
    Attack("text that is no letters", "\udcff\ud800 select 1", BROKEN),
    Attack("nothing", ""),
    Attack("only a comment", "-- nothing"),
    Attack("only semicolons", ";;;"),
]

BOMBS = [
    Attack("more rows than anybody reads", "select * from range(1000000000000)", CUT),
    Attack("a huge range, counted", "select sum(hash(range)) from range(10000000000000)", STOPPED),
    Attack(
        "a huge series", "select count(*) from generate_series(1, 9000000000000000000)", STOPPED
    ),
    Attack("a range as one list", "select range(2000000000)", STOPPED),
    Attack("a list as long as memory", "select list(r) from range(1000000000) t(r)", STOPPED),
    Attack(
        "a list that doubles", "select list_concat(l, l) from (select range(100000000) l)", STOPPED
    ),
    Attack("a text as long as memory", "select repeat('x', 4000000000)", STOPPED),
    Attack("a padded text", "select lpad('x', 2000000000, 'y')", STOPPED),
    Attack("a formatted text", "select printf('%2000000000d', 1)", STOPPED | HARMLESS),
    Attack("long texts in many rows", "select repeat('x', 1000000) from range(100000)", CUT),
    Attack(
        "texts joined to one",
        "select string_agg(repeat('x', 1000), '') from range(10000000)",
        STOPPED,
    ),
    Attack(
        "a cross join",
        "select count(*) from range(10000000) a, range(10000000) b where a.range + b.range = -1",
        STOPPED,
    ),
    Attack(
        "a cross join of the marts",
        "select max(a.body || b.body) from marts.fct_articles a, marts.fct_articles b, "
        "marts.fct_articles c, marts.fct_articles d, range(1000000)",
        STOPPED,
    ),
    Attack(
        "a sort that can't be spilled",
        "select range r from range(500000000) order by hash(r)",
        STOPPED,
    ),
    Attack(
        "a group for each row",
        "select range, count(*) n from range(500000000) group by 1 order by n",
        STOPPED,
    ),
    Attack(
        "a recursion without an end",
        "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t",
        STOPPED,
    ),
    Attack(
        "a recursion that doubles",
        "with recursive t(n) as (select 1 union all select n + 1 from t, range(2)) "
        "select count(*) from t",
        STOPPED,
    ),
    Attack(
        "a recursion of growing text",
        "with recursive t(x) as (select 'x' union all select x || x from t) "
        "select max(len(x)) from t",
        STOPPED,
    ),
    Attack("an expression of 60,000 terms", "select " + "1+" * 60_000 + "1", STOPPED | HARMLESS),
    Attack("60,000 brackets", "select " + "(" * 60_000 + "1" + ")" * 60_000, STOPPED),
    Attack(
        "60,000 functions in each other", "select " + "abs(" * 60_000 + "1" + ")" * 60_000, STOPPED
    ),
    Attack("60,000 negations", "select " + "not " * 60_000 + "true", STOPPED | HARMLESS),
    Attack(
        "5,000 subqueries in each other",
        "select * from (" * 5_000 + "select 1" + ")" * 5_000,
        STOPPED,
    ),
    Attack("60,000 columns", "select " + ",".join(["1"] * 60_000), STOPPED | HARMLESS),
    Attack(
        "60,000 values in a list", f"select 1 in ({','.join(['1'] * 60_000)})", STOPPED | HARMLESS
    ),
    Attack("10,000 statements", "select 1;" * 10_000),
    Attack("2,000 unions", " union all ".join(["select 1"] * 2_000), STOPPED | HARMLESS),
    Attack(
        "a cube of thirty columns",
        "select "
        + ",".join(f"range%{n} c{n}" for n in range(2, 32))
        + " from range(1000) group by cube("
        + ",".join(map(str, range(1, 31)))
        + ")",
        STOPPED,
    ),
    Attack(
        "a distance between long texts",
        "select levenshtein(repeat('a', 3000000), repeat('b', 3000000))",
        STOPPED,
    ),
    Attack(
        "a pattern that explodes",
        "select regexp_matches(repeat('a', 10000000), '(a*)*(a*)*(a*)*b')",
        STOPPED | HARMLESS,
    ),
    Attack("a deep JSON", "select json(repeat('[', 10000000))", STOPPED),
    Attack(
        "a lambda over a long list",
        "select list_transform(range(1000000000), lambda x: x + 1)",
        STOPPED,
    ),
    Attack(
        "a factorial",
        "select list_reduce(range(1, 100000000)::hugeint[], lambda x, y: x * y)",
        STOPPED,
    ),
    Attack(
        "a sample of everything",
        "from (from range(100000000000)) using sample 90 percent (reservoir)",
        STOPPED,
    ),
]

ATTACKS = [*WRITING, *OPENING, *SETTING, *LEARNING, *BOMBS]
