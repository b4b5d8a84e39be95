import type { jsonFunctions } from "../../plan/functions/json.js";
import {
  followPath,
  isArray,
  isObject,
  jsonOf,
  parseJson,
  parsePath,
  singleOf,
  updatePath,
  type Json,
  type PathStep,
} from "../structured/json.js";
import { followXmlPath, xmlValue } from "../structured/xml.js";
import { singlesOf, textOf, valueOf, type Value } from "../value.js";
import { ofTexts, oneText, type Implementation, type Implementations } from "./implementation.js";

/** An argument as JSON: text that is an object or array is taken as that, since SPL hands both on as text. */
function argument(value: Value): Json {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return jsonOf(value);
  return parseJson(value) ?? value;
}

function document(value: Value | undefined): Json | undefined {
  const text = oneText(value);
  return text === null ? undefined : parseJson(text);
}

/** No path: the value itself; one path: what it leads to, as an array when several; several paths: an array. */
function extract(pathOf: (text: string) => readonly PathStep[]): Implementation {
  return ([input, ...paths]) => {
    const json = document(input);
    if (json === undefined) return null;
    if (paths.length === 0) return singleOf(json);
    const results = paths.map((path) => {
      const steps = pathOf(oneText(path) ?? "");
      const found = followPath(json, steps);
      return steps.some(({ kind }) => kind === "all") ? found : (found[0] ?? null);
    });
    return singleOf(paths.length === 1 ? (results[0] ?? null) : results);
  };
}

/** Changes a document by pairs of a path and a value, from left to right; an unknown path changes nothing. */
function change(
  pathOf: (text: string) => readonly PathStep[],
  update: (old: Json | undefined, value: Json) => Json | undefined,
): Implementation {
  return ([input, ...pairs]) => {
    let json = document(input);
    if (json === undefined) return null;
    for (let index = 0; index + 1 < pairs.length; index += 2) {
      const value = argument(pairs[index + 1] ?? null);
      json = updatePath(json, pathOf(oneText(pairs[index]) ?? ""), (old) => update(old, value)) ?? json;
    }
    return JSON.stringify(json);
  };
}

function listOf(json: Json | undefined): readonly Json[] | undefined {
  return json === undefined ? undefined : isArray(json) ? json : [json];
}

const exactPath = (key: string): readonly PathStep[] => [{ kind: "key", key }];

function remove(json: Json, steps: readonly PathStep[]): Json {
  const [step, ...rest] = steps;
  if (step?.kind !== "key" || !isObject(json) || !Object.hasOwn(json, step.key)) return json;
  if (rest.length > 0) return { ...json, [step.key]: remove(json[step.key] ?? null, rest) };
  return Object.fromEntries(Object.entries(json).filter(([key]) => key !== step.key));
}

const jsonObject: Implementation = (values) => {
  const entries: [string, Json][] = [];
  for (let index = 0; index + 1 < values.length; index += 2) {
    const key = oneText(values[index]);
    if (key === null) return null;
    entries.push([key, argument(values[index + 1] ?? null)]);
  }
  return JSON.stringify(Object.fromEntries(entries));
};

/** `spath(value, path)`: as the command; JSON, else XML; several hits make several values. */
const spath: Implementation = ([input, path]) => {
  const text = oneText(input);
  const location = oneText(path);
  if (text === null || location === null) return null;
  const steps = parsePath(location);
  if (text.trimStart().startsWith("<")) return valueOf(followXmlPath(text, steps));
  const json = parseJson(text);
  if (json === undefined) return null;
  return valueOf(
    followPath(json, steps).map((found) => {
      const single = singleOf(found);
      return single === null ? "null" : typeof single === "boolean" ? String(single) : single;
    }),
  );
};

export const json: Implementations<typeof jsonFunctions> = {
  json_extract: extract(parsePath),
  json_extract_exact: extract(exactPath),
  json_object: jsonObject,
  json_array: (values) => JSON.stringify(values.map(argument)),
  json_valid: ([value]) => document(value) !== undefined,
  json_keys: ([value]) => {
    const object = document(value);
    return isObject(object) ? JSON.stringify(Object.keys(object)) : null;
  },
  json_set: change(parsePath, (_old, value) => value),
  json_set_exact: change(exactPath, (_old, value) => value),
  json_append: change(parsePath, (old, value) => {
    const list = listOf(old);
    return list === undefined ? undefined : [...list, value];
  }),
  json_extend: change(parsePath, (old, value) => {
    const list = listOf(old);
    return list === undefined ? undefined : [...list, ...(listOf(value) ?? [])];
  }),
  json_delete: ([input, ...keys]) => {
    const object = document(input);
    if (object === undefined) return null;
    return JSON.stringify(
      keys.reduce<Json>((rest, key) => remove(rest, parsePath(oneText(key) ?? "")), object),
    );
  },
  json_array_to_mv: ([value, keepQuotes = false]) => {
    const array = document(value);
    if (!isArray(array)) return null;
    return valueOf(
      array.map((item) =>
        typeof item === "string" && keepQuotes === true ? JSON.stringify(item) : singleOf(item),
      ),
    );
  },
  mv_to_json_array: ([value = null, infer = false]) =>
    JSON.stringify(
      singlesOf(value).map((single) => {
        const text = textOf(single);
        if (infer !== true) return text;
        const unquoted = /^"([^]*)"$/.exec(text);
        return unquoted === null ? (parseJson(text) ?? null) : (unquoted[1] ?? "");
      }),
    ),
  json: ([value]) => (document(value) === undefined ? null : oneText(value)),
  json_entries: ([value]) => {
    const object = document(value);
    if (!isObject(object)) return null;
    return JSON.stringify(Object.entries(object).map(([key, entry]) => ({ key, value: entry })));
  },
  json_has_key_exact: ([value, key]) => {
    const object = document(value);
    const name = oneText(key);
    return isObject(object) && name !== null ? Object.hasOwn(object, name) : null;
  },
  spath,
  xml_value: ofTexts((input = "", name = "") => xmlValue(input, name) ?? null),
};
