/** Node.js ends a connection as soon as its client does, so no response could be sent. */
export const hasGone = (socket) => socket.destroyed || socket.writableEnded;
export class Work {
    #socket;
    #onSettled;
    /** The first part is producing the response. */
    #parts = 1;
    #isAnswered = false;
    #isGivenUp = false;
    #hasBegun = false;
    #fate;
    #unwatch;
    constructor(socket, onSettled) {
        this.#socket = socket;
        this.#onSettled = onSettled;
    }
    /**
     * Aborted once nobody waits for the response: the client disconnected or was told to retry. Created only for those who
     * ask, and each time it looks at the connection itself, whose `close` event comes a little later.
     */
    get signal() {
        this.#fate ??= this.#watch();
        if (this.#isAbandoned)
            this.#fate.abort();
        return this.#fate.signal;
    }
    get isDroppable() {
        return !this.#hasBegun && this.#isAbandoned;
    }
    get #isAbandoned() {
        return this.#isGivenUp || hasGone(this.#socket);
    }
    begin() {
        this.#hasBegun = true;
    }
    /** The client is told to retry while the work goes on. */
    giveUp() {
        this.#isGivenUp = true;
        this.#fate?.abort();
    }
    /** Hold the place until this settles as well. */
    hold(part) {
        this.#parts += 1;
        const settle = () => this.#settlePart();
        part.then(settle, settle);
        return part;
    }
    /** The response is complete, whether or not it reaches the client. */
    answered() {
        if (this.#isAnswered)
            return;
        this.#isAnswered = true;
        this.#settlePart();
    }
    #watch() {
        const fate = new AbortController();
        const onClose = () => fate.abort();
        this.#socket.once("close", onClose);
        this.#unwatch = () => this.#socket.off("close", onClose);
        return fate;
    }
    #settlePart() {
        this.#parts -= 1;
        if (this.#parts > 0)
            return;
        this.#unwatch?.();
        this.#onSettled();
    }
}
//# sourceMappingURL=work.js.map