/**
 * Where a page leads next: back to the authorization request it came from, or to a page of the account, and nowhere else.
 *
 * Pages carry the request as a handle: compressed, so that even a large `state` fits through a proxy twice, and
 * complete, so that nothing is stored before sign-in. A handle proves nothing; its request is checked again.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { OAuthError } from "@regrant/shared";
import { decodeFormComponent, type Form, parseForm } from "./form.js";

const authorize = "/oauth2/authorize?";
/**
 * Bytes. A valid request has up to 8 KiB (checkLengths), each byte of which can take three here, plus an ampersand
 * per parameter. The limit stops decompression bombs.
 */
const mostUnpacked = 28_672;

/** A page of the account, by its path. */
export type AccountPage = `/account${string}`;

/** The page on which a device is let in, with its user code or without. */
export type DevicePage = "/device" | `/device?user_code=${string}`;

/** Where a page leads: an authorization request, a page of ours, or (null) the account. */
export type Destination = Form | AccountPage | DevicePage | null;

export function destinationBehind(form: Form): Destination {
  const handle = form.get("continue") ?? "";
  return isAccountPage(handle) || isDevicePage(handle) ? handle : requestBehind(form);
}

const isAccountPage = (handle: string): handle is AccountPage => /^\/account(\/[a-z-]+)+$/.test(handle);
const isDevicePage = (handle: string): handle is DevicePage =>
  /^\/device(\?user_code=[A-Z-]{9})?$/.test(handle);

/** The authorization request that a page leads back to; null if it leads to the account. */
export function requestBehind(form: Form): Form | null {
  const handle = form.get("continue");
  const query = handle === undefined ? null : queryBehind(handle);
  return query === null ? null : parseForm(query);
}

/** The request's wish for a language, even where the rest of it is refused; null for none. */
export function uiLocalesBehind(handle: string | null): string | null {
  const query = (handle === null ? null : queryBehind(handle))?.toString() ?? "";
  // Every page asks, those outside the admission control too: parsing what a short handle may unpack to takes a millisecond.
  const [, sent] = /(?:^|&)ui_locales=([^&]*)/.exec(query) ?? [];
  return sent === undefined ? null : decodeFormComponent(sent);
}

function queryBehind(handle: string): Buffer | null {
  // Pages of an older version had the request itself in their address.
  const query = handle.startsWith(authorize) ? Buffer.from(handle.slice(authorize.length)) : unpack(handle);
  return query === null || query.length > mostUnpacked ? null : query;
}

export const handleOf = (asked: Exclude<Destination, null>): string =>
  typeof asked === "string"
    ? asked
    : deflateRawSync(new URLSearchParams([...asked]).toString()).toString("base64url");

function unpack(handle: string): Buffer | null {
  try {
    return inflateRawSync(Buffer.from(handle, "base64url"), { maxOutputLength: mostUnpacked });
  } catch {
    return null; // not one of our handles
  }
}

/** The path that repeats the request, or the account's. */
export function pathTo(asked: Destination): string {
  if (asked === null) return "/account";
  return typeof asked === "string" ? asked : `${authorize}continue=${handleOf(asked)}`;
}

/** Of a page that leads on to the request, or to the account. */
export const pathToPage = (page: string, asked: Destination): string =>
  asked === null ? page : `${page}?${new URLSearchParams({ continue: handleOf(asked) })}`;

/**
 * The request behind such a path; any other form unchanged.
 *
 * @throws {OAuthError} invalid_request if the handle was truncated
 */
export function resumed(form: Form): Form {
  if (form.size !== 1 || !form.has("continue")) return form;
  const asked = requestBehind(form);
  if (asked !== null) return asked;
  throw new OAuthError("invalid_request", "This address is incomplete. Go back to the app and start again.", {
    reason: "request_malformed",
  });
}

const demands = ["login", "select_account", "create"] as const;

/**
 * The request without the sign-in demands that were just met, so that they do not repeat forever. Anybody could have
 * asked without them in the first place: a client learns of the sign-in from `auth_time`, not from its request.
 */
export function withoutLogin<T extends Destination>(asked: T): T | Form {
  if (asked === null || typeof asked === "string") return asked;
  const rest = withoutPrompts(asked, demands);
  rest.delete("max_age");
  return rest;
}

/**
 * A pushed request without the demands that the way back to it leaves out.
 *
 * @param isSignedIn whether the user has signed in since the request began
 */
export function withoutMet(pushed: Form, resumed: Form, isSignedIn: boolean): Form {
  const left = promptsOf(resumed);
  const rest = withoutPrompts(
    pushed,
    demands.filter((prompt) => !left.includes(prompt) && (prompt !== "login" || isSignedIn)),
  );
  if (isSignedIn && !resumed.has("max_age")) rest.delete("max_age");
  return rest;
}

/** The request of a user who goes on with the account that is signed in. */
export const withoutSelection = (asked: Form): Form => withoutPrompts(asked, ["select_account", "create"]);

function withoutPrompts(asked: Form, met: readonly string[]): Map<string, string> {
  const rest = new Map(asked);
  const prompts = promptsOf(asked).filter((prompt) => !met.includes(prompt));
  if (prompts.length > 0) rest.set("prompt", prompts.join(" "));
  else rest.delete("prompt");
  return rest;
}

export const promptsOf = (asked: Form): string[] => (asked.get("prompt") ?? "").split(" ").filter(Boolean);
