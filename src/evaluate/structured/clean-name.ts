/**
 * The name Splunk gives a field it found in a text (`CLEAN_KEYS`): what is no letter, digit or `_` becomes `_`, and
 * leading underscores and digits go. https://docs.splunk.com/Documentation/Splunk/latest/Admin/Transformsconf
 */
export function cleanName(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, "_").replace(/^[_0-9]+/, "");
}
