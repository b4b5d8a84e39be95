"""The tables of a Sentinel workspace with their columns, as one JSON object: {table: {column: type}}.

Those of Azure Monitor and Defender come from pySigma's generated lists, as do the columns of ASIM's parsers; what only
connectors bring, and the columns that the lists lack, stand in kql_workspace.json.
"""

import json
import pathlib
import sys

from sigma.pipelines.azuremonitor.tables import AZURE_MONITOR_TABLES
from sigma.pipelines.microsoftxdr.tables import MICROSOFT_XDR_TABLES
from sigma.pipelines.sentinelasim.tables import SENTINEL_ASIM_COMMON_FIELDS, SENTINEL_ASIM_TABLES

SCALAR_TYPES = {"string", "int", "long", "real", "double", "bool", "datetime", "dynamic", "guid", "bigint"}

json.load(sys.stdin)
tables = {}


def add(table, columns):
    known = tables.setdefault(table, {})
    for column, facts in columns.items():
        type = facts["data_type"].lower()
        # The pages of ASIM name types of their own (`IP address`, `Enumerated`), which are texts.
        known[column] = type if type in SCALAR_TYPES else {"integer": "int", "boolean": "bool"}.get(type, "string")


for source in (MICROSOFT_XDR_TABLES, AZURE_MONITOR_TABLES):
    for table, columns in source.items():
        add(table, columns)
workspace = json.loads((pathlib.Path(__file__).parent / "kql_workspace.json").read_text())
for parser, (schema, native) in workspace["asim"].items():
    add(parser, SENTINEL_ASIM_COMMON_FIELDS["COMMON"])
    if schema is not None:
        add(parser, SENTINEL_ASIM_TABLES[schema])
    add(parser, AZURE_MONITOR_TABLES[native])
tables.update(workspace["tables"])
for table, columns in workspace["added"].items():
    tables[table].update(columns)
# A table that a site declares itself, by a name that no table has.
tables["custom"] = workspace["custom"]
json.dump(tables, sys.stdout)
