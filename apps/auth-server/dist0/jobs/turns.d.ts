/** Shares places among clients: they take turns, so that none that is slow or has much to do keeps others waiting. */
/** All that are given out together, and to one client. */
export declare const allPlaces = 64;
/** Does some of a client's work, as much as it has places. @returns the client if it needs another turn */
type Work<Client> = (client: Client, places: number) => Promise<Client | null>;
export interface Turns<Client> {
    /** Get in line, unless it is there already or at work. */
    add(client: Client): void;
    /** Let nobody begin another turn. Resolves when those under way are over. */
    stop(): Promise<void>;
}
/**
 * A client gets one place at its first turn, which shows whether it answers, and more at the following ones. `work` must not
 * reject.
 */
export declare function createTurns<Client>(idOf: (client: Client) => string, work: Work<Client>): Turns<Client>;
export {};
