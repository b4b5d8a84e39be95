import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { runDetc } from "./detc.js";
import { environment } from "./environment.js";

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What a product, or who keeps a format, has for checking an archive. */
interface Checker {
  readonly title: string;
  readonly archive: RegExp;
  /** What is wrong with the archive, each as a line. */
  check(path: string, cache: string): readonly string[];
}

const checkers: readonly Checker[] = [
  { title: "Splunk's AppInspect", archive: /\.tgz$/, check: inspectApp },
  {
    title: "demisto-sdk's schemas of a content pack",
    archive: /^cortex_.*\.zip$/,
    check: (path, cache) =>
      lines(environment(cache, "demisto", ["demisto-sdk==1.39.0"]), "check_pack.py", path),
  },
  {
    title: "CycloneDX's schema of the bill of materials",
    archive: /^bom\.cdx\.json$/,
    check: (path, cache) =>
      lines(
        environment(cache, "cyclonedx", ["cyclonedx-python-lib[json-validation]==11.12.0"]),
        "check_bom.py",
        path,
      ),
  },
];

/** Packages the content and has every archive checked; true where nothing is wrong. */
export function checkArchives(content: string, cache: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), "detc-archives-"));
  try {
    // Packaging builds first, and leaves the build in the content.
    const copy = join(folder, "content");
    cpSync(content, copy, { recursive: true, filter: (path) => !isLeftOut(relative(content, path)) });
    const out = join(folder, "release");
    runDetc(["package", copy, "--keep-going", "--release", "1.2.3", "--out", out]);
    return checkers
      .map(({ title, archive, check }) => {
        const name = readdirSync(out).find((each) => archive.test(each));
        if (name === undefined) throw new Error(`there is no archive for ${title}`);
        const mistakes = check(join(out, name), cache);
        console.log(`${title}: ${mistakes.length} mistakes in ${name}`);
        for (const mistake of mistakes.slice(0, 20)) console.log(`  ${mistake}`);
        return mistakes.length === 0;
      })
      .every(Boolean);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What this repository has beside content. */
function isLeftOut(path: string): boolean {
  return /^(?:node_modules|lib|dist|\.[^/]*)(?:$|\/)/.test(path);
}

function lines(bin: string, name: string, path: string): readonly string[] {
  const text = execFileSync(join(bin, "python"), [script(name), path], { encoding: "utf8" });
  return text.split("\n").filter((line) => line !== "");
}

/** Errors, failures and warnings of AppInspect for an app that has to run in Splunk Cloud too. */
function inspectApp(path: string, cache: string): readonly string[] {
  const bin = environment(cache, "appinspect", ["splunk-appinspect==4.3.1"]);
  const output = `${path}.json`;
  spawnSync(
    join(bin, "splunk-appinspect"),
    ["inspect", path, "--mode", "precert", "--included-tags", "cloud", "--data-format", "json"].concat(
      "--output-file",
      output,
    ),
    { stdio: "ignore" },
  );
  const { reports } = JSON.parse(readFileSync(output, "utf8")) as {
    readonly reports: readonly {
      readonly groups: readonly {
        readonly checks: readonly {
          readonly name: string;
          readonly result: string;
          readonly messages: readonly { readonly message: string }[];
        }[];
      }[];
    }[];
  };
  return reports
    .flatMap(({ groups }) => groups.flatMap(({ checks }) => checks))
    .filter(({ name, result }) => ["error", "failure", "warning"].includes(result) && !accepted.has(name))
    .flatMap(({ name, result, messages }) =>
      messages.map(({ message }) => `${result} ${name}: ${message.replaceAll(/\s+/g, " ")}`),
    );
}

/** Remarks that ask for nothing, and addresses that descriptions and searches of the content name. */
const accepted: ReadonlySet<string> = new Set(["check_collections_conf", "check_hostnames_and_ips"]);
