/** The Markdown of this repository: every link leads somewhere, and what is meant to be short is short. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const filesIn = (folder: string): string[] =>
  readdirSync(join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return /^(node_modules|dist|reports|\.(?!changeset).*)$/.test(entry.name) ? [] : filesIn(path);
    return [path];
  });
const documents = filesIn("").filter((path) => path.endsWith(".md"));
const read = (path: string) => readFileSync(join(repository, path), "utf8");
const lineCount = (path: string) => read(path).trimEnd().split("\n").length;
const withoutCode = (text: string) =>
  text
    .replace(/^```[\s\S]*?^```/gm, "")
    .replace(/^ {4}.*$/gm, "")
    .replace(/`[^`\n]*`/g, "");

/** As GitHub makes an anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[^\p{L}\p{N}\-_ ]/gu, "")
    .replaceAll(" ", "-");
const anchorsIn = (path: string) =>
  [
    ...read(path)
      .replace(/^```[\s\S]*?^```/gm, "")
      .matchAll(/^#+ (.+)$/gm),
  ].map(([, heading = ""]) => anchorOf(heading));

function brokenLinksIn(path: string): string[] {
  const targets = [...withoutCode(read(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = "", anchor] = target.split("#");
    const to = file === "" ? path : normalize(join(dirname(path), file));
    if (!existsSync(join(repository, to))) return true;
    return anchor !== undefined && !anchorsIn(to).includes(anchor);
  });
}

describe("The documents", () => {
  it("link to files and headings that exist", () => {
    expect(documents).toContain("docs/operations.md");
    const broken = documents.flatMap((path) => brokenLinksIn(path).map((target) => `${path}: ${target}`));
    expect(broken).toEqual([]);
  });

  it("name source files that exist", () => {
    const sources = filesIn("").filter((path) => /\.c?ts$/.test(path));
    const named = documents
      .filter((path) => !path.endsWith("CHANGELOG.md"))
      .flatMap((path) =>
        [...read(path).matchAll(/(?<![\w@:.*}/-])(?:[a-z][\w-]*\/)+[a-z][\w.-]*\.c?ts\b/g)].map(([name]) => ({
          path,
          name,
        })),
      );
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(({ name }) => !sources.some((source) => `/${source}`.endsWith(`/${name}`)))).toEqual(
      [],
    );
  });

  it("the exercise in docs/architecture.md applies", () => {
    const [, diff = ""] = /^```diff\n([\s\S]*?)^```/m.exec(read("docs/architecture.md")) ?? [];
    expect(diff).toContain("+  logoUri:");
    execFileSync("git", ["apply", "-p0", "--check", "-"], { cwd: repository, input: diff });
  });

  it("README.md has at most 150 lines, with both commands on lines of their own", () => {
    expect(lineCount("README.md")).toBeLessThanOrEqual(150);
    expect(read("README.md").split("\n")).toEqual(expect.arrayContaining(["npm start", "npm test"]));
  });

  it("each part of the operations' manual has under 200 lines, and its index names it", () => {
    const parts = documents.filter((path) => path.startsWith("docs/operations/"));
    expect(parts.length).toBeGreaterThan(8);
    expect(parts.filter((path) => lineCount(path) >= 200)).toEqual([]);
    const index = read("docs/operations.md");
    expect(parts.filter((path) => !index.includes(`(${path.replace("docs/", "")})`))).toEqual([]);
  });
});
