"""The tables of Azure Monitor and Defender with their columns, as one JSON object: {table: {column: type}}."""

import json
import sys

from sigma.pipelines.azuremonitor.tables import AZURE_MONITOR_TABLES
from sigma.pipelines.microsoftxdr.tables import MICROSOFT_XDR_TABLES

json.load(sys.stdin)
tables = {}
for source in (MICROSOFT_XDR_TABLES, AZURE_MONITOR_TABLES):
    for table, columns in source.items():
        known = tables.setdefault(table, {})
        for column, facts in columns.items():
            known[column] = facts["data_type"].lower()
json.dump(tables, sys.stdout)
