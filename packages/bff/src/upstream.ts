/** How requests reach the APIs; bodies are whatever streams are in the runtime at hand. */
import type { HeaderFields } from "./refusal.js";

export interface Incoming<Body> {
  readonly method: string;
  /** The request line's: path and query, as nobody has normalized them. */
  readonly target: string;
  readonly headers: HeaderFields;
  /** Null if there is none. */
  readonly body: Body | null;
  /** Aborted when the browser has gone. */
  readonly signal: AbortSignal;
}

export interface Outgoing<Body> {
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  readonly headers: Record<string, string | string[]>;
  readonly body: Body | Uint8Array | null;
  readonly signal: AbortSignal;
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: Body | string | null;
}

export interface Upstream<Body> {
  /** Follows no redirect. @throws NoAnswer, and whatever the signal's reason is */
  send(request: Outgoing<Body>): Promise<Answer<Body> & { readonly body: Body | null }>;
  /** Reads a body whole. */
  read(body: Body): Promise<Uint8Array>;
  /** Drops a body that nobody will read. */
  discard(body: Body): void;
}

export class NoAnswer extends Error {
  constructor(
    readonly isTimeout: boolean,
    options: ErrorOptions,
  ) {
    super("no answer", options);
  }
}

/** An API that has not begun to answer by then is not going to. Streams may be silent for as long as they like. */
export const answersWithinMs = 60_000;
