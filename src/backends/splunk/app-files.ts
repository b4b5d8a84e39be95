import type { AppSettings } from "./app-settings.js";
import type { Stanza } from "./conf.js";

/** The custom configuration files of Enterprise Security that Splunk has to reload without a restart. */
const reloaded = ["analyticstories", "correlationsearches", "savedsearches", "macros", "transforms"] as const;

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
    { name: "triggers", settings: reloaded.map((name) => [`reload.${name}`, "simple"] as const) },
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
  ];
}
