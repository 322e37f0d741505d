/** So that nobody has us fetch a document for every request. */
const leastSeconds = 300;
/** So that a change arrives within a day. */
const mostSeconds = 86_400;
/** In milliseconds. Without any statement, the least. */
export function freshMs(headers) {
    const stated = lifetimeSeconds(headers) - (Number(headers.age) || 0);
    return 1000 * (stated > leastSeconds ? Math.min(stated, mostSeconds) : leastSeconds);
}
/** NaN if none is stated. A shared cache prefers s-maxage. */
function lifetimeSeconds({ "cache-control": control = "", expires = "", date = "", }) {
    if (/(^|[\s,])no-(store|cache)\b/i.test(control))
        return 0;
    const seconds = directive(control, "s-maxage") ?? directive(control, "max-age");
    return seconds === undefined ? (Date.parse(expires) - Date.parse(date)) / 1000 : Number(seconds);
}
const directive = (control, name) => new RegExp(`(?:^|[\\s,])${name}="?(\\d+)`, "i").exec(control)?.[1];
//# sourceMappingURL=freshness.js.map