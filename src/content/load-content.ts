import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  defaultDeployment,
  deploymentOver,
  noAlertAction,
  type AuthoredDeployment,
  type Deployment,
  type DeploymentType,
} from "../detection/deployment.js";
import type { AuthoredDetection } from "../detection/authored-detection.js";
import type { Detection } from "../detection/detection.js";
import { toDetection } from "../detection/to-detection.js";
import { contentDiagnostics } from "../diagnostics/codes/content.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { parseYaml } from "../yaml/parse-yaml.js";
import { spanAt, type YamlDocument } from "../yaml/yaml-node.js";
import type { SourceText } from "../source/source-text.js";
import { ContentMemory, type RememberedFile } from "./content-memory.js";
import { emptySpan, findContentFiles, stemOf, type ContentFile, type ContentKind } from "./content-file.js";
import { withFilledTables } from "./filled-tables.js";
import { toBaseline, type AuthoredBaseline } from "./kinds/baseline.js";
import { toDataSource, type AuthoredDataSource } from "./kinds/data-source.js";
import { toLookup, type AuthoredLookup } from "./kinds/lookup.js";
import { toMacro, type AuthoredMacro } from "./kinds/macro.js";
import { toStory, type AuthoredStory } from "./kinds/story.js";
import type { Baseline, Content, DataSource, LookupTable, Macro, Story } from "./model.js";
import { largestCsv, largestYaml, readTextFile } from "./read-file.js";
import { checkDocument } from "./schema-check.js";
import { findDuplicates, type Identity } from "./uniqueness.js";

/**
 * Loads a content repository as it is: the folders of ESCU under `root` or under `root/detections`.
 *
 * What is wrong with a file is in `diagnostics`, and the file is left out; so are all that share an id or a name that
 * has to be unique. Nothing is thrown for content. What `memory` holds of unchanged files is not read again.
 */
export async function loadContent(
  root: string,
  memory: ContentMemory = new ContentMemory(),
): Promise<Content> {
  const loader = new ContentLoader(resolve(root), memory);
  return Promise.resolve(loader.load(root));
}

class ContentLoader {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #identities: Identity[] = [];
  readonly #root: string;
  readonly #memory: ContentMemory;

  constructor(root: string, memory: ContentMemory) {
    this.#root = root;
    this.#memory = memory;
  }

  load(shownRoot: string): Content {
    const { files, diagnostics } = findContentFiles(this.#root);
    this.#diagnostics.push(...diagnostics);
    const of = (kind: ContentKind): readonly ContentFile[] => files.filter((file) => file.kind === kind);

    const deployments = this.#deployments(of("deployment"));
    const schedules = createHash("sha256")
      .update(JSON.stringify([...deployments]))
      .digest("hex");
    const detections = this.#detections(of("detection"), deployments, schedules);
    const macros = this.#macros(of("macro"));
    const lookups = this.#read<AuthoredLookup, LookupTable>(
      of("lookup"),
      (document, authored, file, report) => {
        const { lookup, diagnostics: problems } = toLookup(document, authored, file);
        report(problems);
        return lookup;
      },
      tablesOf(of("lookup")),
    );
    const dataSources = this.#read<AuthoredDataSource, DataSource>(of("data-source"), toDataSource, "");
    const stories = this.#read<AuthoredStory, Story>(of("story"), toStory, "");
    const baselines = this.#read<AuthoredBaseline, Baseline>(
      of("baseline"),
      (document, authored) =>
        toBaseline(document, authored, deploymentFor(deployments, "Baseline", document)),
      schedules,
    );

    const { ambiguous, diagnostics: duplicates } = findDuplicates(this.#identities);
    this.#diagnostics.push(...duplicates);
    const unique = <Item>(items: readonly Loaded<Item>[]): readonly Item[] =>
      items.filter(({ identity }) => !ambiguous.has(identity)).map(({ item }) => item);
    if (of("detection").length === 0)
      this.#diagnostics.push(contentDiagnostics["no-detections"](emptySpan(shownRoot), { root: shownRoot }));
    return {
      detections: unique(detections),
      macros: groupByName(unique(macros)),
      lookups: byName(withFilledTables(unique(lookups), unique(baselines))),
      dataSources: byName(unique(dataSources)),
      stories: byName(unique(stories)),
      baselines: unique(baselines),
      diagnostics: this.#diagnostics,
    };
  }

