import { existsSync, statSync } from "node:fs";
import { relative } from "node:path";
import { targets as allTargets } from "../backends/index.js";
import type { Compiler } from "../compile.js";
import type { ConfiguredTarget } from "../target/configured-target.js";
import { emptySpan } from "../content/content-file.js";
import { loadConfiguration, type Configuration } from "../content/load-configuration.js";
import { loadContent } from "../content/load-content.js";
import { withShippedLookups } from "../content/shipped-tables.js";
import type { ContentMemory } from "../content/content-memory.js";
import type { Content } from "../content/model.js";
import { loadTargets, type CatalogFolder, type LoadedTargets } from "../content/load-targets.js";
import type { Detection, Located } from "../detection/detection.js";
import { buildDiagnostics } from "../diagnostics/codes/build.js";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/source-text.js";
import type { Target } from "../target/backend.js";
import { differences } from "../target/difference.js";
import { nameSource } from "../target/name-source.js";
import type { TargetProfile } from "../target/profile.js";

export interface ProjectOptions {
  readonly root: string;
  /** Targets named on the command line; they win over those of detc.yml. */
  readonly targets?: readonly string[];
  /** Whether the content is read; without it there are no macros and lookups. */
  readonly content?: boolean;
  /** The log source of searches that name none; it wins over that of detc.yml. */
  readonly source?: string;
  /** What is known from the run before. */
  readonly memory?: {
    readonly content: ContentMemory;
    targets(catalog: CatalogFolder | undefined): Promise<LoadedTargets>;
  };
}

/** A content repository with its settings, ready to compile. */
export interface Project {
  readonly configuration: Configuration;
  readonly compiler: Compiler;
  /** What is known of every target, by its id. */
  readonly profiles: ReadonlyMap<string, TargetProfile>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads content, settings and targets. Without a project, the diagnostics say what is wrong with the settings: nothing
 * can be compiled with settings that are not what was meant.
 */
export async function loadProject(
  options: ProjectOptions,
): Promise<{ readonly project?: Project; readonly diagnostics: readonly Diagnostic[] }> {
  const { root } = options;
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true)
    return { diagnostics: [buildDiagnostics["no-such-folder"](emptySpan(root), { folder: root })] };
  const { configuration, diagnostics: problems } = loadConfiguration(root);
  if (configuration === undefined) return { diagnostics: problems };
  const { catalog } = configuration;
  if (catalog !== undefined && !existsSync(catalog.value))
    return { diagnostics: [buildDiagnostics["catalog-missing"](catalog.span, { folder: catalog.value })] };

  const folder =
    catalog === undefined ? undefined : { path: catalog.value, shownAs: relative(root, catalog.value) };
  const loaded = await (options.memory?.targets(folder) ?? loadTargets(folder));
  const chosen = chosenTargets(options.targets, configuration);
  const source = chosenSource(options.source, configuration);
  const named = source === undefined ? undefined : nameSource(source.value, loaded.catalog, loaded.profiles);
  const mistakes = [
    ...problems,
    ...loaded.diagnostics,
    ...unknownTargets([...chosen, ...configuration.require]),
    ...unknownHomes(configuration, loaded),
    ...unknownForms([...configuration.forms]),
    ...unknownDifferences(configuration),
    ...(source === undefined || named !== undefined ? [] : [unknownSource(source, loaded)]),
  ];
  if (hasErrors(mistakes)) return { diagnostics: mistakes };

  const own = options.content === false ? emptyContent : await loadContent(root, options.memory?.content);
  const content = withShippedLookups(own, loaded.catalog.lookups?.values() ?? []);
  const diagnostics = [...mistakes, ...content.diagnostics, ...unknownChoices(content.detections)];
  const project: Project = {
    configuration,
    compiler: {
      content,
      catalog: named?.catalog ?? loaded.catalog,
      targets: allTargets
        .filter(({ id }) => chosen.some(({ value }) => value === id))
        .map((target) => configuredTarget(target, configuration, named?.profiles ?? loaded.profiles)),
      ...(named === undefined ? {} : { defaultSource: named.source }),
      ...(named?.events === undefined ? {} : { defaultEvents: named.events }),
    },
    profiles: named?.profiles ?? loaded.profiles,
    diagnostics,
  };
  return { project, diagnostics };
}

