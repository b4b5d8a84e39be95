/** The words that set the time range of a search where a comparison would test a field ("Time modifiers"). */
const timeModifiers: ReadonlySet<string> = new Set([
  "earliest",
  "latest",
  "_index_earliest",
  "_index_latest",
  "starttime",
  "endtime",
  "starttimeu",
  "endtimeu",
  "timeformat",
  "daysago",
  "hoursago",
  "minutesago",
  "monthsago",
  "startdaysago",
  "starthoursago",
  "startminutesago",
  "startmonthsago",
  "enddaysago",
  "endhoursago",
  "endminutesago",
  "endmonthsago",
  "searchtimespandays",
  "searchtimespanhours",
  "searchtimespanminutes",
  "searchtimespanmonths",
]);

/** Whether a comparison with this name sets the time range instead of testing a field. */
export function isTimeModifier(name: string): boolean {
  return timeModifiers.has(name);
}
