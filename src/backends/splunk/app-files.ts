import type { AppSettings } from "./app-settings.js";
import type { Stanza } from "./conf.js";

/**
 * The configuration file of the app that Splunk itself does not know: it has to be told to reload it without a restart
 * and to replicate it in a cluster. https://dev.splunk.com/enterprise/reference/appinspect/appinspectcheck/
 */
const custom = "analyticstories";

/** The app's own description, without a build number: the same content gives the same bytes. */
export function appStanzas(app: AppSettings): readonly Stanza[] {
  return [
    {
      name: "install",
      settings: [
        ["is_configured", "false"],
        ["state", "enabled"],
        ["state_change_requires_restart", "false"],
      ],
    },
    { name: "triggers", settings: [[`reload.${custom}`, "simple"]] },
    {
      name: "launcher",
      settings: [
        ["author", app.author],
        ["version", app.version],
        ["description", app.description],
      ],
    },
    {
      name: "ui",
      settings: [
        ["is_visible", "false"],
        ["label", app.title],
      ],
    },
    { name: "package", settings: [["id", app.id]] },
    {
      name: "id",
      settings: [
        ["name", app.id],
        ["version", app.version],
      ],
    },
  ];
}

/** What the members of a cluster of search heads replicate. */
export const clusterStanzas: readonly Stanza[] = [
  { name: "shclustering", settings: [[`conf_replication_include.${custom}`, "true"]] },
];
