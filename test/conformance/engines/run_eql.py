"""Runs EQL over events with PyPI's eql: {query, events: [{id, document}]} in, {ids: [id]} of what matches out.

Where the engine is known to differ from Elasticsearch's documentation it is set right here:
- it ignores case in every operator and function or in none, and Elasticsearch in `:` and in those with `~`;
- `?` of a wildcard pattern is a plain character in it, and one character in Elasticsearch;
- a pattern may end before a line end in it, and matches the whole value in Elasticsearch;
- `regex` is anchored at the start only in it, and matches the whole value in Elasticsearch.
"""

import re

import eql.utils
from eql import PythonEngine
from eql import ast
from eql import parser as parser_module
from eql.events import Event
from eql.functions import Match, Wildcard
from eql.parser import elasticsearch_syntax, ignore_missing_functions, parse_query
from serve import serve

eql.utils.CASE_INSENSITIVE = False
# The tree does not say which form of an operator was written: a mark before the literals of those without case does.
ANY_CASE = "\x01"


def any_case(node):
    return ast.String(ANY_CASE + node.value) if isinstance(node, ast.String) else node


def matching(expression, patterns):
    return ast.FunctionCall("match", [expression, *(ast.String(ANY_CASE + pattern) for pattern in patterns)])


def tests(texts, translate):
    compiled = []
    for text in texts:
        flags = re.I if text.startswith(ANY_CASE) else 0
        compiled.append(re.compile(f"(?:{translate(text.removeprefix(ANY_CASE))})\\Z", flags | re.S | re.U))
    return lambda source, *_: any(test.match(source) for test in compiled) if isinstance(source, str) else None


def wildcard_regex(text):
    return "".join(".*" if part == "*" else "." if part == "?" else re.escape(part) for part in re.split(r"([*?])", text))


PARTS = {"startsWith~": "{}.*", "endsWith~": ".*{}", "stringContains~": ".*{}.*"}


class TreeBuilder(parser_module.LarkToEQL):
    def string_predicate(self, node):
        info = super().string_predicate(node)
        if node["STRING_PREDICATE"] in (":", "like~", "regex~"):
            first, *literals = info.node.arguments
            info.node = ast.FunctionCall(info.node.name, [first, *map(any_case, literals)])
        return info

    def in_set(self, node):
        info = super().in_set(node)
        if node["IN"] == "in~":
            info.node = matching(info.node.expression, [re.escape(item.value) for item in info.node.container])
        return info

    def function_call(self, node, *arguments, **options):
        info = super().function_call(node, *arguments, **options)
        part = PARTS.get(str(node["INSENSITIVE_NAME"] or ""))
        if part is not None:
            text, piece = info.node.arguments
            info.node = matching(text, [part.format(re.escape(piece.value))])
        elif node["INSENSITIVE_NAME"]:
            raise NotImplementedError(f"{node['INSENSITIVE_NAME']} is not taught to the engine")
        return info


parser_module.LarkToEQL = TreeBuilder
Wildcard.get_callback = classmethod(lambda cls, source, *literals: tests([each.value for each in literals], wildcard_regex))
Match.get_callback = classmethod(lambda cls, source, *literals: tests([each.value for each in literals], str))


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
