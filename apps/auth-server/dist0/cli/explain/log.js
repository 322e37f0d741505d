/** The server's log, read for one request: JSON lines as pino writes them. What is no such line is passed over. */
/** @returns null where no line is of this request */
export async function findRequest(lines, requestId) {
    let failure = null;
    for await (const line of lines) {
        const entry = line.includes(requestId) ? parseLine(line) : null;
        if (entry?.requestId !== requestId)
            continue;
        if (isRecord(entry.err))
            failure = String(entry.err.message);
        if (entry.msg === "request")
            return toLoggedRequest(entry, failure);
    }
    return null;
}
const toLoggedRequest = (entry, failure) => ({
    at: typeof entry.time === "number" ? new Date(entry.time).toISOString() : String(entry.time),
    method: String(entry.method),
    route: String(entry.route),
    status: Number(entry.status),
    ms: Number(entry.ms),
    clientId: entry.clientId === undefined ? null : String(entry.clientId),
    reason: entry.reason === undefined ? null : String(entry.reason),
    failure,
});
function parseLine(line) {
    try {
        const value = JSON.parse(line);
        return isRecord(value) ? value : null;
    }
    catch {
        return null; // a line of another program's in the same file
    }
}
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
//# sourceMappingURL=log.js.map