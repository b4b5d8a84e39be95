import { importDiagnostics } from "../../diagnostics/codes/import.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { keySpanAt, spanAt, type YamlDocument, type YamlPath } from "../../yaml/yaml-node.js";
import { ConditionError, readCondition } from "./condition.js";
import { readItem, type ItemValue } from "./item.js";
import { all, any, type Logic } from "./logic.js";
import { isMap, isScalar, placeIn } from "./rule-document.js";

/**
 * What the `detection` of a rule, or the `filter` of a filter, asks of an event. Reports `import/…`, and gives `undefined` after an error.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md#detection
 */
export function detectionLogic(
  document: YamlDocument,
  report: (diagnostic: Diagnostic) => void,
  part: "detection" | "filter" = "detection",
): Logic | undefined {
  const reader = new DetectionReader(document, report, part);
  const logic = reader.read();
  return reader.failed ? undefined : logic;
}

class DetectionReader {
  failed = false;

  constructor(
    private readonly document: YamlDocument,
    private readonly report: (diagnostic: Diagnostic) => void,
    private readonly part: "detection" | "filter",
  ) {}

  read(): Logic | undefined {
    const detection = isMap(this.document.value) ? this.document.value[this.part] : undefined;
    if (!isMap(detection)) return this.wrong([this.part], `\`${this.part}\``, "a map of search identifiers");
    const { condition, timeframe } = detection;
    if (timeframe !== undefined)
      this.fail(
        importDiagnostics.correlation(keySpanAt(this.document, [this.part, "timeframe"]), {
          construct: "`timeframe`",
          reason: "it belongs to the aggregates of Sigma 1, which a correlation has replaced",
        }),
      );
    const identifiers = new Map<string, Logic>();
    for (const [name, value] of Object.entries(detection)) {
      if (name === "condition" || name === "timeframe") continue;
      if (name === "rules" && this.part === "filter") continue;
      const logic = this.identifier(value, [this.part, name]);
      if (logic !== undefined) identifiers.set(name, logic);
    }
    if (this.failed) return undefined;
    if (condition === undefined) {
      this.fail(
        importDiagnostics["missing-key"](keySpanAt(this.document, [this.part]), { key: "condition" }),
      );
      return undefined;
    }
    return this.conditions(condition, identifiers);
  }

  /** Several conditions are alternatives. */
  private conditions(condition: unknown, identifiers: ReadonlyMap<string, Logic>): Logic | undefined {
    const path: YamlPath = [this.part, "condition"];
    const list: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
    const used = new Set<string>();
    const logics = list.map((text, index) => {
      const own = Array.isArray(condition) ? [...path, index] : path;
      if (typeof text !== "string") return this.wrong(own, "`condition`", "a text");
      try {
        const read = readCondition(text, placeIn(this.document, own), identifiers);
        for (const name of read.used) used.add(name);
        return read.logic;
      } catch (problem) {
        if (!(problem instanceof ConditionError)) throw problem;
        this.fail(importDiagnostics.condition(problem.span, { reason: problem.message }));
        return undefined;
      }
    });
    for (const name of identifiers.keys())
      if (!used.has(name) && !this.failed)
        this.report(
          importDiagnostics["unused-identifier"](keySpanAt(this.document, [this.part, name]), { name }),
        );
    return any(
      logics.filter((logic) => logic !== undefined),
      spanAt(this.document, path),
    );
  }

  /** A map of items that all hold, a list of maps of which one does, or a list of keywords. */
  private identifier(value: unknown, path: YamlPath): Logic | undefined {
    const span = keySpanAt(this.document, path);
    if (isMap(value)) return this.map(value, path);
    if (isScalar(value) && value !== null)
      return this.item("", [{ value, span: spanAt(this.document, path) }], path);
    if (!Array.isArray(value) || value.length === 0)
      return this.wrong(path, "a search identifier", "a map, a list of maps or a list of keywords");
    const entries: readonly unknown[] = value;
    const operands = entries.map((entry, index) => {
      const own = [...path, index];
      if (isMap(entry)) return this.map(entry, own);
      if (!isScalar(entry) || entry === null)
        return this.wrong(own, "a search identifier", "a list of maps or keywords");
      return this.item("", [{ value: entry, span: spanAt(this.document, own) }], own);
    });
    return any(
      operands.filter((operand) => operand !== undefined),
      span,
    );
  }

  private map(value: Readonly<Record<string, unknown>>, path: YamlPath): Logic | undefined {
    const keys = Object.keys(value);
    if (keys.length === 0) return this.wrong(path, "a search identifier", "given an item");
    const operands = keys.map((key) => {
      const own = [...path, key];
      const written = value[key];
      const list: readonly unknown[] = Array.isArray(written) ? written : [written];
      const values: ItemValue[] = [];
      for (const [index, item] of list.entries()) {
        const place = Array.isArray(written) ? [...own, index] : own;
        if (!isScalar(item))
          return this.wrong(place, `the value of \`${key}\``, "a text, a number or a list of them");
        values.push({ value: item, span: spanAt(this.document, place) });
      }
      return this.item(key, values, own);
    });
    return all(
      operands.filter((operand) => operand !== undefined),
      keySpanAt(this.document, path),
    );
  }

  private item(key: string, values: readonly ItemValue[], path: YamlPath): Logic | undefined {
    const [field = "", ...modifiers] = key.split("|");
    const span = key === "" ? spanAt(this.document, path) : keySpanAt(this.document, path);
    return readItem({ field, modifiers, values, span }, (diagnostic) => this.fail(diagnostic));
  }

  private wrong(path: YamlPath, what: string, expected: string): undefined {
    this.fail(importDiagnostics["wrong-value"](spanAt(this.document, path), { what, expected }));
  }

  private fail(diagnostic: Diagnostic): void {
    this.failed = true;
    this.report(diagnostic);
  }
}
