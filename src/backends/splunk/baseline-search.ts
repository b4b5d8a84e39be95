import type { Baseline } from "../../content/model.js";
import { dataModelsIn, type AppSettings } from "./app-settings.js";
import type { Stanza } from "./conf.js";
import { settingJson } from "./json.js";

/** The saved search of a baseline, which fills what detections look up. */
export function baselineSearch(baseline: Baseline, app: AppSettings): Stanza {
  return {
    name: `${app.label} - ${baseline.name}`,
    settings: [
      ["action.escu", "0"],
      ["action.escu.enabled", "1"],
      ["action.escu.search_type", "support"],
      ["description", baseline.description],
      ["action.escu.creation_date", baseline.date],
      ["action.escu.modification_date", baseline.date],
      ["action.escu.analytic_story", settingJson([...baseline.analyticStories].sort())],
      ["action.escu.data_models", settingJson(dataModelsIn(baseline.search.text, app))],
      ["cron_schedule", baseline.schedule.cron],
      ["enableSched", "1"],
      ["dispatch.earliest_time", baseline.schedule.earliest],
      ["dispatch.latest_time", baseline.schedule.latest],
      ["schedule_window", baseline.schedule.window],
      ["action.escu.providing_technologies", "[]"],
      ["action.escu.eli5", baseline.description],
      ["action.escu.how_to_implement", baseline.howToImplement || "none"],
      ["disabled", "true"],
      ["is_visible", "false"],
      ["search", baseline.search.text],
    ],
  };
}
