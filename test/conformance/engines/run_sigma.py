"""Runs Sigma rules as SQL with pySigma's SQLite backend: {rule, events: [{id, time, source, fields}]} in, {ids: [id], groups} out.

The table ignores case (COLLATE NOCASE), as the backend's authors build theirs; REGEXP is ours to supply.
Keywords, which the backend lacks, are looked for as parts of the column `_raw`, the text of the whole event.
Of a correlation it gives the group of each alert. The backend folds the case of what a correlation groups by and counts;
the specification says nothing of it, Splunk and other backends tell such values apart, and so does this script.
"""

import datetime
import functools
import json
import re
import sqlite3

import yaml
from serve import serve
from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.conditions import ConditionFieldEqualsValueExpression, ConditionValueExpression
from sigma.types import SigmaRegularExpression, SigmaString, SpecialChars


WHOLE_EVENT = "_raw"


class Backend(sqliteBackend):
    """The backend with keywords."""

    def in_text(self, cond, value, state):
        item = ConditionFieldEqualsValueExpression(WHOLE_EVENT, value)
        item.parent = cond.parent
        return self.convert_condition(item, state)

    def convert_condition_val_str(self, cond, state):
        value = cond.value
        if not value.startswith(SpecialChars.WILDCARD_MULTI):
            value = SpecialChars.WILDCARD_MULTI + value
        if not value.endswith(SpecialChars.WILDCARD_MULTI):
            value = value + SpecialChars.WILDCARD_MULTI
        return self.in_text(cond, value, state)

    def convert_condition_val_num(self, cond, state):
        return self.convert_condition_val_str(ConditionValueExpression(SigmaString(str(cond.value))), state)

    def convert_condition_val_re(self, cond, state):
        return self.in_text(cond, cond.value, state)


# segmenters.conf of Splunk: a term of a search is found between these only.
BREAKERS = r"""\s\[\]<>(){}|!;,'"*&?+/:=@.\-$#%\\_"""


class PeerBackend(Backend):
    """Reads keywords as the terms of a Splunk search, which are whole words."""

    def convert_condition_val_str(self, cond, state):
        text = "".join(part for part in cond.value.s if isinstance(part, str))
        if len(cond.value.s) != 1 or text == "":
            return super().convert_condition_val_str(cond, state)
        at_breaker = re.compile(f"[{BREAKERS}]")
        before = "" if at_breaker.match(text[0]) else f"(^|[{BREAKERS}])"
        after = "" if at_breaker.match(text[-1]) else f"([{BREAKERS}]|$)"
        regex = "(?i)" + before + re.escape(text) + after
        return self.in_text(cond, SigmaRegularExpression(SigmaString(regex.replace("\\", "\\\\"))), state)


def as_peer(value):
    """A text as the search of pySigma's Splunk backend has it: `?` is written `*`, and a literal `*` is written `\\*`, which
    Splunk reads as a backslash and a wildcard."""
    if not isinstance(value, SigmaString):
        return value
    parts = []
    for part in value.s:
        if part == SpecialChars.WILDCARD_SINGLE:
            parts.append(SpecialChars.WILDCARD_MULTI)
        elif isinstance(part, str) and "*" in part:
            for index, text in enumerate(part.split("*")):
                parts += [] if index == 0 else ["\\", SpecialChars.WILDCARD_MULTI]
                parts += [text] if text else []
        else:
            parts.append(part)
    value.s = tuple(parts)
    return value


def rewrite_as_peer(rules):
    def visit(detection):
        for item in detection.detection_items:
            if hasattr(item, "detection_items"):
                visit(item)
            else:
                item.value = [as_peer(value) for value in item.value]

    for rule in rules:
        for detection in rule.detection.detections.values():
            visit(detection)


def matches(pattern, value):
    return value is not None and re.search(pattern, str(value)) is not None


