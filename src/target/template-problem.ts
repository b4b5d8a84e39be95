const opening: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
]);
const closing: ReadonlySet<string> = new Set(opening.values());

/**
 * Why the template of a function is not one expression of a query: a comment, a further stage or statement, or a piece
 * of a literal or list in it would change what stands around it. `undefined` where it is one.
 */
export function templateProblem(template: string): string | undefined {
  if (/[\p{Cc}\u2028\u2029]/u.test(template)) return "a template is one line";
  if (template.trim() === "") return "a template is an expression";
  const open: string[] = [];
  const pieces = template.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/|\/\*|\*\/|[^]/gu);
  for (const [piece] of pieces) {
    if (piece.length > 1 && /^["']/u.test(piece)) {
      if (/\{(?:\d+|\*)\}/u.test(piece)) return "a placeholder stands inside a text";
      continue;
    }
    if (piece === '"' || piece === "'") return "a text is not closed";
    if (/^(?:\/\/|\/\*|\*\/|[|;`])$/u.test(piece)) return `\`${piece}\` stands outside a text`;
    if (piece === "," && open.length === 0) return "it is several expressions";
    const closer = opening.get(piece);
    if (closer !== undefined) open.push(closer);
    else if (closing.has(piece) && open.pop() !== piece) return `\`${piece}\` closes no bracket`;
  }
  return open.length === 0 ? undefined : "a bracket is not closed";
}
