import { call, literal } from "../build/index.js";
import { addsFieldsToItself, fieldMark } from "../each-field.js";
import type { EachField } from "../plan.js";
import { matchName, patternText } from "../wildcard-names.js";
import {
  branchValue,
  other,
  withSteps,
  type BranchState,
  type Ended,
  type EventState,
} from "./event-state.js";
import type { Decoration } from "./shape.js";
import { substitute } from "./substitute.js";

/**
 * `foreach` over events that puts the values of the fields of the log one after the other: a column with all of them
 * behind what it had.
 */
export function gatherFields(plan: EachField, state: EventState): EventState | Ended {
  const { span } = plan;
  const obstacle = other({ construct: "a column for each field of the events", span });
  const [pattern, ...morePatterns] = plan.fields;
  const [column, ...moreColumns] = plan.columns;
  if (state.group !== undefined || state.met !== undefined) return obstacle;
  if (pattern === undefined || column === undefined || morePatterns.length + moreColumns.length > 0)
    return obstacle;
  const { input } = plan;
  const isNamed = (name: string): boolean => matchName(pattern, name) !== undefined;
  const changed = state.branches.flatMap(({ columns }) => [...columns.keys()]);
  if (!addsFieldsToItself(column) || [...changed, ...input.row.removed, column.name].some(isNamed))
    return obstacle;
  const values = call("field_values", [literal(patternText(pattern), span)], input.row, span);
  const step: Decoration = { what: `column \`${column.name}\``, span };
  const branches = state.branches.map((branch): BranchState => {
    const written = substitute(column.expression, (name) =>
      name === fieldMark
        ? { kind: "known", expression: values, steps: [] }
        : branchValue(branch, input.row, name),
    );
    const value =
      written.kind === "opaque"
        ? ({ kind: "opaque", ...written.obstacle } as const)
        : ({ kind: "known", expression: written.expression, steps: [...written.steps, step] } as const);
    return { ...branch, columns: new Map([...branch.columns, [column.name, value]]) };
  });
  return withSteps({ ...state, branches }, [step]);
}
