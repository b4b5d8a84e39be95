/**
 * `npm run conformance:packages [-- --corpus <content root>]`: packages a content repository and has the products' own
 * tools check the archives; where the content has a `contentctl.yml`, it compares the Splunk app with what contentctl
 * builds. The tools are set up below `.cache/conformance`.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { checkArchives } from "./archives.js";
import { compareWithContentctl } from "./contentctl.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const values = new Command("npm run conformance:packages --")
  .description("Packages a content repository and has the products' own tools check the archives.")
  .option("--corpus <folder>", "the content repository (default: this one)")
  .parse()
  .opts<{ readonly corpus?: string }>();
const content = resolve(values.corpus ?? root);
const cache = join(root, ".cache", "conformance");
mkdirSync(cache, { recursive: true });

const archives = checkArchives(content, cache);
const app = !existsSync(join(content, "contentctl.yml")) || compareWithContentctl(content, cache);
process.exitCode = archives && app ? 0 : 1;
