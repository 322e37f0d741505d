/** The ids at the end of test titles, `it("is refused [scope-3]"`, by which the rows of e2e/conformance name tests. */
import { readdirSync, readFileSync } from "node:fs";
import { sep } from "node:path";

/** Where each package is that has tests. */
export const folders = {
  "auth-server": "apps/auth-server/",
  "resource-server": "apps/resource-server/",
  bff: "packages/bff/",
  client: "packages/client/",
  "dev-stack": "packages/dev-stack/",
  shared: "packages/shared/",
  telemetry: "packages/telemetry/",
  verifier: "packages/verifier/",
  e2e: "e2e/",
};

/** A test file, as rows and the report name it: without `test/` and `.test.ts`. */
export const fileName = (name, inTests) =>
  `${name}/${inTests.replaceAll(sep, "/").replace(/\.test\.ts$/, "")}`;

/** By id, where it stands: more than one place is a mistake. */
export function findTestIds() {
  const places = new Map();
  for (const [name, folder] of Object.entries(folders)) {
    const tests = new URL(`../${folder}test/`, import.meta.url);
    for (const path of readdirSync(tests, { recursive: true }).filter((path) => path.endsWith(".test.ts"))) {
      const source = readFileSync(new URL(path.replaceAll(sep, "/"), tests), "utf8");
      for (const [, , title, id] of source.matchAll(
        /(["'`])((?:\\.|(?!\1)[^\\\n])*) \[([a-z0-9-]+-\d+)\]\1/g,
      )) {
        const place = { file: fileName(name, path), title: title.replace(/\\(.)/g, "$1") };
        places.set(id, [...(places.get(id) ?? []), place]);
      }
    }
  }
  return places;
}

/** What is wrong with a row's name of a test, as far as ids go. */
export function idFaultOf(name, ids) {
  if (name.includes(" › ")) return null;
  const files = (ids.get(name) ?? []).map(({ file }) => file);
  if (files.length === 1) return null;
  return files.length === 0 ? "is no test's id" : `is the id of ${files.length} tests: ${files.join(", ")}`;
}
