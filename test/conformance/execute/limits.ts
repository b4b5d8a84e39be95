import { readFileSync } from "node:fs";
import { load } from "js-yaml";

/** What an engine cannot do although the product can: told by the query, or by what the engine says. */
export interface EngineLimit {
  readonly query?: RegExp;
  readonly error?: RegExp;
  readonly reason: string;
}

/** The limits of the engines, by language: a closed list. What is not in it is wrong with the artifact. */
export type EngineLimits = ReadonlyMap<string, readonly EngineLimit[]>;

/** Reads the list; a row without a reason, or without one of the two patterns, is an error. */
export function readLimits(path: string): EngineLimits {
  const file = load(readFileSync(path, "utf8"));
  if (typeof file !== "object" || file === null) throw new Error(`${path} holds no limits`);
  return new Map(
    Object.entries(file).map(([language, rows]) => [
      language,
      (Array.isArray(rows) ? rows : []).map((row: unknown) => limitOf(row, `${path}, ${language}`)),
    ]),
  );
}

function limitOf(row: unknown, place: string): EngineLimit {
  const entries = new Map(Object.entries(typeof row === "object" && row !== null ? row : {}));
  const pattern = (name: string): RegExp | undefined => {
    const text: unknown = entries.get(name);
    return typeof text === "string" ? new RegExp(text, "s") : undefined;
  };
  const reason: unknown = entries.get("reason");
  const { query, error } = { query: pattern("query"), error: pattern("error") };
  if (typeof reason !== "string" || (query === undefined) === (error === undefined))
    throw new Error(`${place}: a limit has a reason and either \`query\` or \`error\``);
  return { reason, ...(query === undefined ? {} : { query }), ...(error === undefined ? {} : { error }) };
}

/** Why an engine cannot run a query at all. */
export function limitOfQuery(limits: readonly EngineLimit[], query: string): string | undefined {
  return limits.find((limit) => limit.query?.test(query) === true)?.reason;
}

/** Why an engine failed on a query, where the list knows this failure. */
export function limitOfError(limits: readonly EngineLimit[], error: string): string | undefined {
  return limits.find((limit) => limit.error?.test(error) === true)?.reason;
}
