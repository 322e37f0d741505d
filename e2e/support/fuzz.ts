/** Sends many cases, some at a time, and says what was wrong with the answers. */

import { errorFault, reasonOf } from "./errors.js";
import type { FormCase } from "./garbage-forms.js";
import type { WireCase } from "./garbage-http.js";
import { exchange, type RawAnswer } from "./raw-http.js";
import { parseObject } from "./token-endpoint.js";

export interface Findings {
  /** What broke the rules, each with the first case that showed it. */
  readonly faults: Record<string, string>;
  /** How often each answer came: `200`, `400 parameter_missing`, `closed`. */
  readonly outcomes: Map<string, number>;
}

const atOnce = 24;
const hangsAfterMs = 5_000;

export const newFindings = (): Findings => ({ faults: {}, outcomes: new Map() });

/** Token requests through fetch: good HTTP, on connections that are kept. */
export async function fuzzForms(findings: Findings, url: string, cases: readonly FormCase[]): Promise<void> {
  await inParallel(cases, async ({ headers, body }, index) => {
    const signal = AbortSignal.timeout(hangsAfterMs);
    const answer = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
    const { status } = answer;
    judge(findings, `form ${index}`, { status, headers: answer.headers, body: await answer.text() }, false);
  });
}

/** Requests as bytes, each on a connection of its own. */
export async function fuzzWire(findings: Findings, url: string, cases: readonly WireCase[]): Promise<void> {
  await inParallel(cases, async ({ bytes, isHead }, index) => {
    const { answers, rest, hung } = await exchange(url, bytes, isHead);
    const name = `wire ${index} ${JSON.stringify(bytes.toString("latin1", 0, 120))}`;
    if (hung) report(findings, "it neither answered nor closed the connection", name);
    if (answers.length === 0 && rest !== "") report(findings, "the answer is not HTTP", `${name} ${rest}`);
    if (answers.length === 0) count(findings, "closed");
    for (const answer of answers) judge(findings, name, answer, isHead);
  });
}

async function inParallel<T>(
  cases: readonly T[],
  send: (one: T, index: number) => Promise<void>,
): Promise<void> {
  const queue = cases.entries();
  const work = async () => {
    for (const [index, one] of queue) await send(one, index);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

function judge(findings: Findings, name: string, answer: RawAnswer, isHead: boolean): void {
  const body = answer.status >= 400 && !isHead ? parseOrNull(answer.body) : {};
  count(findings, body === null ? `${answer.status}` : `${answer.status} ${reasonOf(body)}`.trim());
  const fault = faultOf(answer, body, isHead);
  if (fault !== null) report(findings, `${answer.status} ${fault}`, `${name} → ${answer.body}`);
}

function faultOf(
  { status, headers }: RawAnswer,
  body: ReturnType<typeof parseObject> | null,
  isHead: boolean,
): string | null {
  if (headers.has("x-injected")) return "a header was injected";
  if (status >= 500) return "is the server's failure, not the request's";
  if (status < 400 || isHead) return null;
  if (body === null) return "is an error that is not JSON";
  return errorFault({ status, headers, body });
}

function parseOrNull(text: string): ReturnType<typeof parseObject> | null {
  try {
    return parseObject(text);
  } catch {
    return null; // faultOf says so
  }
}

function report({ faults }: Findings, fault: string, example: string): void {
  faults[fault] ??= example.slice(0, 500);
}

const count = ({ outcomes }: Findings, outcome: string): void =>
  void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
