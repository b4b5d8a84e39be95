import { isObject, parsePath, type Json } from "../evaluate/structured/json.js";
import type { Single } from "../evaluate/value.js";

/** JSON in which a path leads to these values; an array step spreads them over its elements. */
export function withPath(root: Json, path: string, values: readonly Single[]): Json {
  return withSteps(root, parsePath(path).map(stepKey), values);
}

type Key = string | number | "{}";

function stepKey(step: ReturnType<typeof parsePath>[number]): Key {
  switch (step.kind) {
    case "key":
      return step.key;
    case "index":
      return step.index;
    case "all":
      return "{}";
    case "attribute":
      return `@${step.name}`;
  }
}

function withSteps(root: Json, [step, ...rest]: readonly Key[], values: readonly Single[]): Json {
  if (step === undefined)
    return values.length === 0 ? root : values.length === 1 ? (values[0] ?? null) : [...values];
  if (step === "{}") {
    const elements: Json[] = Array.isArray(root) ? [...(root as readonly Json[])] : [];
    for (const [index, value] of values.entries())
      elements[index] = withSteps(elements[index] ?? (rest.length > 0 ? {} : null), rest, [value]);
    return elements.map((element) => element ?? null);
  }
  if (values.length === 0) return root;
  if (typeof step === "number") {
    const elements: Json[] = Array.isArray(root) ? [...(root as readonly Json[])] : [];
    while (elements.length < step) elements.push(null);
    elements[step] = withSteps(elements[step] ?? {}, rest, values);
    return elements;
  }
  const object = isObject(root) ? root : {};
  return { ...object, [step]: withSteps(object[step] ?? (rest.length > 0 ? {} : null), rest, values) };
}
