/**
 * What happens on the wire, with the letters of RFC 6749 figure 2. Events contain URLs without their query, and never
 * a token.
 */

export interface RequestEvent {
  readonly type: "request";
  /** A: the grant. C: an API request. E: the same with an expired token. G: the refresh token. */
  readonly step: "A" | "C" | "E" | "G";
  /** The same for a request and its answer. */
  readonly id: number;
  readonly at: Date;
  readonly method: string;
  readonly url: string;
}

export interface AnswerEvent {
  readonly type: "answer";
  /** B and H: the answers to A and G. D: the API's answer. F: its `invalid_token`. */
  readonly step: "B" | "D" | "F" | "H";
  readonly id: number;
  readonly at: Date;
  readonly milliseconds: number;
  /** null if there was no answer. */
  readonly status: number | null;
  readonly error: string | null;
  readonly reason: string | null;
}

/** The server is away or busy; the refresh is retried after this time. */
export interface WaitEvent {
  readonly type: "wait";
  readonly at: Date;
  readonly milliseconds: number;
}

/** Another tab got new tokens, which this tab uses too. */
export interface SharedEvent {
  readonly type: "shared";
  readonly at: Date;
}

export type ClientEvent = RequestEvent | AnswerEvent | WaitEvent | SharedEvent;

export type Answer = Pick<AnswerEvent, "step" | "status" | "error" | "reason">;

export interface Wire {
  /** Reports a request; call the returned function to report its answer. */
  request(step: RequestEvent["step"], method: string, url: URL): (answer: Answer) => void;
  wait(milliseconds: number): void;
  shared(): void;
}

export function createWire(onEvent: (event: ClientEvent) => void = () => undefined): Wire {
  // In a microtask, so that errors of the callback do not end up here.
  const tell = (event: ClientEvent) => queueMicrotask(() => onEvent(event));
  let count = 0;
  return {
    request(step, method, url) {
      count += 1;
      const id = count;
      const since = performance.now();
      tell({ type: "request", step, id, at: new Date(), method, url: url.origin + url.pathname });
      return (answer) =>
        tell({ type: "answer", id, at: new Date(), milliseconds: performance.now() - since, ...answer });
    },
    wait: (milliseconds) => tell({ type: "wait", at: new Date(), milliseconds }),
    shared: () => tell({ type: "shared", at: new Date() }),
  };
}
