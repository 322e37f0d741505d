/**
 * Sends a logout token. With node:http, because `fetch` takes three times as much of the processor.
 *
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#BCRequest
 */
import http from "node:http";
import https from "node:https";
/** Everything included: name, connection, TLS, answer. */
const sendMs = 5_000;
/** An answer this small is read, so that its connection can be used again. */
const mostBodyBytes = 16_384;
/** Any 2xx is success (§2.8); no redirect is followed. @returns null if the client has been told */
export async function sendLogoutToken(uri, logoutToken, signal) {
    const body = new URLSearchParams({ logout_token: logoutToken }).toString();
    try {
        const status = await post(uri, body, AbortSignal.any([signal, AbortSignal.timeout(sendMs)]));
        if (status >= 200 && status < 300)
            return null;
        return { problem: `answered ${status}`, onlyThisNotice: status === 400 };
    }
    catch (error) {
        return { problem: inWords(error), onlyThisNotice: false };
    }
}
/** @returns the answer's status */
function post(uri, body, signal) {
    return new Promise((resolve, reject) => {
        const { request } = uri.startsWith("https:") ? https : http;
        const headers = {
            "content-type": "application/x-www-form-urlencoded",
            "content-length": Buffer.byteLength(body),
        };
        let isAnswered = false;
        const sent = request(uri, { method: "POST", headers, signal }, (response) => {
            isAnswered = true;
            let left = mostBodyBytes;
            response.on("data", ({ length }) => {
                left -= length;
                if (left < 0)
                    response.destroy();
            });
            response.on("error", () => { }); // whatever happens to the body
            resolve(response.statusCode ?? 0);
        });
        sent.on("error", (error) => {
            // The client closed an idle connection just then; the next one is another.
            if (sent.reusedSocket && !isAnswered && !signal.aborted)
                resolve(post(uri, body, signal));
            else
                reject(error);
        });
        sent.end(body);
    });
}
/** The message of an error may contain the address; its code does not. */
function inWords(error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ABORT_ERR")
        return `did not answer within ${sendMs / 1000} seconds`;
    return typeof code === "string" ? `could not be reached (${code})` : "could not be reached";
}
//# sourceMappingURL=send.js.map