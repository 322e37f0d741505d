export function problemInWords({ reason, headers }, texts) {
    const seconds = Number(headers["retry-after"]);
    if (reason === "too_many_sign_ins")
        return texts.tooManyAttempts(seconds);
    const problems = texts.problems;
    return (Object.hasOwn(problems, reason) ? problems[reason] : undefined) ?? texts.otherProblem;
}
//# sourceMappingURL=problems.js.map