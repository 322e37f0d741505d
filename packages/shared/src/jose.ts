/** What JOSE headers and keys say, read the same way wherever a JWT is checked. */

type Members = Readonly<Record<string, unknown>>;

/** A JSON object: neither a list nor null. */
export const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A `typ` for comparison: media types are case-insensitive, and `application/` is optional (RFC 7515 §4.1.9). Null if it is not text. */
export const mediaTypeOf = (typ: unknown): string | null =>
  typeof typ === "string" ? typ.toLowerCase().replace(/^application\//, "") : null;

/** What only a private or symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** The first member that makes a JWK private or symmetric; null if there is none. */
export const privateMemberOf = (jwk: Members): string | null =>
  privateMembers.find((name) => Object.hasOwn(jwk, name)) ?? null;
