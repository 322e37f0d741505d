/**
 * A request whose body may still be arriving. Node.js announces a request after its headers and buffers the rest in
 * the stream; that buffer shows here when the body is complete.
 */
import { IncomingMessage } from "node:http";
/** Bytes. The limit for bodies; larger ones are refused by whoever reads them. */
export const mostBuffered = 65_536;
/** For every connection: with less, Node.js would stop reading before the body is complete. */
export const highWaterMark = 2 * mostBuffered;
export class ArrivingRequest extends IncomingMessage {
    /** Called once, when headers and body are complete, or the body is larger than anybody reads. */
    onArrived = null;
    work = null;
    /** Set if the request only goes to its endpoint to be refused in the right format. */
    refusal = null;
    push(chunk, encoding) {
        const wantsMore = super.push(chunk, encoding);
        if (chunk === null || this.readableLength > mostBuffered)
            this.arrived();
        return wantsMore;
    }
    arrived() {
        const tell = this.onArrived;
        this.onArrived = null;
        tell?.();
    }
}
//# sourceMappingURL=arriving-request.js.map