import { expect, it } from "vitest";
import { elastic } from "../../src/backends/elastic/index.js";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { compileSearch } from "../support/compile-search.js";

const call = "sourcetype=auditd type=SYSCALL";
const notDecoded = 'not process.executable regex """.*([ \\"]|\\^[\\?-_]).*"""';

/** The Linux audit log has names with blanks in hexadecimal, and Elastic's integration decodes them. */
it.each([
  ["a text that is no hexadecimal", "exe=/usr/bin/dd", 'process.executable : "/usr/bin/dd"', false],
  ["any other text", "exe!=/usr/bin/dd", 'not process.executable : "/usr/bin/dd"', false],
  ["one of some texts", "exe IN (/bin/a, /bin/b)", 'process.executable : ("/bin/a", "/bin/b")', false],
  ["digits of which no byte is decoded", "comm=dd", 'process.name : "dd"', false],
  ["a pattern that no digits match", "exe=*/dd", notDecoded, true],
  ["a field by another name", "| rename exe as path | search path=/tmp/*", notDecoded, true],
  ["a pattern of LIKE", '| where like(exe, "/tmp/%")', notDecoded, true],
])("%s is asked as of the hexadecimal text", async (_, test, expected, isGuarded) => {
  const compiled = await compileSearch(elastic, `${call} ${test}`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain(expected);
  expect(compiled.query.text.includes(notDecoded)).toBe(isGuarded);
});

it.each([
  ["digits of a text with a blank", "comm=2061"],
  ["a text with a blank", 'comm="a b"'],
  ["a pattern that digits match", "exe=*ab*"],
  ["a regular expression", '| where match(exe, "/a.b")'],
  ["an order", '| where exe > "a"'],
  ["a length", "| where len(exe) > 3"],
  ["a copy in a choice", '| eval p=if(pid>1, exe, comm) | where p="/bin/a"'],
])("%s is not asked of decoded values", async (_, test) => {
  const search = `${call} ${test}`;
  expect(await compileSearch(elastic, search)).toMatchObject({
    status: "refused",
    reasons: [expect.stringContaining("another way")],
  });
  expect(await compileSearch(sentinel, search)).toMatchObject({ status: "compiled" });
});

it("groups by decoded values and lists them", async () => {
  const search = `${call} | stats count, values(comm) as names by exe | where count > 3`;
  expect(await compileSearch(elastic, search)).toMatchObject({ status: "compiled" });
});
