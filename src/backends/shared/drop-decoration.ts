import { locate } from "../../source/locate.js";
import type { Span } from "../../source/source-text.js";
import type { BackendContext } from "../../target/backend.js";

/** Lists something that only decorates a result and that the target leaves out. */
export function dropDecoration(context: Pick<BackendContext, "drop">, what: string, span: Span): void {
  context.drop({ what, code: "target/decoration", line: locate(span).start.line });
}
