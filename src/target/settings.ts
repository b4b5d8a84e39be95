/** Reads the keys of a `target.yml` that only one back-end knows. A value of the wrong kind is a bug of the data. */

type Settings = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(key: string, wanted: string): Error {
  return new Error(`target.yml: \`${key}\` has to be ${wanted}`);
}

/** The map under a key. */
export function mapSetting(settings: Settings, key: string): Settings {
  const value = settings[key];
  if (!isMap(value)) throw wrong(key, "a map");
  return value;
}

export function textSetting(settings: Settings, key: string): string {
  const value = settings[key];
  if (typeof value !== "string") throw wrong(key, "a text");
  return value;
}

export function numberSetting(settings: Settings, key: string): number {
  const value = settings[key];
  if (typeof value !== "number") throw wrong(key, "a number");
  return value;
}

export function textListSetting(settings: Settings, key: string): readonly string[] {
  const value = settings[key];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string"))
    throw wrong(key, "a list of texts");
  return value;
}

/** The items of a list of maps. */
export function mapListSetting(settings: Settings, key: string): readonly Settings[] {
  const value = settings[key];
  if (!Array.isArray(value) || !value.every(isMap)) throw wrong(key, "a list of maps");
  return value;
}
