import { extractOptions, type ExtractCommand } from "../../../grammar/commands/extract.js";
import { firstGiven } from "../../../grammar/option-types.js";
import { call, literal } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { extractDemanded } from "../demand/extract-demanded.js";
import { lowerField } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/**
 * `extract pairdelim="…" kvdelim="…"`: the pairs of names and values in `_raw` become fields; those that later commands
 * name are taken. Without both delimiters the settings of the add-ons decide, which the search does not say.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Extract
 */
export function lowerExtract(
  command: ExtractCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { options, stanzas, keyword, span } = command;
  const { pairdelim, kvdelim } = options;
  const { pairdelim: _pair, kvdelim: _kv, reload: _, ...others } = extractOptions;
  const option = firstGiven(others, options);
  if (option !== undefined) return refuseOption(command, option, context);
  if (stanzas.length > 0) return refuseOption(command, "a stanza of `transforms.conf`", context);
  if (pairdelim === undefined || kvdelim === undefined)
    return refuseOption(command, "`pairdelim` or `kvdelim` left out", context);
  const text = lowerField("_raw", keyword, scopeOf(input.row, context));
  if (text === undefined) return undefined;
  const delimiters = [literal(pairdelim, span), literal(kvdelim, span)];
  return extractDemanded(
    input,
    {
      text,
      bringsFamilies: false,
      value: (name) => call("pair_value", [text, literal(name, span), ...delimiters], input.row, span),
    },
    command,
    context,
  );
}
