import { fieldsOf } from "../plan/expression-visitor.js";
import type { ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan } from "../plan/plan.js";
import type { Wanted } from "./demand.js";

/** What each side of a join is wanted to be: what the rows show of it, and the same values in the keys. `first` numbers its links. */
export function beforeJoin(
  plan: Extract<LogicalPlan, { readonly kind: "join" }>,
  wanted: Wanted,
  first: number,
): { readonly left: Wanted; readonly right: Wanted } {
  const { left, right } = { left: plan.input.row, right: plan.right.row };
  const ofRight = (expression: ScalarExpression): boolean => {
    const names = [...fieldsOf(expression)];
    return (
      names.length > 0 &&
      names.every((name) => right.columns.has(name) && (plan.overwrite || !left.columns.has(name))) &&
      !names.some((name) => plan.keys.some((key) => key.left === name))
    );
  };
  const links = plan.keys.map(({ left: leftName, right: rightName }, index) => ({
    link: `join ${String(first + index)}`,
    leftName,
    rightName,
  }));
  const side = (
    of: (expression: ScalarExpression) => boolean,
    nameOf: (link: (typeof links)[number]) => string,
    linked: boolean,
  ): Wanted => ({
    predicates: wanted.predicates.filter(of),
    shown: wanted.shown.filter(of),
    ...(wanted.keys === undefined ? {} : { keys: wanted.keys.filter(of) }),
    varying: wanted.varying.filter(of),
    links: [
      ...wanted.links.filter(({ expression }) => of(expression)),
      ...(linked
        ? links.map((link) => ({
            link: link.link,
            expression: { kind: "field", name: nameOf(link), span: plan.span } as const,
          }))
        : []),
    ],
  });
  const linked = plan.type !== "anti";
  return {
    left: side(
      (each) => !ofRight(each),
      ({ leftName }) => leftName,
      linked,
    ),
    right: side(ofRight, ({ rightName }) => rightName, linked),
  };
}
