/** Bodies of the APIs: JSON only. */
import { OAuthError } from "../shared/index.js";
/** Make this scope accept JSON and merge patches (RFC 7396). */
export function acceptJson(app) {
    const parse = app.getDefaultJsonParser("error", "error");
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(["application/json", "application/merge-patch+json"], { parseAs: "string" }, (request, body, done) => {
        // Many clients send Content-Type even without a body.
        if (body === "")
            return done(null, undefined);
        parse(request, String(body), (error, value) => done(error && notJson(error), value));
    });
    app.addContentTypeParser("*", (_request, _payload, done) => done(jsonExpected()));
}
const notJson = (cause) => new OAuthError("invalid_request", "The body is not JSON.", { reason: "body_invalid", cause });
const jsonExpected = () => new OAuthError("invalid_request", "The body must be application/json.", {
    reason: "json_expected",
    status: 415,
});
//# sourceMappingURL=json.js.map