/** How a log file is cut into events. */
export type EventBreak = "line" | "windows-xml" | "windows-classic" | "json" | "whole";

/** Cuts a log into the raw texts of its events; blank ones are left out. */
export function breakEvents(text: string, kind: EventBreak): readonly string[] {
  switch (kind) {
    case "line":
      return present(text.split(/\r?\n/));
    case "whole":
      return present([text.trim()]);
    case "windows-xml":
      // The last one may be cut off: inputs truncate long events.
      return present(
        (text.match(/<Event[ >][\s\S]*?(?:<\/Event>|(?=<Event[ >])|$(?![\s\S]))/g) ?? []).map((event) =>
          event.trim(),
        ),
      );
    case "windows-classic":
      // Each event starts with its time on a line of its own.
      return present(text.split(/^(?=\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d{2}:\d{2}(?:\.\d+)? [AP]M\r?$)/m));
    case "json":
      return jsonRecords(text);
    default:
      return kind satisfies never;
  }
}

function present(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => text.trim() !== "");
}

/** JSON records one after the other, on one line each or over many, or all in one array. */
function jsonRecords(text: string): readonly string[] {
  const records: string[] = [];
  let depth = 0;
  let start = -1;
  let inString = false;
  const first = text.search(/\S/);
  const inArray = first !== -1 && text[first] === "[" && isArray(text);
  for (let at = inArray ? first + 1 : 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") {
      if (depth === 0) start = at;
      depth += 1;
    } else if ((character === "}" || character === "]") && depth > 0) {
      depth -= 1;
      if (depth === 0) records.push(text.slice(start, at + 1));
    }
  }
  if (depth > 0) records.push(text.slice(start));
  return records;
}

/** A text that begins with a bracket may be a line of a log instead: `[19/Aug/2024…] …`. */
function isArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}
