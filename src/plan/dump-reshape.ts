import { dumpField, dumpLiteral } from "./dump-expression.js";
import type { PivotCell, ReshapeForm, SeriesChoice, TitlePart } from "./reshape.js";

/** A change of form as a line of text. */
export function dumpReshape(form: ReshapeForm): string {
  switch (form.kind) {
    case "pivot":
      return [
        `pivot ${form.cells.map(dumpCell).join(", ")} on ${dumpField(form.row)} by ${dumpField(form.names)}`,
        form.title === undefined ? "" : `title "${form.title.map(dumpPart).join("")}"`,
        ...dumpSeries(form.series),
        form.hiddenPrefix === undefined ? "" : `hidden-prefix ${form.hiddenPrefix}`,
        form.bins === undefined ? "" : `bins ${form.bins}`,
        form.keepsRows === true ? "keeps-rows" : "",
        form.fill === undefined ? "" : `fill ${dumpLiteral(form.fill)}`,
      ]
        .filter((part) => part !== "")
        .join(" ");
    case "unpivot":
      return `unpivot on ${dumpField(form.row)} into ${dumpField(form.names)}, ${dumpField(form.values)}`;
    case "beside":
      return `beside by ${dumpField(form.side)}${form.overwrite ? "" : " keep-left"}`;
    case "continuous":
      return [
        `continuous ${dumpField(form.column)} every ${form.size} ${form.unit}`,
        form.range === undefined ? "" : `from ${form.range.earliest} to ${form.range.latest}`,
        form.keepCut ? "" : "whole",
        ...form.empty.map(({ column, value }) => `empty ${dumpField(column)} ${value}`),
      ]
        .filter((part) => part !== "")
        .join(" ");
  }
}

function dumpCell({ column, empty, merge }: PivotCell): string {
  return [
    dumpField(column),
    empty === undefined ? "" : `empty ${empty}`,
    merge === undefined ? "" : `merge ${merge}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function dumpSeries({ kept, score, other, missing }: SeriesChoice): readonly string[] {
  return [
    kept === undefined ? "" : dumpKept(kept),
    score === undefined ? "" : `score ${score.function}(${dumpField(score.column)})`,
    other === undefined ? "" : `other ${dumpField(other)}`,
    missing === undefined ? "" : `missing ${dumpField(missing.name)}`,
  ];
}

function dumpKept(kept: NonNullable<SeriesChoice["kept"]>): string {
  return kept.kind === "compare"
    ? `keep ${kept.operator} ${kept.value}`
    : `keep ${kept.negated ? "not " : ""}${kept.order} ${kept.count}`;
}

function dumpPart(part: TitlePart): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "cell":
      return "<cell>";
    case "value":
      return "<value>";
  }
}
