import { beforeAll, describe, expect, it } from "vitest";
import { loadWorkbench, type Workbench } from "../../support/workbench.js";

let workbench: Workbench;
beforeAll(async () => {
  workbench = await loadWorkbench();
});

const logon = 'source="XmlWinEventLog:Security" EventCode=4624';

function compiled(search: string, ...accept: readonly string[]) {
  const outcome = workbench.compile(search, "sigma", { accept });
  return {
    codes: outcome.diagnostics.map(({ code }) => code),
    help: outcome.diagnostics.map(({ help }) => help),
    ...(outcome.status === "compiled"
      ? {
          accepted: outcome.query.accepted,
          query: outcome.query.text,
          file: outcome.artifacts[0]?.text ?? "",
        }
      : {}),
  };
}

describe("letter-case", () => {
  const same = `${logon} | where TargetUserName=SubjectUserName`;

  it("compares two fields without case where that is accepted, and says so", () => {
    const refused = compiled(same);
    expect(refused.codes).toEqual(["sigma/field-comparison"]);
    expect(refused.help).toEqual(["`accept: [letter-case]` in detc.yml takes the comparison without case"]);
    const { accepted, query, file } = compiled(same, "letter-case");
    expect(accepted).toEqual(["letter-case"]);
    expect(query).toContain("TargetUserName|fieldref: 'SubjectUserName'");
    expect(file).toContain("differ in case only");
    expect(file).not.toContain("Matches exactly");
  });

  it.each(["where TargetUserName!=SubjectUserName", "where NOT TargetUserName=SubjectUserName"])(
    "asks for both fields where they have to differ: %s",
    (tests) => {
      const { query } = compiled(`${logon} | ${tests}`, "letter-case");
      expect(query).toContain("TargetUserName|exists: true");
      expect(query).toContain("SubjectUserName|exists: true");
      expect(query).toMatch(/filter_main_\w+:\n +TargetUserName\|fieldref: 'SubjectUserName'/);
    },
  );

  it("leaves out a value that stands for none", () => {
    const { query } = compiled(`${logon} | where src_user=TargetUserName`, "letter-case");
    expect(query).toContain("SubjectUserName|fieldref: 'TargetUserName'");
    expect(query).toContain("SubjectUserName: '-'");
    const { query: exact, accepted } = compiled(`${logon} | where lower(src_user)!=lower(TargetUserName)`);
    expect(accepted).toBeUndefined();
    expect(exact).toContain("SubjectUserName: '-'");
  });

  it("makes no difference where the search leaves out case", () => {
    const search = `${logon} | where lower(TargetUserName)=lower(SubjectUserName)`;
    expect(compiled(search, "letter-case").accepted).toBeUndefined();
  });

  it.each([
    ["an order", "where TargetUserName<SubjectUserName"],
    ["a part of a field", "where TargetUserName=substr(SubjectUserName, 2)"],
  ])("is no help for %s", (_, tests) => {
    const { codes, help } = compiled(`${logon} | ${tests}`, "letter-case");
    expect(codes).toEqual(["sigma/field-comparison"]);
    expect(help).toEqual([undefined]);
  });
});
