import type { Macro } from "../content/model.js";
import { macroDiagnostics } from "../diagnostics/codes/macro.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { suggest } from "../diagnostics/suggest.js";
import { builtInMacros, emptyFilter, isDefinedElsewhere, isFilterMacro } from "./built-in-macros.js";
import { DerivedText } from "./derived-text.js";
import { argumentValues } from "./macro-arguments.js";
import { constantOf } from "./macro-constant.js";
import { closingBacktick, closingQuote, splitArguments, type MacroArgument } from "./split-arguments.js";
import { unknownText, wholeText, type MacroCall, type SourceText, type Span } from "./source-text.js";

/** How deep macros may call macros, what they may expand to, and how often they may be called. */
const limits = { depth: 30, characters: 1_000_000, calls: 10_000 };

/**
 * Puts the definitions of macros in the place of their calls, nested ones too; "Use search macros in searches".
 *
 * A call inside double quotes or a comment stays text. Every character keeps its place: one from a definition leads to
 * the call, with the definition behind it; one from an argument leads to the argument. A filter macro that nobody
 * defines keeps every row. Reports calls of unknown macros, with a wrong number of arguments, that a validation
 * rejects, and macros that call themselves or grow without end; such a call leaves `unknownText`. Warns of a quoted text
 * that is a call.
 */
export function expandMacros(
  search: SourceText,
  macros: ReadonlyMap<string, readonly Macro[]>,
): { source: SourceText; diagnostics: readonly Diagnostic[] } {
  const expansion = new Expansion(macros);
  const source = expansion.expand(search, []);
  return { source, diagnostics: expansion.diagnostics };
}

/** A call with the definition it selects. */
interface Instance {
  readonly text: SourceText;
  /** Stretches of the text that came from the call's arguments. */
  readonly arguments: ReadonlySet<number>;
}

class Expansion {
  readonly diagnostics: Diagnostic[] = [];
  private characters = 0;
  private calls = 0;
  private exhausted = false;

  constructor(private readonly macros: ReadonlyMap<string, readonly Macro[]>) {}