@functools.lru_cache(maxsize=10_000)
def like_regex(pattern, escape):
    parts = re.findall(re.escape(escape) + r".|." if escape else r".", pattern, re.S)
    regex = "".join(
        re.escape(part[1]) if len(part) > 1 else ".*" if part == "%" else "." if part == "_" else re.escape(part)
        for part in parts
    )
    return re.compile(regex, re.I | re.S)


def like(pattern, value, escape=None):
    """LIKE that ignores the case of all letters: SQLite's own knows those of ASCII."""
    if value is None or pattern is None:
        return None
    return like_regex(pattern, escape).fullmatch(str(value)) is not None


def without_case(left, right):
    left, right = left.lower(), right.lower()
    return (left > right) - (left < right)


def moment(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).isoformat()


def of_own_logs(text):
    """Each rule of a file with a correlation finds events of its own log source only: `source` of an event says which."""
    documents = list(yaml.safe_load_all(text))
    for document in documents:
        if "detection" not in document:
            continue
        log = document["logsource"]
        source = ",".join(f"{key}={log[key]}" for key in ("category", "product", "service") if key in log)
        detection = document["detection"]
        detection["own_log"] = {"detc_source": source}
        detection["condition"] = f"({detection['condition']}) and own_log"
    return yaml.safe_dump_all(documents, allow_unicode=True)


def telling_case_apart(query):
    query = re.sub(r"lower\((json_extract\(s\.payload, '[^']*'\))\)", r"\1", query)
    return re.sub(r"(COUNT\(DISTINCT \S+) COLLATE NOCASE\)", r"\1)", query)


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
            names.add(WHOLE_EVENT)
            for detection in rule.detection.detections.values():
                visit(detection)
        elif hasattr(rule, "group_by"):
            names.update(rule.group_by or [])
            names.update([rule.condition.fieldref] if getattr(rule.condition, "fieldref", None) else [])
    return names


def run(case):
    collection = SigmaCollection.from_yaml(of_own_logs(case["rule"]) if "\ncorrelation:" in case["rule"] else case["rule"])
    if case.get("asPeer"):
        rewrite_as_peer(collection.rules)
    queries = (PeerBackend() if case.get("asPeer") else Backend()).convert(collection)
    con = sqlite3.connect(":memory:")
    con.create_function("REGEXP", 2, matches, deterministic=True)
    con.create_function("LIKE", 2, like, deterministic=True)
    con.create_function("LIKE", 3, like, deterministic=True)
    con.create_collation("NOCASE", without_case)
    # SQLite has one column for names that differ by case alone: the rule's is the one that counts.
    asked = {name.lower(): name for name in fields_of(collection.rules) - {"detc_source"}}
    found = {name.lower(): name for event in case["events"] for name in sorted(event["fields"])}
    names = sorted({**found, **asked}.values())
    numbers = {
        name
        for event in case["events"]
        for name, value in event["fields"].items()
        if isinstance(value, (int, float))
    }
    # A text column compares with a number by its text, as a log without types does; where some events have a number, a
    # text that is one means the same.
    columns = "".join(
        f", {quoted(name)} {'NUMERIC' if name in numbers else 'TEXT'} COLLATE NOCASE" for name in names
    )
    con.execute(f"CREATE TABLE logs (detc_id INTEGER, timestamp TEXT, detc_source TEXT{columns})")
    places = ", ".join("?" for _ in range(len(names) + 3))
    con.executemany(
        f"INSERT INTO logs VALUES ({places})",
        [
            [event["id"], moment(event.get("time", 0)), event.get("source"), *(event["fields"].get(name) for name in names)]
            for event in case["events"]
        ],
    )
    ids = set()
    groups = []
    for query in queries:
        cursor = con.execute(telling_case_apart(query))
        columns = [column[0] for column in cursor.description]
        if "group_keys" in columns:
            groups += [json.loads(row[columns.index("group_keys")]) for row in cursor.fetchall()]
        else:
            ids.update(row[columns.index("detc_id")] for row in cursor.fetchall())
    con.close()
    return {"ids": sorted(ids), "groups": groups}


serve(run)
