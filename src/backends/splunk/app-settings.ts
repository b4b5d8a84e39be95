import type { TargetProfile } from "../../target/profile.js";
import {
  mapListSetting,
  mapSetting,
  numberSetting,
  textListSetting,
  textSetting,
} from "../../target/settings.js";

/** What `targets/splunk/target.yml` says of the app that detc writes. */
export interface AppSettings {
  readonly label: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly author: string;
  readonly version: string;
  /** What is put before the description, by status. */
  readonly notices: ReadonlyMap<string, string>;
  readonly dataModels: readonly string[];
  readonly technologies: readonly { readonly contains: string; readonly names: readonly string[] }[];
  readonly controls: {
    readonly nist: { readonly ttp: string; readonly other: string };
    readonly cis: { readonly network: string; readonly other: string };
  };
  readonly longestStanzaName: number;
}

/** The app's settings out of the target's profile. */
export function appSettings(profile: TargetProfile): AppSettings {
  const { settings } = profile;
  const app = mapSetting(settings, "app");
  const notices = mapSetting(settings, "notices");
  const controls = mapSetting(settings, "controls");
  const nist = mapSetting(controls, "nist");
  const cis = mapSetting(controls, "cis");
  return {
    label: textSetting(app, "label"),
    id: textSetting(app, "id"),
    title: textSetting(app, "title"),
    description: textSetting(app, "description"),
    author: textSetting(app, "author"),
    version: textSetting(app, "version"),
    notices: new Map(Object.keys(notices).map((status) => [status, textSetting(notices, status)])),
    dataModels: textListSetting(settings, "data_models"),
    technologies: mapListSetting(settings, "technologies").map((technology) => ({
      contains: textSetting(technology, "contains"),
      names: textListSetting(technology, "names"),
    })),
    controls: {
      nist: { ttp: textSetting(nist, "ttp"), other: textSetting(nist, "other") },
      cis: { network: textSetting(cis, "network"), other: textSetting(cis, "other") },
    },
    longestStanzaName: numberSetting(settings, "longest_stanza_name"),
  };
}

/** The data models that a search names, in the order of the list. */
export function dataModelsIn(search: string, app: AppSettings): readonly string[] {
  return app.dataModels.filter((model) => search.includes(model));
}

/** The products whose data a search reads, as far as its text tells. */
export function technologiesIn(search: string, app: AppSettings): readonly string[] {
  const names = app.technologies.flatMap((technology) =>
    search.includes(technology.contains) ? technology.names : [],
  );
  return [...new Set(names)].sort();
}
