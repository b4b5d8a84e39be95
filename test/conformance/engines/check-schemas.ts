import { Ajv, type ValidateFunction } from "ajv";
import { readFileSync } from "node:fs";
import { loadAll } from "js-yaml";
import type { EngineResult } from "../report.js";

/** A file that a build wrote, by the schema that it has to fit. */
export interface SchemaCase {
  readonly id: string;
  readonly target: string;
  readonly text: string;
}

/** Stands for the target where the file is the template of all its rules. */
export const sentinelTemplate = "sentinel template";

/** The schemas of what is written for a target; a document has to fit one of them. */
const schemas: Readonly<Record<string, readonly string[]>> = {
  sentinel: ["sentinel-rule", "defender-detection"],
  [sentinelTemplate]: ["sentinel-template"],
  elastic: ["elastic-rule"],
  cortex: ["cortex-correlation-rule"],
  sigma: ["sigma-rule", "sigma-correlation"],
};

/** Checks every file of a build against the schemas in `schemas/`; a file may hold several documents. */
export function checkSchemas(cases: readonly SchemaCase[]): readonly EngineResult[] {
  return Object.entries(schemas).map(([target, names]) => {
    const own = cases.filter((each) => each.target === target);
    const validators = names.map(validator);
    const findings = own.flatMap(({ id, text }) =>
      loadAll(text).flatMap((document) => problemOf(document, validators).map((error) => ({ id, error }))),
    );
    return { target, engine: "its schemas", checked: own.length, findings };
  });
}

function problemOf(document: unknown, validators: readonly ValidateFunction[]): readonly string[] {
  const [first] = validators;
  if (first === undefined || validators.some((validate) => validate(document))) return [];
  first(document);
  return (first.errors ?? [])
    .slice(0, 3)
    .map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}

function validator(name: string): ValidateFunction {
  const text = readFileSync(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), "utf8");
  const schema = JSON.parse(text) as object;
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
}
