import { expect, it } from "vitest";
import { columnName } from "../../../src/backends/sentinel/kql/language.js";
import { KustoChecker } from "../../conformance/engines/kusto.js";

const words = (
  "latest earliest first last count kind type title name value values id key time state status action source user host " +
  "from to of by with top any all row step place group order rank range rows min max avg sum limit take where project " +
  "extend join union lookup scan sort in and or not between has contains string long int real bool datetime timespan " +
  "dynamic guid decimal let set print render find search evaluate invoke parse sample as view views cycles default flags " +
  "timeline simple verbose viewers count not on nulls typeof pack null matches materialize toscalar externaldata next prev"
).split(" ");

it.each([...new Set(words)])("a column `%s` is read as a column wherever one stands", (word) => {
  const column = columnName(word);
  const checker = new KustoChecker({ T: { [word]: "long", b: "long" } });
  const queries = [
    `T | extend a = (${column} - 1) / 2`,
    `T | where ${column} > 1 and ${column} < 3 or not(${column} == 7)`,
    `T | summarize ${column} = max(b) by k = b | sort by ${column} desc | project ${column}`,
    `T | summarize c = count() by ${column} | project-away ${column}`,
    `T | extend ${column} = 1 | extend a = strcat(tostring(${column}), "x")`,
  ];
  expect(queries.flatMap((query) => checker.check(query))).toEqual([]);
});
