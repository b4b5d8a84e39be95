const units = [
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** `300` is `5 minutes`: in the greatest unit of fixed length that gives a whole number. */
export function durationWords(seconds: number): string {
  const [unit, length] = units.find(([, size]) => seconds % size === 0) ?? ["second", 1];
  const count = seconds / length;
  return `${String(count)} ${unit}${count === 1 ? "" : "s"}`;
}
