/** A stanza of a `.conf` file: its name and its settings in order. */
export interface Stanza {
  readonly name: string;
  readonly settings: readonly Setting[];
}

/** A key and its value; a comment is a setting that Splunk does not read. */
export type Setting = readonly [key: string, value: string];

/** The settings of a list that has `undefined` where one does not apply. */
export function present(settings: readonly (Setting | undefined)[]): readonly Setting[] {
  return settings.filter((setting) => setting !== undefined);
}

/**
 * The text of a `.conf` file.
 *
 * Every line break inside a value becomes a continued line, so that no value can open a stanza or set another key.
 * https://docs.splunk.com/Documentation/Splunk/latest/Admin/Configurationfilestructure
 */
export function printConf(stanzas: readonly Stanza[]): string {
  return joinStanzas(stanzas.map(printStanza));
}

/** The text of a file whose stanzas are printed. */
export function joinStanzas(stanzas: readonly string[]): string {
  return stanzas.join("\n");
}

/** One stanza of a `.conf` file. */
export function printStanza({ name, settings }: Stanza): string {
  const lines = settings.map(
    ([key, value]) => `${key} =${printed(key.startsWith("#") ? oneLine(value) : value)}\n`,
  );
  return `[${stanzaName(name)}]\n${lines.join("")}`;
}

function printed(value: string): string {
  const text = confValue(value);
  return text === "" ? "" : ` ${text}`;
}

/** That a backslash continues a comment is not documented. */
function oneLine(comment: string): string {
  return comment.replace(/[\s\p{Cc}]+/gu, " ");
}

/** Characters that would end the header of a stanza, or the line, have no escape in a `.conf` file. */
const unsafeInStanza = /[\p{Cc}\u2028\u2029[\]]/gu;

/** Whether a text can be the name of a stanza. */
export function isStanzaName(name: string): boolean {
  return name !== "" && name === stanzaName(name);
}

/** The name with every unsafe character replaced, for content that nothing refers to by this name. */
function stanzaName(name: string): string {
  return name.replace(unsafeInStanza, "_").trim();
}

/**
 * A value as a `.conf` file holds it: each line but the last ends with a backslash, which joins it to the next. A last
 * line that itself ends with a backslash gets a blank behind it, which Splunk trims.
 */
function confValue(value: string): string {
  const lines = value.trim().split(/\r\n|[\n\r\u0085\u2028\u2029\v\f]/u);
  const last = lines.length - 1;
  return lines.map((line, index) => (index < last ? `${line} \\\n` : guarded(line))).join("");
}

function guarded(line: string): string {
  return line.endsWith("\\") ? `${line} ` : line;
}
