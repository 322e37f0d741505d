/** The installation's logo, which is the pages' icon as well. Browsers ask for /favicon.ico where an answer is no page. */
import etag from "@fastify/etag";
/** `sandbox`: an SVG that is opened by itself is a document of this origin, and could run its scripts here. */
const policy = "default-src 'none'; sandbox";
export async function logoEndpoint(app, { frame: { logo } }) {
    await app.register(etag);
    const send = (_request, reply) => reply
        .headers({
        "cache-control": "public, max-age=3600",
        "content-security-policy": policy,
        etag: logo.etag,
    })
        .type(logo.type)
        .send(logo.bytes);
    app.get("/logo", send);
    app.get("/favicon.ico", send);
}
//# sourceMappingURL=logo.js.map