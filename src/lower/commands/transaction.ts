import { firstGiven } from "../../../grammar/option-types.js";
import type { SpanArgument } from "../../../grammar/ast.js";
import {
  transactionOptions,
  type TransactionCommand,
  type TransactionFilter,
} from "../../../grammar/commands/transaction.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { extend, transaction } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { allOrNone } from "../all-or-none.js";
import type { LowerContext } from "../context.js";
import { lowerCondition } from "../expression/eval-expression.js";
import { lowerField } from "../expression/field.js";
import { lowerSearchExpression } from "../expression/search-expression.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";
import { secondsOf } from "../seconds-of.js";

/** `nullstr` only says how a list shows that a value is missing. */
const { nullstr: _, ...refusedOptions } = transactionOptions;

/**
 * `transaction`: one row of the events that belong together. Without `startswith` and `endswith` every event is in a
 * row; with them only the groups that have the event which starts them are, unless `keepevicted` asks for the others.
 * What the documentation leaves open is refused (`lower/transaction`): `endswith` alone, a limit beside either of them,
 * the groups that stay open where `endswith` is given, and what `closed_txn` is where no event starts a group.
 *
 * That a group which is still open at the end is there without `keepevicted`, where only a limit is given, is stated
 * for no limit at all; a limit closes groups and says nothing of one that never reached it.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Transaction
 */
export function lowerTransaction(
  command: TransactionCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { startsWith, endsWith, maxEvents, keepEvicted, connected, options } = command;
  const option = command.keepOrphans ? "keeporphans" : firstGiven(refusedOptions, options);
  if (option !== undefined) return refuseOption(command, option, context);
  if (command.unifyEnds !== connected) return refuseOption(command, "unifyends", context);
  const open = undocumented(command);
  if (open !== undefined) {
    context.report(lowerDiagnostics.transaction(command.span, { what: open }));
    return undefined;
  }
  const scope = scopeOf(input.row, context);
  const keys = allOrNone(command.fields, ({ name, span }) => lowerField(name, span, scope));
  const maxSpan = limitOf(command.maxSpan, context);
  const maxPause = limitOf(command.maxPause, context);
  const starts = testOf(startsWith, input, context);
  const ends = testOf(endsWith, input, context);
  if (!keys || !maxSpan || !maxPause || !starts || !ends) return undefined;
  const grouped = transaction(
    input,
    {
      keys: [...new Set(keys.map(({ name }) => name))],
      connected,
      ...(maxSpan.seconds === undefined ? {} : { maxSpan: maxSpan.seconds }),
      ...(maxPause.seconds === undefined ? {} : { maxPause: maxPause.seconds }),
      maxRows: maxEvents,
      ...(starts.test === undefined ? {} : { starts: starts.test }),
      ...(ends.test === undefined ? {} : { ends: ends.test }),
      keepOpen: keepEvicted && startsWith !== undefined,
      lists: command.mvList === true ? "all" : command.mvList === false ? [] : namesOf(command.mvList),
      missingText: options.nullstr,
    },
    command.span,
  );
  return startsWith === undefined ? withoutClosed(grouped, context) : grouped;
}

/** A combination of options of which no page says what comes out. */
function undocumented(command: TransactionCommand): string | undefined {
  const { startsWith, endsWith, keepEvicted } = command;
  if (endsWith !== undefined && startsWith === undefined) return "`endswith` without `startswith`";
  if (startsWith === undefined) return undefined;
  if (command.maxSpan !== undefined && command.maxSpan.amount >= 0) return "`maxspan` beside `startswith`";
  if (command.maxPause !== undefined && command.maxPause.amount >= 0) return "`maxpause` beside `startswith`";
  return endsWith !== undefined && keepEvicted ? "`keepevicted` beside `endswith`" : undefined;
}

/** Whether a group was closed cannot be known: a search that decides by it is refused. */
function withoutClosed(grouped: LogicalPlan, context: LowerContext): LogicalPlan {
  const name = "closed_txn";
  if (!context.mentioned.has(name)) return grouped;
  const { span } = grouped;
  const reason = lowerDiagnostics.transaction(span, { what: `\`${name}\` without \`startswith\`` });
  return extend(
    grouped,
    [{ name, expression: context.unknownValues.add([reason], grouped.row, span), span }],
    span,
  );
}

/** Seconds, none for a negative length, which sets no limit; `undefined` when the span is wrong. */
function limitOf(
  span: SpanArgument | undefined,
  context: LowerContext,
): { readonly seconds?: number } | undefined {
  if (span === undefined || span.amount < 0) return {};
  const seconds = secondsOf(span);
  if (seconds !== undefined) return { seconds };
  context.report(lowerDiagnostics["empty-span"](span.span, {}));
  return undefined;
}

function testOf(
  filter: TransactionFilter | undefined,
  input: LogicalPlan,
  context: LowerContext,
): { readonly test?: ScalarExpression } | undefined {
  if (filter === undefined) return {};
  const scope = scopeOf(input.row, context);
  const test =
    filter.kind === "eval"
      ? lowerCondition(filter.expression, scope)
      : lowerSearchExpression(filter.expression, scope);
  return test === undefined ? undefined : { test };
}

function namesOf(fields: readonly { readonly name: string }[]): readonly string[] {
  return fields.map(({ name }) => name);
}
