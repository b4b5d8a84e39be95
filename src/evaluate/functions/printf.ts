import { isMultivalue, numberOf, textOf, type Value } from "../value.js";

const conversionSpecifier = /%(?:%|(['\-0+ #]*)(\*|\d+)?(?:\.(\*|\d+))?([acdiefgosuxXzEGp]))/g;

/** Formats as C's `printf` does ("Conversion functions"); a missing or unsuitable value makes the result missing. */
export function formatText(template: string, values: readonly Value[]): string | null {
  let index = 0;
  let failed = false;
  const next = (): Value => values[index++] ?? null;
  const numberAt = (text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    if (text !== "*") return Number(text);
    const value = next();
    return value === null || isMultivalue(value) ? undefined : numberOf(value);
  };
  const result = template.replace(
    conversionSpecifier,
    (whole: string, flags: string | undefined, width?: string, precision?: string, kind?: string) => {
      if (whole === "%%") return "%";
      const widthNumber = numberAt(width);
      const precisionNumber = numberAt(precision);
      const value = next();
      const body =
        value === null || isMultivalue(value)
          ? undefined
          : convert(kind ?? "s", value, precisionNumber, flags ?? "");
      if (body === undefined) {
        failed = true;
        return "";
      }
      return pad(body, widthNumber ?? 0, flags ?? "", kind ?? "s");
    },
  );
  return failed ? null : result;
}

function convert(
  kind: string,
  value: string | number | boolean,
  precision: number | undefined,
  flags: string,
): string | undefined {
  if (kind === "s" || kind === "z") return textOf(value).slice(0, precision);
  if (kind === "c") return [...textOf(value)][0] ?? "";
  const number = numberOf(value);
  if (number === undefined) return undefined;
  const magnitude = Math.abs(number);
  const whole = Math.trunc(magnitude);
  const sign = number < 0 ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  switch (kind) {
    case "d":
    case "i":
    case "u": {
      const text = String(whole).padStart(precision ?? 0, "0");
      return sign + (flags.includes("'") ? text.replace(/\B(?=(?:\d{3})+$)/g, ",") : text);
    }
    case "o":
      return (flags.includes("#") ? "0" : "") + whole.toString(8);
    case "x":
    case "X":
    case "p": {
      const text = (flags.includes("#") || kind === "p" ? "0x" : "") + whole.toString(16);
      return kind === "X" ? text.toUpperCase() : text;
    }
    case "f":
      return sign + magnitude.toFixed(precision ?? 6);
    case "e":
    case "E": {
      const text = exponent(magnitude.toExponential(precision ?? 6));
      return sign + (kind === "E" ? text.toUpperCase() : text);
    }
    case "g":
    case "G":
      return sign + shortest(magnitude, precision ?? 6);
    default:
      return undefined;
  }
}

/** C prints at least two digits of the exponent. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function shortest(number: number, precision: number): string {
  const digits = precision === 0 ? 1 : precision;
  const power = number === 0 ? 0 : Math.floor(Math.log10(number));
  if (power < -4 || power >= digits) return exponent(number.toExponential(digits - 1)).replace(/\.?0+e/, "e");
  const text = number.toFixed(digits - 1 - power);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function pad(text: string, width: number, flags: string, kind: string): string {
  if (text.length >= width) return text;
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0") || kind === "s" || kind === "c") return text.padStart(width);
  const sign = /^[+\- ]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}
