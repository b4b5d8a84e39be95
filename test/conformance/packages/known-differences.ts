import type { Difference } from "./compare-apps.js";

/** Detections that detc leaves out of the app on purpose. */
export interface LeftOut {
  readonly deprecated: ReadonlySet<string>;
  readonly unreadable: ReadonlySet<string>;
}

interface KnownDifference {
  /** As `docs/packaging.md` lists it. */
  readonly reason: string;
  applies(difference: Difference, leftOut: LeftOut): boolean;
}

const filtersOf = (names: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...names].map((name) => `${name.toLowerCase().replaceAll(/[ \-./]/g, "_")}_filter`));

function isOf(names: ReadonlySet<string>, { file, stanza, key, ours }: Difference): boolean {
  if (key !== undefined || ours !== undefined) return false;
  if (file === "macros") return filtersOf(names).has(stanza);
  const name = /^(?:savedsearch:\/\/)?\w+ - (.*) - Rule$/.exec(stanza)?.[1];
  return name !== undefined && names.has(name);
}

const withoutBlanks = (text: string | undefined): string | undefined => text?.replaceAll(/,\s*/g, ",");

/** The differences that `docs/packaging.md` lists, each with its reason; what none of them covers is a mistake. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    reason: "deprecated detections are skipped",
    applies: (difference, { deprecated }) => isOf(deprecated, difference),
  },
  {
    reason: "a search that cannot be read",
    applies: (difference, { unreadable }) => isOf(unreadable, difference),
  },
  {
    reason: "a story lists only detections that are in the app, and each once",
    applies({ file, key, theirs, ours }, { deprecated, unreadable }) {
      if (file !== "analyticstories" || key !== "searches") return false;
      const isIn = (name: string): boolean => {
        const title = /^\w+ - (.*) - Rule$/.exec(name)?.[1] ?? "";
        return !deprecated.has(title) && !unreadable.has(title);
      };
      return JSON.stringify([...new Set(listOf(theirs))].filter(isIn)) === JSON.stringify(listOf(ours));
    },
  },
  {
    reason: "another notice before the description of an experimental detection",
    applies({ key, theirs = "", ours = "" }) {
      if (key !== "description") return false;
      const described = ours.replace(/^This detection is experimental, [^.]*\. /, "");
      return /\*\*EXPERIMENTAL\*\*/.test(theirs) && described !== ours && theirs.endsWith(described);
    },
  },
  {
    reason: "`data_source` or `cve` out of the misspelt keys `data_sources` and `CVE`",
    applies({ key, theirs, ours }) {
      if (key !== "action.correlationsearch.annotations") return false;
      const rest = (text = "{}"): string => {
        const { data_source: _sources, cve: _cve, ...others } = JSON.parse(text) as Record<string, unknown>;
        return JSON.stringify(others);
      };
      return rest(theirs) === rest(ours);
    },
  },
  {
    reason: "data models of a baseline out of its search, not out of the key `datamodel`",
    applies: ({ key, stanza }) => key === "action.escu.data_models" && !stanza.endsWith(" - Rule"),
  },
  {
    reason: "a blank after each comma",
    applies: ({ key = "", theirs, ours }) =>
      ["fields_list", "match_type"].includes(key) && withoutBlanks(theirs) === withoutBlanks(ours),
  },
  {
    reason: "`max_matches` that contentctl leaves out",
    applies: ({ key, theirs }) => key === "max_matches" && theirs === undefined,
  },
  {
    reason: "contentctl writes a slash behind a bare host",
    applies({ key, theirs, ours }) {
      const slashed = (text: string | undefined) => listOf(text).map((url) => url.replace(/\/$/, ""));
      return key === "references" && JSON.stringify(slashed(theirs)) === JSON.stringify(slashed(ours));
    },
  },
  {
    reason: "lookups that contentctl makes itself, and models of the machine learning toolkit",
    applies: ({ file, stanza, ours }) =>
      (file === "transforms" || file === "lookups") &&
      ours === undefined &&
      /^(?:mitre_enrichment|data_sources|__mlspl_.*?)(?:\.csv|\.mlmodel)?$/.test(stanza),
  },
  {
    reason: "no clock, no pages, only what is in the app, and its id, in app.conf",
    applies: ({ file, stanza, key, theirs }) =>
      file === "app" &&
      (key === undefined
        ? stanza === "id" && theirs === undefined
        : /^(?:build|is_visible|reload\..*)$/.test(key)),
  },
];

/** The reason of a difference, if it is a known one. */
export function reasonOf(difference: Difference, leftOut: LeftOut): string | undefined {
  return knownDifferences.find((known) => known.applies(difference, leftOut))?.reason;
}

function listOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : (JSON.parse(text) as readonly string[]);
}
