"""Loads Sigma files with pySigma and runs its validators: [{id, text}] in, [{id, error}] of every issue out.

Validators that download data are left out: without a network they fail and look like a bad rule.
"""

import json
import sys

from sigma.collection import SigmaCollection
from sigma.plugins import InstalledSigmaPlugins
from sigma.validation import SigmaValidator

DOWNLOADING = (
    "attack",
    "d3_fend",
    "techniques_without_tactics",
    "sigmahq_mitre",
    "sigmahq_github_link",
    "category_event_id",
    "category_windows_provider_name",
    "fieldname_cast",
    "invalid_fieldname",
    "unknown_field",
    "logsource_unknown",
    "redundant_field",
)
# About the file on disk or the state of SigmaHQ's own repository, not about the rule.
NOT_ABOUT_THE_RULE = ("filename", "custom_attributes", "sigmahq_date", "sigmahq_status", "unsupported_regex", "number_as_string")

# About what the search asks for: a hash by a regular expression, a user by the name in one language, one event of a
# category among others.
ASKED_FOR = ("sigmahq_invalid_hash_kv", "sigmahq_field_user", "specific_instead_of_generic_logsource")

validators = {
    name: validator
    for name, validator in InstalledSigmaPlugins.autodiscover().validators.items()
    if not any(part in name for part in DOWNLOADING + NOT_ABOUT_THE_RULE + ASKED_FOR)
}

findings = []
for case in json.load(sys.stdin):
    try:
        collection = SigmaCollection.from_yaml(case["text"], collect_errors=True)
        errors = [str(error) for error in collection.errors]
        issues = SigmaValidator(validators.values()).validate_rules(iter(collection.rules))
        errors += [
            f"{type(issue).__name__}: {issue.description}" for issue in issues if issue.severity.name == "HIGH"
        ]
    except Exception as error:
        errors = [str(error)]
    findings += [{"id": case["id"], "error": error} for error in errors]
json.dump(findings, sys.stdout)
