/**
 * One request's work in progress. Its place is held until all of it has settled, even if nobody waits for the
 * response.
 */
import type { Socket } from "node:net";
import type { Asker } from "../../store/database-queue.js";

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

  constructor(socket: Socket, onSettled: () => void) {
    this.#socket = socket;
    this.#onSettled = onSettled;
  }

  /** Whether nobody waits for the response: the client disconnected or was told to retry. */
  get isAbandoned(): boolean {
    return this.#isGivenUp || hasGone(this.#socket);
  }

  get isDroppable(): boolean {
    return !this.#hasBegun && this.isAbandoned;
  }

  begin(): void {
    this.#hasBegun = true;
  }

  /** The client is told to retry while the work goes on. */
  giveUp(): void {
    this.#isGivenUp = true;
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

  #settlePart(): void {
    this.#parts -= 1;
    if (this.#parts === 0) this.#onSettled();
  }
}
