import type { Detection } from "../../detection/detection.js";
import type { BackendContext, CompiledQuery, OutputColumn } from "../../target/backend.js";
import { dropDecoration } from "../shared/drop-decoration.js";
import type { EntityMapping } from "./analytics-rule.js";
import type { SentinelSettings } from "./settings.js";
import { wantedFields } from "./transform/output.js";

/** Names that a mapping can refer to. */
const mappable = /^[a-zA-Z_]\w*$/;

/**
 * The entities that the result carries, each as a mapping of one identifier. What a rule cannot map (a field that is
 * not in the result or holds several values, a type without a counterpart, too many) is listed as dropped.
 */
export function entityMappings(
  detection: Detection,
  query: CompiledQuery,
  { entityOf, limits }: SentinelSettings,
  context: BackendContext,
): readonly EntityMapping[] {
  const mappings = new Map<string, EntityMapping>();
  for (const { field, type, span } of [...detection.risk.objects, ...detection.risk.threats]) {
    // The name of a field says more than its type: ESCU calls the name of a process and its command line `process`.
    const kind = entityOf(field) ?? entityOf(type);
    const column = outputOf(query, field);
    const drop = (why: string): void => dropDecoration(context, `the entity \`${field}\`: ${why}`, span);
    if (kind === undefined) drop(`rules have no entity of type \`${type}\``);
    else if (column === undefined) drop("the result has no such column");
    else if (column.multivalue === true) drop("the column holds several values");
    else {
      const mapping: EntityMapping = {
        entityType: kind.entityType,
        fieldMappings: [{ identifier: kind.identifier, columnName: column.column }],
      };
      const key = JSON.stringify(mapping);
      if (mappings.size === limits.entityMappings && !mappings.has(key)) drop("a rule maps no more entities");
      else mappings.set(key, mapping);
    }
  }
  return [...mappings.values()];
}

function outputOf({ output }: CompiledQuery, field: string): OutputColumn | undefined {
  return output.find((column) => column.field === field && mappable.test(column.column));
}

/** Fields that the rule refers to and that are no entities, by a name of letters, digits and underscores. */
export function customDetails(
  detection: Detection,
  query: CompiledQuery,
  { entityOf, limits }: SentinelSettings,
  context: BackendContext,
): Readonly<Record<string, string>> {
  const entities = new Set(
    [...detection.risk.objects, ...detection.risk.threats].flatMap(({ field, type }) =>
      (entityOf(field) ?? entityOf(type)) === undefined || outputOf(query, field)?.multivalue === true
        ? []
        : [field],
    ),
  );
  const details = new Map<string, string>();
  for (const field of wantedFields(detection)) {
    const column = outputOf(query, field);
    if (entities.has(field) || column === undefined) continue;
    const name = column.column.replace(/^_+/, "").slice(0, limits.customDetailName);
    if (!/^[a-zA-Z]\w*$/.test(name) || details.has(name)) continue;
    if (details.size === limits.customDetails)
      dropDecoration(context, `the detail \`${field}\`: a rule has no more of them`, detection.search.span);
    else details.set(name, column.column);
  }
  return Object.fromEntries(details);
}
