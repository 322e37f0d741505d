/** Sends many cases, several at a time, and reports faulty responses. */

import { reasonOf, refusalFault } from "./errors.js";
import type { FormCase } from "./garbage-forms.js";
import type { WireCase } from "./garbage-http.js";
import { exchange, type RawAnswer } from "./raw-http.js";
import { parseObject } from "./token-endpoint.js";

export interface Findings {
  /** Faults, each with the first case that showed it. */
  readonly faults: Record<string, string>;
  /** How often each outcome occurred: `200`, `400 parameter_missing`, `closed`. */
  readonly outcomes: Map<string, number>;
  /** Must not appear in a response unless the request contained it; never printed. */
  secrets: ReadonlySet<string>;
}

const atOnce = 24;
const hangsAfterMs = 5_000;

export const newFindings = (): Findings => ({ faults: {}, outcomes: new Map(), secrets: new Set() });

/** Token requests through fetch: valid HTTP on kept-alive connections. */
export async function fuzzForms(findings: Findings, url: string, cases: readonly FormCase[]): Promise<void> {
  await inParallel(cases, async ({ headers, body }, index) => {
    const signal = AbortSignal.timeout(hangsAfterMs);
    const answer = await fetch(url, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
      signal,
      redirect: "manual",
    });
    const { status } = answer;
    const received = { status, headers: answer.headers, body: await answer.text() };
    const name = `form ${index} ${JSON.stringify(body.toString("latin1", 0, 1_000))}`;
    judge(findings, name, received, { bytes: body, isHead: false, shape: "oauth" });
  });
}

/** Raw requests, each on its own connection. */
export async function fuzzWire(findings: Findings, url: string, cases: readonly WireCase[]): Promise<void> {
  await inParallel(cases, async (sent, index) => {
    const { bytes } = sent;
    const { answers, rest, hung } = await exchange(url, bytes, sent);
    const name = `wire ${index} ${JSON.stringify(bytes.toString("latin1", 0, 1_000))}`;
    if (hung) report(findings, "it neither answered nor closed the connection", name);
    if (answers.length === 0 && rest !== "") report(findings, "the answer is not HTTP", `${name} ${rest}`);
    if (answers.length === 0) count(findings, "closed");
    if (answers.length === 0 && sent.isWhole) report(findings, "good HTTP has no answer", name);
    for (const answer of answers) judge(findings, name, answer, sent);
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

function judge(findings: Findings, name: string, answer: RawAnswer, sent: WireCase): void {
  const body = answer.status >= 400 && !sent.isHead ? parseOrNull(answer.body) : {};
  count(findings, body === null ? `${answer.status}` : `${answer.status} ${reasonOf(body)}`.trim());
  const fault = faultOf(answer, sent) ?? leakOf(findings, answer, sent);
  const [address = "?"] =
    /^[A-Z]+ (?:\/[a-z0-9.-]{1,16}(?=[/? ])){1,3}/.exec(sent.bytes.toString("latin1", 0, 80)) ?? [];
  if (fault !== null) report(findings, `${address} ${answer.status} ${fault}`, `${name} → ${answer.body}`);
}

function faultOf(answer: RawAnswer, { isHead, shape }: WireCase): string | null {
  const { status, headers } = answer;
  if (headers.has("x-injected")) return "a header was injected";
  if (status >= 500 && status !== 503) return "is the server's failure, not the request's";
  if ((status === 503 || status === 429) && !headers.has("retry-after")) return "does not say when to repeat";
  if (status < 400 || isHead) return null;
  return refusalFault(answer, parseOrNull(answer.body), shape);
}

/** A secret in the response that was not in the request. */
function leakOf({ secrets }: Findings, { headers, body }: RawAnswer, { bytes }: WireCase): string | null {
  const values: string[] = [];
  headers.forEach((value) => void values.push(value));
  const received = `${body} ${values.join(" ")}`;
  const leaked = [...secrets].find((secret) => received.includes(secret));
  return leaked === undefined || decoded(bytes).includes(leaked) ? null : "holds a secret of somebody else";
}

/** With percent-encoding undone, up to twice. */
const decoded = (bytes: Buffer): string => {
  const once = (text: string) =>
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return once(once(bytes.toString("latin1")));
};

function parseOrNull(text: string): ReturnType<typeof parseObject> | null {
  try {
    return parseObject(text);
  } catch {
    return null; // reported by faultOf
  }
}

function report({ faults, secrets }: Findings, fault: string, example: string): void {
  const readable = [...secrets].reduce((text, secret) => text.replaceAll(secret, "‹secret›"), example);
  faults[fault] ??= readable.replace(/(rgr_|eyJ|Basic |regrant[\w-]*=)[\w+/=.-]+/g, "$1…").slice(0, 2_500);
}

const count = ({ outcomes }: Findings, outcome: string): void =>
  void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
