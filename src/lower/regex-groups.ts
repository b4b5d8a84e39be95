/** The names of the groups of a PCRE pattern, each once, in order: `(?<n>…)`, `(?P<n>…)`, `(?'n'…)`. */
export function groupNames(pattern: string): readonly string[] {
  const names = new Set<string>();
  const opening = /\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|\(\?P?<([A-Za-z_]\w*)>|\(\?'([A-Za-z_]\w*)'/gsu;
  for (const [, angled, quoted] of pattern.matchAll(opening)) {
    const name = angled ?? quoted;
    if (name !== undefined) names.add(name);
  }
  return [...names];
}
