"""The content pack in the zip that the argument names, against the schemas of demisto-sdk. Prints each mistake."""

import json
import sys
import tempfile
import zipfile
from pathlib import Path

import demisto_sdk
import yaml
from demisto_sdk.commands.content_graph.strict_objects.correlation_rule import StrictCorrelationRule
from demisto_sdk.commands.content_graph.strict_objects.pack_meta_data import StrictPackMetadata
from pykwalify.core import Core

schema = Path(demisto_sdk.__file__).parent / "commands/common/schemas/correlationrule.yml"
with tempfile.TemporaryDirectory() as folder:
    zipfile.ZipFile(sys.argv[1]).extractall(folder)
    for pack in Path(folder, "Packs").iterdir():
        try:
            StrictPackMetadata(**json.loads((pack / "pack_metadata.json").read_text("utf-8")))
        except Exception as mistake:
            print(f"{pack.name}/pack_metadata.json: {mistake}")
        for rule in sorted(pack.glob("CorrelationRules/*")):
            if not rule.name.startswith(f"{pack.name}_"):
                print(f"{rule.name}: does not begin with the name of the pack")
            try:
                Core(source_file=str(rule), schema_files=[str(schema)]).validate(raise_exception=True)
                StrictCorrelationRule(**yaml.safe_load(rule.read_text("utf-8")))
            except Exception as mistake:
                print(f"{rule.name}: {mistake}")
