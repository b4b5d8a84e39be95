import type { PathStep } from "./json.js";

interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot|apos));/g, (whole, decimal, hex, name) => {
    if (typeof name === "string") return entities[name] ?? whole;
    const code = typeof decimal === "string" ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const token =
  /<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<[?!][^>]*>|<\/([^\s>]+)\s*>|<([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/g;

/** The elements of a text, leniently: what does not close is closed at the end. */
function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: "", attributes: new Map(), children: [], text: "" };
  const open = [root];
  for (const [, data, closing, name, attributes = "", selfClosing, content] of text.matchAll(token)) {
    const current = open[open.length - 1] ?? root;
    if (content !== undefined) current.text += decode(content);
    else if (data !== undefined) current.text += data;
    else if (closing !== undefined) {
      const depth = open.map((element) => element.name).lastIndexOf(closing);
      if (depth > 0) open.length = depth;
    } else if (name !== undefined) {
      const element: XmlElement = { name, attributes: attributesOf(attributes), children: [], text: "" };
      current.children.push(element);
      if (selfClosing !== "/") open.push(element);
    }
  }
  return root;
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single] of text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    attributes.set(name, decode(double ?? single ?? ""));
  return attributes;
}

/** The texts that a path of `spath` leads to in XML; an index counts from 1 ("spath"). */
export function followXmlPath(text: string, steps: readonly PathStep[]): readonly string[] {
  let elements: readonly XmlElement[] = [parseXml(text)];
  for (const [index, step] of steps.entries()) {
    switch (step.kind) {
      case "key":
        elements = elements.flatMap(({ children }) => children.filter(({ name }) => name === step.key));
        break;
      case "index": {
        const element = elements[step.index - 1];
        elements = element === undefined ? [] : [element];
        break;
      }
      case "all":
        break;
      case "attribute":
        if (index < steps.length - 1) return [];
        return elements.flatMap(({ attributes }) => attributes.get(step.name) ?? []);
    }
  }
  return elements.map((element) => element.text.trim());
}

/** The text of the first element of that name that holds text only, as `xmlkv` takes it. */
export function xmlValue(text: string, name: string): string | undefined {
  return firstText(parseXml(text), (element) => element.name === name)?.trim();
}

/** The text of `<Data Name="…">` in the XML of a Windows event, blanks and line ends included. */
export function eventData(text: string, name: string): string | undefined {
  return firstText(
    parseXml(text),
    (element) => element.name === "Data" && element.attributes.get("Name") === name,
  );
}

function firstText(element: XmlElement, wanted: (element: XmlElement) => boolean): string | undefined {
  if (element.children.length === 0 && wanted(element)) return element.text;
  for (const child of element.children) {
    const found = firstText(child, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
