import { resolve } from "node:path";
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
import { emptySpan, findContentFiles, stemOf, type ContentFile, type ContentKind } from "./content-file.js";
import { toBaseline, type AuthoredBaseline } from "./kinds/baseline.js";
import { toDataSource, type AuthoredDataSource } from "./kinds/data-source.js";
import { toLookup, type AuthoredLookup } from "./kinds/lookup.js";
import { toMacro, type AuthoredMacro } from "./kinds/macro.js";
import { toStory, type AuthoredStory } from "./kinds/story.js";
import type { Baseline, Content, DataSource, LookupTable, Macro, Story } from "./model.js";
import { largestYaml, readTextFile } from "./read-file.js";
import { checkDocument } from "./schema-check.js";
import { findDuplicates, type Identity } from "./uniqueness.js";

/**
 * Loads a content repository as it is: the folders of ESCU under `root` or under `root/detections`.
 *
 * What is wrong with a file is in `diagnostics`, and the file is left out; so are all that share an id or a name that
 * has to be unique. Nothing is thrown for content.
 */
export async function loadContent(root: string): Promise<Content> {
  const loader = new ContentLoader(resolve(root));
  return Promise.resolve(loader.load(root));
}

class ContentLoader {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #identities: Identity[] = [];
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  load(shownRoot: string): Content {
    const { files, diagnostics } = findContentFiles(this.#root);
    this.#diagnostics.push(...diagnostics);
    const of = (kind: ContentKind): readonly ContentFile[] => files.filter((file) => file.kind === kind);

    const deployments = this.#deployments(of("deployment"));
    const detections = this.#detections(of("detection"), deployments);
    const macros = this.#macros(of("macro"));
    const lookups = this.#read<AuthoredLookup, LookupTable>(of("lookup"), (document, authored, file) => {
      const { lookup, diagnostics: problems } = toLookup(document, authored, file);
      this.#diagnostics.push(...problems);
      return lookup;
    });
    const dataSources = this.#read<AuthoredDataSource, DataSource>(of("data-source"), toDataSource);
    const stories = this.#read<AuthoredStory, Story>(of("story"), toStory);
    const baselines = this.#read<AuthoredBaseline, Baseline>(of("baseline"), (document, authored) =>
      toBaseline(document, authored, deploymentFor(deployments, "Baseline", document)),
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
      lookups: byName(unique(lookups)),
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
    );
    return new Map(deployments.map(({ item }) => [item.type, item]));
  }

  #detections(
    files: readonly ContentFile[],
    deployments: ReadonlyMap<DeploymentType, Deployment>,
  ): readonly Loaded<Detection>[] {
    return this.#read<AuthoredDetection, Detection>(files, (document, authored, { category, name }) =>
      toDetection(document, authored, deploymentFor(deployments, authored.type, document), {
        category,
        stem: stemOf(name),
      }),
    );
  }

  #macros(files: readonly ContentFile[]): readonly Loaded<Macro>[] {
    return this.#read<AuthoredMacro, Macro>(files, toMacro);
  }

  /** Reads, parses and checks files of one kind; those with an error are reported and left out. */
  #read<Authored, Item>(
    files: readonly ContentFile[],
    make: (document: YamlDocument, authored: Authored, file: ContentFile) => Item | undefined,
  ): readonly Loaded<Item>[] {
    const loaded: Loaded<Item>[] = [];
    for (const file of files) {
      const document = this.#document(file);
      if (document === undefined) continue;
      const identity = identityOf(document, file.kind);
      this.#identities.push(identity);
      const { value, diagnostics } = checkDocument<Authored>(document, file.kind);
      this.#diagnostics.push(...diagnostics);
      const item = value === undefined ? undefined : make(document, value, file);
      if (item !== undefined) loaded.push({ item, identity });
    }
    return loaded;
  }

  #document({ location, name }: ContentFile): YamlDocument | undefined {
    const { file, diagnostic } = readTextFile(location, name, largestYaml);
    if (diagnostic !== undefined) this.#diagnostics.push(diagnostic);
    if (file === undefined) return undefined;
    const { document, diagnostics } = parseYaml(file);
    this.#diagnostics.push(...diagnostics);
    return document;
  }
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
