/** The part of MITRE ATT&CK that rules refer to: `targets/attack/*.yml`. */
export interface AttackKnowledge {
  readonly version: string;
  readonly tactics: ReadonlyMap<string, AttackTactic>;
  readonly techniques: ReadonlyMap<string, AttackTechnique>;
  /** Of techniques and sub-techniques, by id. */
  readonly names: ReadonlyMap<string, string>;
}

export interface AttackTactic {
  /** `TA0002`. */
  readonly id: string;
  readonly name: string;
}

export interface AttackTechnique {
  /** Keys of `tactics`, in the order of the matrix. */
  readonly tactics: readonly string[];
  /** The highest number of a sub-technique. */
  readonly subtechniques: number;
}

type YamlMap = Readonly<Record<string, unknown>>;

/** Every rule asks, and there are thousands of techniques. */
const known = new WeakMap<object, AttackKnowledge>();

/** Reads the content of such a file, as the YAML parser gives it. A value of the wrong kind is a bug of the data. */
export function parseAttack(content: unknown): AttackKnowledge {
  if (typeof content !== "object" || content === null) return readAttack(content);
  const earlier = known.get(content);
  if (earlier !== undefined) return earlier;
  const attack = readAttack(content);
  known.set(content, attack);
  return attack;
}

function readAttack(content: unknown): AttackKnowledge {
  const root = mapOf(content, "the file");
  return {
    version: String(root["version"]),
    tactics: entriesOf(root["tactics"], "tactics", (tactic) => ({
      id: String(tactic["id"]),
      name: String(tactic["name"]),
    })),
    techniques: entriesOf(root["techniques"], "techniques", (technique) => ({
      tactics: listOf(technique["tactics"]),
      subtechniques: Number(technique["subtechniques"] ?? 0),
    })),
    names: new Map(
      Object.entries(mapOf(root["names"] ?? {}, "names")).map(([id, name]) => [id, String(name)]),
    ),
  };
}

/** A technique as rules refer to it, with what it is a part of. */
export interface NamedTechnique {
  readonly id: string;
  readonly name: string;
  /** The technique that a sub-technique is of. */
  readonly parent?: { readonly id: string; readonly name: string };
}

/** A tactic with the techniques that a rule names of it. */
export interface TacticWithTechniques extends AttackTactic {
  readonly techniques: readonly NamedTechnique[];
}

/** Techniques by id, sorted under their tactics in the order of the matrix, and those that ATT&CK does not have. */
export function byTactic(
  attack: AttackKnowledge,
  ids: readonly string[],
): { readonly tactics: readonly TacticWithTechniques[]; readonly unknown: readonly string[] } {
  const named = [...new Set(ids)].map((id) => ({
    id,
    tactics: tacticsOf(attack, id),
    technique: namedTechnique(attack, id),
  }));
  const tactics = [...attack.tactics].flatMap(([key, tactic]) => {
    const techniques = named.flatMap((item) =>
      item.tactics?.includes(key) === true && item.technique !== undefined ? [item.technique] : [],
    );
    return techniques.length === 0 ? [] : [{ ...tactic, techniques }];
  });
  const unknown = named.flatMap(({ id, tactics: of, technique }) =>
    of === undefined || technique === undefined ? [id] : [],
  );
  return { tactics, unknown };
}

function namedTechnique(attack: AttackKnowledge, id: string): NamedTechnique | undefined {
  const name = attack.names.get(id);
  const [parentId = ""] = id.split(".");
  if (name === undefined) return undefined;
  if (parentId === id) return { id, name };
  const parentName = attack.names.get(parentId);
  return parentName === undefined ? undefined : { id, name, parent: { id: parentId, name: parentName } };
}

/** The tactics of a technique or sub-technique by id (`T1059.001`); `undefined` for one that ATT&CK does not have. */
export function tacticsOf(attack: AttackKnowledge, id: string): readonly string[] | undefined {
  const [parent = "", child] = id.split(".");
  const technique = attack.techniques.get(parent);
  if (technique === undefined) return undefined;
  if (child === undefined) return technique.tactics;
  const number = Number(child);
  return number >= 1 && number <= technique.subtechniques ? technique.tactics : undefined;
}

function mapOf(value: unknown, what: string): YamlMap {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`ATT&CK data: ${what} has to be a map`);
  return { ...value };
}

function entriesOf<Value>(
  value: unknown,
  what: string,
  read: (entry: YamlMap) => Value,
): ReadonlyMap<string, Value> {
  return new Map(Object.entries(mapOf(value, what)).map(([key, entry]) => [key, read(mapOf(entry, key))]));
}

function listOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw new Error("ATT&CK data: `tactics` has to be a list");
  return value.map(String);
}
