/**
 * A request whose body may still be on its way. Node.js announces a request with the end of its head, and puts what
 * follows into the stream's buffer, read or not; here that buffer says when the body is there.
 */
import { IncomingMessage } from "node:http";
import type { OAuthError } from "@regrant/shared";
import type { Work } from "./work.js";

/** Bytes. No body may be larger; who sends more is refused by whoever reads it. */
export const mostBuffered = 65_536;
/** Of every connection: below it, Node.js would stop reading before the body is there. */
export const highWaterMark = 2 * mostBuffered;

export class ArrivingRequest extends IncomingMessage {
  /** Called once, when head and body are there, or more of the body than anybody reads. */
  onArrived: (() => void) | null = null;
  work: Work | null = null;
  /** It goes to the endpoint only for the answer to be in its form. */
  refusal: OAuthError | null = null;

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    const wantsMore = super.push(chunk, encoding);
    if (chunk === null || this.readableLength > mostBuffered) this.arrived();
    return wantsMore;
  }

  arrived(): void {
    const tell = this.onArrived;
    this.onArrived = null;
    tell?.();
  }
}
