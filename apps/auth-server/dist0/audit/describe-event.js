/** In wire names. */
export const describeEvent = (event) => ({
    at: event.at.toISOString(),
    event: event.event,
    reason: event.reason,
    actor: event.actor,
    client_id: event.clientId,
    user_id: event.userId,
    session_id: event.sessionId,
    address: event.address,
    request_id: event.requestId,
});
//# sourceMappingURL=describe-event.js.map