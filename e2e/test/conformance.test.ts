/**
 * The rows behind docs/conformance.md, and the check that every test they name has run (scripts/conformance-run.mjs).
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const script = (name: string): string => fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url));
const { judge } = await import(script("conformance-run.mjs"));
const { withRepeated } = await import(script("../e2e/conformance/same-as.mjs"));

describe("docs/conformance.md", () => {
  it("is what the rows say, each with its tests or the reason why it does not apply", () => {
    const { status, stderr } = spawnSync(process.execPath, [script("conformance-doc.mjs"), "--check"]);
    expect([status, String(stderr)]).toEqual([0, ""]);
  });
});

describe("a row that repeats another", () => {
  const open = { section: "§1", level: "MUST", rule: "It opens", tests: ["bell-1"] };
  const repeated = (row: object) =>
    withRepeated([
      { title: "RFC 1: The door", rows: [open] },
      { title: "RFC 2: The house", rows: [row] },
    ])[1].rows[0];

  it("has what the other has, except for what it says itself", () => {
    const row = { section: "§7", level: "SHOULD", sameAs: "RFC 1 §1: It opens" };
    expect(repeated(row)).toEqual({ ...open, ...row });
  });

  it("cannot repeat what is not there", () => {
    const row = { section: "§7", sameAs: "RFC 1 §1: It closes" };
    expect(() => repeated(row)).toThrow('sameAs: 0 rows are "RFC 1 §1: It closes"');
  });
});

describe("the check of a run", () => {
  const ran = [
    { titles: ["The door (RFC 1)", "opens"], status: "passed" },
    { titles: ["The door (RFC 1)", "closes at 5: 17:00"], status: "passed" },
    { titles: ["The window", "opens (§2)"], status: "skipped" },
    { titles: ["The roof", "holds"], status: "failed" },
    { titles: ["The bell", "rings 1 time [bell-1]"], status: "passed" },
    { titles: ["The bell", "rings 12 times [bell-1]"], status: "passed" },
    { titles: ["The bell, at night [bell-2]", "is silent"], status: "passed" },
  ];
  const at = (file: string) => ({ file, title: "rings" });
  const ids = new Map([
    ["bell-1", [at("house/door")]],
    ["bell-2", [at("house/door")]],
    ["bell-3", [at("house/door"), at("house/cellar")]],
    ["bell-4", [at("house/door")]],
    ["bell-5", [at("house/cellar")]],
  ]);
  const faultsOf = (name: string, needs?: string) =>
    judge(
      [{ title: "RFC 1", rows: [{ section: "§1", rule: "It works", tests: [name], needs }] }],
      new Map([["house/door", ran]]),
      ids,
    );

  it.each([
    ["a title", "house/door › closes at 5: 17:00"],
    ["a title's beginning", "house/door › closes"],
    ["what it stands in", "house/door › The door"],
    ["both", "house/door › The door › opens"],
    ["a template", "house/door › closes at %d: $time"],
    ["an id", "bell-1"],
    ["the id of what it stands in", "bell-2"],
  ])("finds a test by %s", (_way, name) => {
    expect(faultsOf(name)).toEqual({ faults: [], waived: [] });
  });

  it.each([
    ["of a file that did not run", "house/cellar › opens", "did not run: there is no result of this file"],
    ["that is not there", "house/door › locks", "did not run: no test of this title"],
    ["that stands elsewhere", "house/door › The roof › opens", "did not run: no test of this title"],
    ["that was skipped", "house/door › The window", "was skipped"],
    ["that failed", "house/door › holds", "failed"],
    ["whose id nobody has", "bell-6", "is no test's id"],
    ["whose id others have, too", "bell-3", "is the id of 2 tests: house/door, house/cellar"],
    ["whose id is in no title that ran", "bell-4", "did not run: no test of this title"],
    ["whose id is in a file that did not run", "bell-5", "did not run: there is no result of this file"],
    ["one of which failed", "house/door › *", "failed"],
    ["one of which was skipped", "house/door › opens", "was skipped"],
  ])("names the row and the test %s", (_case, name, fault) => {
    expect(faultsOf(name).faults).toEqual([`RFC 1 §1 (It works): ${name} ${fault}`]);
  });

  it("waives what was skipped for want of what the row needs, and nothing else", () => {
    const waived = ["house/door › The window (needs Chromium)"];
    expect(faultsOf("house/door › The window", "Chromium")).toEqual({ faults: [], waived });
    expect(faultsOf("house/door › holds", "Chromium").faults).toHaveLength(1);
  });
});
