"""Runs KQL over tables of rows with duckdb-kql.

A case is {query, output: [name], now, tables: {name: {columns: {name: KQL type}, rows: [{name: value}]}}}; the answer is
{columns: [name], rows: [[value]]} with times in epoch seconds. A text column that a row lacks holds '', as in Kusto.
"""

import contextlib
import datetime
import decimal
import functools
import json
import re
import threading

import duckdb_kql
from duckdb_kql.translate.functions import AGGREGATE_FUNCTIONS, SCALAR_FUNCTIONS, AggregateSpec, FunctionSpec
from serve import serve
from sigma.pipelines.azuremonitor.tables import AZURE_MONITOR_TABLES
from sigma.pipelines.microsoftxdr.tables import MICROSOFT_XDR_TABLES

SQL_TYPES = {
    "string": "VARCHAR",
    "guid": "VARCHAR",
    "int": "INTEGER",
    "long": "BIGINT",
    "bigint": "BIGINT",
    "real": "DOUBLE",
    "double": "DOUBLE",
    "decimal": "DOUBLE",
    "bool": "BOOLEAN",
    "datetime": "TIMESTAMP",
    "dynamic": "JSON",
}


def columns_of(table, given, query, output):
    """The columns of a table that the query names or gives as they are, and those that the rows have."""
    columns = {}
    for tables in (MICROSOFT_XDR_TABLES, AZURE_MONITOR_TABLES):
        for column, facts in tables.get(table, {}).items():
            if column in query or column in output:
                columns[column] = facts["data_type"].lower()
    columns.update({name: type for name, type in given.items() if name not in columns})
    return columns


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def loaded(value, type):
    if type in ("string", "guid"):
        return "" if value is None else value if isinstance(value, str) else json.dumps(value)
    if value is None:
        return None
    if type == "datetime":
        moment = datetime.datetime.fromtimestamp(float(value), datetime.timezone.utc)
        return moment.strftime("%Y-%m-%d %H:%M:%S.%f")
    if type in ("int", "long", "bigint"):
        number = float(value)
        return int(number) if number == int(number) else None
    if type in ("real", "double", "decimal"):
        return float(value)
    if type == "bool":
        return {"true": True, "false": False, "1": True, "0": False}.get(str(value).lower())
    return value


def safely(value, type):
    try:
        return loaded(value, type)
    except (ValueError, TypeError):
        return None


def load(con, name, columns, rows):
    con.execute(f"DROP TABLE IF EXISTS {quoted(name)}")
    definition = ", ".join(f"{quoted(column)} {SQL_TYPES.get(type, 'VARCHAR')}" for column, type in columns.items())
    con.execute(f"CREATE TABLE {quoted(name)} ({definition})")
    if not rows:
        return
    records = [{column: safely(row.get(column), type) for column, type in columns.items()} for row in rows]
    structure = json.dumps([{column: SQL_TYPES.get(type, "VARCHAR") for column, type in columns.items()}])
    con.execute(
        f"INSERT INTO {quoted(name)} SELECT unnest(record) FROM (SELECT unnest(from_json(?::JSON, ?)) AS record)",
        [json.dumps(records), structure],
    )


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=datetime.timezone.utc).timestamp()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def of_type(value, type):
    if isinstance(value, str) and str(type) == "JSON":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return plain(value)


con = duckdb_kql.connect()


def teach_aggregates():
    """Aggregates of Kusto that duckdb-kql lacks, made of those that it has; its dcount is exact, as count_distinct is."""
    known = AGGREGATE_FUNCTIONS
    where_there = " FILTER (WHERE {0} IS NOT NULL)"
    where_met = " FILTER (WHERE {0} IS NOT NULL AND {1})"
    taught = {
        "count_distinct": (known["dcount"].template, (1,)),
        "count_distinctif": (known["dcountif"].template, (2,)),
        "make_set_if": (known["make_set"].template.replace(where_there, where_met), (2, 3)),
        "make_list_if": (known["make_list"].template.replace(where_there, where_met), (2, 3)),
        "minif": ("min({0}) FILTER (WHERE {1})", (2,)),
        "maxif": ("max({0}) FILTER (WHERE {1})", (2,)),
    }
    for name, (template, arities) in taught.items():
        known[name] = AggregateSpec(name, template, arities)


ADDRESS = "list_reduce(list_transform(string_split({}, '.'), lambda part: try_cast(part AS BIGINT)), lambda sum, part: sum * 256 + part)"
WIDTH = "(32 - coalesce(try_cast(split_part({1}, '/', 2) AS INTEGER), 32))"
BLOCK = "split_part({1}, '/', 1)"
# A text that is more than an address (a line end after it) is none, as in Kusto.
IN_RANGE = (
    f"(regexp_full_match({'{0}'}, '[0-9.]+') AND (({ADDRESS.format('{0}')}) >> {WIDTH}) "
    f"= (({ADDRESS.format(BLOCK)}) >> {WIDTH}))"
)


class PaddedHex(FunctionSpec):
    """tohex(number) and tohex(number, least length)."""

    def render(self, args):
        digits = f"lower(hex({args[0]}))"
        return digits if len(args) == 1 else f"lpad({digits}, CAST(greatest({args[1]}, length({digits})) AS INTEGER), '0')"


def teach_functions():
    """Functions of Kusto that duckdb-kql lacks."""
    taught = {
        "url_decode": ("TRY(url_decode({0}))", (1,)),
        "ipv4_is_in_range": (IN_RANGE, (2,)),
    }
    SCALAR_FUNCTIONS["tohex"] = PaddedHex("tohex", "template", "", (1, 2))
    for name, (template, arities) in taught.items():
        SCALAR_FUNCTIONS[name] = FunctionSpec(name, "template", template, arities)


