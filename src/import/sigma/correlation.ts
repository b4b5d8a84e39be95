import type {
  Aggregate,
  EvalExpression,
  FieldName,
  GroupByField,
  Pipeline,
  SpanArgument,
  TimeUnit,
} from "../../../grammar/ast.js";
import type { Command } from "../../../grammar/commands/index.js";
import { printEvalExpression } from "../../../grammar/print-eval.js";
import { importDiagnostics } from "../../diagnostics/codes/import.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { Span } from "../../source/source-text.js";
import { keySpanAt, spanAt, type YamlDocument } from "../../yaml/yaml-node.js";
import { any, type Logic } from "./logic.js";
import type { RuleSource } from "./log-source.js";
import { isMap, isScalar, textsIn } from "./rule-document.js";
import { conditionOf, searchOf } from "./to-search.js";

/** A rule that a correlation refers to. */
export interface ReferredRule {
  readonly logic: Logic;
  readonly source: RuleSource;
}

const knownKeys: readonly string[] = [
  "type",
  "rules",
  "group-by",
  "timespan",
  "condition",
  "aliases",
  "generate",
];
const units: Readonly<Record<string, TimeUnit>> = { s: "second", m: "minute", h: "hour", d: "day" };
const operators = { gt: ">", gte: ">=", lt: "<", lte: "<=", eq: "=", neq: "!=" } as const;

/**
 * A correlation as a search: the events of its rules, counted in windows of its length by its fields.
 *
 * Reports `import/correlation` for what a search cannot say and `import/no-such-rule`.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md
 */
export function correlationSearch(
  document: YamlDocument,
  find: (name: string) => ReferredRule | undefined,
  report: (diagnostic: Diagnostic) => void,
): { readonly pipeline: Pipeline; readonly source: RuleSource } | undefined {
  const reader = new CorrelationReader(document, find, report);
  const search = reader.read();
  return reader.failed ? undefined : search;
}

class CorrelationReader {
  failed = false;
  private readonly span: Span;

  constructor(
    private readonly document: YamlDocument,
    private readonly find: (name: string) => ReferredRule | undefined,
    private readonly report: (diagnostic: Diagnostic) => void,
  ) {
    this.span = keySpanAt(document, ["correlation"]);
  }

  read(): { readonly pipeline: Pipeline; readonly source: RuleSource } | undefined {
    const value = isMap(this.document.value) ? this.document.value["correlation"] : undefined;
    if (!isMap(value)) return this.wrong("`correlation`", "a map");
    for (const key of Object.keys(value))
      if (!knownKeys.includes(key))
        this.fail(importDiagnostics["unknown-key"](this.at(key), { key, known: knownKeys }));
    if (value["aliases"] !== undefined)
      this.refuse("aliases", "`aliases`", "a search groups by one name of a field");
    const rules = textsIn(value["rules"]).flatMap((name) => {
      const rule = this.find(name);
      if (rule === undefined) this.fail(importDiagnostics["no-such-rule"](this.at("rules"), { name }));
      return rule ?? [];
    });
    const [first] = rules;
    if (first === undefined) return this.failed ? undefined : this.wrong("`rules`", "a list of rules");
    if (rules.some(({ source }) => source.table !== first.source.table)) {
      this.refuse(
        "rules",
        "a correlation over several log sources",
        "its fields have a name in each of them",
      );
      return undefined;
    }
    const window = this.timespan(value["timespan"]);
    const by = textsIn(value["group-by"]).map((name) => ({
      name: first.source.field(name),
      span: this.at("group-by"),
    }));
    const having = this.having(String(value["type"]), rules, value["condition"]);
    if (window === undefined || having === undefined) return undefined;
    return { pipeline: this.search(rules, window, by, having), source: first.source };
  }

  private search(
    rules: readonly ReferredRule[],
    window: SpanArgument,
    by: readonly FieldName[],
    { aggregates, condition }: Having,
  ): Pipeline {
    const { span } = this;
    const [first] = rules;
    const logic = any(
      rules.map((rule) => rule.logic),
      span,
    );
    const events = searchOf(logic, first?.source.origin ?? []);
    const time: FieldName = { name: "_time", span };
    const keys: readonly GroupByField[] = [...by, time].map((field) => ({ field, span }));
    const commands: readonly Command[] = [
      ...events.commands,
      { kind: "bin", keyword: span, span, field: time, bucket: window },
      {
        kind: "stats",
        keyword: span,
        span,
        aggregates,
        by: keys,
        allnum: false,
        dedupSplitValues: false,
      },
      { kind: "where", keyword: span, span, expression: condition },
    ];
    return { ...events, commands };
  }