const emptyContent: Content = {
  detections: [],
  macros: new Map(),
  lookups: new Map(),
  dataSources: new Map(),
  stories: new Map(),
  baselines: [],
  diagnostics: [],
};

const targetIds = allTargets.map(({ id }) => id);

function chosenTargets(
  named: readonly string[] | undefined,
  { targets }: Configuration,
): readonly Located<string>[] {
  if (named !== undefined) return named.map((value) => ({ value, span: emptySpan("--target") }));
  return targets ?? targetIds.map((value) => ({ value, span: emptySpan("--target") }));
}

function chosenSource(named: string | undefined, { source }: Configuration): Located<string> | undefined {
  return named === undefined ? source : { value: named, span: emptySpan("--source") };
}

function configuredTarget(
  target: Target,
  { homes, forms, accept, comments, app }: Configuration,
  profiles: ReadonlyMap<string, TargetProfile>,
): ConfiguredTarget {
  const form = forms.get(target.id)?.value;
  return {
    target,
    profile: withApp(profileOf(target.id, profiles), app),
    settings: {
      homes: new Map(
        homes.filter((home) => home.target === target.id).map(({ source, home }) => [source, home.value]),
      ),
      accept: new Set(accept.map(({ value }) => value)),
      comments,
      ...(form === undefined ? {} : { form }),
    },
  };
}

/** A product that takes an app has settings for it, and those of detc.yml come first. */
function withApp(profile: TargetProfile, app: Configuration["app"]): TargetProfile {
  const own = profile.settings["app"];
  return typeof own === "object" && own !== null && Object.keys(app).length > 0
    ? { ...profile, settings: { ...profile.settings, app: { ...own, ...app } } }
    : profile;
}

function profileOf(id: string, profiles: ReadonlyMap<string, TargetProfile>): TargetProfile {
  const profile = profiles.get(id);
  if (profile === undefined) throw new Error(`the package has no folder targets/${id}`);
  return profile;
}

function unknownTargets(names: readonly Located<string>[]): readonly Diagnostic[] {
  return names
    .filter(({ value }) => !targetIds.includes(value))
    .map(({ value, span }) => unknownTarget(value, span));
}

function unknownTarget(name: string, span: Span): Diagnostic {
  return buildDiagnostics["unknown-target"](span, { name, known: targetIds });
}

function unknownSource({ value, span }: Located<string>, { catalog }: LoadedTargets): Diagnostic {
  return buildDiagnostics["unknown-source"](span, { name: value, known: [...catalog.sources.keys()] });
}

function unknownHomes({ homes }: Configuration, loaded: LoadedTargets): readonly Diagnostic[] {
  return homes.flatMap(({ target, source, home }) => {
    if (!targetIds.includes(target)) return [unknownTarget(target, home.span)];
    if (!loaded.catalog.sources.has(source))
      return [unknownSource({ value: source, span: home.span }, loaded)];
    const known = [...(loaded.profiles.get(target)?.sources.get(source)?.homes.keys() ?? [])];
    return known.includes(home.value)
      ? []
      : [buildDiagnostics["unknown-home"](home.span, { name: home.value, source, target, known })];
  });
}

function unknownForms(
  forms: readonly (readonly [target: string, form: Located<string>])[],
): readonly Diagnostic[] {
  return forms.flatMap(([id, { value, span }]) => {
    const target = allTargets.find((each) => each.id === id);
    if (target === undefined) return [unknownTarget(id, span)];
    const known = target.forms ?? [];
    return known.includes(value)
      ? []
      : [buildDiagnostics["unknown-form"](span, { name: value, target: id, known })];
  });
}

function unknownDifferences({ accept }: Configuration): readonly Diagnostic[] {
  return accept
    .filter(({ value }) => !differences.includes(value))
    .map(({ value, span }) =>
      buildDiagnostics["unknown-difference"](span, { name: value, known: differences }),
    );
}

/** Targets that detections skip or require. */
function unknownChoices(detections: readonly Detection[]): readonly Diagnostic[] {
  return detections.flatMap(({ targets: { skip, require, forms } }) => [
    ...skip
      .filter(({ target }) => !targetIds.includes(target))
      .map(({ target, span }) => unknownTarget(target, span)),
    ...unknownTargets(require),
    ...unknownForms([...(forms ?? [])]),
  ]);
}
