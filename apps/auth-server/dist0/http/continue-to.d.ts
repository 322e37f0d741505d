import { type Form } from "./form.js";
/** A page of the account, by its path. */
export type AccountPage = `/account${string}`;
/** The page on which a device is let in, with its user code or without. */
export type DevicePage = "/device" | `/device?user_code=${string}`;
/** Where a page leads: an authorization request, a page of ours, or (null) the account. */
export type Destination = Form | AccountPage | DevicePage | null;
export declare function destinationBehind(form: Form): Destination;
/** The authorization request that a page leads back to; null if it leads to the account. */
export declare function requestBehind(form: Form): Form | null;
/** The request's wish for a language, even where the rest of it is refused; null for none. */
export declare function uiLocalesBehind(handle: string | null): string | null;
export declare const handleOf: (asked: Exclude<Destination, null>) => string;
/** The path that repeats the request, or the account's. */
export declare function pathTo(asked: Destination): string;
/** Of a page that leads on to the request, or to the account. */
export declare const pathToPage: (page: string, asked: Destination) => string;
/**
 * The request behind such a path; any other form unchanged.
 *
 * @throws {OAuthError} invalid_request if the handle was truncated
 */
export declare function resumed(form: Form): Form;
/**
 * The request without the sign-in demands that were just met, so that they do not repeat forever. Anybody could have
 * asked without them in the first place: a client learns of the sign-in from `auth_time`, not from its request.
 */
export declare function withoutLogin<T extends Destination>(asked: T): T | Form;
/** The request of a user who goes on with the account that is signed in. */
export declare const withoutSelection: (asked: Form) => Form;
export declare const promptsOf: (asked: Form) => string[];
