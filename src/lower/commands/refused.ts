import type { OpaqueCommand } from "../../../grammar/ast.js";
import type { MapCommand } from "../../../grammar/commands/map.js";
import type { TransactionCommand } from "../../../grammar/commands/transaction.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { LowerContext } from "../context.js";

/** A command that has a side effect, or a model behind it, or that is not known in full: refused by its name. */
export function refuseOpaque(command: OpaqueCommand, context: LowerContext): undefined {
  const { name, keyword } = command;
  const codes = {
    "side-effect": "side-effect-command",
    "machine-learning": "model-command",
    "not-modelled": "unsupported-command",
    administrative: "administrative-command",
  } as const;
  context.report(lowerDiagnostics[codes[command.reason]](keyword, { name }));
  return undefined;
}

/** `map` runs a search for every row, put together from its text. */
export function refuseMap(command: MapCommand, context: LowerContext): undefined {
  context.report(lowerDiagnostics["search-per-row"](command.keyword, {}));
  return undefined;
}

/**
 * `transaction` closes groups by the order, the gaps and the limits of what it has in memory, and joins the events'
 * fields; there is no step of the plan that gives the same groups.
 */
export function refuseTransaction(command: TransactionCommand, context: LowerContext): undefined {
  context.report(lowerDiagnostics.transaction(command.keyword, {}));
  return undefined;
}
