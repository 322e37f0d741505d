/** Requests of this origin's own pages, and no other's (RFC 10017 §6.1.3.3.3). */
import { type HeaderFields, Refusal } from "./refusal.js";

/** Other origins' pages cannot send it without asking first, and nobody here says yes. */
export const ownPageHeader = "x-regrant-bff";

/** @throws Refusal */
export function checkOwnPage(headers: HeaderFields, origin: string): void {
  const { origin: from, "sec-fetch-site": site } = headers;
  if (headers[ownPageHeader] !== "1")
    throw new Refusal(403, "cross_site", `the request has no header ${ownPageHeader}: 1`);
  if (from !== undefined && from !== origin)
    throw new Refusal(403, "cross_site", `the request comes from another origin than ${origin}`);
  if (site !== undefined && site !== "same-origin")
    throw new Refusal(403, "cross_site", "Sec-Fetch-Site says that the request comes from another origin");
}
