/** Standard input. */
type Terminal = NodeJS.ReadableStream & {
    readonly isTTY?: boolean;
};
/** Ask twice, since a typo would lock the user out. @throws {CommandError} without a terminal, or if the two differ */
export declare function askPassword(terminal?: Terminal): Promise<string>;
/** Ask for one line on the terminal, without echoing it. */
export declare function askUnseen(label: string, terminal?: Terminal): Promise<string>;
export {};
