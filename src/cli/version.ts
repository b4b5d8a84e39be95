import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../content/package-root.js";

/** The version in the package's own package.json. */
export function packageVersion(): string {
  const text = readFileSync(join(packageRoot(), "package.json"), "utf8");
  const { version }: { readonly version: string } = JSON.parse(text);
  return version;
}
