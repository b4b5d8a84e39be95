import { describe, expect, test } from "vitest";
import { detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

describe("arguments", () => {
  test.each([
    [["biuld"], "unknown command 'biuld'", "Did you mean build?"],
    [["build", "--kep-going"], "unknown option '--kep-going'", "Did you mean --keep-going?"],
    [["build", "--format", "xml"], "Allowed choices are text, json, github", ""],
    [["build", "a", "b"], "too many arguments", ""],
    [["translate", "search a"], "required option '--to <target>' not specified", ""],
    [["build", "--target", "splunk,"], "A target has no name", ""],
  ])("%j is refused with status 1", async (argv, message, suggestion) => {
    const { status, out, err } = await runDetc("/", argv);
    expect([status, out]).toEqual([1, ""]);
    expect(err).toContain(message);
    expect(err).toContain(suggestion);
  });

  test("an unknown target is refused with a suggestion", async () => {
    const root = temporaryFolder({ "detections/a.yml": detectionYaml() });
    const { status, err } = await runDetc(root, ["build", "--target", "splnk"]);
    expect(status).toBe(1);
    expect(err).toContain("did this mean `splunk`?");
  });

  test.each([[["--help"]], [["build", "--help"]], [["check", "--help"]], [["translate", "--help"]]])(
    "%j prints help with status 0",
    async (argv) => {
      const { status, out, err } = await runDetc("/", argv);
      expect([status, err]).toEqual([0, ""]);
      expect(out).toContain("Usage: detc");
    },
  );

  test("--version prints the version alone", async () => {
    const { status, out } = await runDetc("/", ["--version"]);
    expect([status, out]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });

  test("without arguments the help is shown, with status 1", async () => {
    const { status, err } = await runDetc("/", []);
    expect([status, err]).toEqual([1, expect.stringContaining("Usage: detc")]);
  });
});
