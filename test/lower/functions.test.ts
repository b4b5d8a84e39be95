import { describe, expect, it } from "vitest";
import { lowerText } from "./lower-text.js";

/** The functions of the pages "Evaluation functions" and "Statistical and charting functions", each as it is called. */
const evalCalls: Readonly<Record<string, string>> = {
  "Bitwise functions":
    "bit_and(1,3) bit_or(1,2) bit_not(1) bit_xor(1,3) bit_shift_left(1,2) bit_shift_right(4,1)",
  "Comparison and Conditional functions":
    'case(n>1,n) cidrmatch("10.0.0.0/8",f) coalesce(f,g) false() if(n>1,f,g) in(f,"a","b") like(f,"a%") ' +
    'match(f,"a") null() nullif(f,g) searchmatch("f=a") true() validate(n>1,f)',
  "Conversion functions":
    'ipmask("255.0.0.0",f) printf("%d",n) tonumber(f) tonumber(f,16) tostring(n) tostring(n,"hex") toarray(f) ' +
    "tobool(f) todouble(f) toint(f) tomv(f) toobject(f)",
  "Cryptographic functions": "md5(f) sha1(f) sha256(f) sha512(f)",
  "Date and Time functions": 'now() relative_time(n,"-1d@d") strftime(n,"%F") strptime(f,"%Y-%m-%d") time()',
  "Informational functions":
    "isarray(f) isbool(f) isdouble(f) isint(f) ismv(f) isnotnull(f) isnull(f) isnum(f) isobject(f) isstr(f) typeof(f)",
  "JSON functions":
    'json(f) json_append(f,"a",1) json_array(1,2) json_array_to_mv(f) json_delete(f,"a") json_entries(f) ' +
    'json_extend(f,"a",1) json_extract(f,"a") json_extract_exact(f,"a") json_has_key_exact(f,"a") json_keys(f) ' +
    'json_object("a",1) json_set(f,"a",1) json_set_exact(f,"a",1) json_valid(f) mv_to_json_array(f)',
  "Mathematical functions":
    "abs(n) ceiling(n) ceil(n) exact(n) exp(n) floor(n) ln(n) log(n) log(n,2) pi() pow(n,2) round(n) round(n,2) " +
    "sigfig(n) sqrt(n) sum(n,2)",
  "Multivalue eval functions":
    'mvappend(f,g) mvcount(f) mvdedup(f) mvfilter(match(f,"a")) mvfind(f,"a") mvindex(f,0) mvindex(f,0,1) ' +
    'mvjoin(f,"-") mvmap(f,upper(f)) mvrange(1,5) mvrange(1,5,2) mvreverse(f) mvsort(f) mvzip(f,g) mvzip(f,g,"-") ' +
    'split(f,"-")',
  "Statistical eval functions": "avg(n,2) max(n,2) min(n,2) random()",
  "Text functions":
    'len(f) lower(f) ltrim(f) ltrim(f,"a") replace(f,"a","b") rtrim(f) rtrim(f,"a") spath(f,"a") substr(f,1) ' +
    'substr(f,1,2) trim(f) trim(f,"a") upper(f) urldecode(f)',
  "Trigonometry and Hyperbolic functions":
    "acos(n) acosh(n) asin(n) asinh(n) atan(n) atan2(n,1) atanh(n) cos(n) cosh(n) hypot(n,1) sin(n) sinh(n) tan(n) tanh(n)",
};

const aggregateCalls: Readonly<Record<string, string>> = {
  "Aggregate functions":
    "avg(n) count count(f) distinct_count(f) dc(f) estdc(f) exactperc95(n) max(n) mean(n) median(n) min(n) mode(f) " +
    "perc95(n) p95(n) range(n) stdev(n) stdevp(n) sum(n) sumsq(n) var(n) varp(n)",
  "Event order functions": "first(f) last(f)",
  "Multivalue stats and chart functions": "list(f) values(f)",
  "Time functions": "earliest(f) earliest_time(f) latest(f) latest_time(f) rate(n)",
};

const refused = [
  ["eval r=commands(f)", "lower/refused-function"],
  ['eval r=lookup("t",json_object("a",f),json_array("b"))', "lower/refused-function"],
  ['eval r=lookup("t")', "lower/wrong-arity"],
  ["stats estdc_error(f)", "lower/refused-aggregate"],
  ["stats upperperc95(n)", "lower/refused-aggregate"],
  ["stats sparkline(count)", "lower/refused-aggregate"],
  ["timechart span=1h cont=f per_day(n)", "lower/refused-aggregate"],
  ["timechart span=1h cont=f per_hour(n)", "lower/refused-aggregate"],
  ["timechart span=1h cont=f per_minute(n)", "lower/refused-aggregate"],
  ["timechart span=1h cont=f per_second(n)", "lower/refused-aggregate"],
] as const;

const source = "eventtype=wineventlog_security";

function calls(text: string): readonly string[] {
  return text.split(/ (?=[a-z_0-9]+(?:\(|$| ))/u);
}

/** A truth value cannot be assigned: it decides between two texts. */
const truths = new Set(
  "cidrmatch false in like match searchmatch true isarray isbool isdouble isint ismv isnotnull isnull isnum isobject isstr tobool json_valid json_has_key_exact".split(
    " ",
  ),
);

describe.each(Object.entries(evalCalls))("%s", (_, text) => {
  it.each(calls(text))("%s", (call) => {
    const [name = ""] = call.split("(");
    const value = truths.has(name) ? `if(${call},"yes","no")` : call;
    const { plan, diagnostics } = lowerText(`${source} | eval r=${value}`);
    expect(plan, diagnostics.map(({ message }) => message).join("\n")).toBeDefined();
  });
});

describe.each(Object.entries(aggregateCalls))("%s", (_, text) => {
  it.each(calls(text))("%s", (call) => {
    const { plan, diagnostics } = lowerText(`${source} | stats ${call} by user`);
    expect(plan, diagnostics.map(({ message }) => message).join("\n")).toBeDefined();
  });
});

describe("a function without a value here is refused by its name", () => {
  it.each(refused)("%s", (command, code) => {
    const { plan, diagnostics } = lowerText(`${source} | ${command}`);
    expect(plan).toBeUndefined();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });
});
