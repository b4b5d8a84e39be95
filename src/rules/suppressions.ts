import { lintDiagnostics } from "../diagnostics/codes/rules.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { locate, positionAt } from "../source/locate.js";
import type { SourceText, Span } from "../source/source-text.js";
import type { LintFinding } from "./rule.js";

/** One code that a comment suppresses, in the whole file or on one line. */
interface Suppression {
  readonly code: string;
  readonly line: number | undefined;
  readonly span: Span;
}

/** In YAML a comment that has its line for itself; in a search a comment in triple backticks. */
const comment =
  /(?:^[ \t]*#|```)[ \t]*detc-disable(?<next>-next-line)?[ \t]+(?<codes>[^\s`][^`\n]*?)[ \t]*(?=```|\r?$)/gm;

const known = Object.entries(lintDiagnostics).map(([name]) => `lint/${name}`);

/**
 * Leaves out what `# detc-disable lint/x -- reason` and `# detc-disable-next-line lint/x -- reason` name. Reports
 * suppressions without a reason, of unknown rules, and those that suppress nothing; `unable` are
 * the codes of rules that could not look at the search, of which nothing is known.
 */
export function withoutSuppressed(
  found: readonly LintFinding[],
  file: SourceText,
  unable: ReadonlySet<string>,
): readonly LintFinding[] {
  if (!file.text.includes("detc-disable")) return found;
  const { suppressions, diagnostics } = suppressionsIn(file);
  const used = new Set<Suppression>();
  const kept = found.filter(({ diagnostic }) => {
    const { line } = locate(diagnostic.span).start;
    const matching = suppressions.filter(
      (each) => each.code === diagnostic.code && (each.line === undefined || each.line === line),
    );
    matching.forEach((each) => used.add(each));
    return matching.length === 0;
  });
  const unused = suppressions
    .filter((each) => !used.has(each) && !unable.has(each.code))
    .map(({ code, span }) => lintDiagnostics["unused-suppression"](span, { name: code }));
  return [...kept, ...[...diagnostics, ...unused].map((diagnostic) => ({ diagnostic }))];
}

function suppressionsIn(file: SourceText): {
  readonly suppressions: readonly Suppression[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const suppressions: Suppression[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const match of file.text.matchAll(comment)) {
    const { next, codes = "" } = match.groups ?? {};
    const start = match.index + match[0].search(/[^ \t]/);
    const span = { source: file, start, end: match.index + match[0].length };
    const [names = "", reason = ""] = codes.split(/[ \t]--(?:[ \t]|$)/, 2);
    if (reason.trim() === "") {
      diagnostics.push(lintDiagnostics["suppression-without-reason"](span, {}));
      continue;
    }
    const line = next === undefined ? undefined : positionAt(file, span.end).line + 1;
    for (const code of names.split(/[\s,]+/).filter((name) => name !== ""))
      if (known.includes(code)) suppressions.push({ code, line, span });
      else diagnostics.push(lintDiagnostics["unknown-rule"](span, { name: code, known }));
  }
  return { suppressions, diagnostics };
}
