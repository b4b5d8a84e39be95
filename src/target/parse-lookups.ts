import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { isFunctionName } from "../plan/functions/index.js";
import type { ShippedLookup } from "../plan/shipped-lookup.js";
import type { SourceText } from "../source/source-text.js";
import { YamlNode } from "./yaml-node.js";

/** Reads `splunk/lookups/*.yml`: the lookups of Splunk's apps, by name. Later files override earlier ones. */
export function parseLookups(
  files: readonly SourceText[],
  diagnostics: Diagnostic[],
): ReadonlyMap<string, ShippedLookup> {
  return new Map(
    files.flatMap((file) =>
      (YamlNode.read(file, diagnostics)?.get("lookups")?.entries() ?? []).map(
        ([name, yaml]) => [name, readLookup(name, yaml, file)] as const,
      ),
    ),
  );
}

function readLookup(name: string, yaml: YamlNode, file: SourceText): ShippedLookup {
  const adds = yaml.get("adds");
  const together = yaml.get("together");
  const computes = readComputed(yaml.get("computes"));
  return {
    name,
    app: yaml.get("app")?.text() ?? "",
    description: yaml.get("description")?.text() ?? "",
    columns: yaml.get("columns")?.texts() ?? [],
    caseSensitive: yaml.get("caseSensitive")?.flag() ?? true,
    matchTypes: new Map(
      (yaml.get("match")?.entries() ?? []).flatMap(([column, type]) => {
        const written = type.text();
        if (written === "wildcard" || written === "cidr") return [[column, written] as const];
        type.report("`wildcard` or `cidr` is expected here");
        return [];
      }),
    ),
    ...(adds === undefined
      ? {}
      : {
          adds: {
            key: adds.get("key")?.text() ?? "",
            to: adds.get("to")?.texts() ?? [],
            columns: adds.get("columns")?.texts() ?? [],
          },
        }),
    ...(together === undefined
      ? {}
      : {
          together: {
            column: together.get("column")?.text() ?? "",
            by: together.get("by")?.text() ?? "",
          },
        }),
    ...(computes === undefined ? {} : { computes }),
    file,
  };
}

function readComputed(yaml: YamlNode | undefined): ShippedLookup["computes"] {
  const name = yaml?.get("function")?.text() ?? "";
  if (yaml === undefined) return undefined;
  if (!isFunctionName(name)) {
    yaml.report(`\`${name}\` is not a function`);
    return undefined;
  }
  return { column: yaml.get("column")?.text() ?? "", function: name, of: yaml.get("of")?.text() ?? "" };
}
