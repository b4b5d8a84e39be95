import { shown } from "../carry/carry-event.js";
import type { Difference } from "./conform.js";
import type { Executed } from "./run-all.js";

/** The figures of one target and language. */
export interface Figures {
  readonly target: string;
  readonly language: string;
  readonly compiled: number;
  readonly executed: number;
  readonly agreed: number;
  readonly different: number;
  readonly rejected: number;
  readonly cannot: number;
  readonly noEvent: number;
  readonly notRun: number;
  readonly events: number;
}

/** Counts what became of the artifacts, by target and language. */
export function figuresOf(executed: readonly Executed[]): readonly Figures[] {
  const names = [...new Set(executed.map(({ target, language }) => `${target} ${language}`))].sort();
  return names.map((name) => {
    const own = executed.filter(({ target, language }) => `${target} ${language}` === name);
    const count = (kind: Executed["verdict"]["kind"]) =>
      own.filter(({ verdict }) => verdict.kind === kind).length;
    const [target = "", language = ""] = name.split(" ");
    return {
      target,
      language,
      compiled: own.length,
      executed: count("agreed") + count("different"),
      agreed: count("agreed"),
      different: count("different"),
      rejected: count("rejected"),
      cannot: count("cannot"),
      noEvent: count("no event"),
      notRun: count("not run"),
      events: own.reduce((sum, { verdict }) => sum + (verdict.kind === "agreed" ? verdict.events : 0), 0),
    };
  });
}

/** One line for each target and language. */
export function figureLines(figures: readonly Figures[]): readonly string[] {
  return figures.map((each) => {
    const { target, language, compiled, executed, agreed, events } = each;
    const name = `${target} ${language}`;
    if (each.notRun === compiled) return `${name}: not run: ${String(compiled)} artifacts`;
    const others = [
      [each.different, "different"],
      [each.rejected, "rejected"],
      [each.cannot, "engine cannot"],
      [each.noEvent, "no event fires"],
      [each.notRun, "not run"],
    ] as const;
    const rest = others.flatMap(([count, what]) => (count > 0 ? [`, ${what}: ${String(count)}`] : []));
    return `${name}: ${String(compiled)} compiled, ${String(executed)} executed, ${String(agreed)} agreed over ${String(events)} events${rest.join("")}`;
  });
}

/** What is wrong, each as something to look at: differences and what an engine rejects. */
export function problemsOf(executed: readonly Executed[]): readonly string[] {
  return executed.flatMap((each) => {
    const { detection, target, language, text, verdict } = each;
    if (verdict.kind === "different") return [reproOf(each, verdict.difference)];
    if (verdict.kind !== "rejected") return [];
    return [`--- ${target} ${language}: ${detection.path} is rejected: ${verdict.reason} ---\n${text}`];
  });
}

/** A difference as something to look at: the search, the query, the fewest events, and what only one side gives. */
export function reproOf({ detection, target, language, text }: Executed, difference: Difference): string {
  return [
    `--- ${target} ${language}: ${detection.path} ---`,
    detection.search.source.text,
    "",
    text,
    "",
    ...difference.events.map(
      ({ id, note, event }) =>
        `event ${String(id)} (${note}): ${Object.entries(event)
          .map(([name, value]) => `${name}=${JSON.stringify(shown(value))}`)
          .join(" ")}`,
    ),
    ...difference.onlySource.map((row) => `only the search: ${row}`),
    ...difference.onlyTarget.map((row) => `only the ${target} rule: ${row}`),
  ].join("\n");
}

/** The whole run as JSON. */
export function reportJson(executed: readonly Executed[]): string {
  const artifacts = executed.map(({ detection, target, language, text, verdict }) => ({
    detection: { id: detection.id, name: detection.name, path: detection.path },
    target,
    language,
    ...(verdict.kind === "different"
      ? {
          verdict: "different",
          query: text,
          events: verdict.difference.events.map(({ id, note, event, carried }) => ({
            id,
            note,
            event,
            rows: carried.map(({ table, row }) => ({
              table,
              row: Object.fromEntries([...row].map(([name, { value }]) => [name, value])),
            })),
          })),
          onlySource: verdict.difference.onlySource,
          onlyTarget: verdict.difference.onlyTarget,
        }
      : {
          verdict: verdict.kind,
          ...("reason" in verdict ? { reason: verdict.reason } : { events: verdict.events }),
        }),
  }));
  return `${JSON.stringify({ figures: figuresOf(executed), artifacts }, undefined, 2)}\n`;
}

/** The whole run as a page. */
export function reportHtml(executed: readonly Executed[]): string {
  const rows = figuresOf(executed).map(
    (each) =>
      `<tr><td>${each.target}</td><td>${each.language}</td>${[
        each.compiled,
        each.executed,
        each.agreed,
        each.different,
        each.rejected,
        each.cannot,
        each.noEvent,
        each.notRun,
      ]
        .map((number) => `<td>${String(number)}</td>`)
        .join("")}</tr>`,
  );
  const problems = problemsOf(executed).map((problem) => `<pre>${escape(problem)}</pre>`);
  const reasons = executed.flatMap(({ detection, target, language, verdict }) =>
    verdict.kind === "cannot" || verdict.kind === "no event"
      ? [
          `<tr><td>${target}</td><td>${language}</td><td>${escape(detection.path)}</td><td>${escape(verdict.reason)}</td></tr>`,
        ]
      : [],
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Conformance</title>
<style>body{font-family:sans-serif;margin:2em}td,th{padding:.2em .8em;text-align:left}pre{background:#f4f4f4;padding:1em;overflow:auto}</style>
<h1>Conformance</h1>
<table><tr><th>Target</th><th>Language</th><th>Compiled</th><th>Executed</th><th>Agreed</th><th>Different</th><th>Rejected</th><th>Engine cannot</th><th>No event fires</th><th>Not run</th></tr>
${rows.join("\n")}
</table>
<h2>Differences and rejected artifacts</h2>
${problems.length === 0 ? "<p>None.</p>" : problems.join("\n")}
<h2>Not shown: what an engine cannot do, and searches that no event fires</h2>
<table>${reasons.join("\n")}</table>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
