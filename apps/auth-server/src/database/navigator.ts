/**
 * `navigator`, as Node.js has it from version 21 on. Without it node-postgres loads all of `fetch` to find out that this is no
 * Cloudflare Worker, which costs a start more than node-postgres itself.
 */
if (!("navigator" in globalThis)) Object.assign(globalThis, { navigator: { userAgent: "Node.js/20" } });

export {};