  private having(type: string, rules: readonly ReferredRule[], condition: unknown): Having | undefined {
    switch (type) {
      case "event_count":
        return this.counted({ function: "count", text: "count", column: "count" }, condition);
      case "value_count": {
        const field = isMap(condition) ? condition["field"] : undefined;
        if (typeof field !== "string") return this.wrong("`field` of a `value_count`", "one field");
        const name = rules[0]?.source.field(field) ?? field;
        return this.counted(
          { function: "dc", text: `dc(${argumentName(name)})`, column: "values", argument: name },
          condition,
        );
      }
      case "temporal":
        if (condition !== undefined)
          return this.refuse("condition", "a condition of a `temporal`", "all rules have to match");
        return this.together(rules);
      default:
        return this.refuse("type", `\`${type}\``, "a search that counts in fixed windows has no counterpart");
    }
  }

  private counted(
    aggregate: {
      readonly function: string;
      readonly text: string;
      readonly column: string;
      readonly argument?: string;
    },
    condition: unknown,
  ): Having | undefined {
    const { span } = this;
    const bounds = Object.entries(isMap(condition) ? condition : {}).filter(([key]) => key !== "field");
    const parts = bounds.map(([key, number]): EvalExpression | undefined => {
      const operator = Object.entries(operators).find(([name]) => name === key)?.[1];
      if (operator === undefined || !isScalar(number) || typeof number !== "number")
        return this.wrong(`\`${key}\` of the condition`, "one of gt, gte, lt, lte, eq, neq with a number");
      return binary(operator, field(aggregate.column, span), numeral(number, span), span);
    });
    const [first, ...more] = parts.filter((part) => part !== undefined);
    if (first === undefined)
      return this.failed ? undefined : this.wrong("`condition`", "a map with a number");
    const { argument } = aggregate;
    return {
      aggregates: [
        {
          kind: "aggregate",
          function: aggregate.function,
          text: aggregate.text,
          ...(argument === undefined ? {} : { argument: { kind: "field", field: pattern(argument, span) } }),
          ...(aggregate.column === aggregate.text ? {} : { alias: pattern(aggregate.column, span) }),
          span,
        },
      ],
      condition: more.reduce((left, right) => binary("and", left, right, span), first),
    };
  }

  /** Each rule has an event in the window of the group. */
  private together(rules: readonly ReferredRule[]): Having {
    const { span } = this;
    const parts = rules.map(({ logic }, index) => {
      const expression = conditionOf(logic);
      const column = `rule_${index + 1}`;
      const aggregate: Aggregate = {
        kind: "aggregate",
        function: "count",
        text: `count(eval(${printEvalExpression(expression)}))`,
        argument: { kind: "expression", expression },
        alias: pattern(column, span),
        span,
      };
      return { aggregate, test: binary(">", field(column, span), numeral(0, span), span) };
    });
    const tests = parts.map(({ test }) => test);
    return {
      aggregates: parts.map(({ aggregate }) => aggregate),
      condition: tests.reduce((left, right) => binary("and", left, right, span)),
    };
  }

  private timespan(value: unknown): SpanArgument | undefined {
    const [, amount, letter] = /^(\d+)([smhd])$/.exec(typeof value === "string" ? value : "") ?? [];
    const unit = units[letter ?? ""];
    if (amount === undefined || unit === undefined || Number(amount) === 0)
      return this.wrong("`timespan`", "a number of seconds, minutes, hours or days such as 10m");
    this.report(importDiagnostics["correlation-window"](this.at("timespan"), { timespan: String(value) }));
    return { amount: Number(amount), unit, span: this.at("timespan") };
  }

  private at(key: string): Span {
    return spanAt(this.document, ["correlation", key]);
  }

  private refuse(key: string, construct: string, reason: string): undefined {
    this.fail(importDiagnostics.correlation(this.at(key), { construct, reason }));
  }

  private wrong(what: string, expected: string): undefined {
    this.fail(importDiagnostics["wrong-value"](this.span, { what, expected }));
  }

  private fail(diagnostic: Diagnostic): void {
    this.failed = true;
    this.report(diagnostic);
  }
}

interface Having {
  readonly aggregates: readonly Aggregate[];
  readonly condition: EvalExpression;
}

type BinaryOperator = Extract<EvalExpression, { kind: "eval-binary" }>["operator"];

function binary(
  operator: BinaryOperator,
  left: EvalExpression,
  right: EvalExpression,
  span: Span,
): EvalExpression {
  return { kind: "eval-binary", operator, left, right, span };
}

function field(name: string, span: Span): EvalExpression {
  return { kind: "eval-field", name, quoted: false, span };
}

function numeral(value: number, span: Span): EvalExpression {
  return { kind: "eval-number", value, text: String(value), span };
}

function pattern(name: string, span: Span) {
  return { pattern: [{ kind: "text", text: name } as const], name, span };
}

function argumentName(name: string): string {
  return /^[\w.{}]+$/.test(name) ? name : `"${name}"`;
}
