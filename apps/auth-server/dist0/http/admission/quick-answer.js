import { errorResponse } from "../errors.js";
import { transportSecurity } from "../transport-security.js";
const tellInterval = 1_000;
/** `onRefused` receives the count once a second. */
export function createQuickAnswer(context, refusal, onRefused = () => { }) {
    const { config, stopping } = context;
    const body = JSON.stringify(errorResponse(config.issuer, refusal));
    const headers = Object.entries({
        "content-type": "application/json; charset=utf-8",
        "content-length": String(Buffer.byteLength(body)),
        "cache-control": "no-store",
        pragma: "no-cache",
        "x-content-type-options": "nosniff",
        ...transportSecurity(config.issuer),
        ...refusal.headers,
    }).flat();
    const count = countBySecond((refused) => {
        context.log.warn({ refused, reason: refusal.reason }, "requests were shed before processing");
        onRefused(refused);
    });
    return (response) => {
        count();
        if (stopping.signal.aborted)
            response.shouldKeepAlive = false;
        response.writeHead(refusal.status, headers).end(body);
    };
}
function countBySecond(tell) {
    let count = 0;
    return () => {
        if (count++ > 0)
            return;
        setTimeout(() => {
            tell(count);
            count = 0;
        }, tellInterval).unref();
    };
}
//# sourceMappingURL=quick-answer.js.map