import { expect, it } from "vitest";
import { cortex } from "../../src/backends/cortex/index.js";
import { compileSearch } from "../support/compile-search.js";

const office = "sourcetype=o365:management:activity";

/** The add-on's destination is the organization, its device the host of a site, its object a field by the operation. */
it.each([
  ["Workload=Exchange Operation=Create dest=x", 'OrganizationId = "x"'],
  ["Workload=SharePoint dvc=x.sharepoint.com", "regextract(ObjectId"],
  ["Workload=SharePoint Operation=FileDownloaded object=x", 'SourceFileName = "x"'],
  ["Workload=OneDrive Operation=ListViewed object=x", 'ListTitle = "x"'],
  ["Workload=MicrosoftTeams Operation=TeamDeleted object=x", 'TeamName = "x"'],
])("what an event of Microsoft 365 was about is the add-on's: %s", async (search, expected) => {
  const compiled = await compileSearch(cortex, `${office} ${search}`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain(expected);
});

it("a sign-in to Microsoft 365 has a destination by the product's name", async () => {
  const compiled = await compileSearch(cortex, `${office} Operation=UserLoggedIn | stats count by dest`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain('dest = "Microsoft Office 365 AzureActiveDirectory"');
});

it.each([
  "Workload=MicrosoftForms object=x",
  "Workload=SharePoint object=x",
  "Workload=Exchange object_id=x",
])("%s is refused", async (search) => {
  const compiled = await compileSearch(cortex, `${office} ${search}`);
  expect(compiled).toMatchObject({ status: "refused", reasons: [expect.stringContaining("another way")] });
});

/** The collector has a dataset for each of the service's feeds. */
it.each([
  ["Workload=Exchange Operation=New-InboxRule", "msft_o365_exchange_online_raw"],
  ["Operation=FileMalwareDetected", "msft_o365_sharepoint_online_raw"],
  ["Operation=UserLoggedIn", "msft_o365_azure_ad_raw"],
  ["Operation=DLPRuleMatch", "msft_o365_dlp_raw"],
  ["Category=ThreatManagement", "msft_o365_general_raw"],
])("an event of Microsoft 365 is read from its dataset: %s", async (search, dataset) => {
  const compiled = await compileSearch(cortex, `${office} ${search}`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain(dataset);
});

it("a search of Microsoft 365 that does not say of which feed is refused", async () => {
  const compiled = await compileSearch(cortex, `${office} Operation=x`);
  expect(compiled).toMatchObject({
    status: "refused",
    reasons: [expect.stringContaining("does not say which events")],
  });
});

it("a log-on has its user agent among its extended properties", async () => {
  const compiled = await compileSearch(cortex, `${office} Operation=UserLoggedIn UserAgent=x`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain("regextract(ExtendedProperties");
});
