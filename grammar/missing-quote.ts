import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import type { SourceText } from "../src/source/source-text.js";
import type { CommandTable } from "./pipeline-reader.js";

/** How a text ends when the quote that closes it was meant to open another one. */
const endsBeforeText = /[=(,+]\s*$/;
const pipeAndName = /\|\s*([A-Za-z_]\w*|`)/g;

/**
 * Where a quote may be missing, when the quotes of a search are odd: the first text in quotes that goes on over a pipe
 * and the name of a command, or that ends where another text would begin.
 */
export function missingQuote(source: SourceText, commands: CommandTable): Diagnostic | undefined {
  const texts = [...source.text.matchAll(/```[^]*?```|\\.|"(?:[^"\\]|\\[^])*("?)/g)].filter(([written]) =>
    written.startsWith('"'),
  );
  if (texts.at(-1)?.[1] !== "") return undefined;
  const found = texts.find(([written]) => {
    const content = written.slice(1, -1);
    const overPipe = [...content.matchAll(pipeAndName)].some(
      ([, name = ""]) => name === "`" || commands.has(name.toLowerCase()),
    );
    return overPipe || endsBeforeText.test(content);
  });
  if (found === undefined) return undefined;
  return parseDiagnostics["missing-quote"]({ source, start: found.index, end: found.index + 1 }, {});
}
