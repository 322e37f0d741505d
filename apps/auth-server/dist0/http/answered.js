/** Resolves once the answer has gone out, or nobody waits for it: what begins then cannot be timed by it. */
export const answered = ({ raw }) => new Promise((resolve) => void raw.once("close", () => resolve()));
//# sourceMappingURL=answered.js.map