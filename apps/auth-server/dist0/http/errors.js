/**
 * Logs errors and turns them into responses, in this one place. Each part of the server words them in its own way: RFC 6749
 * §5.2, pages, problem details.
 */
import { OAuthError, reasons } from "../shared/index.js";
import { brokenReference, isDatabaseAway } from "../database/database.js";
import { addVary, protectPage, sendRefusal, wantsPage } from "./send-page.js";
import { shown } from "./shown-value.js";
/** Answers the errors in this scope. */
export function answerErrors(app, { refusalOf, send }) {
    app.setErrorHandler((error, request, reply) => {
        const refusal = refusalOf(error);
        const { reason } = refusal;
        request.reason = reason;
        if (isFault(refusal))
            request.log.error({ requestId: request.id, err: refusal.cause ?? error, reason }, "request failed");
        return send(reply, refusal, request);
    });
}
/** For what Fastify refuses before routing, such as broken percent-encoding in the URL. */
export function answerUnrouted({ refusalOf, send }, error, request, reply) {
    send(reply, refusalOf(error), request);
}
/** The handler for a scope's unknown addresses. */
export function nothingThere(request) {
    const [path = ""] = request.url.split("?", 1);
    const description = `There is nothing at ${shown(path)}.`;
    throw new OAuthError("invalid_request", description, { reason: "not_found", status: 404 });
}
export function handleErrors(app, context) {
    answerErrors(app, asResponse(context));
    app.setNotFoundHandler(nothingThere);
}
/** As JSON, or as a page for browsers. */
export const asResponse = (context) => ({
    refusalOf: toOAuthError,
    send(reply, refusal, request) {
        reply.header("x-request-id", request.id);
        if (["GET", "HEAD"].includes(request.method))
            addVary(reply, "Accept");
        if (wantsPage(request)) {
            protectPage(reply);
            return sendRefusal(context, reply, refusal);
        }
        return reply
            .code(refusal.status)
            .headers({ "cache-control": "no-store", pragma: "no-cache", ...refusal.headers })
            .type("application/json; charset=utf-8")
            .send(errorResponse(context.config.issuer, refusal));
    },
});
/** For bytes that are no request. Contains nothing private, so any origin may read it. */
export const unreadableAnswer = (issuer) => (refusal) => ({
    status: refusal.status,
    headers: { "cache-control": "no-store", "access-control-allow-origin": "*" },
    body: errorResponse(issuer, refusal),
});
export const errorResponse = (issuer, { code, message, reason }) => ({
    error: code,
    error_description: message,
    error_uri: `${issuer}/errors/${reason}`,
});
/** Load shedding produces thousands, so their log lines must do. Other people's documents and servers are other people's faults. */
const noFaults = [
    "overloaded",
    "request_abandoned",
    "client_document_unreachable",
    "client_documents_limited",
    "provider_unreachable",
];
/** Whether an operator should see it. */
const isFault = ({ status, reason }) => status >= 500 && !noFaults.includes(reason);
/** Any thrown value as the client sees it. The cause stays here. */
export function toOAuthError(error) {
    if (error instanceof OAuthError)
        return error;
    if (isDatabaseAway(error)) {
        return new OAuthError("temporarily_unavailable", "The database does not answer; repeat the request.", {
            reason: "database_unavailable",
            cause: error,
            headers: { "retry-after": "1" },
        });
    }
    const deleted = brokenReference(error);
    if (deleted !== null) {
        const reason = deletedMeanwhile[deleted];
        return new OAuthError(reasons[reason].error, `The ${deleted} was deleted.`, { reason, cause: error });
    }
    const known = "code" in error ? fastifyErrors[error.code] : undefined;
    if (known !== undefined)
        return new OAuthError("invalid_request", known[1], { reason: known[0], cause: error });
    if ("statusCode" in error && error.statusCode !== undefined && error.statusCode < 500) {
        return new OAuthError("invalid_request", "The request could not be read.", {
            reason: "request_malformed",
            cause: error,
        });
    }
    return new OAuthError("server_error", "Something failed here; the request is in the log.", {
        reason: "unforeseen",
        cause: error,
    });
}
/** What a request is told that was under way while its client, user or resource was deleted. */
const deletedMeanwhile = {
    client: "client_unknown",
    user: "user_disabled",
    resource: "resource_unknown",
};
const fastifyErrors = {
    FST_ERR_CTP_INVALID_MEDIA_TYPE: [
        "content_type_unsupported",
        "The body has to be application/x-www-form-urlencoded.",
    ],
    FST_ERR_CTP_BODY_TOO_LARGE: ["body_too_large", "The body is too large."],
};
/** A hook and handler for methods that an address does not support (RFC 9110 §15.5.6). */
export const methodNotAllowed = (allow) => async (request) => {
    const description = `This address answers to ${allow} only, and not to ${shown(request.method)}.`;
    throw new OAuthError("invalid_request", description, {
        reason: "method_not_allowed",
        status: 405,
        headers: { allow },
    });
};
//# sourceMappingURL=errors.js.map