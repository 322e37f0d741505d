/**
 * Where a page leads on to: back to the authorization request that it came from, or to the account, and nowhere else.
 *
 * Pages carry their request as a handle: packed, so that what an app packs into `state` fits through a proxy twice, and
 * whole, so that nothing is stored for whoever has not signed in. A handle proves nothing; its request is checked anew.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { OAuthError } from "@regrant/shared";
import { type Form, parseForm } from "../protocol/form.js";

const authorize = "/oauth2/authorize?";
/**
 * Bytes. A request that is taken has 8 KiB (checkLengths), each byte of which can be three here, and an ampersand for each
 * parameter. Nothing beyond is unpacked: a handle of 200 bytes can be made to grow.
 */
const mostUnpacked = 28_672;

/** The authorization request that a page leads back to; null where it leads to the account. */
export function requestBehind(form: Form): Form | null {
  const handle = form.get("continue");
  const query = handle === undefined ? null : queryBehind(handle);
  return query === null ? null : parseForm(query);
}

/** The request's wish for a language, even where the rest of it is refused; null for none. */
export const uiLocalesBehind = (handle: string | null): string | null =>
  new URLSearchParams((handle === null ? null : queryBehind(handle))?.toString()).get("ui_locales");

function queryBehind(handle: string): Buffer | null {
  // Pages of an older version had the request itself in their address.
  const query = handle.startsWith(authorize) ? Buffer.from(handle.slice(authorize.length)) : unpack(handle);
  return query === null || query.length > mostUnpacked ? null : query;
}

export const handleOf = (asked: Form): string =>
  deflateRawSync(new URLSearchParams([...asked]).toString()).toString("base64url");

function unpack(handle: string): Buffer | null {
  try {
    return inflateRawSync(Buffer.from(handle, "base64url"), { maxOutputLength: mostUnpacked });
  } catch {
    return null; // a handle that nobody made
  }
}

/** The path that repeats the request, or the account's. */
export const pathTo = (asked: Form | null): string =>
  asked === null ? "/account" : `${authorize}continue=${handleOf(asked)}`;

/**
 * The request of such a path, and every other as it came.
 *
 * @throws {OAuthError} invalid_request where the handle was cut
 */
export function resumed(form: Form): Form {
  if (form.size !== 1 || !form.has("continue")) return form;
  const asked = requestBehind(form);
  if (asked !== null) return asked;
  throw new OAuthError("invalid_request", "This address is incomplete. Go back to the app and start again.", {
    reason: "request_malformed",
  });
}

/**
 * The same without what a sign-in has just answered, so that it is not asked again and again. Anybody could have asked
 * without it in the first place: what proves the sign-in to the client is `auth_time`, not its request.
 */
export function withoutLogin(asked: Form): Form {
  const rest = new Map(asked);
  const prompts = (asked.get("prompt") ?? "")
    .split(" ")
    .filter((prompt) => prompt !== "" && prompt !== "login");
  if (prompts.length > 0) rest.set("prompt", prompts.join(" "));
  else rest.delete("prompt");
  rest.delete("max_age");
  return rest;
}
