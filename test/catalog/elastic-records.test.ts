import { expect, it } from "vitest";
import { elastic } from "../../src/backends/elastic/index.js";
import { compileSearch } from "../support/compile-search.js";

const entra = "sourcetype=azure:monitor:aad category=AuditLogs";
const signIn = "sourcetype=azure:monitor:aad category=SignInLogs";
const graph = "sourcetype=azure:monitor:aad category=MicrosoftGraphActivityLogs";
const activity = "sourcetype=mscs:azure:audit";
const okta = "sourcetype=OktaIM2:log";
const o365 = "sourcetype=o365:management:activity";
const list = "properties.targetResources{}.modifiedProperties{}.newValue";

/** The integrations spread the lists of a record over fields; what asks a whole list reads the records themselves. */
it.each([
  ["an audit event", `${entra} operationName="Add user"`, "logs-azure.auditlogs-*"],
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
  [
    "a member of a sign-in's list that has one word",
    `${signIn} properties.authenticationDetails{}.succeeded=true`,
    "logs-azure.signinlogs-*",
  ],
  [
    "a member of such a list that has more",
    `${signIn} properties.authenticationDetails{}.authenticationMethod=x`,
    "logs-entra.records-*",
  ],
  ["an event of Microsoft 365", `${o365} Operation="Add user."`, "logs-o365.audit-*"],
  ["a list of such an event", `${o365} ModifiedProperties{}.Name=x`, "logs-o365.records-*"],
  ["the address of a log-on", `${o365} Operation=UserLoggedIn src=10.0.0.1`, "logs-o365.audit-*"],
  ["the address of another event", `${o365} Workload=SharePoint src=10.0.0.1`, "logs-o365.records-*"],
  ["one of the addresses of an event", `${o365} Workload=Exchange ClientIP=10.0.0.1`, "logs-o365.records-*"],
  ["the owner of a mailbox", `${o365} MailboxOwnerUPN=a@b`, "logs-o365.records-*"],
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
  ["a request to Graph", `${graph} properties.requestUri=x`, "graphactivitylogs.properties.request_uri"],
  ["a status of Azure's activity", `${activity} status.value=Started`, "activitylogs.result_type"],
  ["a group of Azure's resources", `${activity} resourceGroupName=x`, "azure.resource.id"],
  ["a sign-in of a user", "sourcetype=o365:graph:api appId=x", 'category == "SignInLogs"'],
  ["a property of a log-on", `${o365} RequestType=x`, "o365.audit.ExtendedProperties.RequestType"],
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

/** What the pipeline makes of several values, or of a value and another, tells none of them. */
it.each([
  ["the provider of a resource", `${activity} resourceProviderName.value=x`],
  ["the reason of a sign-in that the service reports", "sourcetype=o365:graph:api status.failureReason=x"],
])("%s is refused", async (_, search) => {
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
