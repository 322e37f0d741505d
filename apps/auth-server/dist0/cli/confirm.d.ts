/**
 * Only y or yes confirms; the end of the input declines.
 *
 * @throws {CommandError} without a terminal
 */
export declare function confirm(question: string): Promise<boolean>;
/** @throws {CommandError} if the answer is no, or without a terminal and without --yes */
export declare function agree(question: string, yes: true | undefined): Promise<void>;
