/** Says whether each test that docs/conformance.md names ran and passed, from the reports of this run. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { contracts, standards } from "../e2e/conformance/index.mjs";
import { fileName, findTestIds, folders, idFaultOf } from "./test-ids.mjs";

const repository = new URL("../", import.meta.url);
const reportOf = (folder) => new URL(`${folder}test-results.json`, repository);

/** So that no older run vouches for this one. */
export function forgetResults() {
  for (const folder of Object.values(folders)) rmSync(reportOf(folder), { force: true });
}

/** Prints what is missing and returns whether nothing is. */
export function checkConformance() {
  const { faults, waived } = judge([...contracts, ...standards], readResults(), findTestIds());
  for (const line of [...new Set(waived)]) console.log(`  not run: ${line}`);
  for (const line of faults) console.error(`  ${line}`);
  return faults.length === 0;
}

/** The tests that ran: by "package/file", the titles from the outermost `describe` to the test's own, and its status. */
function readResults() {
  const results = new Map();
  for (const [name, folder] of Object.entries(folders)) {
    if (!existsSync(reportOf(folder))) continue;
    const report = JSON.parse(readFileSync(reportOf(folder), "utf8"));
    for (const { name: path, assertionResults } of report.testResults) {
      const inTests = relative(fileURLToPath(new URL(`${folder}test/`, repository)), path);
      const tests = assertionResults.map(({ ancestorTitles, title, status }) => ({
        titles: [...ancestorTitles, title],
        status,
      }));
      results.set(fileName(name, inTests), tests);
    }
  }
  return results;
}

/**
 * @param results as `readResults` returns them
 * @param ids as `findTestIds` returns them
 * @returns a line for each test that a row names and that did not run and pass; apart from them, those that were
 *   skipped for lack of what the row needs
 */
export function judge(chapters, results, ids) {
  const faults = [];
  const waived = [];
  for (const { title, rows } of chapters) {
    for (const { section, rule, tests = [], needs } of rows) {
      for (const name of tests) {
        const fault = faultOf(name, results, ids);
        if (fault === null) continue;
        if (needs !== undefined && fault === "was skipped") waived.push(`${name} (needs ${needs})`);
        else faults.push(`${title} ${section} (${rule}): ${name} ${fault}`);
      }
    }
  }
  return { faults, waived };
}

function faultOf(name, results, ids) {
  const idFault = idFaultOf(name, ids);
  if (idFault !== null) return idFault;
  const [file, isNamed] = name.includes(" › ") ? byTitle(name) : byId(name, ids);
  const tests = results.get(file);
  if (tests === undefined) return "did not run: there is no result of this file";
  const named = tests.filter(({ titles }) => isNamed(titles));
  if (named.length === 0) return "did not run: no test of this title";
  if (named.some(({ status }) => status === "failed")) return "failed";
  return named.every(({ status }) => status === "passed") ? null : "was skipped";
}

/** The file, and whether a test's titles are meant. */
function byId(id, ids) {
  const [{ file }] = ids.get(id);
  return [file, (titles) => titles.some((title) => title.endsWith(` [${id}]`))];
}

function byTitle(name) {
  const [file, ...wanted] = name.split(" › ");
  const patterns = wanted.filter((title) => title !== "*").map(patternOf);
  return [file, (titles) => fits(patterns, titles)];
}

/** A title is named by its beginning; `%s` and `$name` stand for whatever `it.each` put there. */
function patternOf(title) {
  const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/%[sdifjo]|\\\$[a-z]\w*/g, ".*")}`);
}

/** Do the titles hold all patterns, in their order? */
function fits(patterns, titles) {
  let next = 0;
  for (const title of titles) {
    if (next < patterns.length && patterns[next].test(title)) next += 1;
  }
  return next === patterns.length;
}