  #deployments(files: readonly ContentFile[]): ReadonlyMap<DeploymentType, Deployment> {
    const deployments = this.#read<AuthoredDeployment & { readonly type: DeploymentType }, Deployment>(
      files,
      (document, authored) => {
        const { schedule } = defaultDeployment(authored.type, spanAt(document, ["type"]));
        const base = { type: authored.type, schedule, alertAction: noAlertAction() };
        return deploymentOver(base, authored, document, []);
      },
      "",
    );
    return new Map(deployments.map(({ item }) => [item.type, item]));
  }

  #detections(
    files: readonly ContentFile[],
    deployments: ReadonlyMap<DeploymentType, Deployment>,
    schedules: string,
  ): readonly Loaded<Detection>[] {
    return this.#read<AuthoredDetection, Detection>(
      files,
      (document, authored, { category, name }) =>
        toDetection(document, authored, deploymentFor(deployments, authored.type, document), {
          category,
          stem: stemOf(name),
        }),
      schedules,
    );
  }

  #macros(files: readonly ContentFile[]): readonly Loaded<Macro>[] {
    return this.#read<AuthoredMacro, Macro>(files, toMacro, "");
  }

  /**
   * Reads, parses and checks files of one kind; those with an error are reported and left out. `context` stands for
   * what the result depends on beside the file.
   */
  #read<Authored, Item extends object>(
    files: readonly ContentFile[],
    make: (
      document: YamlDocument,
      authored: Authored,
      file: ContentFile,
      report: (problems: readonly Diagnostic[]) => void,
    ) => Item | undefined,
    context: string,
  ): readonly Loaded<Item>[] {
    const loaded: Loaded<Item>[] = [];
    for (const place of files) {
      const { file, diagnostic } = readTextFile(place.location, place.name, largestYaml);
      if (diagnostic !== undefined) this.#diagnostics.push(diagnostic);
      if (file === undefined) continue;
      const known = this.#memory.recall(place.name, file.text, context);
      const result = known ?? readContentFile(place, file, make, context);
      if (known === undefined) this.#memory.remember(place.name, result);
      this.#diagnostics.push(...result.diagnostics);
      if (result.identity === undefined) continue;
      this.#identities.push(result.identity);
      const { item } = result;
      // Only this function put it there, for a file of the same name, and a name has one kind.
      if (item !== undefined) loaded.push({ item: item as Item, identity: result.identity });
    }
    return loaded;
  }
}

function readContentFile<Authored, Item extends object>(
  place: ContentFile,
  file: SourceText,
  make: (
    document: YamlDocument,
    authored: Authored,
    file: ContentFile,
    report: (problems: readonly Diagnostic[]) => void,
  ) => Item | undefined,
  context: string,
): RememberedFile {
  const { document, diagnostics } = parseYaml(file);
  if (document === undefined) return { file, context, diagnostics };
  const identity = identityOf(document, place.kind);
  const checked = checkDocument<Authored>(document, place.kind);
  const all = [...diagnostics, ...checked.diagnostics];
  const item =
    checked.value === undefined
      ? undefined
      : make(document, checked.value, place, (problems) => all.push(...problems));
  return { file, context, identity, diagnostics: all, ...(item === undefined ? {} : { item }) };
}

/** Stands for the CSV files beside lookups. */
function tablesOf(files: readonly ContentFile[]): string {
  const hash = createHash("sha256");
  for (const folder of new Set(files.map(({ location }) => dirname(location))))
    for (const name of readdirSync(folder).sort()) {
      if (/\.ya?ml$/i.test(name)) continue;
      const { file, diagnostic } = readTextFile(join(folder, name), name, largestCsv);
      hash.update(JSON.stringify([folder, name, diagnostic?.code])).update(file?.text ?? "");
    }
  return hash.digest("hex");
}

interface Loaded<Item> {
  readonly item: Item;
  readonly identity: Identity;
}

function identityOf(document: YamlDocument, kind: ContentKind): Identity {
  const value: { readonly name?: unknown; readonly id?: unknown; readonly arguments?: unknown } =
    typeof document.value === "object" && document.value !== null ? document.value : {};
  return {
    kind,
    name: typeof value.name === "string" ? value.name : document.file.name,
    nameSpan: spanAt(document, ["name"]),
    idSpan: spanAt(document, ["id"]),
    ...(typeof value.id === "string" ? { id: value.id } : {}),
    ...(kind === "macro" ? { arguments: Array.isArray(value.arguments) ? value.arguments.length : 0 } : {}),
  };
}

function deploymentFor(
  deployments: ReadonlyMap<DeploymentType, Deployment>,
  type: DeploymentType,
  document: YamlDocument,
): Deployment {
  return deployments.get(type) ?? defaultDeployment(type, spanAt(document, ["type"]));
}

function byName<Item extends { readonly name: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.name, item]));
}

function groupByName(macros: readonly Macro[]): ReadonlyMap<string, readonly Macro[]> {
  const groups = new Map<string, readonly Macro[]>();
  for (const macro of macros) groups.set(macro.name, [...(groups.get(macro.name) ?? []), macro]);
  return groups;
}
