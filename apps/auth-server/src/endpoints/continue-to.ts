/** Where a page leads on to: paths of this server's own, by name, so that no link here leads elsewhere. */
import type { Form } from "../protocol/form.js";

const account = "/account";
const authorize = "/oauth2/authorize?";

/** The `continue` parameter, encoded anew, where it is one that pages make; the account page otherwise. */
export function continueTo(form: Form): string {
  const query = authorizationQuery(form.get("continue") ?? account);
  return query === null ? account : authorize + new URLSearchParams(query).toString();
}

/** The authorization request that it leads back to, as a query; null where it is none. */
export const authorizationQuery = (path: string): string | null =>
  path.startsWith(authorize) ? path.slice(authorize.length) : null;

/** The path that repeats an authorization request. */
export const toAuthorize = (form: Form): string => authorize + new URLSearchParams([...form]).toString();

/**
 * The same without what a sign-in has just answered, so that it is not asked again and again. Anybody could have asked
 * without it in the first place: what proves the sign-in to the client is `auth_time`, not its request.
 */
export function withoutLogin(path: string): string {
  const query = authorizationQuery(path);
  if (query === null) return path;
  const parameters = new URLSearchParams(query);
  const rest = (parameters.get("prompt") ?? "")
    .split(" ")
    .filter((prompt) => prompt !== "" && prompt !== "login");
  if (rest.length > 0) parameters.set("prompt", rest.join(" "));
  else parameters.delete("prompt");
  parameters.delete("max_age");
  return authorize + parameters.toString();
}
