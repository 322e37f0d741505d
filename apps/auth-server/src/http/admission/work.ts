/**
 * One request's work in progress. Its place is held until all of it has settled, even if nobody waits for the
 * response.
 */
import type { Socket } from "node:net";
import type { Asker } from "../../database/queue.js";

/** Node.js ends a connection as soon as its client does, so no response could be sent. */
export const hasGone = (socket: Socket): boolean => socket.destroyed || socket.writableEnded;

export class Work implements Asker {
  readonly #socket: Socket;
  readonly #onSettled: () => void;
  /** The first part is producing the response. */
  #parts = 1;
  #isAnswered = false;
  #isGivenUp = false;
  #hasBegun = false;
  #fate: AbortController | undefined;
  #unwatch: (() => void) | undefined;

  constructor(socket: Socket, onSettled: () => void) {
    this.#socket = socket;
    this.#onSettled = onSettled;
  }

  /**
   * Aborted once nobody waits for the response: the client disconnected or was told to retry. Created only for those who
   * ask, and each time it looks at the connection itself, whose `close` event comes a little later.
   */
  get signal(): AbortSignal {
    this.#fate ??= this.#watch();
    if (this.#isAbandoned) this.#fate.abort();
    return this.#fate.signal;
  }

  get isDroppable(): boolean {
    return !this.#hasBegun && this.#isAbandoned;
  }

  get #isAbandoned(): boolean {
    return this.#isGivenUp || hasGone(this.#socket);
  }

  begin(): void {
    this.#hasBegun = true;
  }

  /** The client is told to retry while the work goes on. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#fate?.abort();
  }

  /** Hold the place until this settles as well. */
  hold<T>(part: Promise<T>): Promise<T> {
    this.#parts += 1;
    const settle = () => this.#settlePart();
    part.then(settle, settle);
    return part;
  }

  /** The response is complete, whether or not it reaches the client. */
  answered(): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    this.#settlePart();
  }

  #watch(): AbortController {
    const fate = new AbortController();
    const onClose = () => fate.abort();
    this.#socket.once("close", onClose);
    this.#unwatch = () => this.#socket.off("close", onClose);
    return fate;
  }

  #settlePart(): void {
    this.#parts -= 1;
    if (this.#parts > 0) return;
    this.#unwatch?.();
    this.#onSettled();
  }
}
