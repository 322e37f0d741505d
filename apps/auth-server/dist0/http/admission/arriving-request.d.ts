/**
 * A request whose body may still be arriving. Node.js announces a request after its headers and buffers the rest in
 * the stream; that buffer shows here when the body is complete.
 */
import { IncomingMessage } from "node:http";
import type { OAuthError } from "../../shared/index.js";
import type { Work } from "./work.js";
/** Bytes. The limit for bodies; larger ones are refused by whoever reads them. */
export declare const mostBuffered = 65536;
/** For every connection: with less, Node.js would stop reading before the body is complete. */
export declare const highWaterMark: number;
export declare class ArrivingRequest extends IncomingMessage {
    /** Called once, when headers and body are complete, or the body is larger than anybody reads. */
    onArrived: (() => void) | null;
    work: Work | null;
    /** Set if the request only goes to its endpoint to be refused in the right format. */
    refusal: OAuthError | null;
    push(chunk: Buffer | null, encoding?: BufferEncoding): boolean;
    arrived(): void;
}
