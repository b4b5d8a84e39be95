import { printer } from "prettier/doc";
import { layoutPipeline } from "./layout.js";
import { scanPieces } from "./scan-pieces.js";

/** Columns of a formatted search. */
export const searchWidth = 110;

/** Columns that a line below the first of its command is moved in by. */
export const searchIndentation = 4;

/**
 * Lays a search out: a command a line, its words in capitals, long lists and conditions indented. Macro calls, comments
 * and quoted texts stay as they are written. Gives the same text for its own output.
 */
export function formatSearch(text: string, width = searchWidth): string {
  const { formatted } = printer.printDocToString(layoutPipeline(scanPieces(text)), {
    printWidth: width,
    tabWidth: searchIndentation,
    useTabs: false,
  });
  return formatted.trim();
}
