import type { Content, LookupTable, Macro, Story } from "../../content/model.js";
import type { Detection } from "../../detection/detection.js";
import { technologiesIn, type AppSettings } from "./app-settings.js";
import { present, type Stanza } from "./conf.js";
import { settingJson } from "./json.js";
import { mappings, savedSearchName } from "./saved-search.js";

/** Every macro of the content, and the filter macro of each detection that has none of its own. */
export function macroStanzas(content: Content, detections: readonly Detection[]): readonly Stanza[] {
  const written = [...content.macros.values()].flat().map(macroStanza);
  const defaults = detections
    .map(({ stem }) => `${stem}_filter`)
    .filter((name) => !content.macros.has(name))
    .map((name) => ({
      name,
      settings: present([
        ["definition", "search *"],
        ["description", "Update this macro to limit the output results to filter out false positives."],
      ]),
    }));
  return byName([...written, ...defaults]);
}

function macroStanza(macro: Macro): Stanza {
  const { arguments: parameters } = macro;
  return {
    name: parameters.length === 0 ? macro.name : `${macro.name}(${parameters.length})`,
    settings: present([
      parameters.length === 0 ? undefined : ["args", parameters.join(", ")],
      ["definition", macro.definition.text],
      macro.isEval ? ["iseval", "1"] : undefined,
      macro.validation === undefined ? undefined : ["validation", macro.validation],
      macro.errorMessage === undefined ? undefined : ["errormsg", macro.errorMessage],
      ["description", macro.description],
    ]),
  };
}

/** How Splunk is to read each lookup. */
export function lookupStanzas(content: Content): readonly Stanza[] {
  return byName(
    [...content.lookups.values()]
      .filter(({ kind, app }) => kind !== "mlmodel" && app === undefined)
      .map(lookupStanza),
  );
}

function lookupStanza(lookup: LookupTable): Stanza {
  const matchTypes = [...lookup.matchTypes].map(([column, type]) => `${type.toUpperCase()}(${column})`);
  return {
    name: lookup.name,
    settings: present([
      ...(lookup.kind === "kvstore"
        ? ([
            ["collection", lookup.collection ?? lookup.name],
            ["external_type", "kvstore"],
          ] as const)
        : ([["filename", lookupFileName(lookup)]] as const)),
      lookup.defaultMatch === undefined ? undefined : ["default_match", lookup.defaultMatch],
      lookup.statesCase === false
        ? undefined
        : ["case_sensitive_match", lookup.caseSensitive ? "true" : "false"],
      ["# description", lookup.description],
      matchTypes.length === 0 ? undefined : ["match_type", matchTypes.join(", ")],
      lookup.maxMatches === undefined ? undefined : ["max_matches", String(lookup.maxMatches)],
      lookup.minMatches === 0 ? undefined : ["min_matches", String(lookup.minMatches)],
      lookup.kind === "kvstore" ? ["fields_list", lookup.columns.join(", ")] : undefined,
      lookup.filter === undefined ? undefined : ["filter", lookup.filter],
    ]),
  };
}

/** The file of a CSV lookup inside the app. */
export function lookupFileName(lookup: LookupTable): string {
  return lookup.csv?.path.split("/").at(-1) ?? `${lookup.name}.csv`;
}

export function collectionStanzas(content: Content): readonly Stanza[] {
  return byName(
    [...content.lookups.values()]
      .filter(({ kind, app }) => kind === "kvstore" && app === undefined)
      .map((lookup) => ({
        name: lookup.collection ?? lookup.name,
        settings: [
          ["enforceTypes", "false"],
          ["replicate", "false"],
        ] as const,
      })),
  );
}

/** The stories as Enterprise Security's use case library lists them. */
export function storyStanzas(
  content: Content,
  detections: readonly Detection[],
  app: AppSettings,
): readonly Stanza[] {
  return byName([...content.stories.values()].map((story) => storyEntry(story, detections, app)));
}

/** A detection as the use case library lists it. */
export function detectionEntry(detection: Detection, app: AppSettings): Stanza {
  const technologies = technologiesIn(detection.search.source.text, app);
  return {
    name: `savedsearch://${savedSearchName(detection, app)}`,
    settings: [
      ["type", "detection"],
      ["asset_type", detection.tags.assetType],
      ["confidence", "medium"],
      ["explanation", detection.description],
      ["how_to_implement", detection.howToImplement],
      ["annotations", settingJson(mappings(detection, app))],
      ["known_false_positives", detection.falsePositives],
      ["providing_technologies", technologies.length === 0 ? "null" : settingJson(technologies)],
    ],
  };
}

function storyEntry(story: Story, detections: readonly Detection[], app: AppSettings): Stanza {
  const [name = story.author, ...companies] = story.author.split(", ");
  const company = companies.length === 0 ? "no" : companies.join(", ");
  const searches = detections
    .filter(({ tags }) => tags.analyticStories.includes(story.name))
    .map((detection) => savedSearchName(detection, app));
  return {
    name: `analytic_story://${story.name}`,
    settings: present([
      story.categories[0] === undefined ? undefined : ["category", story.categories[0]],
      ["last_updated", story.date],
      ["version", String(story.version)],
      ["references", settingJson(story.references)],
      ["maintainers", settingJson([{ company, email: "-", name }])],
      ["spec_version", "3"],
      ["searches", settingJson(searches)],
      ["description", story.description],
      ["narrative", story.narrative],
    ]),
  };
}

function byName(stanzas: readonly Stanza[]): readonly Stanza[] {
  return [...stanzas].sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
}
