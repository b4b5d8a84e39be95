import leven from "leven";
import { lintDiagnostics } from "../diagnostics/codes/rules.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { expressionsOf, walkExpression } from "../plan/expression-visitor.js";
import { fieldOf, unqualified, type LogSource } from "../plan/log-source.js";
import type { LogicalPlan } from "../plan/plan.js";
import { inputsOf, walkPlan } from "../plan/visitor.js";
import { findings, type Rule, type RuleContext } from "./rule.js";

/** Fields that every event of Splunk can have. */
const defaultFields = new Set(
  `host source sourcetype index linecount punct splunk_server timestamp eventtype tag
   date_hour date_mday date_minute date_month date_second date_wday date_year date_zone`.split(/\s+/),
);

/** A field of events that the catalog does not know, and that differs from one it knows in a letter or in case. */
export const misspeltField: Rule = {
  check: (context) => {
    const { plan } = context.understood;
    if (plan === undefined) return [];
    const found = new Map<string, Diagnostic>();
    walkPlan(plan, (step) => {
      const [input, ...others] = inputsOf(step);
      if (input === undefined || others.length > 0 || !input.row.open) return;
      const sources = sourcesBelow(input, context);
      const [source] = sources;
      if (source === undefined) return;
      for (const expression of expressionsOf(step))
        walkExpression(expression, (part) => {
          if (part.kind !== "field" || found.has(part.name)) return;
          const { name, span } = part;
          if (input.row.columns.has(name) || defaultFields.has(name) || name.startsWith("_")) return;
          if (sources.some((each) => fieldOf(each, name) !== undefined)) return;
          const known = nearest(unqualified(source, name), [...source.fields.keys()]);
          if (known !== undefined)
            found.set(
              name,
              lintDiagnostics["misspelt-field"](span, { field: name, known, source: source.title }),
            );
        });
    });
    return findings(...found.values());
  },
};

function sourcesBelow(plan: LogicalPlan, { catalog }: RuleContext): readonly LogSource[] {
  const sources: LogSource[] = [];
  walkPlan(plan, (step) => {
    if (step.kind !== "scan" || step.source.kind !== "log") return;
    const source = catalog.sources.get(step.source.id);
    if (source !== undefined) sources.push(source);
  });
  return sources;
}

/** A short name is near to many others. */
const shortest = 6;

function nearest(name: string, known: readonly string[]): string | undefined {
  const folded = known.find((each) => each.toLowerCase() === name.toLowerCase());
  if (folded !== undefined) return folded;
  return name.length < shortest ? undefined : known.find((each) => isSlip(name, each));
}

/** One letter too many, missing or wrong, or two in the wrong order; a number in the name is never a slip. */
function isSlip(name: string, known: string): boolean {
  if (known.length < shortest || name.replace(/\D/g, "") !== known.replace(/\D/g, "")) return false;
  // A plural is a name of its own.
  if (`${name}s` === known || name === `${known}s`) return false;
  if (leven(name, known) === 1) return true;
  const sorted = (text: string): string => [...text].sort().join("");
  return leven(name, known) === 2 && sorted(name) === sorted(known);
}
