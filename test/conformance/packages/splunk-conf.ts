/** The settings of a `.conf` file, by stanza and key; comments are settings only where they are `# key = value`. */
export type Conf = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads a `.conf` file as Splunk does: a line that ends with a backslash goes on in the next. */
export function parseConf(text: string): Conf {
  const stanzas = new Map<string, Map<string, string>>();
  let stanza = new Map<string, string>();
  for (const line of text.replaceAll(/\\[ \t]*\n/g, "\u0000").split("\n")) {
    const header = /^\[(.*)\]\s*$/.exec(line);
    if (header !== null) {
      stanza = new Map();
      stanzas.set(header[1] ?? "", stanza);
      continue;
    }
    const setting = /^(# description|[^#=][^=]*?)\s*=\s?(.*)$/s.exec(line);
    if (setting !== null) stanza.set(setting[1] ?? "", (setting[2] ?? "").replaceAll("\u0000", "\n").trim());
  }
  return stanzas;
}
