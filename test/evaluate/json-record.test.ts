import { describe, expect, test } from "vitest";
import { parseRecord } from "../../src/evaluate/structured/json-record.js";

describe("a number of a JSON record is what is written", () => {
  test.each([
    ["1", 1],
    ["-12.5", -12.5],
    ["0.001", 0.001],
    ["1700000000.123456", 1700000000.123456],
    ["9007199254740991", 9007199254740991],
    ["234.0", "234.0"],
    ["0.10", "0.10"],
    ["1e3", "1e3"],
    ["1.5E-7", "1.5E-7"],
    ["-0", "-0"],
    ["0.0000001", "0.0000001"],
    ["12345678901234567890", "12345678901234567890"],
    ["9007199254740993", "9007199254740993"],
    ["0.12345678901234567890", "0.12345678901234567890"],
  ])("%s", (written, value) => {
    expect(parseRecord(`{"a":${written}}`)).toEqual({ a: value });
    expect(parseRecord(`{ "a" : [ ${written} , ${written} ] }`)).toEqual({ a: [value, value] });
  });

  test("and what stands in a text stays there", () => {
    const text = String.raw`{"a":"x,1.0","b\":[2.0":"\\","c":3.0}`;
    expect(parseRecord(text)).toEqual({ a: "x,1.0", 'b":[2.0': "\\", c: "3.0" });
  });

  test("a record of many megabytes is read", () => {
    const long = "x".repeat(40_000_000);
    expect(parseRecord(JSON.stringify({ a: long }))).toEqual({ a: long });
  });

  test("what is no JSON is none", () => {
    expect(parseRecord('{"a":1.0')).toBeUndefined();
    expect(parseRecord('{"a":01.0}')).toBeUndefined();
  });
});
