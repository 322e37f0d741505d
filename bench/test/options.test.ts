import { describe, expect, it } from "vitest";
import { readOptions } from "../src/options.js";

describe("the command line", () => {
  it("has defaults, and takes what npm passes on", () => {
    expect(readOptions([])).toMatchObject({ seconds: 3, rounds: 5, concurrency: 32, profile: false });
    expect(readOptions(["--", "--seconds", "0.5", "--only", "refresh,protected"])).toMatchObject({
      seconds: 0.5,
      only: ["refresh", "protected"],
    });
  });

  it("takes --memory, and how many tokens it is to verify", () => {
    expect(readOptions(["--memory"])).toMatchObject({ memory: true, tokens: 1_000_000 });
    expect(readOptions(["--memory", "--tokens", "5000"])).toMatchObject({ tokens: 5_000 });
    expect(() => readOptions(["--tokens", "1"])).toThrow(RangeError);
  });

  it("takes --purge, --table-size and --growth", () => {
    expect(readOptions(["--purge", "--table-size", "--growth"])).toMatchObject({
      purge: true,
      tableSize: true,
      growth: true,
    });
    expect(readOptions([])).toMatchObject({ purge: false, tableSize: false, growth: false });
  });

  it.each([["--seconds", "x"], ["--rounds", "1.5"], ["--concurrency", "0"], ["--only", "login"], ["--fast"]])(
    "refuses %s %s",
    (...args) => {
      expect(() => readOptions(args)).toThrow();
    },
  );
});
