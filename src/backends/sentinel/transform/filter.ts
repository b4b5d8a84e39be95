import type { Expression } from "../../shared/expression.js";
import type { KqlStage } from "../tree.js";
import { allOf } from "./logic.js";
import { namesIn, withStage, type Relation } from "./relation.js";
import type { Staging } from "./staging.js";

/**
 * Keeps rows. Each test comes as early as what it asks for: one of plain columns of a table before columns are computed,
 * so that fewer rows need them. Stages that a test needs come after the tests that need none.
 */
export function filtered(relation: Relation, predicate: Expression, staging: Staging): Relation {
  const isAnd = predicate.kind === "operation" && predicate.operator === "and";
  const operands = isAnd ? predicate.operands : [predicate];
  const early = operands.filter((operand) => !staging.gives(operand));
  const late = operands.filter((operand) => staging.gives(operand));
  const before = early.length === 0 ? relation : withTests(relation, early);
  const staged = staging.applied(before);
  return staging.tidied(late.length === 0 ? staged : withTests(staged, late));
}

function withTests(relation: Relation, operands: readonly Expression[]): Relation {
  const where = (tests: readonly Expression[]): KqlStage => ({ kind: "where", predicate: allOf(tests) });
  const { pipeline } = relation;
  const computed = computedStages(relation);
  if (computed === undefined) return withStage(relation, where(operands));
  const placeOf = (operand: Expression): number => {
    const used = namesIn(operand);
    return computed.findLastIndex((stage) => namesOf(stage).some((name) => used.has(name))) + 1;
  };
  const testsAt = (place: number): readonly KqlStage[] => {
    const own = operands.filter((operand) => placeOf(operand) === place);
    return own.length === 0 ? [] : [where(own)];
  };
  const tail = [...testsAt(0), ...computed.flatMap((stage, index) => [stage, ...testsAt(index + 1)])];
  const stages = [...pipeline.stages.slice(0, -computed.length), ...tail];
  return { ...relation, pipeline: { ...pipeline, stages }, computed: tail };
}

/** The stages that give fields columns, where the relation ends in them. */
export function computedStages({ pipeline, computed = [] }: Relation): readonly KqlStage[] | undefined {
  const last = pipeline.stages.slice(-computed.length);
  const isLast = computed.length > 0 && computed.every((stage, index) => stage === last[index]);
  return isLast ? computed : undefined;
}

/** The columns that a stage adds. */
function namesOf(stage: KqlStage): readonly string[] {
  switch (stage.kind) {
    case "extend":
      return stage.columns.map(({ name }) => name);
    case "mv-apply":
      return stage.stages.flatMap((inner) =>
        inner.kind === "summarize" ? inner.aggregates.map(({ name }) => name) : [],
      );
    default:
      return [];
  }
}
