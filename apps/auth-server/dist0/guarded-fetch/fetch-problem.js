/** Why nothing was fetched. */
/**
 * `message` continues a sentence that begins with the host, and is safe to show: nothing in it is private, and nothing
 * in it comes from the answer.
 */
export class FetchProblem extends Error {
    problem;
    name = "FetchProblem";
    constructor(problem, message, options = {}) {
        super(message, { cause: options.cause });
        this.problem = problem;
        this.status = options.status ?? null;
    }
    /** Of an answer other than 200. */
    status;
}
//# sourceMappingURL=fetch-problem.js.map