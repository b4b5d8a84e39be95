import type { Doc } from "prettier";
import { builders } from "prettier/doc";
import type { Unit } from "./unit.js";

const { group, hardline, indent, line } = builders;

interface Term {
  readonly connector: "" | "AND" | "OR";
  readonly units: Unit[];
}

/** Terms a line each where they are too long for one; `OR` binds tighter than `AND`, so its rows stand deeper. */
export function searchExpression(units: readonly Unit[]): Doc {
  const rows: Term[][] = [];
  for (const term of termsOf(units)) {
    const row = rows.at(-1);
    if (term.connector === "OR" && row !== undefined) row.push(term);
    else rows.push([term]);
  }
  const lone = rows.length === 1;
  return group(
    rows.map((row, index) => {
      const [first, ...others] = row;
      const deeper = others.map((term) => [line, termDoc(term)]);
      return [
        index === 0 ? [] : line,
        first === undefined ? [] : termDoc(first),
        lone ? deeper : group(indent(deeper)),
      ];
    }),
  );
}

function termsOf(units: readonly Unit[]): readonly Term[] {
  const terms: Term[] = [];
  let connector: Term["connector"] = "";
  let open = false;
  for (const unit of units) {
    const last = terms.at(-1);
    if (unit.word === "AND" || unit.word === "OR") {
      connector = unit.word;
      terms.push({ connector, units: [] });
      open = true;
    } else if (last === undefined) {
      terms.push({ connector: "", units: [unit] });
      open = unit.isComment || unit.word === "NOT";
    } else if (open || unit.isComment || unit.word === "IN" || last.units.at(-1)?.word === "IN") {
      last.units.push(unit);
      open = open && (unit.isComment || unit.word === "NOT");
    } else {
      terms.push({ connector: "", units: [unit] });
      open = unit.word === "NOT";
    }
  }
  return terms;
}

function termDoc({ connector, units }: Term): Doc {
  return [
    connector,
    units.map((unit, index) => [
      index === 0 && connector === "" ? [] : unit.ownLine ? hardline : " ",
      unit.doc,
    ]),
  ];
}
