import { expect, it } from "vitest";
import { elastic } from "../../src/backends/elastic/index.js";
import { compileSearch } from "../support/compile-search.js";

const entra = "sourcetype=azure:monitor:aad category=AuditLogs";
const signIn = "sourcetype=azure:monitor:aad category=SignInLogs";
const okta = "sourcetype=OktaIM2:log";
const o365 = "sourcetype=o365:management:activity";
const list = "properties.targetResources{}.modifiedProperties{}.newValue";

/** The integrations spread the lists of a record over fields; what asks a whole list reads the records themselves. */
it.each([
  ["an audit event", `${entra} operationName="Add user"`, "logs-azure.auditlogs-*, filebeat-*"],
  ["a list of an audit event", `${entra} ${list}=x`, "logs-entra.records-*"],
  ["a country of a sign-in", `${signIn} properties.location.countryOrRegion=NO`, "logs-entra.records-*"],
  [
    "a detail of a sign-in by its place",
    `${signIn} properties.authenticationProcessingDetails{}.key=x`,
    "logs-entra.records-*",
  ],
  [
    "a list that only shows",
    `${entra} operationName=x | stats values(${list}) by user`,
    "logs-azure.auditlogs-*",
  ],
  ["an event of Microsoft 365", `${o365} Operation="Add user."`, "logs-o365.audit-*, filebeat-*"],
  ["a list of such an event", `${o365} ModifiedProperties{}.Name=x`, "logs-o365.records-*"],
  ["an event of Okta", `${okta} eventType=user.session.start`, "logs-okta.system-*, filebeat-*"],
  ["an event of Okta by its legacy type", `${okta} legacyEventType=x`, "logs-okta.records-*"],
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
    "a principal of Google Cloud",
    "sourcetype=google:gcp:pubsub:message data.protoPayload.authenticationInfo.principalEmail=a@b",
    "client.user.email",
  ],
  [
    "an address of Google Cloud",
    "sourcetype=google:gcp:pubsub:message data.protoPayload.requestMetadata.callerIp=10.0.0.1",
    "source.ip",
  ],
  ["a label of an entry", "sourcetype=google:gcp:pubsub:message data.labels.x=a", "gcp.audit.labels"],
  ["a city that the record names", `${signIn} properties.location.city=Oslo`, " geo.city_name"],
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

/** What a pipeline removes has no column: the members that another list or resource has do not take its room. */
it("a label of the resource is refused", async () => {
  const search = "sourcetype=google:gcp:pubsub:message data.resource.labels.zone=a";
  expect(await compileSearch(elastic, search)).toMatchObject({ status: "refused" });
});

/** The integration has one name for an identity and for the role it came from: which of the two the type tells. */
it.each(["Unknown", "Directory", "SAMLUser"])(
  "the name of an identity of type %s is no issuer's",
  async (type) => {
    const compiled = await compileSearch(
      elastic,
      `sourcetype=aws:cloudtrail eventName=Federate userIdentity.sessionContext.sessionIssuer.userName=x userIdentity.type=*`,
    );
    if (compiled.status === "refused") throw new Error(compiled.reasons.join());
    expect(compiled.query.text).toMatch(new RegExp(`user_identity\\.type[^\\n]*"${type}"`, "iu"));
  },
);

it("an annotation of a call to Kubernetes has the key that the pipeline writes", async () => {
  const compiled = await compileSearch(
    elastic,
    'sourcetype="kube:apiserver:audit" "annotations.authorization.k8s.io/decision"=forbid',
  );
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain("annotations.authorization_k8s_io/decision");
});
