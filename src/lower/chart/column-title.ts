import { standardSeparator } from "../../../grammar/chart-columns.js";
import type { TitlePart } from "../../plan/reshape.js";

/**
 * How a column is called that a value and an aggregate have together: `format` with `$AGG$` and `$VAL$`, or `sep`, which
 * stands for `$AGG$<sep>$VAL$`. `undefined` where neither is set: no page says what stands between them then.
 */
export function columnTitle({
  sep,
  format,
}: {
  readonly sep: string;
  readonly format: string | undefined;
}): readonly TitlePart[] | undefined {
  if (format === undefined && sep === standardSeparator) return undefined;
  const text = format ?? `$AGG$${sep}$VAL$`;
  return text
    .split(/(\$AGG\$|\$VAL\$)/u)
    .filter((part) => part !== "")
    .map((part): TitlePart => {
      if (part === "$AGG$") return { kind: "cell" };
      return part === "$VAL$" ? { kind: "value" } : { kind: "text", text: part };
    });
}
