import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import {
  meaningOf,
  sourcesOf,
  unqualified,
  type EventKind,
  type LogSource,
  type SourceCatalog,
} from "../../plan/log-source.js";
import type { Span } from "../../source/source-text.js";
import type { Scope } from "../scope.js";
import type { LowerContext } from "../context.js";
import { suggest } from "../../diagnostics/suggest.js";

/** A data set of a data model, and the source that stands for it. */
export interface DataModel {
  readonly model: string;
  readonly dataset: string;
  readonly source: LogSource;
  /** What the constraint of the data set keeps of the source's events, where it is one below the root. */
  readonly kind?: EventKind;
}

/**
 * The source of `Model.Dataset`. A model named alone means its first data set, which the catalog spells as the model
 * or as `Model.Model`. A data set below the root is named without its path, as a model has no two of one name.
 */
export function dataModelSource(
  model: string,
  dataset: string | undefined,
  span: Span,
  context: LowerContext,
): DataModel | undefined {
  const { catalog } = context.options;
  const names = dataset === undefined ? [model, `${model}.${model}`] : [`${model}.${dataset}`];
  for (const name of names) {
    const meaning = meaningOf(catalog, "datamodel", name);
    if (meaning.kind !== "sources") continue;
    const [id, ...others] = sourcesOf(meaning.spellings);
    const source = id === undefined || others.length > 0 ? undefined : catalog.sources.get(id);
    if (source !== undefined) return { model, dataset: dataset ?? model, source };
  }
  const below = dataset === undefined ? undefined : dataSetBelow(model, dataset, catalog);
  if (below !== undefined) return below;
  const term = `datamodel=${dataset === undefined ? model : `${model}.${dataset}`}`;
  const spelled = catalog.spellings.filter(({ key }) => key === "datamodel").map(({ value }) => value);
  context.report(
    lowerDiagnostics["unknown-source"](span, { term, suggestion: suggest(names[0] ?? model, spelled) }),
  );
  return undefined;
}

function dataSetBelow(model: string, dataset: string, catalog: SourceCatalog): DataModel | undefined {
  for (const { key, value, source: id } of catalog.spellings) {
    const source = catalog.sources.get(id);
    if (key !== "datamodel" || source === undefined || value.split(".")[0] !== model) continue;
    for (const [path, kind] of source.children ?? [])
      if (path === dataset || path.endsWith(`.${dataset}`)) return { model, dataset, source, kind };
  }
  return undefined;
}

/** Fields of the event itself, which a data model has without the name of its data set. */
const unprefixed: ReadonlySet<string> = new Set([
  "_time",
  "host",
  "source",
  "sourcetype",
  "index",
  "nodename",
]);

/**
 * The field of the source that a name with the data set's prefix stands for: `Processes.dest` is `dest`, and the field
 * of a nested data set, `All_Changes.Instance_Changes.image_id`, is `image_id`. A name without the prefix is none of
 * the model's: `lower/field-of-other-dataset`.
 */
export function modelField(
  name: string,
  span: Span,
  { dataset, source }: DataModel,
  scope: Pick<Scope, "report">,
): string | undefined {
  const field = unqualified(source, name);
  if (field !== name || unprefixed.has(name)) return field;
  const last = name.split(".").at(-1) ?? name;
  const suggestion = source.fields.has(last) ? `${source.prefixes.at(-1) ?? dataset}.${last}` : undefined;
  scope.report(lowerDiagnostics["field-of-other-dataset"](span, { field: name, dataset, suggestion }));
  return undefined;
}
