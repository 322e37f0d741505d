/**
 * Refusals of the admin API: problem details.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
import { OAuthError, reasons } from "../shared/index.js";
import { Type } from "typebox";
import { conflict, InvalidInput, worded } from "../administration/faults.js";
import { answerErrors, nothingThere, toOAuthError } from "../http/errors.js";
import { SigningKeyError } from "../keys/signing-key.js";
export const Problem = Type.Object({
    type: Type.String({ format: "uri", description: "A page that says what to do." }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    reason: Type.String({ description: "Stable id of the reason." }),
    request_id: Type.String(),
    errors: Type.Optional(Type.Array(Type.Object({
        pointer: Type.String({ description: "RFC 6901, into the body or the parameters." }),
        detail: Type.String(),
    }))),
}, { $id: "Problem", description: "RFC 9457" });
/** Answers every error and every unknown address in this scope with problem details. */
export function answerByProblems(app, { config }) {
    answerErrors(app, asProblem(config.issuer));
    app.setNotFoundHandler(nothingThere);
}
export const asProblem = (issuer) => ({
    refusalOf: toRefusal,
    send: (reply, refusal, { id }) => reply
        .code(refusal.status)
        .headers({ "cache-control": "no-store", "x-request-id": id, ...refusal.headers })
        .type("application/problem+json; charset=utf-8")
        .send(JSON.stringify(problemOf(issuer, id, refusal))),
});
const problemOf = (issuer, requestId, refusal) => ({
    type: `${issuer}/errors/${refusal.reason}`,
    title: reasons[refusal.reason].meaning,
    status: refusal.status,
    detail: refusal.message,
    reason: refusal.reason,
    request_id: requestId,
    ...(refusal instanceof InvalidInput && {
        errors: refusal.faults.map(({ pointer, message }) => ({ pointer, detail: worded(message) })),
    }),
});
/** Faults passed on by the validator. */
export class InvalidRequest extends Error {
    faults;
    constructor(faults) {
        super("the request breaks its schema");
        this.faults = faults;
    }
}
function toRefusal(error) {
    if (error instanceof InvalidRequest)
        return refusalOfInvalid(error);
    if (error instanceof SigningKeyError)
        return conflict("state_conflict", error.message, error);
    const known = "code" in error ? fastifyErrors[error.code] : undefined;
    return known === undefined ? toOAuthError(error) : refuse(...known);
}
function refusalOfInvalid(error) {
    const where = "validationContext" in error ? error.validationContext : undefined;
    if (where === "headers") {
        return refuse("precondition_required", 428, "A change requires If-Match with the ETag that was read.");
    }
    return new InvalidInput(error.faults, where === "body" ? "body_invalid" : "parameter_invalid");
}
const fastifyErrors = {
    FST_ERR_CTP_BODY_TOO_LARGE: ["body_too_large", 413, "The body is too large."],
};
const refuse = (reason, status, message) => new OAuthError("invalid_request", message, { reason, status });
//# sourceMappingURL=problems.js.map