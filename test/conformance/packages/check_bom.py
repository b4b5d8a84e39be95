"""The bill of materials that the argument names, against the published schema of CycloneDX. Prints each mistake."""

import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

with open(sys.argv[1], encoding="utf-8") as file:
    mistake = JsonStrictValidator(SchemaVersion.V1_6).validate_str(file.read())
if mistake:
    print(mistake)
