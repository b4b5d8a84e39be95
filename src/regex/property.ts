const expressions = new Map<string, RegExp | undefined>();

/** An expression for one character with the property, by the name of a general category or a script. */
export function propertyExpression(name: string): RegExp | undefined {
  if (!expressions.has(name)) {
    let expression: RegExp | undefined;
    for (const form of [name, `Script=${name}`])
      try {
        expression ??= new RegExp(`^\\p{${form}}$`, "u");
      } catch {
        // Not a name of that form.
      }
    expressions.set(name, expression);
  }
  return expressions.get(name);
}
