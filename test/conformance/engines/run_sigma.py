"""Runs Sigma rules as SQL with pySigma's SQLite backend: {rule, events: [{id, fields}]} in, {ids: [id]} out.

The table ignores case (COLLATE NOCASE), as the backend's authors build theirs; REGEXP is ours to supply.
"""

import re
import sqlite3

from serve import serve
from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection


def matches(pattern, value):
    return value is not None and re.search(pattern, str(value)) is not None


def like(pattern, value, escape=None):
    """LIKE that ignores the case of all letters: SQLite's own knows those of ASCII."""
    if value is None or pattern is None:
        return None
    parts = re.findall(re.escape(escape) + r".|." if escape else r".", pattern, re.S)
    regex = "".join(
        re.escape(part[1]) if len(part) > 1 else ".*" if part == "%" else "." if part == "_" else re.escape(part)
        for part in parts
    )
    return re.fullmatch(regex, str(value), re.I | re.S) is not None


def without_case(left, right):
    left, right = left.lower(), right.lower()
    return (left > right) - (left < right)


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


def fields_of(rules):
    names = set()

    def visit(detection):
        for item in detection.detection_items:
            if hasattr(item, "detection_items"):
                visit(item)
            elif item.field is not None:
                names.add(item.field)

    for rule in rules:
        if hasattr(rule, "detection"):
            for detection in rule.detection.detections.values():
                visit(detection)
    return names


def run(case):
    collection = SigmaCollection.from_yaml(case["rule"])
    queries = sqliteBackend().convert(collection)
    con = sqlite3.connect(":memory:")
    con.create_function("REGEXP", 2, matches, deterministic=True)
    con.create_function("LIKE", 2, like, deterministic=True)
    con.create_function("LIKE", 3, like, deterministic=True)
    con.create_collation("NOCASE", without_case)
    # SQLite has one column for names that differ by case alone: the rule's is the one that counts.
    asked = {name.lower(): name for name in fields_of(collection.rules)}
    found = {name.lower(): name for event in case["events"] for name in sorted(event["fields"])}
    names = sorted({**found, **asked}.values())
    numbers = {
        name
        for event in case["events"]
        for name, value in event["fields"].items()
        if isinstance(value, (int, float))
    }
    # A text column compares with a number by its text, as a log without types does.
    columns = "".join(f", {quoted(name)} {'' if name in numbers else 'TEXT '}COLLATE NOCASE" for name in names)
    con.execute(f"CREATE TABLE logs (detc_id INTEGER{columns})")
    places = ", ".join("?" for _ in range(len(names) + 1))
    con.executemany(
        f"INSERT INTO logs VALUES ({places})",
        [[event["id"], *(event["fields"].get(name) for name in names)] for event in case["events"]],
    )
    ids = set()
    for query in queries:
        cursor = con.execute(query)
        place = [column[0] for column in cursor.description].index("detc_id")
        ids.update(row[place] for row in cursor.fetchall())
    con.close()
    return {"ids": sorted(ids)}


serve(run)
