import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { contentDiagnostics } from "../diagnostics/codes/content.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { suggest } from "../diagnostics/suggest.js";
import { keySpanAt, nodeAt, spanAt, type YamlDocument, type YamlPath } from "../yaml/yaml-node.js";
import { packageRoot } from "./package-root.js";

/** `expected` says in a schema, in words, what its `pattern` asks for. */
// The schemas are those of the package, which its tests validate.
const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, validateSchema: false });
ajv.addKeyword("expected");

const validators = new Map<string, ValidateFunction<unknown>>();

/**
 * Checks a document against `schemas/<kind>.schema.json`. Keys without a value count as absent. Gives the value when
 * no error was found; an unknown key that resembles no known one is only a warning, as content of older versions has
 * some.
 */
export function checkDocument<Authored>(
  document: YamlDocument,
  kind: string,
): { readonly value?: Authored; readonly diagnostics: readonly Diagnostic[] } {
  const validate = validatorOf<Authored>(kind);
  const value = withoutEmptyKeys(document.value);
  if (validate(value)) return { value, diagnostics: [] };
  const diagnostics = explain(document, validate.errors ?? []);
  const blocked = diagnostics.some(({ severity }) => severity === "error");
  return blocked || !isAuthored<Authored>(value) ? { diagnostics } : { value, diagnostics };
}

/** A value whose only faults are unknown keys has the authored form. */
function isAuthored<Authored>(value: unknown): value is Authored {
  return typeof value === "object" && value !== null;
}

function validatorOf<Authored>(kind: string): ValidateFunction<Authored> {
  const known = validators.get(kind);
  if (known !== undefined) return known as ValidateFunction<Authored>;
  const text = readFileSync(join(packageRoot(), "schemas", `${kind}.schema.json`), "utf8");
  const validate = ajv.compile<Authored>(JSON.parse(text));
  validators.set(kind, validate);
  return validate;
}

function withoutEmptyKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, below]) => (below === null ? [] : [[key, withoutEmptyKeys(below)]])),
  );
}

function explain(document: YamlDocument, errors: readonly ErrorObject[]): readonly Diagnostic[] {
  const unknown = errors
    .filter(({ keyword }) => keyword === "additionalProperties")
    .map((error) => unknownKey(document, error));
  const meant = new Set(unknown.flatMap(({ meant }) => (meant === undefined ? [] : [meant])));
  const mistyped = new Set(
    errors.filter(({ keyword }) => keyword === "type").map(({ instancePath }) => instancePath),
  );
  const others = errors
    .filter(({ keyword }) => keyword !== "additionalProperties")
    .filter((error) => !(error.keyword === "required" && meant.has(missingPath(error))))
    .filter((error) => !(error.keyword === "enum" && mistyped.has(error.instancePath)))
    .map((error) => explainOne(document, error));
  return [...unknown.map(({ diagnostic }) => diagnostic), ...others].sort(
    (a, b) => a.span.start - b.span.start,
  );
}

function missingPath(error: ErrorObject): string {
  return `${error.instancePath}/${String(error.params["missingProperty"])}`;
}

function unknownKey(
  document: YamlDocument,
  error: ErrorObject,
): { readonly diagnostic: Diagnostic; readonly meant?: string } {
  const key = String(error.params["additionalProperty"]);
  const span = keySpanAt(document, [...pathOf(error), key]);
  const known = Object.keys(recordOf(error.parentSchema?.["properties"]));
  const suggestion = suggest(
    key,
    known.filter((name) => !Object.hasOwn(recordOf(error.data), name)),
  );
  return suggestion === undefined
    ? { diagnostic: contentDiagnostics["unknown-key"](span, { key }) }
    : {
        diagnostic: contentDiagnostics["misspelt-key"](span, { key, suggestion }),
        meant: `${error.instancePath}/${suggestion}`,
      };
}

function explainOne(document: YamlDocument, error: ErrorObject): Diagnostic {
  const path = pathOf(error);
  const key = nameOf(path);
  const span = spanAt(document, path);
  const found = shown(error.data);
  switch (error.keyword) {
    case "required": {
      const missing = String(error.params["missingProperty"]);
      const where = path.length === 0 ? "" : key;
      return contentDiagnostics["missing-key"](parentSpan(document, path), { key: missing, where });
    }
    case "type":
      return contentDiagnostics["wrong-type"](span, {
        key,
        expected: [error.params["type"]]
          .flat()
          .map((type) => typeNames[String(type)])
          .join(" or "),
        found: typeNames[typeOf(error.data)] ?? found,
      });
    case "enum": {
      const allowed = [error.params["allowedValues"]].flat().map(String);
      const meant = suggest(found, allowed);
      return contentDiagnostics["wrong-value"](
        span,
        { key, found, allowed },
        { help: meant === undefined ? undefined : `did this mean \`${meant}\`?` },
      );
    }
    case "pattern": {
      const expected = String(error.parentSchema?.["expected"]);
      return contentDiagnostics["wrong-format"](span, { key, found, expected });
    }
    default:
      return contentDiagnostics["out-of-range"](span, { key, expected: boundOf(error) });
  }
}

function boundOf({ keyword, params, message }: ErrorObject): string {
  const limit = String(params["limit"]);
  switch (keyword) {
    case "minimum":
      return `has to be at least ${limit}`;
    case "maximum":
      return `has to be at most ${limit}`;
    case "minLength":
      return "must not be empty";
    case "minItems":
      return `needs at least ${limit} ${limit === "1" ? "entry" : "entries"}`;
    default:
      return message ?? keyword;
  }
}

/** A missing key is reported at the key of the mapping that lacks it; without a key, at the first line. */
function parentSpan(document: YamlDocument, path: YamlPath): Diagnostic["span"] {
  if (path.length > 0 && !/^\d+$/.test(String(path.at(-1)))) return keySpanAt(document, path);
  const start = nodeAt(document, path)?.start ?? 0;
  const line = document.file.text.indexOf("\n", start);
  return { source: document.file, start, end: line === -1 ? document.file.text.length : line };
}

function pathOf(error: ErrorObject): YamlPath {
  return error.instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** `rba.risk_objects[0].type`. */
function nameOf(path: YamlPath): string {
  const name = path.map((step) => (/^\d+$/.test(String(step)) ? `[${step}]` : `.${step}`)).join("");
  return name === "" ? "the file" : name.replace(/^\./, "");
}

const typeNames: Readonly<Record<string, string>> = {
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a mapping",
};

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
