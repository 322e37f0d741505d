const routine = new Set(["/health/live", "/health/ready", "/metrics"]);
export function logRequests(app) {
    app.decorateRequest("reason", undefined);
    app.decorateRequest("clientId", undefined);
    app.addHook("onResponse", (request, reply, done) => {
        const route = request.routeOptions.url ?? "unknown";
        const isRoutine = routine.has(route) && reply.statusCode < 400;
        request.log[isRoutine ? "debug" : "info"]({
            requestId: request.id,
            method: request.method,
            route,
            status: reply.statusCode,
            ms: Math.round(reply.elapsedTime * 10) / 10,
            clientId: request.clientId,
            reason: request.reason,
        }, "request");
        done();
    });
}
//# sourceMappingURL=request-log.js.map