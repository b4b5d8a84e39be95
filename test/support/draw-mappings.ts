/**
 * Draws rows of the catalog by a fixed seed, to be checked by hand against the vendors' pages:
 *
 *     tsx test/support/draw-mappings.ts [number of rows] [seed]
 *
 * A row is a field of a log source in one of the homes of one target, with its table and what it is there.
 */
import { loadTargets } from "../../src/content/load-targets.js";
import { dumpExpression } from "../../src/plan/dump-expression.js";
import { bindField } from "../../src/target/bind-field.js";
import type { Home } from "../../src/target/profile.js";

const [count = 40, seed = 1] = process.argv.slice(2).map(Number);

const { profiles } = await loadTargets();
const rows = [...profiles.values()].flatMap(({ id: target, sources }) =>
  [...sources.values()].flatMap(({ source, homes }) =>
    [...homes.values()].flatMap(tablesOf).flatMap((home) =>
      [...home.fields.keys()].flatMap((field) => {
        const found = bindField(field, source, home, () => undefined);
        if (found?.kind !== "bound") return [];
        const compared = found.decoded === true ? "compared as before it was decoded" : "compared";
        const use = found.comparable === false ? "shown, not compared" : compared;
        return [[target, source.id, home.table, field, dumpExpression(found.expression), use].join(" | ")];
      }),
    ),
  ),
);

const drawn = new Set<string>();
for (let state = seed; drawn.size < Math.min(count, rows.length);) {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  drawn.add(rows[Math.floor((state / 2 ** 32) * rows.length)] ?? "");
}
console.log(`${drawn.size} of ${rows.length} rows\n${[...drawn].join("\n")}`);

function tablesOf(home: Home): readonly Home[] {
  const variants = home.variants.flatMap((variant) => tablesOf(variant.home));
  return home.table === undefined ? variants : [home, ...variants];
}
