import {
  call,
  keyword,
  number,
  operation,
  template,
  text,
  type Expression,
} from "../../shared/expression.js";

/** KQL's letters for those of `strftime` that mean the same: https://learn.microsoft.com/kusto/query/format-datetime-function */
const letters: ReadonlyMap<string, string> = new Map([
  ["Y", "yyyy"],
  ["y", "yy"],
  ["m", "MM"],
  ["d", "dd"],
  ["H", "HH"],
  ["I", "hh"],
  ["M", "mm"],
  ["S", "ss"],
  ["p", "tt"],
  ["F", "yyyy-MM-dd"],
  ["T", "HH:mm:ss"],
  ["3N", "fff"],
  ["6N", "ffffff"],
  ["Q", "fff"],
  ["3Q", "fff"],
  ["X", "HH:mm:ss"],
  ["x", "MM/dd/yy"],
  ["f", "ffffff"],
]);

/** What `format_datetime` has no letters for; the service's zone is UTC. */
const names: ReadonlyMap<string, (time: Expression) => Expression> = new Map([
  ["A", (time: Expression) => nameOf(weekdays, dayOfWeek(time))],
  ["a", (time: Expression) => nameOf(weekdays.map(short), dayOfWeek(time))],
  ["B", (time: Expression) => nameOf(months, monthOfYear(time))],
  ["b", (time: Expression) => nameOf(months.map(short), monthOfYear(time))],
  ["w", (time: Expression) => call("tostring", dayOfWeek(time))],
  ["e", dayWithBlank],
  ["c", (time: Expression) => formatTime(time, "%a %b %e %T %Y")],
  ["Z", () => text("UTC")],
  ["z", () => text("+0000")],
]);

/** The day of the month, with a blank before a single digit. */
function dayWithBlank(time: Expression): Expression {
  return call("replace_regex", call("format_datetime", time, text("dd")), text("^0"), text(" "));
}

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const months = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

const short = (word: string): string => word.slice(0, 3);

/** https://learn.microsoft.com/kusto/query/day-of-week-function: the days since Sunday, as a timespan. */
function dayOfWeek(time: Expression): Expression {
  return call("toint", operation("/", call("dayofweek", time), keyword("1d")));
}

function monthOfYear(time: Expression): Expression {
  return operation("-", call("monthofyear", time), number(1));
}

function nameOf(words: readonly string[], place: Expression): Expression {
  const array = keyword(`dynamic(${JSON.stringify(words)})`);
  return call("tostring", template("{0}[{1}]", [array, place]));
}

/** The only characters that `format_datetime` takes between its letters. */
const separators = /^[ /\-:,._[\]]$/;

/**
 * A time as text in a format of `strftime`. Text that `format_datetime` cannot hold is joined with `strcat`.
 * The format has to be one that `canFormat` accepts.
 */
export function formatTime(time: Expression, format: string): Expression {
  const parts: Expression[] = [];
  let pending = "";
  let plain = "";
  const flush = (): void => {
    if (pending !== "") parts.push(call("format_datetime", time, text(pending)));
    if (plain !== "") parts.push(text(plain));
    pending = "";
    plain = "";
  };
  for (const token of format.match(/%\d?[A-Za-z%]|[^]/g) ?? []) {
    const letter = letters.get(token.slice(1));
    const word = token.startsWith("%") ? names.get(token.slice(1)) : undefined;
    if (word !== undefined) {
      flush();
      parts.push(word(time));
      continue;
    }
    if (token.startsWith("%") && letter === undefined && token !== "%%")
      throw new RangeError(`no letter of format_datetime for ${token}`);
    if (token.startsWith("%") && letter !== undefined) {
      if (plain !== "") flush();
      pending += letter;
    } else if (separators.test(token) && plain === "" && pending !== "") pending += token;
    else {
      if (pending !== "") flush();
      plain += token === "%%" ? "%" : token;
    }
  }
  flush();
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : call("strcat", ...parts);
}

/** Whether every letter of a format has a counterpart. */
export function canFormat(format: string): boolean {
  return (format.match(/%\d?[A-Za-z]/g) ?? []).every(
    (token) => letters.has(token.slice(1)) || names.has(token.slice(1)),
  );
}

/** Date and time to the second, the greater unit first: such texts have the order of their times, and tell seconds apart. */
const wholeSeconds = /^(%Y-%m-%d|%F)[T ](%H:%M:%S|%T)(\.%\d?[NQf])?( ?(Z|%Z|%z))?$/;

/** Whether a text in this format may be shown as the time that it is made of. */
export function showsTime(format: string): boolean {
  return wholeSeconds.test(format);
}

/** What such a text keeps of the time: whole seconds, or as many parts of one as it has digits. */
export function keptOfTime(time: Expression, format: string): Expression {
  const [fraction] = /%(?:\d?[NQ]|f)/.exec(format) ?? [];
  const digits = letters.get(fraction?.slice(1) ?? "")?.length ?? 0;
  return call("bin", time, keyword(digits === 0 ? "1s" : digits === 3 ? "1ms" : "1microsecond"));
}
