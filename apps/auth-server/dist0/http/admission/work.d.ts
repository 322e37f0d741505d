/**
 * One request's work in progress. Its place is held until all of it has settled, even if nobody waits for the
 * response.
 */
import type { Socket } from "node:net";
import type { Asker } from "../../database/queue.js";
/** Node.js ends a connection as soon as its client does, so no response could be sent. */
export declare const hasGone: (socket: Socket) => boolean;
export declare class Work implements Asker {
    #private;
    constructor(socket: Socket, onSettled: () => void);
    /**
     * Aborted once nobody waits for the response: the client disconnected or was told to retry. Created only for those who
     * ask, and each time it looks at the connection itself, whose `close` event comes a little later.
     */
    get signal(): AbortSignal;
    get isDroppable(): boolean;
    begin(): void;
    /** The client is told to retry while the work goes on. */
    giveUp(): void;
    /** Hold the place until this settles as well. */
    hold<T>(part: Promise<T>): Promise<T>;
    /** The response is complete, whether or not it reaches the client. */
    answered(): void;
}
