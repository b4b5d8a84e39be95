import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import type { Decoration, MeetingShape, MeetingSide } from "../../plan/shape/shape.js";
import { hiddenGroupsDifference } from "../../target/difference.js";
import type { BackendContext, Transformed } from "../../target/backend.js";
import { dropDecoration } from "../shared/drop-decoration.js";
import { bindingsOf, boundBranches, ruleOf, withTests, type BoundBranch } from "./branches.js";
import { groupings, type GroupField } from "./group-field.js";
import type { SigmaRules } from "./rule.js";
import { timespanOf } from "./timespan.js";

/**
 * Searches that meet by keys as a rule for each and a temporal correlation over them: it fires for a group in which
 * each rule matches within the timespan.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md#temporal-proximity-temporal
 */
export function transformMeeting(
  shape: MeetingShape,
  context: BackendContext,
): Transformed<SigmaRules> | undefined {
  const { construct, span, bucketSeconds, decoration } = shape;
  const branches = shape.sides.flatMap((side) => side.branches);
  const timespan = timespanOf({ branches, bucketSeconds, span }, context);
  const takesHidden = shape.hiding === undefined || showsHidden(shape.hiding, context);
  const sides = shape.sides.map((side) => boundSide(side, shape, context));
  if (timespan === undefined || !takesHidden || !sides.every((side) => side !== undefined)) return undefined;
  const [own, ...others] = sides;
  if (own === undefined) return undefined;
  // A whole path and a name never meet.
  const isAlike = ({ groups }: BoundSide) =>
    groups.length === own.groups.length &&
    groups.every(({ isEnd }, index) => isEnd === own.groups[index]?.isEnd);
  if (own.groups.length === 0 || !others.every(isAlike)) {
    context.report(sigmaDiagnostics.correlation(span, { construct }));
    return undefined;
  }

  // Each side is one rule, at the place of the side.
  const aliases = new Map<string, ReadonlyMap<number, string>>();
  const groupBy = own.groups.map(({ name, column }, index) => {
    const fields = sides.map(({ groups }) => groups[index]?.column ?? column);
    if (fields.every((field) => field === column)) return column;
    aliases.set(name, new Map(fields.entries()));
    return name;
  });
  for (const { what, span: place } of decoration) dropDecoration(context, what, place);
  return {
    tree: {
      rules: sides.map((side) => ruleOf(side.bound, [], context)),
      correlation: {
        type: "temporal",
        over: [...sides.keys()],
        groupBy: [...new Set(groupBy)],
        timespan,
        aliases,
      },
    },
    fidelity: "groups",
    windowing: "engine",
    bindings: bindingsOf(sides.flatMap((side) => side.bound)),
    output: own.groups.map(({ name, column }) => ({ field: name, column })),
  };
}

/** Whether groups that a `dedup` hides may alert, and says so; reports where that is not accepted. */
function showsHidden({ what, span }: Decoration, context: BackendContext): boolean {
  const accepts = context.settings.accept.has(hiddenGroupsDifference);
  if (accepts) context.differ(hiddenGroupsDifference);
  else context.report(sigmaDiagnostics["hidden-groups"](span, { construct: what }));
  return accepts;
}

interface BoundSide {
  readonly bound: readonly BoundBranch[];
  readonly groups: readonly GroupField[];
}

/** A side as one rule: its branches have to read one log source. */
function boundSide(
  { branches, keys }: MeetingSide,
  { construct, span }: MeetingShape,
  context: BackendContext,
): BoundSide | undefined {
  const bound = boundBranches(branches, span, context, keys);
  const [only] = bound ?? [];
  if (bound === undefined || only === undefined) return undefined;
  if (new Set(bound.map(({ binding }) => binding.table)).size > 1) {
    context.report(sigmaDiagnostics.correlation(span, { construct }));
    return undefined;
  }
  const found = groupings(keys, only.binding, context);
  const [grouping, ...more] = found ?? [];
  if (grouping === undefined || more.length > 0) {
    if (found !== undefined) context.report(sigmaDiagnostics.correlation(span, { construct }));
    return undefined;
  }
  const tested = bound.map((branch) => withTests(branch, grouping.when, context));
  return tested.every((branch) => branch !== undefined)
    ? { bound: tested, groups: grouping.fields }
    : undefined;
}
