/** The pages behind `error_uri` (RFC 6749 §5.2): what happened and what to do, one for each reason. */
import { OAuthError, reasons } from "../shared/index.js";
import { protectPage, sendPage } from "./send-page.js";
import { errorIndexPage, errorPage } from "./views/errors.js";
/** Seconds. They change with the version alone. */
const cached = "public, max-age=300";
export function errorPages(app, context) {
    app.addHook("onRequest", (_request, reply, done) => {
        protectPage(reply);
        done();
    });
    app.get("/errors", (_request, reply) => sendPage(context, reply.header("cache-control", cached), errorIndexPage));
    app.get("/errors/:reason", (request, reply) => {
        const { reason } = request.params;
        if (isReason(reason))
            return sendPage(context, reply.header("cache-control", cached), errorPage(reason));
        throw new OAuthError("invalid_request", "There is no such reason.", { reason: "not_found", status: 404 });
    });
}
const isReason = (value) => Object.hasOwn(reasons, value);
//# sourceMappingURL=error-pages.js.map