import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceCatalog } from "../plan/log-source.js";
import type { ValueType } from "../plan/row-type.js";
import type { SourceText } from "../source/source-text.js";
import type { ColumnTypes } from "./instantiate-binding.js";
import { anyName, type NameRules } from "./name-rules.js";
import { parseHomes } from "./parse-homes.js";
import type { FunctionTemplate, ScheduleProfile, TargetProfile } from "./profile.js";
import { isValueType } from "./read-binding.js";
import { templateProblem } from "./template-problem.js";
import { YamlNode } from "./yaml-node.js";

/** The files of `targets/<id>/`. */
export interface ProfileFiles {
  /** `target.yml`: `title`, `names`, `keepsLookups`, and settings that the target's own back-end reads. */
  readonly target?: SourceText;
  /** The part of MITRE ATT&CK that rules refer to; becomes the setting `attack`. */
  readonly attack?: SourceText;
  /** `types.yml`: what the target's column types hold. */
  readonly types?: SourceText;
  /** `schedule.yml`: the keys of `ScheduleProfile`. */
  readonly schedule?: SourceText;
  /** `functions.yml`: language, function, template. Later files add to and override earlier ones. */
  readonly functions: readonly SourceText[];
  /** `fields/*.yml`. */
  readonly fields: readonly SourceText[];
}

/** Reads a target's data; every mistake in a file is a `catalog/…` diagnostic. */
export function parseProfile(
  id: string,
  files: ProfileFiles,
  catalog: SourceCatalog,
): { readonly profile: TargetProfile; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const read = (file: SourceText | undefined) =>
    file === undefined ? undefined : YamlNode.read(file, diagnostics);
  const target = read(files.target);
  const attack = read(files.attack);
  const settings = {
    ...(attack === undefined ? {} : { attack: attack.value }),
    ...Object.fromEntries(
      (target?.entries() ?? [])
        .filter(([key]) => !readApart.has(key))
        .map(([key, { value }]) => [key, value]),
    ),
  };
  return {
    profile: {
      id,
      title: target?.get("title")?.text() ?? id,
      sources: parseHomes(files.fields, catalog, readTypes(read(files.types)), diagnostics),
      functions: readFunctions(files.functions.flatMap((file) => read(file) ?? [])),
      schedule: readSchedule(read(files.schedule)),
      names: readNames(target?.get("names")),
      automaticLookups:
        target?.get("keepsLookups")?.flag() === true ? [...(catalog.lookups?.values() ?? [])] : [],
      settings,
    },
    diagnostics,
  };
}

/** Keys of `target.yml` that every target has. */
const readApart: ReadonlySet<string> = new Set(["title", "names"]);

function readNames(yaml: YamlNode | undefined): NameRules {
  const rule = (key: keyof NameRules): RegExp => {
    const written = yaml?.get(key);
    const pattern = written?.text();
    if (pattern === undefined) return anyName[key];
    try {
      return new RegExp(pattern, "u");
    } catch {
      written?.report("this is no regular expression");
      return anyName[key];
    }
  };
  return { table: rule("table"), column: rule("column") };
}

function readTypes(yaml: YamlNode | undefined): ColumnTypes {
  const types = new Map<string, ValueType>();
  for (const [name, written] of yaml?.get("types")?.entries() ?? []) {
    const type = written.text();
    if (type !== undefined && isValueType(type)) types.set(name, type);
    else written.report("the name of a type of value is expected here");
  }
  return { default: yaml?.get("default")?.text() ?? "string", types };
}

function readFunctions(
  files: readonly YamlNode[],
): ReadonlyMap<string, ReadonlyMap<string, FunctionTemplate>> {
  const read = new Map<string, Map<string, FunctionTemplate>>();
  for (const [language, functions] of files.flatMap((file) => file.entries())) {
    const known = read.get(language) ?? new Map<string, FunctionTemplate>();
    read.set(language, known);
    for (const [name, written] of functions.entries()) {
      const template = readTemplate(written);
      if (template !== undefined) known.set(name, template);
    }
  }
  return read;
}

function readTemplate(yaml: YamlNode): FunctionTemplate | undefined {
  const template = yaml.isText() ? yaml.text() : yaml.get("template")?.text();
  if (template === undefined) {
    yaml.report("`template` is missing");
    return undefined;
  }
  const problem = templateProblem(template);
  if (problem !== undefined) {
    yaml.report(`\`${template}\` is not one expression: ${problem}`);
    return undefined;
  }
  const precedence = yaml.get("precedence")?.number();
  const minimum = yaml.get("arguments")?.get("minimum")?.number();
  const maximum = yaml.get("arguments")?.get("maximum")?.number();
  const literals = yaml
    .get("literals")
    ?.items()
    .flatMap((item) => item.number() ?? []);
  const returns = yaml.get("returns")?.text();
  return {
    template,
    ...(precedence === undefined ? {} : { precedence }),
    ...(minimum === undefined
      ? {}
      : { arguments: maximum === undefined ? { minimum } : { minimum, maximum } }),
    ...(literals === undefined ? {} : { literals }),
    ...(returns !== undefined && isValueType(returns) ? { returns } : {}),
  };
}

function readSchedule(yaml: YamlNode | undefined): ScheduleProfile {
  const longestLookback = yaml?.get("longestLookback")?.number();
  const longestInterval = yaml?.get("longestInterval")?.number();
  return {
    shortestInterval: yaml?.get("shortestInterval")?.number() ?? 0,
    ingestionDelay: yaml?.get("ingestionDelay")?.number() ?? 0,
    latestOffset: yaml?.get("latestOffset")?.flag() ?? false,
    timeZone: yaml?.get("timeZone")?.text() ?? "UTC",
    ...(longestLookback === undefined ? {} : { longestLookback }),
    ...(longestInterval === undefined ? {} : { longestInterval }),
  };
}
