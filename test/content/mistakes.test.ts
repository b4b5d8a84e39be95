import { symlinkSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfiguration } from "../../src/content/load-configuration.js";
import { loadContent } from "../../src/content/load-content.js";
import type { Content } from "../../src/content/model.js";
import { readFailure } from "../../src/content/read-file.js";
import { renderFrame } from "../../src/diagnostics/render/frame.js";
import { detectionYaml, temporaryFolder, type Files } from "../support/content-folder.js";

function frames({ diagnostics }: Pick<Content, "diagnostics">): string {
  return diagnostics.map((diagnostic) => renderFrame(diagnostic, { width: 100 })).join("\n");
}

async function mistakesIn(files: Files): Promise<{ readonly shown: string; readonly content: Content }> {
  const content = await loadContent(temporaryFolder(files));
  return { shown: frames(content), content };
}

const good = detectionYaml({ name: "A Good One", id: "99999999-2222-4333-8444-555555555555" });

describe("what a schema finds points at the key", () => {
  test("misspelt, missing and unknown keys", async () => {
    const text = detectionYaml({ more: "verson: 2\nowner: somebody\nrba:\n  message: m\n" })
      .replace("author: A Team\n", "")
      .replace("description:", "descripton:");
    const { shown, content } = await mistakesIn({ "detections/endpoint/a.yml": text });
    expect(shown).toMatchInlineSnapshot(`
      "detections/endpoint/a.yml:1:1 - error content/missing-key: the key \`author\` is missing
        1 | name: Certificate Left The Store
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      detections/endpoint/a.yml:7:1 - error content/misspelt-key: the key \`descripton\` is unknown
        7 | descripton: A certificate and its key were written to a file.
          | ^^^^^^^^^^
        help: did this mean \`description\`?
      detections/endpoint/a.yml:10:1 - warning content/unknown-key: the key \`verson\` is unknown and has no effect
        10 | verson: 2
           | ^^^^^^
      detections/endpoint/a.yml:11:1 - warning content/unknown-key: the key \`owner\` is unknown and has no effect
        11 | owner: somebody
           | ^^^^^
      detections/endpoint/a.yml:12:1 - error content/missing-key: the key \`risk_objects\` is missing in \`rba\`
        12 | rba:
           | ^^^"
    `);
    expect(content.detections).toEqual([]);
  });

  test("values of the wrong kind", async () => {
    const text = `name: [X]
id: 12
version: one
date: yesterday
author: A Team
status: prodution
type: Anomaly
description: d
search: ""
rba:
  message: m
  risk_objects:
  - {field: dest, type: host, score: 300}
tags:
  mitre_attack_id: [T1649, T16, "T1059.1"]
  security_domain: endpoints
`;
    const { shown } = await mistakesIn({ "detections/endpoint/a.yml": text });
    expect(shown).toMatchInlineSnapshot(`
      "detections/endpoint/a.yml:1:7 - error content/wrong-type: \`name\` has to be a text, not a list
        1 | name: [X]
          |       ^^^
      detections/endpoint/a.yml:2:5 - error content/wrong-type: \`id\` has to be a text, not a whole number
        2 | id: 12
          |     ^^
      detections/endpoint/a.yml:3:10 - error content/wrong-type: \`version\` has to be a whole number, not a text
        3 | version: one
          |          ^^^
      detections/endpoint/a.yml:4:7 - error content/wrong-format: \`date\` has to be a date written \`YYYY-MM-DD\`, not \`yesterday\`
        4 | date: yesterday
          |       ^^^^^^^^^
      detections/endpoint/a.yml:6:9 - error content/wrong-value: \`status\` has to be \`production\`, \`experimental\`, \`deprecated\`, not \`prodution\`
        6 | status: prodution
          |         ^^^^^^^^^
        help: did this mean \`production\`?
      detections/endpoint/a.yml:9:9 - error content/out-of-range: \`search\` must not be empty
        9 | search: ""
          |         ^^
      detections/endpoint/a.yml:13:25 - error content/wrong-value: \`rba.risk_objects[0].type\` has to be \`system\`, \`user\`, \`other\`, not \`host\`
        13 |   - {field: dest, type: host, score: 300}
           |                         ^^^^
      detections/endpoint/a.yml:13:38 - error content/out-of-range: \`rba.risk_objects[0].score\` has to be at most 100
        13 |   - {field: dest, type: host, score: 300}
           |                                      ^^^
      detections/endpoint/a.yml:15:28 - error content/wrong-format: \`tags.mitre_attack_id[1]\` has to be a technique id such as \`T1059\` or \`T1059.001\`, not \`T16\`
        15 |   mitre_attack_id: [T1649, T16, "T1059.1"]
           |                            ^^^
      detections/endpoint/a.yml:15:33 - error content/wrong-format: \`tags.mitre_attack_id[2]\` has to be a technique id such as \`T1059\` or \`T1059.001\`, not \`T1059.1\`
        15 |   mitre_attack_id: [T1649, T16, "T1059.1"]
           |                                 ^^^^^^^^^
      detections/endpoint/a.yml:16:20 - error content/wrong-value: \`tags.security_domain\` has to be \`access\`, \`audit\`, \`endpoint\`, \`identity\`, \`network\`, \`threat\`, not \`endpoints\`
        16 |   security_domain: endpoints
           |                    ^^^^^^^^^
        help: did this mean \`endpoint\`?"
    `);
  });

  test("an unknown key that resembles no other is a warning, and the detection is read", async () => {
    const { shown, content } = await mistakesIn({
      "detections/a.yml": detectionYaml({ more: "reviewer: nobody\n" }),
    });
    expect(shown).toMatchInlineSnapshot(`
      "detections/a.yml:11:1 - warning content/unknown-key: the key \`reviewer\` is unknown and has no effect
        11 | reviewer: nobody
           | ^^^^^^^^"
    `);
    expect(content.detections).toHaveLength(1);
  });

  test("a key without a value counts as absent", async () => {
    const { shown } = await mistakesIn({
      "detections/a.yml": detectionYaml({ more: "references:\ntags:\n  cve:\n" }),
    });
    expect(shown).toBe("");
  });
});

