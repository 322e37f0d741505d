/** How long a server takes from its start to the first token, and what it then holds. */
import type { Subject } from "../work.js";
import { readResidentMemory } from "./resident.js";

export interface Start {
  readonly subject: Subject;
  /** From spawn to the first token. */
  readonly ms: number;
  /** After it; null where the platform does not tell. */
  readonly residentMiB: number | null;
}

/** The caller stops it. */
export async function startAndFetch(start: () => Promise<Subject>): Promise<Start> {
  const before = performance.now();
  const subject = await start();
  await fetchToken(subject);
  const ms = performance.now() - before;
  return { subject, ms, residentMiB: readResidentMemory(subject.pid) };
}

export async function fetchToken({ name, target }: Subject): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${target.port}${target.path}`, {
    method: "POST",
    headers: { ...target.headers, "Content-Type": "application/x-www-form-urlencoded" },
    body: target.form ?? "",
  });
  if (!response.ok) throw new Error(`${name} answers ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}
