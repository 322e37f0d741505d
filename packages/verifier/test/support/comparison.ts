/** Writes docs/verifiers.md: where other verifiers decide differently, from their actual results. */
import { readFile } from "node:fs/promises";
import type { CorpusToken } from "./corpus/token.js";
import type { ForeignVerifier } from "./foreign-verifiers.js";

export interface Comparison {
  readonly token: CorpusToken;
  readonly isAdmitted: boolean;
  /** One for each other verifier, in their order. */
  readonly others: readonly boolean[];
}

export const differs = ({ isAdmitted, others }: Comparison): boolean =>
  others.some((other) => other !== isAdmitted);

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
const literally = (text: string): string => text.replace(/[\\|_*<`]/g, String.raw`\$&`);
const verdict = (isAdmitted: boolean): string => (isAdmitted ? "admits" : "refuses");

async function versionsOf(names: string): Promise<string> {
  const manifest = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  return names
    .split(" + ")
    .map((name) => `${name} ${manifest.devDependencies[name]}`)
    .join(" + ");
}

function formatDifferences(
  differences: readonly Comparison[],
  verifiers: readonly ForeignVerifier[],
): string {
  const reasons = [...new Set(differences.map(({ token }) => token.because ?? ""))];
  const rows = differences.map(({ token, isAdmitted, others }) => [
    literally(token.name),
    verdict(isAdmitted),
    ...others.map((other) => (other === isAdmitted ? "" : `**${verdict(other)}**`)),
    String(reasons.indexOf(token.because ?? "") + 1),
  ]);
  const head = ["token", "Regrant", ...verifiers.map(({ name }) => name), "why"];
  const list = reasons.map((reason, index) => `${index + 1}. ${reason}`).join("\n");
  return `${table(head, rows)}\n\nWhy Regrant decides so:\n\n${list}`;
}

function formatCounts(compared: readonly Comparison[], verifiers: readonly ForeignVerifier[]): string {
  const rows = verifiers.map(({ name }, index) => {
    const other = compared.filter(({ isAdmitted, others }) => others[index] !== isAdmitted);
    const looser = other.filter(({ isAdmitted }) => !isAdmitted).length;
    return [name, String(compared.length - other.length), String(looser), String(other.length - looser)];
  });
  return table(["", "as Regrant", "admits what Regrant refuses", "refuses what Regrant admits"], rows);
}

export async function formatComparison(
  compared: readonly Comparison[],
  verifiers: readonly ForeignVerifier[],
): Promise<string> {
  const described = await Promise.all(
    verifiers.map(async ({ name, options }) => `* ${await versionsOf(name)}: ${options}`),
  );
  return `# Where other verifiers decide otherwise

Written by packages/verifier/test/comparison.test.ts, which fails where it is no longer true. To write it anew, in
packages/verifier: \`npx vitest run test/comparison.test.ts --update\`.

The ${compared.length} hostile and odd tokens of packages/verifier/test/support/corpus, all but those at the edges of a second, which
take a clock that the test sets. Each verifier is set as strictly as its options allow, all with five seconds of tolerance:

${described.join("\n")}

${formatCounts(compared, verifiers)}

A blank cell: as Regrant. Few differences are faults: a verifier of JWTs in general need not know RFC 9068, and what it does
not check, its user can. Here everything is checked without being asked.

${formatDifferences(compared.filter(differs), verifiers)}
`;
}
