/** A small Sigma engine that reads rules as the specification says, made to check what the compiler writes. */

/** A field of several values passes a test where one of them does. */
export type SigmaEvent = Readonly<Record<string, string | number | readonly string[] | undefined>>;
type Identifiers = ReadonlyMap<string, boolean>;

/** Whether a rule's `detection` matches an event. */
export function sigmaMatches(detection: Readonly<Record<string, unknown>>, event: SigmaEvent): boolean {
  const { condition, ...identifiers } = detection;
  if (typeof condition !== "string") throw new Error("no condition");
  const values = new Map(Object.entries(identifiers).map(([name, item]) => [name, selects(item, event)]));
  return new ConditionReader(condition, values).read();
}

function selects(selection: unknown, event: SigmaEvent): boolean {
  if (Array.isArray(selection)) return selection.some((map) => selects(map, event));
  if (typeof selection !== "object" || selection === null) throw new Error("keywords are not read");
  return Object.entries(selection).every(([key, value]) => holds(key, value, event));
}

function holds(key: string, value: unknown, event: SigmaEvent): boolean {
  const [field = "", ...modifiers] = key.split("|");
  const values = Array.isArray(value) ? value : [value];
  const linked = modifiers.includes("all");
  const actual = event[field];
  const held = typeof actual === "object" ? actual : [actual];
  const tests = values.map((one) => held.some((each) => holdsOne(each, modifiers, one)));
  return linked ? tests.every(Boolean) : tests.some(Boolean);
}

function holdsOne(
  actual: string | number | undefined,
  modifiers: readonly string[],
  value: unknown,
): boolean {
  if (modifiers.includes("exists")) return (actual !== undefined) === value;
  if (value === null) return actual === undefined;
  if (actual === undefined) return false;
  const text = String(actual);
  if (modifiers[0] === "re") {
    const flags = ["i", "m", "s"].filter((flag) => modifiers.includes(flag)).join("");
    return new RegExp(String(value), flags).test(text);
  }
  if (typeof value === "number") {
    const number = Number(text);
    if (modifiers.includes("lt")) return number < value;
    if (modifiers.includes("lte")) return number <= value;
    if (modifiers.includes("gt")) return number > value;
    if (modifiers.includes("gte")) return number >= value;
    return text.trim() !== "" && number === value;
  }
  const before = modifiers.includes("contains") || modifiers.includes("endswith") ? "[^]*" : "";
  const after = modifiers.includes("contains") || modifiers.includes("startswith") ? "[^]*" : "";
  const pattern = new RegExp(
    `^${before}${wildcards(String(value))}${after}$`,
    modifiers.includes("cased") ? "" : "i",
  );
  return pattern.test(text);
}

/** The specification's table: a backslash is special only before `*`, `?` and another backslash. */
function wildcards(value: string): string {
  let pattern = "";
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    const next = value.charAt(at + 1);
    if (character === "\\" && ["*", "?", "\\"].includes(next)) {
      pattern += literal(next);
      at++;
    } else if (character === "*") pattern += "[^]*";
    else if (character === "?") pattern += "[^]";
    else pattern += literal(character);
  }
  return pattern;
}

function literal(character: string): string {
  return character.replace(/[\\^$.|?*+()[\]{}/]/g, "\\$&");
}

class ConditionReader {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(
    condition: string,
    private readonly identifiers: Identifiers,
  ) {
    this.tokens = condition.match(/[()]|[^\s()]+/g) ?? [];
  }

  read(): boolean {
    const value = this.either();
    if (this.at < this.tokens.length) throw new Error("the condition goes on");
    return value;
  }

  private either(): boolean {
    let value = this.both();
    while (this.take("or")) value = this.both() || value;
    return value;
  }

  private both(): boolean {
    let value = this.negated();
    while (this.take("and")) value = this.negated() && value;
    return value;
  }

  private negated(): boolean {
    return this.take("not") ? !this.primary() : this.primary();
  }

  private primary(): boolean {
    if (this.take("(")) {
      const value = this.either();
      if (!this.take(")")) throw new Error("a bracket is open");
      return value;
    }
    const token = this.next();
    if (token === "1" || token === "all") {
      if (!this.take("of")) throw new Error("`of` is missing");
      const prefix = this.next().replace(/\*$/, "");
      const matching = [...this.identifiers]
        .filter(([name]) => name.startsWith(prefix))
        .map(([, value]) => value);
      if (matching.length === 0) throw new Error(`nothing is named ${prefix}*`);
      return token === "1" ? matching.some(Boolean) : matching.every(Boolean);
    }
    const value = this.identifiers.get(token);
    if (value === undefined) throw new Error(`\`${token}\` is not defined`);
    return value;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private next(): string {
    return this.tokens[this.at++] ?? "";
  }
}
