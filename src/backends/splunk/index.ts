import { splunkArchive } from "./archive.js";
import type { Content } from "../../content/model.js";
import type { Detection } from "../../detection/detection.js";
import { splunkDiagnostics } from "../../diagnostics/codes/splunk.js";
import {
  entriesOf,
  type Artifact,
  type BackendContext,
  type CompiledDetection,
  type Target,
} from "../../target/backend.js";
import type { TargetProfile } from "../../target/profile.js";
import { appStanzas, clusterStanzas } from "./app-files.js";
import { appSettings } from "./app-settings.js";
import { baselineSearch } from "./baseline-search.js";
import { isStanzaName, joinStanzas, printConf, printStanza, type Stanza } from "./conf.js";
import {
  collectionStanzas,
  detectionEntry,
  lookupFileName,
  lookupStanzas,
  macroStanzas,
  storyStanzas,
} from "./content-files.js";
import { savedSearch, savedSearchName } from "./saved-search.js";

const searchesPath = "splunk/default/savedsearches.conf";
const storiesPath = "splunk/default/analyticstories.conf";

/**
 * Splunk Enterprise Security: an app whose saved searches hold the searches as they were written, with their macros.
 * https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf
 */
export const splunk: Target = {
  id: "splunk",
  languages: [],
  authored: {
    language: "spl",
    compile(detection, context) {
      if (!checkName(detection, context)) return undefined;
      return {
        language: "spl",
        text: detection.search.source.text,
        fidelity: "source",
        bindings: [],
        output: [],
      };
    },
  },
  wrap(detection, _query, context) {
    const app = appSettings(context.profile);
    return [
      { kind: "entry", path: searchesPath, text: printStanza(savedSearch(detection, app)) },
      { kind: "entry", path: storiesPath, text: printStanza(detectionEntry(detection, app)) },
    ];
  },
  bundle,
  archive: splunkArchive,
};

/** Whether the detection can have a stanza at all; a name that is merely long is reported and kept. */
function checkName(detection: Detection, context: BackendContext): boolean {
  const app = appSettings(context.profile);
  const name = savedSearchName(detection, app);
  const place = { source: detection.file, start: 0, end: 0 };
  if (!isStanzaName(name)) {
    context.report(splunkDiagnostics["unsafe-name"](place, { name: detection.name }));
    return false;
  }
  if (name.length > app.longestStanzaName)
    context.report(
      splunkDiagnostics["name-too-long"](place, { length: name.length, longest: app.longestStanzaName }),
    );
  return true;
}

function bundle(
  compiled: readonly CompiledDetection[],
  content: Content,
  profile: TargetProfile,
): readonly Artifact[] {
  const app = appSettings(profile);
  const detections = compiled.map(({ detection }) => detection);
  const file = (name: string, stanzas: readonly Stanza[]): Artifact => ({
    path: `splunk/default/${name}.conf`,
    kind: "configuration",
    text: printConf(stanzas),
    detections: [],
  });
  /** A file that has an entry of each detection, and then stanzas of other content. */
  const withEntries = (path: string, others: readonly Stanza[]): Artifact => {
    const entries = entriesOf(compiled, path);
    return {
      path,
      kind: "configuration",
      text: joinStanzas([...entries.texts, ...others.map(printStanza)]),
      detections: entries.detections,
    };
  };
  return [
    file("app", appStanzas(app)),
    file("server", clusterStanzas),
    withEntries(
      searchesPath,
      content.baselines.map((baseline) => baselineSearch(baseline, app)),
    ),
    file("macros", macroStanzas(content, detections)),
    file("transforms", lookupStanzas(content)),
    file("collections", collectionStanzas(content)),
    withEntries(storiesPath, storyStanzas(content, detections, app)),
    ...lookupFiles(content),
  ];
}

function lookupFiles(content: Content): readonly Artifact[] {
  return [...content.lookups.values()].flatMap((lookup) =>
    lookup.csv === undefined
      ? []
      : [
          {
            path: `splunk/lookups/${lookupFileName(lookup)}`,
            kind: "lookup" as const,
            text: lookup.csv.text,
            detections: [],
          },
        ],
  );
}
