import { dumpExpression, dumpField, dumpLiteral } from "../dump-expression.js";
import type { GroupKey, NamedAggregate } from "../plan.js";
import type { EventBranch, Shape } from "./shape.js";

/** A shape as text: what it is, then for each source what decides, the grouping, and what only decorates. */
export function dumpShape(shape: Shape): string {
  switch (shape.kind) {
    case "events":
      return lines([
        "events",
        ...shape.branches.map(dumpBranch),
        shape.keys.length === 0 ? "" : `  by ${shape.keys.map(dumpKey).join(", ")}`,
        dumpDecoration(shape),
      ]);
    case "threshold":
      return lines([
        "threshold",
        ...shape.branches.map(dumpBranch),
        shape.keys.length === 0 ? "" : `  by ${shape.keys.map(dumpKey).join(", ")}`,
        `  of ${shape.aggregates.map(dumpAggregate).join(", ")}`,
        `  when ${dumpExpression(shape.condition)}`,
        shape.bucketSeconds === undefined ? "" : `  in windows of ${shape.bucketSeconds} seconds`,
        dumpDecoration(shape),
      ]);
    case "meeting":
      return lines([
        "meeting",
        ...shape.sides.flatMap(({ branches, keys }) => [
          ...branches.map(dumpBranch),
          `  by ${keys.map(dumpKey).join(", ")}`,
        ]),
        shape.bucketSeconds === undefined ? "" : `  in windows of ${shape.bucketSeconds} seconds`,
        shape.hiding === undefined ? "" : `  of which ${shape.hiding.what} shows some`,
        dumpDecoration(shape),
      ]);
    case "first-seen":
      return `first-seen by ${shape.keys.join(", ")}${shape.historySeconds === undefined ? "" : ` in ${shape.historySeconds} seconds`}`;
    case "correlation":
    case "other":
      return `${shape.kind}: ${shape.construct}`;
  }
}

function lines(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
}

function dumpBranch({ scan, predicate }: EventBranch): string {
  const source = scan.source.kind === "log" ? scan.source.id : scan.source.kind;
  return `  ${source}${predicate === undefined ? "" : ` where ${dumpExpression(predicate)}`}`;
}

function dumpKey({ name, expression, fill }: GroupKey): string {
  const text = dumpExpression(expression);
  const key = text === dumpField(name) ? text : `${dumpField(name)} := ${text}`;
  return fill === undefined ? key : `${key} ?? ${dumpLiteral(fill)}`;
}

function dumpAggregate({ name, function: id, argument, condition }: NamedAggregate): string {
  const inside = [
    argument === undefined ? "" : dumpExpression(argument),
    condition === undefined ? "" : `where ${dumpExpression(condition)}`,
  ].filter((part) => part !== "");
  return `${dumpField(name)} := ${id}(${inside.join(", ")})`;
}

function dumpDecoration({
  decoration,
}: {
  readonly decoration: readonly { readonly what: string }[];
}): string {
  return decoration.length === 0 ? "" : `  decoration ${decoration.map(({ what }) => what).join(", ")}`;
}
