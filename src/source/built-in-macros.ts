/**
 * Macros whose definition every Splunk with the CIM app has and content repositories leave out: the arguments and the
 * text, `$x$` standing for one.
 */
export const builtInMacros: ReadonlyMap<
  string,
  { readonly arguments: readonly string[]; readonly definition: string }
> = new Map([["drop_dm_object_name", { arguments: ["name"], definition: "rename $name$.* as *" }]]);

/** Parts of the names of macros that belong to other apps: content repositories may call them without defining them. */
const elsewhere = ["get_asset", "get_risk_severity", "cim_corporate_web_domain_search", "globedistance"];

/** Whether the macro is one that another app defines, with a text that is not known. */
export function isDefinedElsewhere(name: string): boolean {
  return elsewhere.some((part) => name.includes(part));
}

/** What a filter macro stands for until somebody defines it: every row passes. */
export const emptyFilter = "search *";

/** Whether the macro is a detection's filter, which may be left out. */
export function isFilterMacro(name: string): boolean {
  return name.endsWith("_filter");
}
