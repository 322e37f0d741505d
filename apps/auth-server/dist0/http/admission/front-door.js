/**
 * Admission control: every request passes here first. What could not be answered in time is refused while that is
 * still cheap, so that everything admitted is answered.
 *
 * A request takes one of `MAX_CONCURRENT_REQUESTS` places once its headers and body are complete, and holds it until
 * its work has settled. Keys, metadata and error pages need no place, because verifiers depend on them.
 */
import { createServer, } from "node:http";
import { OAuthError } from "../../shared/index.js";
import { ArrivingRequest, highWaterMark, mostBuffered } from "./arriving-request.js";
import { watchEventLoop } from "./event-loop.js";
import { createIncompleteRequests } from "./incomplete-requests.js";
import { createQuickAnswer } from "./quick-answer.js";
import { hasGone, Work } from "./work.js";
const isOutside = (url = "") => url.startsWith("/.well-known/") || url.startsWith("/errors/");
/** What floods consist of. With an Origin, the response needs the headers that let that origin's app read it. */
const isPlainTokenRequest = ({ method, url, rawHeaders }) => method === "POST" && url === "/oauth2/token" && !rawHeaders.some(isOrigin);
/** A value that looks the same merely takes the slow path. Node.js builds `headers` on first access. */
const isOrigin = (text) => text.length === 6 && text.toLowerCase() === "origin";
// Shared: a stack trace for each would cost more than the refusal.
const overloaded = new OAuthError("temporarily_unavailable", "The server is busy; repeat the request.", {
    reason: "overloaded",
    headers: { "retry-after": "1" },
});
/** RFC 9110 §15.5.9: the client may repeat it. The error code must not make clients discard their tokens. */
const tooSlow = new OAuthError("temporarily_unavailable", "The request body arrived too late; repeat the request.", {
    reason: "body_too_slow",
    status: 408,
    headers: { "retry-after": "1", connection: "close" },
});
/** The same, once per turn of the event loop, for everything that arrived in it. */
function atEndOfTurn(admit) {
    let collected = [];
    const end = () => {
        const all = collected;
        collected = [];
        for (const each of all)
            admit(...each);
    };
    return (request, response) => {
        if (collected.push([request, response]) === 1)
            setImmediate(end);
    };
}
export function createFrontDoor(context) {
    const { config, metrics } = context;
    const eventLoop = watchEventLoop();
    const answerOverloaded = createQuickAnswer(context, overloaded, (count) => metrics.countTokenRequest("unknown", "overloaded", count));
    const answerTooSlow = createQuickAnswer(context, tooSlow);
    const incomplete = createIncompleteRequests(config.trustProxy, (request, response) => {
        request.onArrived = null;
        metrics.refused.body_too_slow += 1;
        answerTooSlow(response);
    }, (count) => {
        metrics.requestsIncomplete = count;
    });
    const whyNot = () => {
        if (metrics.requestsInFlight >= config.maxConcurrentRequests)
            return "no_place";
        return eventLoop.isLate ? "event_loop" : null;
    };
    const leave = () => {
        metrics.requestsInFlight -= 1;
    };
    const doorTo = (handle) => {
        const refuse = (why, request, response) => {
            metrics.refused[why] += 1;
            if (isPlainTokenRequest(request))
                return answerOverloaded(response);
            request.refusal = overloaded;
            handle(request, response);
        };
        const letIn = (request, response) => {
            if (hasGone(request.socket)) {
                metrics.refused.client_gone += 1;
                return;
            }
            const why = whyNot();
            if (why !== null)
                return refuse(why, request, response);
            metrics.requestsInFlight += 1;
            request.work = new Work(request.socket, leave);
            handle(request, response);
        };
        // A disconnect is only noticed once the connection is read again, one turn later.
        const letInSoon = atEndOfTurn(atEndOfTurn(letIn));
        const waitForBody = (request, response) => {
            if (request.onArrived === null || incomplete.add(request, response))
                return;
            request.onArrived = null;
            response.shouldKeepAlive = false;
            refuse("too_many_incomplete", request, response);
        };
        // A body sent together with the headers has been read by the end of the turn.
        const waitForBodySoon = atEndOfTurn(waitForBody);
        return (request, response) => {
            const why = isOutside(request.url) ? null : whyNot();
            if (why !== null)
                return refuse(why, request, response);
            request.onArrived = () => {
                incomplete.delete(request);
                if (isOutside(request.url))
                    handle(request, response);
                else
                    letInSoon(request, response);
            };
            if (Number(request.headers["content-length"]) > mostBuffered)
                request.arrived();
            else
                waitForBodySoon(request, response);
        };
    };
    return (handle, { http, keepAliveTimeout, requestTimeout }) => {
        const admit = doorTo(handle);
        const options = { ...http, highWaterMark };
        const server = createServer({ ...options, IncomingMessage: ArrivingRequest }, admit);
        Object.assign(server, { keepAliveTimeout, requestTimeout });
        // An unknown Expect may be ignored (RFC 9110 §10.1.1).
        server.on("checkExpectation", admit);
        server.once("close", eventLoop.stop);
        return server;
    };
}
//# sourceMappingURL=front-door.js.map