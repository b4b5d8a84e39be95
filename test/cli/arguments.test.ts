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
    [["new", "A", "--category", "//"], "A folder needs a letter or digit", ""],
    [["test", "--generate", "--seed", "one"], "A seed is a whole number", ""],
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

  test("--help lists every command, and each says what its statuses mean", async () => {
    const { status, out, err } = await runDetc("/", ["--help"]);
    expect([status, err]).toEqual([0, ""]);
    const commands = [...out.matchAll(/^ {2}([a-z]+) [[<]/gm)].map(([, name = ""]) => name);
    expect(commands).toContain("package");
    for (const command of commands.filter((name) => name !== "help")) {
      const help = await runDetc("/", [command, "--help"]);
      expect([help.status, help.err]).toEqual([0, ""]);
      expect(help.out).toMatch(new RegExp(`^Usage: detc ${command} `));
      expect(help.out).toMatch(/Exit status: 0 [^,]+, 1 .+, 2 a bug of detc\.\n/);
    }
  });

  test("--version prints the version alone", async () => {
    const { status, out } = await runDetc("/", ["--version"]);
    expect([status, out]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });

  test("without arguments the help is shown, with status 1", async () => {
    const { status, err } = await runDetc("/", []);
    expect([status, err]).toEqual([1, expect.stringContaining("Usage: detc")]);
  });
});
