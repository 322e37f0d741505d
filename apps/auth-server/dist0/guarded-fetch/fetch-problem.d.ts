/** Why nothing was fetched. */
export type Problem = 
/** The address itself: nothing was asked, or only the name service. */
"address_refused" | "name_unknown" | "unreachable" | "timeout"
/** It answered with something other than 200. */
 | "status"
/** Too long, compressed, or not HTTP. */
 | "answer_refused";
/**
 * `message` continues a sentence that begins with the host, and is safe to show: nothing in it is private, and nothing
 * in it comes from the answer.
 */
export declare class FetchProblem extends Error {
    readonly problem: Problem;
    readonly name = "FetchProblem";
    constructor(problem: Problem, message: string, options?: {
        readonly status?: number;
        readonly cause?: unknown;
    });
    /** Of an answer other than 200. */
    readonly status: number | null;
}
