/** Content can hold anything; what a terminal would act on is shown as a visible mark of the same width. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => (character === "\t" ? " " : "\u00b7"));
}
