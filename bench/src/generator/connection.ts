/** One keep-alive HTTP/1.1 connection with one request in flight, on node:net. */
import { connect, type Socket } from "node:net";
import { parseResponse, type Response } from "./response.js";

/** A server that keeps a request longer than this has hung, and the run has failed. */
const ANSWER_TIMEOUT_MS = 15_000;

export class Connection {
  readonly #socket: Socket;
  #received: Buffer | null = null;
  #waiting: { resolve(response: Response): void; reject(error: Error): void } | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("close", () => this.#fail(new Error("the server closed the connection")));
    socket.on("error", (error) => this.#fail(error));
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy(new Error("no answer in time")));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new Connection(socket));
      });
    });
  }

  /** Send the bytes of one request; the answer. @throws where the connection fails or the answer is no HTTP */
  request(bytes: string): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(bytes, "latin1");
    });
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    const bytes = this.#received === null ? chunk : Buffer.concat([this.#received, chunk]);
    try {
      const response = parseResponse(bytes);
      this.#received = response === null ? bytes : null;
      if (response !== null) this.#take()?.resolve(response);
    } catch (error) {
      this.#socket.destroy(error as Error);
    }
  }

  #fail(error: Error): void {
    this.#take()?.reject(error);
  }

  #take() {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }
}