ELEMENTS = "coalesce(TRY(from_json(CAST({} AS JSON), '[\"JSON\"]')), [])"
TEXTS = (
    "to_json(list_filter(list_transform({}, lambda one: coalesce(json_extract_string(one, {}), '')), "
    "lambda text: text <> ''))"
)
PRESENT = "to_json(list_filter(list_transform({}, lambda one: json_extract_string(one, {})), lambda text: text IS NOT NULL))"
PAIRS = (
    f"to_json(list_transform({ELEMENTS.format('{0}')}, "
    "lambda one: coalesce(json_extract_string(one, '$[0]'), '') || coalesce(json_extract_string(one, '$[1]'), '')))"
)
INNER = f"flatten(list_transform({ELEMENTS.format('{0}')}, lambda outer_one: {ELEMENTS.format('json_extract(outer_one, {1})')}))"


def teach_lists():
    """What `without_mv_apply` writes: the texts under a path of each element of an array, or of each element of arrays in it."""
    for name, template, arity in (
        ("detc_texts", TEXTS.format(ELEMENTS.format("{0}"), "{1}"), 2),
        ("detc_texts_inside", TEXTS.format(INNER, "{2}"), 3),
        ("detc_present", PRESENT.format(ELEMENTS.format("{0}"), "{1}"), 2),
        ("detc_present_inside", PRESENT.format(INNER, "{2}"), 3),
        ("detc_pairs", PAIRS, 1),
    ):
        SCALAR_FUNCTIONS[name] = FunctionSpec(name, "template", template, (arity,))


PATH = r"(?:\.\w+|\['[^']+'\]|\[\d+\])*"
OF_ELEMENTS = r"\| mv-apply (?P<e>\w+) = iff\(array_length\((?P<array>.+?)\) > 0, (?P=array), dynamic\(\[null\]\)\) on \(\s*"
TO_TEXTS = (
    r"summarize (?P<list>\S+) = make_list_if\((?P<text>tostring\((?P<one>(?P={})(?P<path>" + PATH + r"))\)), "
    r"(?:isnotempty\((?P=text)\)|(?P<present>isnotnull\((?P=one)\)))\)\s*\)"
)
ONE_LEVEL = re.compile(OF_ELEMENTS + TO_TEXTS.format("e"))
PAIRS_OF_ONE_LEVEL = re.compile(
    OF_ELEMENTS
    + r"summarize (?P<list>\S+) = make_list_if\(strcat\(tostring\((?P=e)\[0\]\), tostring\((?P=e)\[1\]\)\), isnotnull\((?P=e)\)\)\s*\)"
)
TWO_LEVELS = re.compile(
    OF_ELEMENTS
    + r"mv-expand (?P<i>\w+) = (?P=e)(?P<to>"
    + PATH
    + r") to typeof\(dynamic\)\s*\| "
    + TO_TEXTS.format("i")
)


def json_path(path):
    """A KQL path (`.a['b'][0]`) as one of JSON, in a text of KQL."""
    parts = re.findall(r"\.(\w+)|\['([^']+)'\]|\[(\d+)\]", path)
    steps = "".join(f"[{index}]" if index else f'."{name or quoted}"' for name, quoted, index in parts)
    return f"'${steps}'"


def without_mv_apply(query):
    """duckdb-kql has no `mv-apply`: one that lists a text of each element of an array becomes a function of the array."""
    kind = lambda m: "present" if m["present"] else "texts"
    query = PAIRS_OF_ONE_LEVEL.sub(lambda m: f"| extend {m['list']} = detc_pairs({m['array']})", query)
    query = ONE_LEVEL.sub(
        lambda m: f"| extend {m['list']} = detc_{kind(m)}({m['array']}, {json_path(m['path'])})", query
    )
    return TWO_LEVELS.sub(
        lambda m: f"| extend {m['list']} = detc_{kind(m)}_inside({m['array']}, {json_path(m['to'])}, {json_path(m['path'])})",
        query,
    )


teach_aggregates()
teach_functions()
teach_lists()


@functools.lru_cache(maxsize=8)
def translated(query, schema, now):
    """A query is translated once for all the events that it is run over."""
    moment = datetime.datetime.fromtimestamp(now, datetime.timezone.utc)
    return duckdb_kql.to_sql(without_mv_apply(query), schema=json.loads(schema), query_now=moment)


# DuckDB joins some of the largest cases row by row, for longer than the rest of a run takes.
SECONDS = 120


@contextlib.contextmanager
def interrupted_after(seconds):
    """Ends what the engine is about, which then fails with an InterruptException."""
    timer = threading.Timer(seconds, con.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def run(case):
    for name, table in case["tables"].items():
        load(con, name, columns_of(name, table["columns"], case["query"], case["output"]), table["rows"])
    schema = {name: [column[0] for column in con.execute(f"DESCRIBE {quoted(name)}").fetchall()] for name in case["tables"]}
    sql = translated(case["query"], json.dumps(schema), case["now"])
    with interrupted_after(SECONDS):
        cursor = con.execute(str(sql), sql.parameters or None)
    names = [column[0] for column in cursor.description]
    types = [column[1] for column in cursor.description]
    rows = [[of_type(value, type) for value, type in zip(row, types)] for row in cursor.fetchall()]
    return {"columns": names, "rows": rows}


serve(run)
