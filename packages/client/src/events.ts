/**
 * What happens on the wire, in the letters of RFC 6749 figure 2. Events name addresses without their query, and
 * never hold a token.
 */

export interface RequestEvent {
  readonly type: "request";
  /** A: the grant. C: a call to an API. E: the same with a token known to have expired. G: the refresh token. */
  readonly step: "A" | "C" | "E" | "G";
  /** Shared with the answer. */
  readonly id: number;
  readonly at: Date;
  readonly method: string;
  readonly url: string;
}

export interface AnswerEvent {
  readonly type: "answer";
  /** B and H: to A and G. D: the API's answer. F: its `invalid_token`. */
  readonly step: "B" | "D" | "F" | "H";
  readonly id: number;
  readonly at: Date;
  readonly milliseconds: number;
  /** null where no answer came. */
  readonly status: number | null;
  readonly error: string | null;
  readonly reason: string | null;
}

/** A refresh that found the server away or busy is repeated after this time. */
export interface WaitEvent {
  readonly type: "wait";
  readonly at: Date;
  readonly milliseconds: number;
}

/** Another tab got new tokens, and this one has them too. */
export interface SharedEvent {
  readonly type: "shared";
  readonly at: Date;
}

export type ClientEvent = RequestEvent | AnswerEvent | WaitEvent | SharedEvent;

export type Answer = Pick<AnswerEvent, "step" | "status" | "error" | "reason">;

export interface Wire {
  /** Tells of a request; the function that it returns tells of the answer. */
  request(step: RequestEvent["step"], method: string, url: URL): (answer: Answer) => void;
  wait(milliseconds: number): void;
  shared(): void;
}

export function createWire(onEvent: (event: ClientEvent) => void = () => undefined): Wire {
  // Later, so that what the callback throws is its own affair.
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