  /** The text with every call replaced; the same text when it holds none. */
  expand(source: SourceText, active: readonly string[]): SourceText {
    const { text } = source;
    if (!text.includes("`")) return source;
    const result = new DerivedText();
    let copied = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (character === "\\") at++;
      else if (character === '"') {
        const end = closingQuote(text, at, text.length);
        this.checkQuoted({ source, start: at, end: end + 1 });
        at = end;
      } else if (character === "`") {
        if (text.startsWith("```", at)) {
          const end = text.indexOf("```", at + 3);
          at = end === -1 ? text.length : end + 2;
          continue;
        }
        result.copy({ source, start: copied, end: at });
        const end = closingBacktick(text, at);
        if (end === -1) {
          this.diagnostics.push(macroDiagnostics.unclosed({ source, start: at, end: at + 1 }, {}));
          copied = text.length;
          break;
        }
        const span = { source, start: at, end: end + 1 };
        if (!this.expandCall(span, active, result)) result.replace(unknownText, span);
        copied = end + 1;
        at = end;
      }
    }
    result.copy({ source, start: copied, end: text.length });
    return result.finish(source.name);
  }

  /** A text that is nothing but a call of a known macro was not meant to be one. */
  private checkQuoted(span: Span): void {
    const text = span.source.text.slice(span.start, span.end);
    const name = /^"`\s*([^\s()",|=`]+)[^`"]*`"$/.exec(text)?.[1];
    if (name !== undefined && this.macros.has(name))
      this.diagnostics.push(macroDiagnostics.quoted(span, { name }));
  }

  /** False when an error was reported, or the limits are spent. */
  private expandCall(span: Span, active: readonly string[], result: DerivedText): boolean {
    if (this.exhausted) return false;
    if (++this.calls > limits.calls) {
      this.exhaust(macroDiagnostics["too-many"](span, { limit: limits.calls }));
      return false;
    }
    const { text } = span.source;
    const inner = text.slice(span.start + 1, span.end - 1);
    const match = /^\s*([^\s()",|=]+)\s*(?:\(([^]*)\))?\s*$/.exec(inner);
    const name = match?.[1];
    if (name === undefined) {
      this.diagnostics.push(macroDiagnostics["not-a-call"](span, { text: inner }));
      return false;
    }
    const open = match?.[2] === undefined ? -1 : text.indexOf("(", span.start);
    const given = open === -1 ? [] : splitArguments(text, open + 1, open + 1 + (match?.[2]?.length ?? 0));
    const call: MacroCall = { name, span };

    const defined = this.macros.get(name);
    if (defined === undefined) return this.expandUndefined(call, given, result);
    const macro = this.select(call, defined, given);
    if (macro === undefined) return false;
    const key = `${name}(${macro.arguments.length})`;
    if (active.includes(key)) {
      this.diagnostics.push(
        macroDiagnostics.recursive(
          span,
          { name },
          { related: [{ message: "the definition", span: wholeText(macro.definition) }] },
        ),
      );
      return false;
    }
    if (active.length >= limits.depth) {
      this.exhaust(macroDiagnostics["too-deep"](span, { limit: limits.depth }));
      return false;
    }
    const values = argumentValues(call, macro, given, (diagnostic) => this.diagnostics.push(diagnostic));
    if (values === undefined || !this.isValid(call, macro, values)) return false;
    const instance = this.instantiate(call, macro, values);
    if (instance === undefined) return false;
    const expanded = this.expand(instance.text, [...active, key]);
    this.append(expanded, instance, call, result);
    return true;
  }

  /** The filter of a detection, or a macro of another app. */
  private expandUndefined(call: MacroCall, given: readonly MacroArgument[], result: DerivedText): boolean {
    const { name, span } = call;
    const builtIn = builtInMacros.get(name);
    if (builtIn !== undefined) {
      if (given.length !== builtIn.arguments.length) {
        this.wrongArity(call, given.length, [builtIn.arguments.length]);
        return false;
      }
      for (const [index, piece] of builtIn.definition.split(/\$[\w-]+\$/).entries()) {
        const value = index === 0 ? undefined : given[index - 1];
        if (value !== undefined) result.copy({ source: span.source, start: value.start, end: value.end });
        result.replace(piece, span);
      }
      return true;
    }
    if (isFilterMacro(name) && given.length === 0) {
      result.replace(emptyFilter, span);
      return true;
    }
    if (isDefinedElsewhere(name)) {
      this.diagnostics.push(macroDiagnostics["defined-elsewhere"](span, { name }));
      return false;
    }
    const close = suggest(name, [...this.macros.keys(), ...builtInMacros.keys()]);
    const extras = close === undefined ? undefined : { help: `did you mean \`${close}\`?` };
    this.diagnostics.push(macroDiagnostics.unknown(span, { name }, extras));
    return false;
  }

  private select(
    call: MacroCall,
    defined: readonly Macro[],
    given: readonly MacroArgument[],
  ): Macro | undefined {
    const macro = defined.find(({ arguments: names }) => names.length === given.length);
    if (macro === undefined)
      this.wrongArity(
        call,
        given.length,
        defined.map(({ arguments: names }) => names.length).sort((a, b) => a - b),
      );
    return macro;
  }

  private wrongArity({ name, span }: MacroCall, given: number, defined: readonly number[]): void {
    this.diagnostics.push(macroDiagnostics["wrong-arity"](span, { name, given, defined }));
  }

  private isValid({ name, span }: MacroCall, macro: Macro, values: ReadonlyMap<string, Span>): boolean {
    if (macro.validation === undefined) return true;
    const expression = macro.validation.replace(/\$([\w-]+)\$/g, (written, argument: string) => {
      const value = values.get(argument);
      return value === undefined ? written : value.source.text.slice(value.start, value.end);
    });
    const outcome = constantOf(expression);
    const related = [{ message: "the definition", span: wholeText(macro.definition) }];
    if (outcome === undefined) {
      const parameters = { name, what: "the validation" };
      this.diagnostics.push(macroDiagnostics["not-constant"](span, parameters, { related }));
      return false;
    }
    // A Boolean validation passes when true; one that gives a text passes when it gives none.
    if (outcome.value === true || outcome.value === null) return true;
    const reason =
      typeof outcome.value === "string"
        ? outcome.value
        : (macro.errorMessage ?? "its validation rejects the arguments");
    this.diagnostics.push(macroDiagnostics.invalid(span, { name, reason }, { related }));
    return false;
  }

  /** The definition with the arguments put in. */
  private instantiate(
    call: MacroCall,
    macro: Macro,
    values: ReadonlyMap<string, Span>,
  ): Instance | undefined {
    const { definition: source } = macro;
    const result = new DerivedText();
    const fromArguments = new Set<number>();
    let copied = 0;
    for (const match of source.text.matchAll(/\$([\w-]+)\$/g)) {
      const value = values.get(match[1] ?? "");
      if (value === undefined) continue;
      result.copy({ source, start: copied, end: match.index });
      copied = match.index + match[0].length;
      if (value.end > value.start) fromArguments.add(result.length);
      result.copy(value);
      if (!this.spend(result.length, call)) return undefined;
    }
    result.copy({ source, start: copied, end: source.text.length });
    if (!this.spend(result.length, call)) return undefined;
    this.characters += result.length;
    const text = result.finish(call.name);
    if (!macro.isEval) return { text, arguments: fromArguments };

    const outcome = constantOf(text.text);
    if (outcome === undefined || outcome.value === null || typeof outcome.value === "boolean") {
      const related = [{ message: "the definition", span: wholeText(source) }];
      const parameters = { name: call.name, what: "the definition" };
      this.diagnostics.push(macroDiagnostics["not-constant"](call.span, parameters, { related }));
      return undefined;
    }
    const evaluated = new DerivedText();
    evaluated.replace(String(outcome.value), wholeText(source));
    return { text: evaluated.finish(call.name), arguments: new Set() };
  }

  /** Adds an expanded call to the text around it: arguments lead to where they are written, all else to the call. */
  private append(expanded: SourceText, instance: Instance, call: MacroCall, result: DerivedText): void {
    const argumentsOf = new Map(
      (instance.text.segments ?? [])
        .filter(({ start }) => instance.arguments.has(start))
        .map((segment) => [segment.start, segment] as const),
    );
    for (const segment of expanded.segments ?? []) {
      const place = { source: expanded, start: segment.start, end: segment.end };
      if (expanded === instance.text) {
        if (instance.arguments.has(segment.start)) result.copy(segment.origin);
        else result.copy(place, call);
        continue;
      }
      if (segment.call !== undefined || segment.origin.source !== instance.text) {
        result.copy(place, call);
        continue;
      }
      this.appendStretch(segment.origin, argumentsOf, instance, call, result);
    }
  }

  /** A stretch of an instance holds arguments and stretches of the definition in turn. */
  private appendStretch(
    origin: Span,
    argumentsOf: ReadonlyMap<number, { readonly start: number; readonly end: number; readonly origin: Span }>,
    instance: Instance,
    call: MacroCall,
    result: DerivedText,
  ): void {
    for (const piece of instance.text.segments ?? []) {
      const start = Math.max(piece.start, origin.start);
      const end = Math.min(piece.end, origin.end);
      if (start >= end) continue;
      const argument = argumentsOf.get(piece.start);
      if (argument === undefined) {
        result.copy({ source: instance.text, start, end }, call);
      } else {
        const shift = argument.origin.start - piece.start;
        result.copy({ source: argument.origin.source, start: start + shift, end: end + shift });
      }
    }
  }

  private spend(length: number, { span }: MacroCall): boolean {
    if (this.characters + length <= limits.characters) return true;
    this.exhaust(macroDiagnostics["too-large"](span, { limit: limits.characters }));
    return false;
  }

  private exhaust(diagnostic: Diagnostic): void {
    if (!this.exhausted) this.diagnostics.push(diagnostic);
    this.exhausted = true;
  }
}
