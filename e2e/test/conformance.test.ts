import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const folders: Readonly<Record<string, string>> = {
  "auth-server": "apps/auth-server/test/",
  "resource-server": "apps/resource-server/test/",
  verifier: "packages/verifier/test/",
  client: "packages/client/test/",
  e2e: "e2e/test/",
};

const table = readFileSync(new URL("docs/conformance.md", root), "utf8");
const names = [
  ...new Set([...table.matchAll(/`([a-z0-9-]+)\/([a-z0-9/-]+) › ([^`]+)`/g)].map(([name]) => name)),
];

describe("docs/conformance.md", () => {
  it("names tests for each rule", () => {
    const rules = table.split("\n").filter((line) => /^\| (?!---|\s*\|)/.test(line));
    expect(rules.filter((rule) => !rule.includes(" › "))).toEqual([]);
    expect(rules.length).toBeGreaterThan(50);
  });

  it.each(names)("%s is there", (name) => {
    const [, folder = "", file = "", title = ""] = /`([a-z0-9-]+)\/([a-z0-9/-]+) › ([^`]+)`/.exec(name) ?? [];
    const source = readFileSync(new URL(`${folders[folder]}${file}.test.ts`, root), "utf8");
    // Titles made of parts stand in the source by their first words.
    if (title !== "*") expect(source).toContain(title);
  });
});
