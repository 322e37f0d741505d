/** What one request has under way. Its place is held until all of it has settled, whoever still waits for the answer. */
import type { Socket } from "node:net";
import type { Asker } from "../../store/database-queue.js";

/** Node.js ends a connection as soon as its client does: no answer would go out any more. */
export const hasGone = (socket: Socket): boolean => socket.destroyed || socket.writableEnded;

export class Work implements Asker {
  readonly #socket: Socket;
  readonly #onSettled: () => void;
  /** The first part is the request's way to its answer. */
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
   * Aborted once nobody waits for the answer any more: the client has gone, or was told to repeat the request. Few requests
   * ask for it, and none pays for it before. Asking looks at the connection itself, whose `close` comes a little later.
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

  /** The client is told to repeat the request, while the work goes on. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#fate?.abort();
  }

  /** Hold the place until this has settled, too. */
  hold<T>(part: Promise<T>): Promise<T> {
    this.#parts += 1;
    const settle = () => this.#settlePart();
    part.then(settle, settle);
    return part;
  }

  /** The answer is made; whether it reaches anybody does not matter. */
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
