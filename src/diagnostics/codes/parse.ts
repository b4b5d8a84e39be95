import { diagnosticTable, error, information, warning } from "../diagnostic.js";

interface Found {
  readonly found: string;
  readonly expected: string;
}

/** What can be wrong with the text of a search. */
export const parseDiagnostics = diagnosticTable("parse", {
  unexpected: error(({ found, expected }: Found) => `found ${found} where ${expected} is expected`),
  "unclosed-quote": error(
    ({ quote }: { quote: string }) => `the quote ${quote} is not closed`,
    () => 'inside quotes, `\\"` is a quote and `\\\\` a backslash',
  ),
  "unclosed-bracket": error(({ bracket }: { bracket: string }) => `the bracket \`${bracket}\` is not closed`),
  "unmatched-bracket": error(
    ({ bracket }: { bracket: string }) => `the bracket \`${bracket}\` closes nothing`,
  ),
  "missing-bracket": information(
    ({ bracket, before }: { bracket: string; before: string }) =>
      `\`${bracket}\` may be missing before ${before}`,
  ),
  "missing-quote": information<object>(
    () => "a quote may be missing here: the text that begins at this one goes on too far",
  ),
  "unclosed-comment": error<object>(() => "the comment is not closed: three backticks are missing"),
  "missing-blank": error(
    ({ text }: { text: string }) => `\`${text}\` follows a quote without a blank between them`,
    () => 'quotes inside a value are written `\\"`, and the whole value is quoted',
  ),
  "no-blank": warning(
    ({ text }: { text: string }) => `\`${text}\` follows a quote without a blank between them`,
  ),
  "stray-comma": warning<object>(() => "the comma separates nothing"),
  "empty-search": error<object>(() => "the search holds no command"),
  "empty-command": error<object>(() => "a command is missing at the pipe"),
  "unknown-command": error(({ name }: { name: string }) => `\`${name}\` is not an SPL command`),
  "implied-search": error(
    ({ found }: { found: string }) => `found ${found} where a command is expected`,
    () => "only the head of a whole search may leave out the word `search`",
  ),
  "unknown-option": error(
    ({ command, option }: { command: string; option: string }) =>
      `\`${command}\` has no option \`${option}\``,
  ),
  "duplicate-option": error(
    ({ command, option }: { command: string; option: string }) =>
      `the option \`${option}\` of \`${command}\` is given twice`,
  ),
  "option-value": error(
    ({ option, found, expected }: Found & { option: string }) =>
      `the option \`${option}\` takes ${expected}, found ${found}`,
  ),
  "missing-argument": error(
    ({ command, what }: { command: string; what: string }) => `\`${command}\` needs ${what}`,
  ),
  "conflicting-arguments": error(
    ({ command, reason }: { command: string; reason: string }) => `\`${command}\`: ${reason}`,
  ),
  "unknown-function": error(({ name }: { name: string }) => `\`${name}\` is not an eval function`),
  "unknown-aggregate": error(({ name }: { name: string }) => `\`${name}\` is not an aggregate function`),
  "double-equals": error<object>(
    () => "the search language has no operator `==`",
    () => "`=` compares in `search`; `==` belongs to `where` and `eval`",
  ),
  "single-quoted-field": error(
    ({ name }: { name: string }) =>
      `\`${name}\` is compared in the search language, where \`'\` does not quote a field`,
    () => 'a field with blanks is written in double quotes: `"a b"=c`',
  ),
  "single-quoted-name": error(
    ({ name }: { name: string }) =>
      `\`${name}\` begins with \`'\`, which quotes a field only in \`eval\` and \`where\``,
    () => 'here a field with blanks is written in double quotes: `"a b"`',
  ),
  "macro-call": error<object>(
    () => "a backtick is left: it begins no macro that was expanded",
    () => "macros are expanded before a search is read, except in quotes and comments",
  ),
  "comparison-chain": error(
    ({ operator }: { operator: string }) => `\`${operator}\` follows a comparison: comparisons do not chain`,
    () => "join two comparisons with `AND`",
  ),
  "wildcard-count": error(
    ({ from, to }: { from: string; to: string }) =>
      `\`${from}\` and \`${to}\` do not hold the same number of wildcards`,
  ),
  "too-deep": error(
    ({ what, limit }: { what: string; limit: number }) => `${what} are nested more than ${limit} deep`,
  ),
  "too-long": error(
    ({ length, limit }: { length: number; limit: number }) =>
      `the search is ${length} characters long; the limit is ${limit}`,
  ),
});
