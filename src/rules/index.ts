import { leadingWildcard } from "./leading-wildcard.js";
import { misspeltField } from "./misspelt-field.js";
import { missingFilter } from "./missing-filter.js";
import { missingRisk } from "./missing-risk.js";
import { mixedAndOr } from "./mixed-and-or.js";
import { negation } from "./negation.js";
import { resultFields } from "./result-fields.js";
import type { Rule } from "./rule.js";
import { unusedField } from "./unused-field.js";
import { versionNotRaised } from "./version-not-raised.js";
import { wildcardInWhere } from "./wildcard-in-where.js";

/** Every rule. */
export const rules: readonly Rule[] = [
  mixedAndOr,
  negation,
  leadingWildcard,
  wildcardInWhere,
  unusedField,
  misspeltField,
  missingFilter,
  missingRisk,
  resultFields,
  versionNotRaised,
];
