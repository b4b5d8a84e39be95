/** Applies a function to every element, so that each reports its errors; `undefined` when any gave `undefined`. */
export function allOrNone<Element, Result>(
  elements: readonly Element[],
  apply: (element: Element) => Result | undefined,
): readonly Result[] | undefined {
  const results: Result[] = [];
  let complete = true;
  for (const element of elements) {
    const result = apply(element);
    if (result === undefined) complete = false;
    else results.push(result);
  }
  return complete ? results : undefined;
}
