import { expect, it } from "vitest";
import { elastic } from "../../src/backends/elastic/index.js";
import { compileSearch } from "../support/compile-search.js";

const entra = "sourcetype=azure:monitor:aad category=AuditLogs";
const o365 = "sourcetype=o365:management:activity";
const list = "properties.targetResources{}.modifiedProperties{}.newValue";

/** The integrations spread the lists of a record over fields; what asks a whole list reads the records themselves. */
it.each([
  ["an audit event", `${entra} operationName="Add user"`, "logs-azure.auditlogs-*, filebeat-*"],
  ["a list of an audit event", `${entra} ${list}=x`, "logs-entra.records-*"],
  [
    "a list that only shows",
    `${entra} operationName=x | stats values(${list}) by user`,
    "logs-azure.auditlogs-*",
  ],
  ["an event of Microsoft 365", `${o365} Operation="Add user."`, "logs-o365.audit-*, filebeat-*"],
  ["a list of such an event", `${o365} ModifiedProperties{}.Name=x`, "logs-o365.records-*"],
])("%s is read from its index", async (_, search, table) => {
  const compiled = await compileSearch(elastic, search);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.bindings.map((binding) => binding.table).join()).toContain(table);
});

/** The pipelines of the integrations rename and remove what they have put into ECS. */
it.each([
  ["a result", `${entra} properties.result=success`, "event.outcome"],
  ["an address of GitHub", "sourcetype=github:cloud:audit actor_ip=10.0.0.1", "github.actor_ip"],
  ["a sender", "sourcetype=gsuite:gmail:bigquery source.address=a@b", "email.from.address"],
  ["a recipient", "sourcetype=gsuite:gmail:bigquery destination{}.address=a@b", "email.to.address"],
  [
    "an owner",
    "sourcetype=gsuite:drive:json parameters.owner=a@b",
    "google_workspace.drive.file.owner.email",
  ],
  [
    "a user who gets access",
    "sourcetype=gsuite:drive:json name=change_user_access parameters.target_user=a@b",
    "google_workspace.drive.target ",
  ],
])("%s is where the pipeline puts it", async (_, search, column) => {
  const compiled = await compileSearch(elastic, search);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(`${compiled.query.text} `).toContain(column);
});
