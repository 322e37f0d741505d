/** A finding of `regrant doctor`: severity, message and remedy. */
export const ok = (check, message) => ({
    check,
    severity: "ok",
    message,
    remedy: null,
});
/** It works, but may cause trouble. */
export const warning = (check, message, remedy) => ({
    check,
    severity: "warning",
    message,
    remedy,
});
/** It does not work, or is not safe. */
export const error = (check, message, remedy) => ({
    check,
    severity: "error",
    message,
    remedy,
});
//# sourceMappingURL=finding.js.map