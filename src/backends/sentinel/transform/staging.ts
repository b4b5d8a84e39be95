import { certainPresence } from "./presence.js";
import { call, name, type Expression } from "../../shared/expression.js";
import type { KqlStage } from "../tree.js";
import type { Composed } from "./composed.js";
import { collectStage, elementsOf } from "./elements.js";
import { freeName, takenNames } from "./names.js";
import { disturbed } from "./order.js";
import { withStage, type Relation } from "./relation.js";
import type { Session } from "./session.js";
import { valueOf, type Elements, type KqlValue } from "./value.js";

/**
 * What has to be asked of each value of an array stands in a stage of its own, as KQL has no function over the
 * elements: https://learn.microsoft.com/kusto/query/mv-apply-operator. The stages that expressions of one place need
 * come before it, each with one column.
 */
export class Staging {
  private readonly stages: KqlStage[] = [];
  private readonly columns: string[] = [];
  private readonly taken: Set<string>;

  constructor(relation: Relation, session: Session) {
    this.taken = takenNames(relation, session);
  }

  get isEmpty(): boolean {
    return this.stages.length === 0;
  }

  /**
   * A column with an aggregate over the elements of an array. An empty array is asked as one missing element, as
   * `mv-apply` would leave the row out.
   */
  aggregate(
    value: KqlValue,
    wish: string,
    aggregate: (element: KqlValue, index: Expression) => Expression,
  ): Expression {
    const item = freeName("element", this.taken);
    const index = freeName("place", this.taken);
    const column = this.column(wish);
    const expression = aggregate(elementValue(item, value), name(index));
    this.stages.push({
      kind: "mv-apply",
      item: { name: item, expression: elementsOf(value.expression) },
      ...(mentions(expression, index) ? { index } : {}),
      stages: [{ kind: "summarize", aggregates: [{ name: column, expression }], keys: [] }],
    });
    return name(column);
  }

  /** As `aggregate`, for what several aggregates of KQL are put together to. */
  composed(
    value: KqlValue,
    wish: string,
    compose: (element: KqlValue, names: (wish: string) => string) => Composed,
  ): Expression {
    const item = freeName("element", this.taken);
    const column = this.column(wish);
    const { aggregates, result } = compose(elementValue(item, value), (own) =>
      freeName(`${column}_${own}`, this.taken),
    );
    this.stages.push({
      kind: "mv-apply",
      item: { name: item, expression: elementsOf(value.expression) },
      stages: [
        { kind: "summarize", aggregates, keys: [] },
        { kind: "project", columns: [{ name: column, expression: result }] },
      ],
    });
    return name(column);
  }

  /** A column with all values that an expression gives for the elements of an array, which is an array for each. */
  flattened(
    value: KqlValue,
    wish: string,
    each: (element: KqlValue) => { readonly expression: Expression; readonly emptyElements?: true },
  ): Expression {
    const item = freeName("element", this.taken);
    const inner = freeName("part", this.taken);
    const column = this.column(wish);
    const { expression, emptyElements } = each(elementValue(item, value));
    const part = name(inner);
    this.stages.push({
      kind: "mv-apply",
      item: { name: item, expression: elementsOf(value.expression) },
      stages: [
        {
          kind: "mv-expand",
          column: { name: inner, expression },
          type: emptyElements === true ? "dynamic" : "string",
        },
        {
          kind: "summarize",
          aggregates: [
            {
              name: column,
              expression:
                emptyElements === true
                  ? call("make_list_if", call("tostring", part), call("isnotnull", part))
                  : call("make_list_if", part, call("isnotempty", part)),
            },
          ],
          keys: [],
        },
      ],
    });
    return name(column);
  }

