import { OAuthError } from "../../shared/index.js";
import { ArrivingRequest } from "./arriving-request.js";
import { hasGone, Work } from "./work.js";
/** The request's work; without a place if the request did not come through a listener. */
export const workOf = (request) => (request instanceof ArrivingRequest ? request.work : null) ?? new Work(request.socket, () => { });
/** Give a request's place back once its response is complete and no work is left. */
export function settleWork(app) {
    app.addHook("onSend", ({ raw }, _reply, payload, done) => {
        if (raw instanceof ArrivingRequest)
            raw.work?.answered();
        done(null, payload);
    });
}
/** Refuse what was not admitted, in this scope's error format; do nothing if the client has gone. */
export function answerRefused(app, { metrics }) {
    app.addHook("onRequest", ({ raw }, _reply, done) => {
        if (!(raw instanceof ArrivingRequest))
            return done();
        if (raw.refusal !== null)
            return done(raw.refusal);
        if (!hasGone(raw.socket))
            return done();
        metrics.refused.client_gone += 1;
        done(abandoned);
    });
}
const abandoned = new OAuthError("temporarily_unavailable", "The client has gone; nothing was done.", {
    reason: "request_abandoned",
});
//# sourceMappingURL=admitted.js.map