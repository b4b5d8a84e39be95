import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import type { EngineCommand } from "./execute/engine-process.js";

/** The oldest Java that the engine of ES|QL runs on. */
const oldestJava = 17;

/** What Elasticsearch asks of a Java virtual machine when it runs inside another program. */
const flags = [
  "-Xms256m",
  "-Xmx1g",
  "-XX:TieredStopAtLevel=1",
  "-Djava.security.manager=allow",
  ...["java.lang", "java.util", "java.security", "java.nio.file", "java.net"].map(
    (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
  ),
];

const project = fileURLToPath(new URL("engines/esql", import.meta.url));

/** Elastic's ES|QL on an embedded node, built with Maven below the cache, or why the machine cannot have it. */
export function esqlEngine(cache: string): EngineCommand | { readonly unavailable: string } {
  const java = spawnSync("java", ["-version"], { encoding: "utf8" });
  const version = Number(/version "(\d+)/.exec(java.stderr ?? "")?.[1] ?? 0);
  if (version < oldestJava) return { unavailable: `no Java ${String(oldestJava)} or newer is installed` };
  const folder = join(cache, "esql");
  const stamp = join(folder, "stamp");
  const classpath = join(folder, "classpath");
  const wanted = fingerprint();
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    const goals = ["compile", "dependency:build-classpath", `-Dmdep.outputFile=${classpath}`];
    try {
      execFileSync("mvn", ["-q", "-B", "-f", project, `-DbuildFolder=${folder}`, ...goals], {
        stdio: "pipe",
      });
    } catch (error) {
      const [reason = "unknown"] = (error instanceof Error ? error.message : String(error)).split("\n");
      return { unavailable: reason };
    }
    writeFileSync(stamp, wanted);
  }
  const home = mkdtempSync(join(folder, "node-"));
  process.on("exit", () => {
    rmSync(home, { recursive: true, force: true });
  });
  return {
    command: "java",
    arguments: [
      ...flags,
      "-cp",
      [join(folder, "classes"), readFileSync(classpath, "utf8")].join(delimiter),
      "detc.RunEsql",
      home,
    ],
  };
}

/** Of the sources of the engine: it is built again when they change. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const path of globSync(["pom.xml", "src/**/*.java"], { cwd: project }).sort())
    hash.update(path).update(readFileSync(join(project, path)));
  return hash.digest("hex");
}
