import type { DatamodelCommand } from "../../../grammar/commands/datamodel.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { conjunction, filter, rename, scan } from "../../plan/build/index.js";
import { exceptionTests } from "../../plan/event-kind-test.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { refuseOption } from "../refuse-option.js";
import { dataModelSource } from "../routing/data-model.js";
import { sourceRow } from "../routing/source-row.js";

/**
 * `datamodel M D search`: the events of a data set, their fields called `D.field`; with `flat` without the prefix.
 * Without a mode the command gives the definition of the model, which is nothing to detect in.
 */
export function lowerDatamodel(
  command: DatamodelCommand,
  input: LogicalPlan | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  const { model, dataset, mode, span } = command;
  if (input !== undefined) return refuseOption(command, "a position after another command", context);
  if (model === undefined || dataset === undefined || mode === undefined) {
    context.report(lowerDiagnostics["refused-source"](span, { kind: "data model", name: "definition" }));
    return undefined;
  }
  if (mode !== "search" && mode !== "flat") return refuseOption(command, mode, context);
  const found = dataModelSource(model.name, dataset.name, dataset.span, context);
  if (found === undefined) return undefined;
  // The fields of a data set below the root are called after the data set that has them.
  if (found.kind !== undefined) return refuseOption(command, "a data set below the root", context);
  const prefix = `${dataset.name}.`;
  const names = [...context.mentioned].map((name) =>
    name.startsWith(prefix) ? name.slice(prefix.length) : name,
  );
  const all = scan({ kind: "log", id: found.source.id }, sourceRow(found.source, names), span);
  const tests = exceptionTests(found.source, span);
  const events = tests.length === 0 ? all : filter(all, conjunction(tests, span), span);
  if (mode === "flat") return events;
  const columns = [...found.source.fields.keys()]
    .filter((name) => !name.startsWith("_") && name !== "host" && name !== "source" && name !== "sourcetype")
    .map((name) => ({ from: name, to: `${prefix}${name}`, span }));
  return rename(events, columns, span);
}
