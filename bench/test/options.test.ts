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

  it("takes --purge, --logout, --passkeys, --revocation, --dpop, --bff, --table-size and --growth", () => {
    const args = [
      "--purge",
      "--logout",
      "--passkeys",
      "--revocation",
      "--dpop",
      "--bff",
      "--table-size",
      "--growth",
    ];
    expect(readOptions(args)).toMatchObject({
      purge: true,
      logout: true,
      passkeys: true,
      revocation: true,
      dpop: true,
      bff: true,
      tableSize: true,
      growth: true,
    });
    expect(readOptions([])).toMatchObject({
      purge: false,
      logout: false,
      bff: false,
      tableSize: false,
      growth: false,
    });
  });

  it("takes --algorithms, and an algorithm to profile", () => {
    expect(readOptions([])).toMatchObject({ algorithms: false, alg: "RS256" });
    expect(readOptions(["--algorithms"])).toMatchObject({ algorithms: true });
    expect(readOptions(["--profile", "--alg", "ES256"])).toMatchObject({ profile: true, alg: "ES256" });
    expect(() => readOptions(["--profile", "--alg", "HS256"])).toThrow(RangeError);
  });

  it("takes --footprint, --start, --open, --sweep, --publish, and how many sessions --table-size makes at most", () => {
    const some = { footprint: true, start: true, open: true, sweep: true, publish: true };
    expect(readOptions(["--footprint", "--start", "--open", "--sweep", "--publish"])).toMatchObject(some);
    expect(readOptions(["--table-size"])).toMatchObject({ sessions: 10_000_000 });
    expect(readOptions(["--sessions", "1000000"])).toMatchObject({ sessions: 1_000_000 });
    expect(() => readOptions(["--sessions", "5"])).toThrow(RangeError);
  });

  it.each([["--seconds", "x"], ["--rounds", "1.5"], ["--concurrency", "0"], ["--only", "login"], ["--fast"]])(
    "refuses %s %s",
    (...args) => {
      expect(() => readOptions(args)).toThrow();
    },
  );
});
