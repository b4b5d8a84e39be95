import { partsOf } from "../../../src/plan/expression-visitor.js";
import type { ScalarExpression } from "../../../src/plan/expression.js";
import { bindFamily } from "../../../src/target/bind-family.js";
import type { Home, TargetProfile } from "../../../src/target/profile.js";

/** A column that the catalog reads in a table of a target. */
export interface BoundColumn {
  readonly source: string;
  /** The field that the column is bound to; absent for a filter of the home. */
  readonly field?: string;
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** Only a site fills the table. */
  readonly custom: boolean;
}

/** Stands for the text of an open name; a column that has it in its name is one of many. */
const openName = "anyName";

/** Every column of every home of a target, also those of its variants; the text of an open name is left out. */
export function boundColumns({ sources }: TargetProfile): readonly BoundColumn[] {
  return [...sources.values()].flatMap(({ source, homes }) =>
    [...homes.values()].flatMap((home) => columnsOf(source.id, home)),
  );
}

function columnsOf(source: string, home: Home): readonly BoundColumn[] {
  const variants = home.variants.flatMap((variant) => columnsOf(source, variant.home));
  const { table } = home;
  if (table === undefined) return variants;
  const place = { source, table, custom: home.custom === true };
  const fields = [...home.fields].flatMap(([field, binding]) =>
    binding.kind === "bound"
      ? columnsIn(binding.expression).map((column) => ({ ...place, field, ...column }))
      : [],
  );
  const families = home.families.flatMap(({ pattern, rule }) => {
    const binding = bindFamily(rule, openName);
    const read = binding.kind === "bound" ? columnsIn(binding.expression) : [];
    return read
      .filter(({ column }) => !column.includes(openName))
      .map((column) => ({ ...place, field: pattern, ...column }));
  });
  const filter =
    home.filter === undefined ? [] : columnsIn(home.filter).map((column) => ({ ...place, ...column }));
  return [...filter, ...fields, ...families, ...variants];
}

function columnsIn(expression: ScalarExpression): readonly Pick<BoundColumn, "column" | "type">[] {
  return expression.kind === "column"
    ? [{ column: expression.name, type: expression.type }]
    : partsOf(expression).flatMap(columnsIn);
}
