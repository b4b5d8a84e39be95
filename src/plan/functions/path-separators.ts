import type { FunctionName } from "./index.js";

/** What parts a path, of the functions that take its last part: the names in a registry path may hold `/`. */
export const pathSeparators = {
  base_name: ["\\", "/"],
  key_name: ["\\"],
} as const satisfies Partial<Readonly<Record<FunctionName, readonly string[]>>>;

/** The characters behind the last of which a function takes what stands in a text; `undefined` for other functions. */
export function separatorsOf(name: FunctionName): readonly string[] | undefined {
  return name === "base_name" || name === "key_name" ? pathSeparators[name] : undefined;
}
