import { sigmaArchive } from "./archive.js";
import { listRewrites } from "../../rewrite/index.js";
import { languageOf, type Backend, type Target } from "../../target/backend.js";
import { sigmaCapabilities } from "./capabilities.js";
import { core } from "./core.js";
import { bodies } from "./document/documents.js";
import { printYaml } from "./document/yaml.js";
import type { SigmaRules } from "./rule.js";
import { transform } from "./transform.js";
import { wrap } from "./wrap.js";

/** Sigma rules and correlations, version 2. https://sigmahq.io/sigma-specification/ */
const backend: Backend<SigmaRules> = {
  language: "sigma",
  capabilities: sigmaCapabilities,
  rewrites: listRewrites,
  core,
  transform,
  print: (rules) => printYaml(bodies(rules)),
  document: bodies,
};

export const sigma: Target = {
  id: "sigma",
  languages: [languageOf(backend)],
  wrap,
  bundle: () => [],
  archive: sigmaArchive,
};
