import type { Archive, Artifact, ReleaseSettings } from "../../target/backend.js";
import type { TargetProfile } from "../../target/profile.js";
import { appSettings, type AppSettings } from "./app-settings.js";
import { appStanzas } from "./app-files.js";
import { printConf, type Stanza } from "./conf.js";

/**
 * An app as Splunk installs it: one folder named as the app's id, with `default/`, `metadata/` and `lookups/`, and
 * nothing that only a running instance writes (`local/`).
 * https://dev.splunk.com/enterprise/docs/releaseapps/appinspect/
 */
export function splunkArchive(
  artifacts: readonly Artifact[],
  release: ReleaseSettings,
  profile: TargetProfile,
): Archive {
  const app = { ...appSettings(profile), version: release.version };
  const made = [
    { path: "splunk/default/app.conf", text: printConf(appStanzas(app)) },
    { path: "splunk/metadata/default.meta", text: printConf(permissions) },
    { path: "splunk/app.manifest", text: `${JSON.stringify(manifestOf(app), undefined, 2)}\n` },
  ];
  const replaced = new Set(made.map(({ path }) => path));
  return {
    name: `${app.id}-${release.version}.tgz`,
    files: [...artifacts.filter(({ path }) => !replaced.has(path)), ...made].map(({ path, text }) => ({
      path: path.replace(/^splunk\//, `${app.id}/`),
      text,
    })),
  };
}

/** Everyone reads the content, administrators (in Splunk Cloud those are `sc_admin`) change it, other apps see it. */
const permissions: readonly Stanza[] = [
  {
    name: "",
    settings: [
      ["access", "read : [ * ], write : [ admin, sc_admin ]"],
      ["export", "system"],
    ],
  },
];

/** https://dev.splunk.com/enterprise/reference/packagingtoolkit/pkgtoolkitappmanifest/ */
function manifestOf(app: AppSettings) {
  return {
    schemaVersion: "1.0.0",
    info: {
      title: app.title,
      id: { group: null, name: app.id, version: app.version },
      author: [{ name: app.author, email: null, company: null }],
      releaseDate: null,
      description: app.description,
      classification: { intendedAudience: null, categories: [], developmentStatus: null },
      commonInformationModels: null,
      license: { name: null, text: null, uri: null },
      privacyPolicy: { name: null, text: null, uri: null },
      releaseNotes: { name: null, text: null, uri: null },
    },
    dependencies: null,
    tasks: null,
    inputGroups: null,
    incompatibleApps: null,
    platformRequirements: null,
  };
}
