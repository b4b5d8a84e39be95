import type { Doc } from "prettier";
import { builders } from "prettier/doc";
import { evalList } from "./layout-eval.js";
import { searchExpression } from "./layout-search.js";
import type { LaidClause, LaidCommand, LaidPipeline, Language, Piece } from "./piece.js";
import { withCapitals } from "./spacing.js";
import { textDoc, unitsOf, type Unit } from "./unit.js";

const { dedent, fill, group, hardline, indent, join, line, lineSuffix, softline } = builders;

/** The layout of a search: a command a line; clauses, lists and conditions that are too long for theirs go on below. */
export function layoutPipeline({ leadingPipe, commands }: LaidPipeline, whole = true): Doc {
  return commands.map((command, index) => [
    index === 0 ? [] : hardline,
    command.before.map((comment) => [textDoc(comment), hardline]),
    index > 0 || leadingPipe ? "| " : [],
    layoutCommand(command, whole || index < commands.length - 1),
  ]);
}

/** A subsearch of one command can stand on the line of its brackets. */
function layoutSubsearch(pipeline: LaidPipeline): Doc {
  const [first] = pipeline.commands;
  const body = layoutPipeline(pipeline, false);
  return pipeline.commands.length === 1 && first?.before.length === 0
    ? group(["[", indent([softline, body]), softline, "]"])
    : ["[", indent([hardline, body]), hardline, "]"];
}

function layoutCommand(command: LaidCommand, atLineEnd: boolean): Doc {
  const { clauses, remark } = atLineEnd ? withoutRemark(command) : { ...command, remark: undefined };
  const [first, ...others] = clauses.map(layoutClause);
  if (first === undefined) return [];
  return [
    group([first, indent(others.map((clause) => [line, clause]))]),
    remark === undefined ? [] : lineSuffix(` ${remark}`),
  ];
}

/** A comment at the end of a command does not count for the length of its line. */
function withoutRemark({ clauses }: LaidCommand): {
  readonly clauses: readonly LaidClause[];
  readonly remark: string | undefined;
} {
  const last = clauses.at(-1);
  const remark = last?.pieces.at(-1);
  if (last === undefined || remark?.kind !== "comment" || remark.gap === "line" || remark.text.includes("\n"))
    return { clauses, remark: undefined };
  const pieces = last.pieces.slice(0, -1);
  return { clauses: [...clauses.slice(0, -1), { ...last, pieces }], remark: remark.text };
}

function layoutClause({ language, keyword, pieces }: LaidClause): Doc {
  const content = withCapitals(pieces, language);
  if (content.length === 0) return keyword ?? [];
  const units = unitsOf(content, language, pieceDoc);
  if (keyword === undefined) return indent(body(units, language));
  if (language === "assignments" && content.some(({ kind }) => kind === "comma"))
    return group([keyword, indent([line, body(units, language)])]);
  const [first] = content;
  const gap = first?.kind === "comparator" || first?.gap === "none" ? gapBehindName(first, language) : " ";
  return [keyword, gap, indent(body(units, language))];
}

/** `stats(x)` and `eval"x"` are written without a blank by nobody, but one that means nothing does not harm. */
function gapBehindName(first: Piece, language: Language): string {
  return language === "plain" && first.gap === "none" ? "" : " ";
}

function body(units: readonly Unit[], language: Language): Doc {
  switch (language) {
    case "search":
      return searchExpression(units);
    case "eval":
    case "assignments":
      return evalList(units);
    case "arguments":
    case "plain":
      return fill(filled(units));
  }
}

/** Arguments fill their lines; a name stays with its `AS`, and a comment with its neighbours. */
function filled(units: readonly Unit[]): Doc[] {
  const parts: Doc[] = [];
  let holdsNext = false;
  for (const unit of units) {
    const joins = unit.word === "AS" || unit.word === "WITH" || unit.isComment;
    const last = parts.at(-1);
    if (last === undefined) parts.push(unit.doc);
    else if ((joins || holdsNext) && !unit.ownLine) parts[parts.length - 1] = [last, " ", unit.doc];
    else parts.push(unit.ownLine ? hardline : line, unit.doc);
    holdsNext = joins;
  }
  return parts;
}

function pieceDoc(piece: Piece, language: Language): Doc {
  switch (piece.kind) {
    case "atom":
    case "comma":
    case "comparator":
    case "comment":
      return textDoc(piece.text);
    case "subsearch":
      // The arguments of a command are indented already.
      return language === "arguments"
        ? dedent(layoutSubsearch(piece.pipeline))
        : layoutSubsearch(piece.pipeline);
    case "group": {
      const inner = language === "assignments" ? "eval" : language;
      const pieces = withCapitals(piece.pieces, inner);
      if (pieces.length === 0) return "()";
      return group(["(", indent([softline, groupBody(pieces, inner)]), softline, ")"]);
    }
  }
}

function groupBody(pieces: readonly Piece[], language: Language): Doc {
  const units = unitsOf(pieces, language, pieceDoc);
  if (language !== "search" || !pieces.some(({ kind }) => kind === "comma")) return body(units, language);
  const values = unitsOf(pieces, language, pieceDoc).map(({ doc }) => doc);
  return join(line, values);
}
