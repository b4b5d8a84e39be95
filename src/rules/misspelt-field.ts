import leven from "leven";
import { lintDiagnostics } from "../diagnostics/codes/rules.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { expressionsOf, walkExpression } from "../plan/expression-visitor.js";
import { fieldOf, isForeign, unqualified, type LogSource, type SourceCatalog } from "../plan/log-source.js";
import type { Scan } from "../plan/plan.js";
import { inputsOf, scansOf, walkPlan } from "../plan/visitor.js";
import { findings, type Rule } from "./rule.js";

/** Fields that every event of Splunk can have. */
const defaultFields = new Set(
  `host source sourcetype index linecount punct splunk_server timestamp eventtype tag
   date_hour date_mday date_minute date_month date_second date_wday date_year date_zone`.split(/\s+/),
);

/**
 * A field of events that the catalog does not list, and that differs from one it lists in a letter or in case; and one of
 * a name that no field of the log can have.
 */
export const misspeltField: Rule = {
  codes: ["misspelt-field", "foreign-field"],
  needs: "plan",
  check: ({ catalog, understood: { plan } }) => {
    if (plan === undefined) return [];
    const found = new Map<string, Diagnostic>();
    walkPlan(plan, (step) => {
      const [input, ...others] = inputsOf(step);
      if (input === undefined || others.length > 0 || input.row.open !== "fields") return;
      const scans = scansOf(input);
      const sources = scans.flatMap((scan) => sourceOf(scan, catalog));
      const [source] = sources;
      if (source === undefined) return;
      for (const expression of expressionsOf(step))
        walkExpression(expression, (part) => {
          if (part.kind !== "field" || found.has(part.name)) return;
          const { name, span } = part;
          if (defaultFields.has(name) || name.startsWith("_")) return;
          if (sources.some((each) => each.fields.has(unqualified(each, name)))) return;
          // A column that no scan has was set by a command.
          if (input.row.columns.has(name) && !scans.some((scan) => scan.row.columns.has(name))) return;
          if (sources.every((each) => isForeign(each, name))) {
            found.set(name, lintDiagnostics["foreign-field"](span, { field: name, source: source.title }));
            return;
          }
          // A log can have fields of a family that nobody lists, also one written like a listed one.
          const inFamily = sources.some((each) => fieldOf(each, name) !== undefined);
          const known = nearest(unqualified(source, name), [...source.fields.keys()], inFamily);
          if (known === undefined) return;
          const parameters = { field: name, known, source: source.title };
          found.set(name, lintDiagnostics["misspelt-field"](span, parameters));
        });
    });
    return findings(...found.values());
  },
};

function sourceOf({ source }: Scan, { sources }: SourceCatalog): readonly LogSource[] {
  const known = source.kind === "log" ? sources.get(source.id) : undefined;
  return known === undefined ? [] : [known];
}

/** A short name is near to many others. */
const shortest = 8;

function nearest(name: string, known: readonly string[], inFamily: boolean): string | undefined {
  const folded = known.find((each) => fold(each) === fold(name));
  if (folded !== undefined) return inFamily ? undefined : folded;
  return name.length < shortest ? undefined : known.find((each) => isSlip(fold(name), fold(each)));
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll("_", "");
}

/** One letter too many, missing or wrong, or two in the wrong order; a number in the name is never a slip. */
function isSlip(name: string, known: string): boolean {
  if (known.length < shortest - 1 || name.replace(/\D/g, "") !== known.replace(/\D/g, "")) return false;
  // A plural is a name of its own.
  if (`${name}s` === known || name === `${known}s`) return false;
  if (leven(name, known) === 1) return true;
  const sorted = (text: string): string => [...text].sort().join("");
  return leven(name, known) === 2 && sorted(name) === sorted(known);
}
