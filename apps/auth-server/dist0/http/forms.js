/** Bodies of protocol endpoints: forms only, passed on as bytes for form.ts to parse. */
import { OAuthError } from "../shared/index.js";
import { shown } from "./shown-value.js";
/** Make the endpoints of this scope accept application/x-www-form-urlencoded only (RFC 6749 Appendix B). */
export function acceptForms(app) {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "buffer" }, (_request, body, done) => {
        done(null, body);
    });
    app.addContentTypeParser("*", (request, _payload, done) => done(contentTypeUnsupported(request)));
}
/** @throws {OAuthError} invalid_request if the request has no form */
export function formBody(request) {
    if (Buffer.isBuffer(request.body))
        return request.body;
    throw contentTypeUnsupported(request);
}
function contentTypeUnsupported({ headers }) {
    const type = headers["content-type"];
    const seen = type === undefined ? "it has no Content-Type" : `its Content-Type is ${shown(type)}`;
    return new OAuthError("invalid_request", `The body has to be application/x-www-form-urlencoded; ${seen}.`, {
        reason: "content_type_unsupported",
    });
}
//# sourceMappingURL=forms.js.map