describe("duplicates", () => {
  test("ids, names and file names; neither of a pair is used", async () => {
    const { shown, content } = await mistakesIn({
      "detections/a.yml": detectionYaml(),
      "detections/b.yml": detectionYaml({ name: "Another Name" }),
      "detections/c.yml": detectionYaml({ name: "Same  Name", id: "11111111-2222-4333-8444-555555555555" }),
      "detections/d.yml": detectionYaml({ name: "same-name", id: "11111111-2222-4333-8444-666666666666" }),
      "detections/good.yml": good,
      "macros/a.yml": "name: near\ndefinition: x\n",
      "macros/b.yml": "name: near\ndefinition: y\n",
    });
    expect(shown).toMatchInlineSnapshot(`
      "detections/b.yml:2:5 - error content/duplicate-id: the id \`0b3f3f52-5a2c-4c0e-9a3e-6a1f3f0e7d11\` is used twice
        2 | id: 0b3f3f52-5a2c-4c0e-9a3e-6a1f3f0e7d11
          |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        detections/a.yml:2:5 - note: the first one is here
        2 | id: 0b3f3f52-5a2c-4c0e-9a3e-6a1f3f0e7d11
          |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        help: every piece of content has an id of its own
      macros/b.yml:1:7 - error content/duplicate-name: there are two macros named \`near\`
        1 | name: near
          |       ^^^^
        macros/a.yml:1:7 - note: the first one is here
        1 | name: near
          |       ^^^^
      detections/d.yml:1:7 - error content/duplicate-slug: the name \`same-name\` gives the file name \`same_name\`, which another detection has
        1 | name: same-name
          |       ^^^^^^^^^
        detections/c.yml:1:7 - note: the first one is here
        1 | name: Same  Name
          |       ^^^^^^^^^^
        help: names that differ only in case, spaces and punctuation give the same files"
    `);
    expect(content.detections.map(({ name }) => name)).toEqual(["A Good One"]);
    expect(content.macros.size).toBe(0);
  });
});

describe("files that cannot be read", () => {
  test("each is a diagnostic, and the rest is read", async () => {
    const root = temporaryFolder({
      "detections/broken.yml": "name: [x\n",
      "detections/folder.yml/inside.yml": good,
      "detections/latin.yml": new Uint8Array([0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xe9, 0x0a]),
      "detections/large.yml": detectionYaml({ search: `search ${"x".repeat(10_000_000)}` }),
      "detections/good.yml": good,
    });
    symlinkSync("circle.yml", join(root, "detections/circle.yml"));
    symlinkSync("nowhere.yml", join(root, "detections/dangling.yml"));
    symlinkSync("..", join(root, "detections/up"));
    symlinkSync("/dev/zero", join(root, "detections/endless.yml"));
    const content = await loadContent(root);
    expect(frames(content)).toMatchInlineSnapshot(`
      "detections/folder.yml - error content/not-a-file: \`folder.yml\` is named like a content file and is not a regular file
      detections/broken.yml:2:1 - error content/invalid-yaml: the file is not valid YAML: unexpected end of the stream within a flow collection
        2 | 
          | ^
      detections/circle.yml - error content/unreadable: the file cannot be read: its links go in a circle
      detections/dangling.yml - error content/unreadable: the file cannot be read: it does not exist
      detections/endless.yml - error content/not-a-file: \`detections/endless.yml\` is named like a content file and is not a regular file
      detections/large.yml - error content/too-large: the file has 10000234 bytes; content files of more than 4194304 bytes are not read
      detections/latin.yml - error content/invalid-utf8: the file is not valid UTF-8
        help: content files are UTF-8 text; the file was saved in another encoding or is not text"
    `);
    expect(content.detections.map(({ name }) => name)).toEqual(["A Good One"]);
  });

  test.each([
    ["EACCES", "no permission"],
    ["EPERM", "no permission"],
    ["EIO", "EIO"],
  ])("%s reads: %s", (code, reason) => {
    expect(readFailure(Object.assign(new Error("denied"), { code }))).toEqual({ code, reason });
  });

  test("what is not the file system's doing is a bug", () => {
    expect(() => readFailure(new TypeError("oops"))).toThrow("oops");
  });

  test("a folder without detections", async () => {
    const content = await loadContent(temporaryFolder({ "macros/a.yml": "name: a\ndefinition: b\n" }));
    expect(content.diagnostics.map(({ code }) => code)).toEqual(["content/no-detections"]);
  });

  test("a kind that is a file", async () => {
    const { content } = await mistakesIn({
      detections: "a file",
      "macros/a.yml": "name: a\ndefinition: b\n",
    });
    expect(content.diagnostics.map(({ code }) => code)).toEqual(["content/no-detections"]);
  });
});

