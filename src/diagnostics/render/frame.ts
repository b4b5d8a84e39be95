import { locate, type Location } from "../../source/locate.js";
import type { Span } from "../../source/source-text.js";
import type { Diagnostic } from "../diagnostic.js";
import { excerptOf } from "./excerpt.js";
import { noPaint, type Paint } from "./paint.js";
import { printable } from "./printable.js";

export interface FrameOptions {
  readonly paint?: Paint;
  /** Columns of the terminal; longer lines of source are cut around the place. */
  readonly width?: number;
  /** Stands in place of the severity, e.g. `refused (sigma)`. */
  readonly label?: string;
}

/**
 * A diagnostic with the line it is about:
 *
 * ```
 * detections/endpoint/rare_parent.yml:14:5 - error target/unsupported: aggregation is not available in eql
 *   14 |   | stats dc(dest) as n by host
 *      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
 *   help: `targets.skip` can exclude the target, with a reason
 * ```
 */
export function renderFrame(diagnostic: Diagnostic, options: FrameOptions = {}): string {
  const { paint = noPaint, width = 120, label = diagnostic.severity } = options;
  const location = locate(diagnostic.span);
  const colour = paint[diagnostic.severity];
  const title = `${colour(label)} ${paint.faint(diagnostic.code)}: ${paint.strong(printable(diagnostic.message))}`;
  const lines = [
    `${paint.place(placeOf(location))} - ${title}`,
    ...excerptLines(location, colour, paint, width),
  ];

  for (const { macro, location: inside } of location.through)
    lines.push(...noteLines(`in the definition of \`${macro}\``, inside, paint, width));
  for (const { message, span } of diagnostic.related)
    lines.push(...noteLines(message, locate(span), paint, width));
  if (diagnostic.help !== undefined)
    lines.push(`  ${paint.information("help")}: ${printable(diagnostic.help)}`);
  return lines.join("\n");
}

/** `file:line:column`, as editors and terminals link it; the file alone where it could not be read. */
function placeOf({ file, start }: Location): string {
  const name = printable(file.name);
  return file.text === "" ? name : `${name}:${start.line}:${start.column}`;
}

function noteLines(message: string, location: Location, paint: Paint, width: number): readonly string[] {
  return [
    `  ${paint.place(placeOf(location))} - ${paint.information("note")}: ${printable(message)}`,
    ...excerptLines(location, paint.information, paint, width),
  ];
}

function excerptLines(
  location: Location,
  colour: (text: string) => string,
  paint: Paint,
  width: number,
): readonly string[] {
  const gutter = String(location.start.line).length;
  const excerpt = excerptOf(location, Math.max(20, width - gutter - 5));
  if (excerpt === undefined) return [];
  const empty = " ".repeat(gutter);
  const bar = paint.faint("|");
  const mark = `${" ".repeat(excerpt.markStart)}${colour("^".repeat(excerpt.markLength))}`;
  const more = excerpt.lastLine === undefined ? "" : paint.faint(` … to line ${excerpt.lastLine}`);
  return [
    `  ${paint.faint(String(excerpt.line))} ${bar} ${excerpt.text}`,
    `  ${empty} ${bar} ${mark}${more}`,
  ];
}

/** Where a span stands, for a list: `file:line:column`. */
export function renderPlace(span: Span): string {
  return placeOf(locate(span));
}
