/** The date of today, or that of SOURCE_DATE_EPOCH, as content has it: `YYYY-MM-DD`. */
export function today(): string {
  const given = process.env["SOURCE_DATE_EPOCH"] ?? "";
  const moment = /^\d+$/.test(given) ? new Date(Number(given) * 1000) : new Date();
  return moment.toISOString().slice(0, 10);
}