describe("lookups", () => {
  test("without data, with a file elsewhere, without its file, with an unknown match type", async () => {
    const root = temporaryFolder({
      "detections/good.yml": good,
      "lookups/a.yml": "name: a\n",
      "lookups/b.yml": "name: b\nfilename: ../../etc/passwd\n",
      "lookups/c.yml": "name: c\nfilename: gone.csv\n",
      "lookups/d.yml": "name: d\nfilename: d.csv\nmatch_type: LIKE(x)\n",
      "lookups/d.csv": "x\n",
      "lookups/e.yml": "name: e\nfilename: e.csv\n",
      "lookups/e.csv": "",
      "lookups/f.yml": "name: f\nfilename: f.csv\n",
    });
    mkdirSync(join(root, "lookups/f.csv"));
    const content = await loadContent(root);
    expect(frames(content)).toMatchInlineSnapshot(`
      "lookups/a.yml:1:7 - error content/lookup-without-data: the lookup \`a\` has neither a file nor a collection
        1 | name: a
          |       ^
        help: a lookup names its CSV in \`filename\`, or its KV store in \`collection\`
      lookups/b.yml:2:11 - error content/lookup-file-outside: \`../../etc/passwd\` is not the name of a file beside the lookup
        2 | filename: ../../etc/passwd
          |           ^^^^^^^^^^^^^^^^
      lookups/c.yml:2:11 - warning content/lookup-file-missing: the file \`gone.csv\` of the lookup \`c\` does not exist
        2 | filename: gone.csv
          |           ^^^^^^^^
        help: searches that use the lookup compile only where a target needs its name alone
      lookups/d.yml:3:13 - error content/lookup-match-type: \`LIKE(x)\` is not a match type
        3 | match_type: LIKE(x)
          |             ^^^^^^^
        help: a match type is \`WILDCARD(field)\`, \`CIDR(field)\` or \`EXACT(field)\`
      lookups/e.csv - error content/empty-csv: the CSV file has no header line that can be read
      lookups/f.csv - error content/not-a-file: \`lookups/f.csv\` is named like a content file and is not a regular file"
    `);
    expect([...content.lookups.keys()]).toEqual(["c"]);
  });
});

describe("detc.yml", () => {
  test("mistakes point at the key", () => {
    const root = temporaryFolder({ "detc.yml": "target: [splunk]\nhomes: {sigma: 1}\nout: ''\n" });
    expect(frames(loadConfiguration(root))).toMatchInlineSnapshot(`
      "detc.yml:1:1 - error content/misspelt-key: the key \`target\` is unknown
        1 | target: [splunk]
          | ^^^^^^
        help: did this mean \`targets\`?
      detc.yml:2:16 - error content/wrong-type: \`homes.sigma\` has to be a mapping, not a whole number
        2 | homes: {sigma: 1}
          |                ^
      detc.yml:3:6 - error content/out-of-range: \`out\` must not be empty
        3 | out: ''
          |      ^^"
    `);
  });

  test("choices have their places", () => {
    const root = temporaryFolder({
      "detc.yml": "targets: [splunk]\nout: build\nhomes: {sigma: {some.source: b}}\naccept: [windowing]\n",
    });
    const { configuration, diagnostics } = loadConfiguration(root);
    expect(diagnostics).toEqual([]);
    expect(configuration).toMatchObject({
      targets: [{ value: "splunk", span: { start: 10 } }],
      out: join(root, "build"),
      homes: [{ target: "sigma", source: "some.source", home: { value: "b" } }],
      accept: [{ value: "windowing" }],
    });
  });

  test("a file of comments chooses nothing", () => {
    const { configuration, diagnostics } = loadConfiguration(temporaryFolder({ "detc.yml": "# later\n\n" }));
    expect(diagnostics).toEqual([]);
    expect(configuration?.targets).toBeUndefined();
  });
});
