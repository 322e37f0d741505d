#!/usr/bin/env node
// Writes docs/conformance.md from the rows in e2e/conformance, or with --check says whether it is true.
import { readFileSync, writeFileSync } from "node:fs";
import { contracts, standards } from "../e2e/conformance/index.mjs";
import { standardOf } from "../e2e/conformance/same-as.mjs";
import { findTestIds, idFaultOf } from "./test-ids.mjs";

const file = new URL("../docs/conformance.md", import.meta.url);
const ids = findTestIds();
const levels =
  /^(MUST|MUST NOT|SHALL|SHALL NOT|REQUIRED|SHOULD|SHOULD NOT|RECOMMENDED|NOT RECOMMENDED|L[123]|)$/;

const head = `# Conformance

This report is generated from the rows in \`e2e/conformance\` by \`node scripts/conformance-doc.mjs\`. Edit those, not this file.

It lists every rule of every standard that Regrant implements, in plain words, with the tests that show it. A test is identified by its
package, file and title, or by the title of the group it is in; \`*\` stands for the whole file. \`npm test\` fails if a rule has no test,
or if a test named here did not run or did not pass.

* **Does not apply**: Regrant lacks the feature, or the rule binds someone else.
* **Departs**: Regrant decides otherwise; the tests show what it does instead.
* **As**: the rule repeats that one, and the same tests show it.
* Rules for clients are tested with \`packages/client\`, rules for resource servers with \`packages/verifier\` and \`apps/resource-server\`.
`;

const faults = [...contracts, ...standards].flatMap(({ title, rows }) =>
  rows.flatMap((row) => faultsOf(row).map((fault) => `${title} ${row.section} (${row.rule}): ${fault}`)),
);
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
const document = [
  head,
  summaryOf(standards),
  "## Regrant's own rules\n",
  ...contracts.map(chapter),
  "## Rules of the standards\n",
  ...standards.map(chapter),
].join("\n");

if (!process.argv.includes("--check")) writeFileSync(file, document);
else if (readFileSync(file, "utf8") !== document) {
  console.error(
    "docs/conformance.md is not what e2e/conformance says; run: node scripts/conformance-doc.mjs",
  );
  process.exitCode = 1;
}

function faultsOf({ section, level = "", rule, tests = [], notApplicable, departs }) {
  const isDecided = notApplicable === undefined ? tests.length > 0 : tests.length === 0 && !departs;
  const names = tests.filter((name) => name.includes(" › "));
  return [
    !(section && rule && levels.test(level)) && "a row has a section, a rule and one of the levels",
    !isDecided && "needs tests, or says why it does not apply",
    ...names.map((name) => !/^[a-z0-9-]+\/[a-z0-9/.-]+ › [^`]+$/.test(name) && `${name} names no test`),
    ...tests.map((name) => idFaultOf(name, ids) && `${name} ${idFaultOf(name, ids)}`),
  ].filter(Boolean);
}

function summaryOf(chapters) {
  const lines = chapters.map(({ title, rows }) => {
    const { tested, departing, notApplicable } = count(rows);
    return `| ${standardOf({ title })} | ${rows.length} | ${tested} | ${notApplicable} | ${departing} |`;
  });
  return `| | rules | tested | do not apply | departures |\n| --- | --- | --- | --- | --- |\n${lines.join("\n")}\n`;
}

function chapter({ title, url, about, rows }) {
  const { tested, departing, notApplicable } = count(rows);
  const counted = [
    `${rows.length} rules: ${tested} tested`,
    notApplicable > 0 && `${notApplicable} not applicable`,
    departing > 0 && `${departing} departed from`,
  ];
  const heading = url === undefined ? title : `[${title}](${url})`;
  const lead = `${counted.filter(Boolean).join(", ")}.${about === undefined ? "" : ` ${about}`}`;
  const hasLevels = rows.some(({ level }) => level !== undefined);
  const cells = rows.map((row) => [
    row.section,
    ...(hasLevels ? [row.level ?? ""] : []),
    escapeCell(row.rule),
    shownBy(row),
  ]);
  const titles = ["", ...(hasLevels ? ["level"] : []), "rule", "shown by"];
  const table = [titles, titles.map(() => "---"), ...cells].map((line) => `| ${line.join(" | ")} |`);
  return `### ${heading}\n\n${lead}\n\n${table.join("\n")}\n`;
}

function shownBy(row) {
  const { tests = [], notApplicable, departs, needs, sameAs } = row;
  if (sameAs !== undefined) {
    return departs === undefined ? linkTo(row) : `**departs:** ${escapeCell(departs)}<br>${linkTo(row)}`;
  }
  if (notApplicable !== undefined) return `does not apply: ${escapeCell(notApplicable)}`;
  const names = tests.map((name) => escapeCell(codeOf(titleOf(name))));
  if (departs !== undefined) names.unshift(`**departs:** ${escapeCell(departs)}`);
  if (needs !== undefined) names.push(`needs ${needs}`);
  return names.join("<br>");
}

/** To the chapter of the rule that this one repeats; with the rule, where it has other words. */
function linkTo({ rule, sameAs }) {
  const [place, ...words] = sameAs.split(": ");
  const { title } = standards.find((chapter) => place.startsWith(`${standardOf(chapter)} `));
  const anchor = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\-_ ]/gu, "")
    .replaceAll(" ", "-");
  const other = words.join(": ") === rule ? "" : `: ${escapeCell(words.join(": "))}`;
  return `as [${place}](#${anchor})${other}`;
}

function titleOf(name) {
  const [place] = ids.get(name) ?? [];
  return place === undefined ? name : `${place.file} › ${place.title.replace(/\$\{[^}]*\}/g, "…")}`;
}

function codeOf(text) {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function count(rows) {
  const notApplicable = rows.filter((row) => row.notApplicable !== undefined).length;
  const departing = rows.filter((row) => row.departs !== undefined).length;
  return { notApplicable, departing, tested: rows.length - notApplicable - departing };
}

function escapeCell(text) {
  return text.replaceAll("|", "\\|");
}
