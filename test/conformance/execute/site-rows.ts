import type { Content, LookupTable } from "../../../src/content/model.js";
import { lookupRowsOf } from "../../../src/evaluate/lookup-rows.js";
import { fieldsOf, walkExpression } from "../../../src/plan/expression-visitor.js";
import type { LogicalPlan, Lookup } from "../../../src/plan/plan.js";
import { expressionsOf, walkPlan } from "../../../src/plan/visitor.js";
import type { CompiledQuery } from "../../../src/target/backend.js";
import { withGivenLookups } from "../../../src/target/automatic-lookups.js";
import type { TargetProfile } from "../../../src/target/profile.js";
import type { WitnessCase } from "../../../src/witness/witness-event.js";
import type { World } from "./conform.js";

/**
 * A search and a world in which the tables that a site fills have rows: for each text that the search asks of a column
 * a key that has it, one that has it in the other case, one that has it beside another text and one that has the other alone;
 * and a key that has nothing. `undefined` where a query reads no such table.
 */
export function withSiteRows(
  plan: LogicalPlan,
  { bindings }: Pick<CompiledQuery, "bindings">,
  { automaticLookups }: TargetProfile,
  world: World,
): { readonly plan: LogicalPlan; readonly world: World } | undefined {
  const sites = bindings.flatMap(({ source, home }) => {
    const table = home === undefined ? world.content.lookups.get(source) : undefined;
    return table === undefined || table.csv !== undefined ? [] : [table];
  });
  if (sites.length === 0) return undefined;
  const names = new Set(sites.map(({ name }) => name));
  const asked = withGivenLookups(plan, automaticLookups, (name) => names.has(name));
  const filled = sites.map((table): readonly [string, LookupTable] => [
    table.name,
    filledTable(table, asked),
  ]);
  const content: Content = { ...world.content, lookups: new Map([...world.content.lookups, ...filled]) };
  const rows = filled.flatMap(([name, table]) => {
    const found = lookupRowsOf(table);
    return found === undefined ? [] : [[name, found] as const];
  });
  return { plan: asked, world: { ...world, content, lookups: new Map([...world.lookups, ...rows]) } };
}

/** The cases, and each of them once more with the fields that lookups compare in the other case. */
export function withOtherCase(cases: readonly WitnessCase[], plan: LogicalPlan): readonly WitnessCase[] {
  const keys = new Set<string>();
  walkPlan(plan, (step) => {
    if (step.kind === "lookup") for (const { field } of step.keys) keys.add(field);
  });
  const changed = cases.map((each): WitnessCase => ({
    ...each,
    name: `${each.name}, keys in the other case`,
    events: each.events.map((event) => ({
      ...event,
      fields: Object.fromEntries(
        Object.entries(event.fields).map(([name, value]) => [
          name,
          keys.has(name) && typeof value === "string" ? value.toUpperCase() : value,
        ]),
      ),
    })),
  }));
  return [...cases, ...changed];
}

const other = "another text";

function filledTable(table: LookupTable, plan: LogicalPlan): LookupTable {
  const lookups: Lookup[] = [];
  walkPlan(plan, (step) => {
    if (step.kind === "lookup" && step.table === table.name) lookups.push(step);
  });
  const keys = [...new Set(lookups.flatMap((lookup) => lookup.keys.map(({ column }) => column)))];
  const texts = textsOf(plan, lookups);
  const columns = [...texts.keys()].filter((column) => !keys.includes(column));
  const wanted = [...new Set([...texts.values()].flat()), other];
  const cells: (readonly string[])[] = [
    ...wanted.flatMap((text) => [[text], [text.toUpperCase()], [text, other]]),
    [""],
  ];
  const header = [...keys, ...columns];
  const lines = cells.flatMap((values, index) =>
    // Names and addresses, as the columns of a target may be of either kind.
    [`site-${String(index)}`, `192.0.2.${String(index + 1)}`].flatMap((key) =>
      values.map((value) => [...keys.map(() => key), ...columns.map(() => value)]),
    ),
  );
  const text = [header, ...lines]
    .map((line) => `${line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`)
    .join("");
  return { ...table, kind: "csv", csv: { path: `${table.name}.csv`, text } };
}

/** The texts that the tests of a plan name beside what the lookups add, by column; columns that are only shown have none. */
function textsOf(plan: LogicalPlan, lookups: readonly Lookup[]): ReadonlyMap<string, readonly string[]> {
  const columns = new Map(
    lookups.flatMap(({ outputs }) => outputs.map(({ field, column }) => [field, column] as const)),
  );
  const found = new Map<string, string[]>([...columns.values()].map((column) => [column, []]));
  walkPlan(plan, (step) => {
    for (const whole of expressionsOf(step))
      walkExpression(whole, (part) => {
        if (part.kind !== "compare" && part.kind !== "one-of" && part.kind !== "match") return;
        for (const field of fieldsOf(part)) {
          const column = columns.get(field);
          if (column === undefined) continue;
          walkExpression(part, (inner) => {
            if (inner.kind === "literal" && typeof inner.value === "string")
              found.get(column)?.push(inner.value);
          });
          if (part.kind === "match" && part.pattern.kind === "wildcard")
            found
              .get(column)
              ?.push(part.pattern.parts.map((each) => (each.kind === "text" ? each.text : "x")).join(""));
        }
      });
  });
  return found;
}
