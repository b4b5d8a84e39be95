import type { Compilation } from "../compile-all.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { renderFrame } from "../diagnostics/render/frame.js";
import { locate } from "../source/locate.js";
import type { Terminal } from "./terminal.js";

/** A diagnostic, the targets it concerns (none: all), and whether it makes the command fail. */
export interface Finding {
  readonly diagnostic: Diagnostic;
  readonly targets: readonly string[];
  /** A refusal is an answer, not a failure. */
  readonly kind: "failure" | "refusal" | "remark";
}

/** All there is to tell about a run, each diagnostic once, in the order of files and lines. */
export function findingsOf(compilation: Compilation, before: readonly Diagnostic[]): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const diagnostic of [...before, ...compilation.diagnostics])
    add(found, { diagnostic, targets: [], kind: diagnostic.severity === "error" ? "failure" : "remark" });
  for (const { outcome } of compilation.detections)
    for (const [target, { status, diagnostics }] of outcome.targets)
      for (const diagnostic of diagnostics) {
        const fails = status === "invalid" ? "failure" : "refusal";
        const kind = diagnostic.severity === "error" ? fails : "remark";
        add(found, { diagnostic, targets: kind === "failure" ? [] : [target], kind });
      }
  const all = new Set(compilation.detections.flatMap(({ outcome }) => [...outcome.targets.keys()]));
  return [...found.values()].map((finding) => withoutEvery(finding, all.size)).sort(byPlace);
}

/** A remark that is made for every target is about the detection. */
function withoutEvery(finding: Finding, all: number): Finding {
  return finding.kind === "remark" && finding.targets.length === all ? { ...finding, targets: [] } : finding;
}

function add(found: Map<string, Finding>, finding: Finding): void {
  const { code, message, span } = finding.diagnostic;
  const { file, start, end } = locate(span);
  const key = [finding.kind, file.name, start.offset, end.offset, code, message].join("\0");
  const earlier = found.get(key);
  if (earlier === undefined) found.set(key, finding);
  else found.set(key, { ...earlier, targets: [...new Set([...earlier.targets, ...finding.targets])] });
}

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [locate(a.diagnostic.span), locate(b.diagnostic.span)];
  if (left.file.name !== right.file.name) return left.file.name < right.file.name ? -1 : 1;
  return left.start.offset - right.start.offset;
}

/** A finding as a frame; what concerns only some targets names them. */
export function showFinding({ diagnostic, targets, kind }: Finding, { paint, width }: Terminal): string {
  const what = kind === "refusal" ? "refused" : diagnostic.severity;
  const label = targets.length === 0 ? what : `${what} (${targets.join(", ")})`;
  return `${renderFrame(diagnostic, { paint, width, label })}\n`;
}
