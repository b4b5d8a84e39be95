import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { renderSarif } from "../../src/diagnostics/render/sarif.js";

const source = { name: "detections/a folder/ä#1.yml", text: "search: |\n  | wher x\n" };
const diagnostic: Diagnostic = {
  code: "parse/unknown-command",
  severity: "error",
  message: "`wher` is not an SPL command",
  span: { source, start: 14, end: 18 },
  related: [{ message: "it was defined here", span: { source, start: 0, end: 0 } }],
  help: "did you mean `where`?",
};

test("a finding has its rule, its place and what would cure it", () => {
  const log: unknown = JSON.parse(
    renderSarif([{ ...diagnostic, code: "a/b", severity: "information" }, diagnostic], {
      version: "1.2.3",
      folder: "content",
    }),
  );
  const artifactLocation = {
    uri: "content/detections/a%20folder/%C3%A4%231.yml",
    uriBaseId: "%SRCROOT%",
  };
  expect(log).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "detc",
            semanticVersion: "1.2.3",
            rules: [
              { id: "a/b" },
              {
                id: "parse/unknown-command",
                name: "UnknownCommand",
                // Both are required by code scanning.
                fullDescription: { text: "detc found: unknown command (parse/unknown-command)." },
                help: { text: expect.any(String) },
              },
            ],
          },
        },
        results: [
          { ruleId: "a/b", ruleIndex: 0, level: "note" },
          {
            ruleId: "parse/unknown-command",
            ruleIndex: 1,
            level: "error",
            message: { text: "`wher` is not an SPL command\nhelp: did you mean `where`?" },
            locations: [
              {
                physicalLocation: {
                  artifactLocation,
                  region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 9 },
                },
              },
            ],
            // Nothing can be marked by no characters.
            relatedLocations: [
              { physicalLocation: { region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 } } },
            ],
          },
        ],
      },
    ],
  });
});

test.each(["--target", "<name>", "", "/home/a/content", "C:\\content", "../elsewhere"])(
  "what is no path in the repository, as `%s`, is a notification of the run",
  (name) => {
    const log: unknown = JSON.parse(
      renderSarif([{ ...diagnostic, span: { source: { name, text: "" }, start: 0, end: 0 } }], {
        version: "1.2.3",
        folder: "content",
      }),
    );
    expect(log).toMatchObject({
      runs: [
        {
          invocations: [
            {
              executionSuccessful: false,
              toolExecutionNotifications: [
                { descriptor: { id: "parse/unknown-command", index: 0 }, level: "error" },
              ],
            },
          ],
          results: [],
        },
      ],
    });
  },
);
