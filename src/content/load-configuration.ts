import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Located } from "../detection/detection.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { parseYaml } from "../yaml/parse-yaml.js";
import { spanAt, type YamlDocument } from "../yaml/yaml-node.js";
import { largestYaml, readTextFile } from "./read-file.js";
import { checkDocument } from "./schema-check.js";

/** The choices of detc.yml; names of targets, sources and homes are as written and not checked yet. */
export interface Configuration {
  /** Absent: all targets. */
  readonly targets?: readonly Located<string>[];
  /** Absolute. */
  readonly out: string;
  /** Absolute. */
  readonly catalog?: Located<string>;
  readonly homes: readonly ChosenHome[];
  /** By target. */
  readonly forms: ReadonlyMap<string, Located<string>>;
  readonly accept: readonly Located<string>[];
  readonly require: readonly Located<string>[];
  readonly source?: Located<string>;
  readonly comments: boolean;
  /** What the app that carries the searches is called, by key; absent keys have their default. */
  readonly app: Readonly<Record<string, string>>;
  /** Whether the output has layers, a table and a badge of what is covered. */
  readonly coverage: boolean;
}

/** `homes: {<target>: {<source>: <home>}}`. */
export interface ChosenHome {
  readonly target: string;
  readonly source: string;
  readonly home: Located<string>;
}

interface AuthoredConfiguration {
  readonly targets?: readonly string[];
  readonly out?: string;
  readonly catalog?: string;
  readonly homes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly forms?: Readonly<Record<string, string>>;
  readonly accept?: readonly string[];
  readonly require?: readonly string[];
  readonly source?: string;
  readonly comments?: boolean;
  readonly app?: Readonly<Record<string, string>>;
  readonly coverage?: boolean;
}

/** The name of the file, at the content root. */
export const configurationFile = "detc.yml";

/** Reads `detc.yml` of a content root; without one, everything has its default. Mistakes are `content/…` diagnostics. */
export function loadConfiguration(root: string): {
  readonly configuration?: Configuration;
  readonly diagnostics: readonly Diagnostic[];
} {
  const location = join(root, configurationFile);
  if (!existsSync(location)) return { configuration: defaults(root), diagnostics: [] };
  const { file, diagnostic } = readTextFile(location, configurationFile, largestYaml);
  if (file === undefined) return { diagnostics: diagnostic === undefined ? [] : [diagnostic] };
  // A file of comments alone chooses nothing, and that is allowed.
  if (file.text.split("\n").every((line) => /^\s*(#.*)?$/.test(line)))
    return { configuration: defaults(root), diagnostics: [] };
  const { document, diagnostics } = parseYaml(file);
  if (document === undefined) return { diagnostics };
  const checked = checkDocument<AuthoredConfiguration>(document, "detc");
  if (checked.value === undefined) return { diagnostics: checked.diagnostics };
  return { configuration: toConfiguration(root, document, checked.value), diagnostics: checked.diagnostics };
}

function defaults(root: string): Configuration {
  return {
    out: resolve(root, "dist"),
    homes: [],
    forms: new Map(),
    accept: [],
    require: [],
    comments: false,
    app: {},
    coverage: false,
  };
}

function toConfiguration(
  root: string,
  document: YamlDocument,
  authored: AuthoredConfiguration,
): Configuration {
  const list = (key: "targets" | "accept" | "require"): readonly Located<string>[] =>
    (authored[key] ?? []).map((value, index) => ({ value, span: spanAt(document, [key, index]) }));
  const { catalog, source } = authored;
  return {
    ...defaults(root),
    ...(authored.targets === undefined ? {} : { targets: list("targets") }),
    ...(authored.out === undefined ? {} : { out: resolve(root, authored.out) }),
    ...(catalog === undefined
      ? {}
      : { catalog: { value: resolve(root, catalog), span: spanAt(document, ["catalog"]) } }),
    homes: Object.entries(authored.homes ?? {}).flatMap(([target, sources]) =>
      Object.entries(sources).map(([name, home]) => ({
        target,
        source: name,
        home: { value: home, span: spanAt(document, ["homes", target, name]) },
      })),
    ),
    forms: new Map(
      Object.entries(authored.forms ?? {}).map(([target, value]) => [
        target,
        { value, span: spanAt(document, ["forms", target]) },
      ]),
    ),
    accept: list("accept"),
    require: list("require"),
    ...(source === undefined ? {} : { source: { value: source, span: spanAt(document, ["source"]) } }),
    comments: authored.comments ?? false,
    app: authored.app ?? {},
    coverage: authored.coverage ?? false,
  };
}