  /** A column with one text for each element of an array, which is an array of so many texts. */
  joined(array: Expression, wish: string, count: number): Expression {
    const item = freeName("element", this.taken);
    const column = this.column(wish);
    const parts = Array.from({ length: count }, (_, place) =>
      call("tostring", { kind: "template", template: `{0}[${String(place)}]`, arguments: [name(item)] }),
    );
    this.stages.push({
      kind: "mv-apply",
      item: { name: item, expression: elementsOf(array) },
      stages: [
        {
          kind: "summarize",
          aggregates: [
            {
              name: column,
              expression: call("make_list_if", call("strcat", ...parts), call("isnotnull", name(item))),
            },
          ],
          keys: [],
        },
      ],
    });
    return name(column);
  }

  /** A column with each value of an array once, where it comes first. */
  distinct(value: KqlValue, wish: string): Expression {
    const item = freeName("element", this.taken);
    const index = freeName("place", this.taken);
    const column = this.column(wish);
    const element = name(item);
    this.stages.push({
      kind: "mv-apply",
      item: { name: item, expression: elementsOf(value.expression) },
      index,
      stages: [
        {
          kind: "summarize",
          aggregates: [{ name: index, expression: call("min", name(index)) }],
          keys: [{ name: item, expression: call("tostring", element) }],
        },
        { kind: "sort", keys: [{ expression: name(index), descending: false }] },
        {
          kind: "summarize",
          aggregates: [
            { name: column, expression: call("make_list_if", element, call("isnotempty", element)) },
          ],
          keys: [],
        },
      ],
    });
    return name(column);
  }

  /** A column with an aggregate over the different texts of an array, given how often each is there, and how many all are. */
  counted(
    array: Expression,
    wish: string,
    aggregate: (times: Expression, total: Expression) => Expression,
  ): Expression {
    const item = freeName("element", this.taken);
    const [times, total] = [freeName("times", this.taken), freeName("total", this.taken)];
    const list = this.column(`${wish}_of`);
    const column = this.column(wish);
    this.stages.push(
      { kind: "extend", columns: [{ name: list, expression: array }] },
      {
        kind: "mv-apply",
        item: { name: item, expression: elementsOf(name(list)) },
        stages: [
          {
            kind: "summarize",
            aggregates: [{ name: times, expression: call("count") }],
            keys: [
              { name: item, expression: call("tostring", name(item)) },
              { name: total, expression: call("array_length", name(list)) },
            ],
          },
          {
            kind: "summarize",
            aggregates: [{ name: column, expression: aggregate(name(times), name(total)) }],
            keys: [],
          },
        ],
      },
    );
    return name(column);
  }

  /** A column with the values at a path through arrays. */
  collect(elements: Elements, wish: string): Expression {
    const column = this.column(wish);
    this.stages.push(collectStage([{ column, elements }], this.taken));
    return name(column);
  }

  /** Whether an expression uses a column of the stages. */
  gives(expression: Expression): boolean {
    return this.columns.some((column) => mentions(expression, column));
  }

  /** The relation with the stages. */
  applied(relation: Relation): Relation {
    return this.isEmpty ? relation : disturbed(withStage(relation, ...this.stages));
  }

  /** The relation without the columns, but for those that have become columns of the plan. */
  tidied(relation: Relation, kept: readonly Expression[] = []): Relation {
    const own = new Set(kept.flatMap((each) => (each.kind === "name" ? [each.name] : [])));
    const columns = this.columns.filter((column) => !own.has(column));
    return columns.length === 0 ? relation : withStage(relation, { kind: "project-away", columns });
  }

  private column(wish: string): string {
    const column = freeName(wish, this.taken);
    this.columns.push(column);
    return column;
  }
}

function elementValue(item: string, { meaning, emptyElements }: KqlValue): KqlValue {
  const test = call("isnotnull", name(item));
  return valueOf(call("tostring", name(item)), "string", {
    meaning,
    ...(emptyElements === true ? { presence: certainPresence(test) } : {}),
  });
}

function mentions(expression: Expression, column: string): boolean {
  switch (expression.kind) {
    case "name":
      return expression.name === column;
    case "operation":
      return expression.operands.some((operand) => mentions(operand, column));
    case "template":
      return expression.arguments.some((argument) => mentions(argument, column));
    case "list":
      return expression.items.some((item) => mentions(item, column));
    default:
      return false;
  }
}
