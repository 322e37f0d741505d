/** The lifetimes of a client's tokens and sessions. */
/**
 * The client's own values or the settings', limited by the resource. Without `resource` there is no limit: the
 * statement that finds out which resource a session or code is for applies it.
 */
export function lifetimesOf(config, client, resource) {
    const bound = client.resources.find(({ uri }) => uri === resource);
    const least = (name) => Math.min(client[name] ?? config[name], bound?.[name] ?? Number.POSITIVE_INFINITY);
    return {
        accessTokenSeconds: least("accessTokenSeconds"),
        sessionIdleSeconds: least("sessionIdleSeconds"),
        sessionAbsoluteSeconds: least("sessionAbsoluteSeconds"),
    };
}
//# sourceMappingURL=lifetimes.js.map