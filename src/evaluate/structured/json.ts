import type { Single, Value } from "../value.js";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Reads JSON; `undefined` when the text is none. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text) as Json;
    return value;
  } catch {
    return undefined;
  }
}

export function isObject(json: Json | undefined): json is { readonly [key: string]: Json } {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

export function isArray(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

/** A value of an event or row as JSON; several values make an array. */
export function jsonOf(value: Value): Json {
  return value;
}

/** A JSON value as a row holds it: objects and arrays as their text, null as nothing. */
export function singleOf(json: Json): Single | null {
  return typeof json === "object" && json !== null ? JSON.stringify(json) : json;
}

/** One step of a path such as `a.b{2}.c{}`. */
export type PathStep =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "all" }
  | { readonly kind: "attribute"; readonly name: string };

/** Takes a path of `spath` and the JSON functions apart. */
export function parsePath(path: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (const part of path.split(".")) {
    const match = /^([^{}]*)((?:\{[^{}]*\})*)$/.exec(part);
    if (match === null) {
      steps.push({ kind: "key", key: part });
      continue;
    }
    const [, key = "", indexes = ""] = match;
    if (key !== "") steps.push({ kind: "key", key });
    for (const [, index = ""] of indexes.matchAll(/\{([^{}]*)\}/g))
      if (index === "") steps.push({ kind: "all" });
      else if (index.startsWith("@")) steps.push({ kind: "attribute", name: index.slice(1) });
      else steps.push({ kind: "index", index: Number(index) });
  }
  return steps;
}

/** The values that a path leads to; an array is entered only where the path has `{}` or `{n}`. */
export function followPath(json: Json, steps: readonly PathStep[]): readonly Json[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [json];
  switch (step.kind) {
    case "key":
      return isObject(json) && Object.hasOwn(json, step.key) ? followPath(json[step.key] ?? null, rest) : [];
    case "index": {
      if (!isArray(json)) return [];
      const item = json[step.index < 0 ? json.length + step.index : step.index];
      return item === undefined ? [] : followPath(item, rest);
    }
    case "all":
      return isArray(json) ? json.flatMap((item) => followPath(item, rest)) : [];
    case "attribute":
      return [];
  }
}

/** A copy of a JSON value in which what a path leads to is replaced; `undefined` where the path leads nowhere. */
export function updatePath(
  json: Json,
  steps: readonly PathStep[],
  update: (old: Json | undefined) => Json | undefined,
): Json | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return update(json);
  if (step.kind === "key") {
    if (!isObject(json)) return undefined;
    const old = Object.hasOwn(json, step.key) ? json[step.key] : undefined;
    const inner =
      old === undefined ? (rest.length === 0 ? update(undefined) : undefined) : updatePath(old, rest, update);
    return inner === undefined ? undefined : { ...json, [step.key]: inner };
  }
  if (step.kind === "attribute" || !isArray(json)) return undefined;
  if (step.kind === "all") return json.map((item) => updatePath(item, rest, update) ?? item);
  const item = json[step.index];
  const inner = item === undefined ? undefined : updatePath(item, rest, update);
  return inner === undefined ? undefined : json.map((old, index) => (index === step.index ? inner : old));
}
