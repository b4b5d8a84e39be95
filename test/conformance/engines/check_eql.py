"""Parses EQL in Elasticsearch's syntax: [{id, query}] in, [{id, error}] of what was not accepted out."""

import json
import sys

from eql.parser import elasticsearch_syntax, elastic_endpoint_syntax, ignore_missing_functions, parse_query

failures = []
for case in json.load(sys.stdin):
    try:
        with elasticsearch_syntax, ignore_missing_functions:
            parse_query(case["query"])
    except Exception as error:  # every refusal of the engine is a finding, whatever its class
        failures.append({"id": case["id"], "error": str(error)})
json.dump(failures, sys.stdout)
