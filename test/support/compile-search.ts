import type { Compiler } from "../../src/compile.js";
import { understand } from "../../src/compile.js";
import { loadTargets } from "../../src/content/load-targets.js";
import { withShippedLookups } from "../../src/content/shipped-tables.js";
import type { Content } from "../../src/content/model.js";
import type { Detection } from "../../src/detection/detection.js";
import type { Artifact, CompiledQuery, Target } from "../../src/target/backend.js";
import { compileForTarget } from "../../src/target/compile-for-target.js";
import type { SourceText } from "../../src/source/source-text.js";

/** What became of a search: its query with the files around it, or the codes and messages that refuse it. */
export type CompiledSearch =
  | {
      readonly status: "compiled";
      readonly query: CompiledQuery;
      readonly artifacts: readonly Artifact[];
      /** Codes and messages that do not refuse it. */
      readonly notes: readonly string[];
    }
  | { readonly status: "refused"; readonly reasons: readonly string[] };

export interface SearchOptions {
  /** The log source of a search that names none. */
  readonly source?: string;
  /** The home of a log source, by the source's id. */
  readonly homes?: Readonly<Record<string, string>>;
  readonly accept?: readonly string[];
  /** The form of the target's rule. */
  readonly form?: string;
  /** Whether stages say what they come from. */
  readonly comments?: boolean;
  readonly lookups?: Content["lookups"];
  /** What differs from a plain detection. */
  readonly detection?: Partial<Detection>;
}

const loaded = loadTargets();

export const emptyContent: Content = {
  detections: [],
  macros: new Map(),
  lookups: new Map(),
  dataSources: new Map(),
  stories: new Map(),
  baselines: [],
  diagnostics: [],
};

/** Compiles one search, as the search of a detection, for a target and its packaged catalog. */
export async function compileSearch(
  target: Target,
  search: string,
  options: SearchOptions = {},
): Promise<CompiledSearch> {
  const { catalog, profiles } = await loaded;
  const profile = profiles.get(target.id);
  if (profile === undefined) throw new Error(`there is no profile of ${target.id}`);
  const source: SourceText = { name: "search", text: search };
  const content = withShippedLookups(
    { ...emptyContent, lookups: options.lookups ?? emptyContent.lookups },
    catalog.lookups?.values() ?? [],
  );
  const compiler: Compiler = {
    content,
    catalog,
    targets: [],
    ...(options.source === undefined ? {} : { defaultSource: options.source }),
  };
  const understood = understand(source, compiler);
  const settings = {
    homes: new Map(Object.entries(options.homes ?? {})),
    accept: new Set(options.accept),
    comments: options.comments ?? false,
    ...(options.form === undefined ? {} : { form: options.form }),
  };
  const detection = { ...detectionOf(source), ...options.detection };
  const outcome = compileForTarget(detection, understood, { target, profile, settings }, content);
  if (outcome.status === "compiled")
    return {
      status: "compiled",
      query: outcome.query,
      artifacts: outcome.artifacts,
      notes: outcome.diagnostics.map(({ code, message }) => `${code}: ${message}`),
    };
  const errors = outcome.diagnostics.filter(({ severity }) => severity === "error");
  return { status: "refused", reasons: errors.map(({ code, message }) => `${code}: ${message}`) };
}

export function detectionOf(source: SourceText): Detection {
  const span = { source, start: 0, end: source.text.length };
  return {
    id: "7c1f3e0a-52a6-4d7b-9d0e-3b1c8f2a6d55",
    name: "Certificate Exported",
    version: 3,
    date: "2026-02-03",
    author: "Robin Example",
    status: "production",
    type: "TTP",
    description: "Finds the export of a certificate.",
    dataSources: ["Windows Event Log Security 4688"],
    search: { source, span },
    howToImplement: "Collect process creation.",
    falsePositives: "Backup jobs of administrators.",
    references: ["https://example.org/certificates"],
    drilldowns: [],
    risk: {
      message: "A certificate was exported on $dest$ by $user$.",
      objects: [
        { field: "dest", type: "system", score: 60, span },
        { field: "user", type: "user", score: 60, span },
      ],
      threats: [{ field: "process_name", type: "process_name", span }],
      score: 60,
      severity: "medium",
      format: "rba",
    },
    tags: {
      analyticStories: ["Certificate Services"],
      assetType: "Endpoint",
      cve: [],
      atomicGuids: [],
      techniques: [
        { value: "T1649", span },
        { value: "T1552.004", span },
      ],
      products: ["Splunk Enterprise"],
      securityDomain: "endpoint",
    },
    tests: [],
    schedule: { cron: "0 * * * *", earliest: "-70m@m", latest: "-10m@m", window: "auto", span },
    alertAction: { riskEnabled: true },
    enabledByDefault: false,
    targets: { skip: [], require: [] },
    file: source,
    path: "detections/endpoint/certificate_exported.yml",
    category: "endpoint",
    stem: "certificate_exported",
  };
}
