"""Runs EQL over events with PyPI's eql: {query, events: [{id, document}]} in, {ids: [id]} of what matches out.

Where the engine is known to differ from Elasticsearch's documentation it is set right here:
- `==` and `!=` compare texts without case in it, and with case in Elasticsearch;
- `?` of a wildcard pattern is a plain character in it, and one character in Elasticsearch;
- a pattern may end before a line end in it, and matches the whole value in Elasticsearch;
- `regex` is anchored at the start only in it, and matches the whole value in Elasticsearch.
"""

import re

from eql import PythonEngine
from eql import engine as engine_module
from eql.events import Event
from eql.functions import Match, Wildcard
from eql.parser import elasticsearch_syntax, ignore_missing_functions, parse_query
from serve import serve


def whole_wildcard(cls, *wildcards):
    parts = [
        "".join(".*" if part == "*" else "." if part == "?" else re.escape(part) for part in re.split(r"([*?])", text))
        for text in wildcards
    ]
    return "|".join(f"(?:{part})\\Z" for part in parts)


def whole_regex(cls, source_ast, *literals):
    compiled = re.compile("|".join(f"(?:{literal.value})\\Z" for literal in literals), re.I | re.S | re.U)
    return lambda source, *_: compiled.match(source) is not None if isinstance(source, str) else None


Wildcard.to_regex = classmethod(whole_wildcard)
Match.get_callback = classmethod(whole_regex)
with_case = engine_module.PythonEngine._convert_comparison


def compare_with_case(self, node):
    fold = engine_module.fold_case
    engine_module.fold_case = lambda value: value
    try:
        callback = with_case(self, node)
    finally:
        engine_module.fold_case = fold

    def without_folding(scope):
        engine_module.fold_case = lambda value: value
        try:
            return callback(scope)
        finally:
            engine_module.fold_case = fold

    return without_folding


engine_module.PythonEngine._convert_comparison = compare_with_case


def run(case):
    matched = []
    engine = PythonEngine()
    engine.add_output_hook(lambda result: matched.extend(event.data["detc_id"] for event in result.events))
    with elasticsearch_syntax, ignore_missing_functions:
        engine.add_query(parse_query(case["query"]))
    engine.stream_events(
        [
            Event(event["category"], index, {**event["document"], "detc_id": event["id"]})
            for index, event in enumerate(case["events"])
        ]
    )
    engine.finalize()
    return {"ids": matched}


serve(run)
