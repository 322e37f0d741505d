/** The scope grammar of RFC 6749 §3.3: `scope = scope-token *( SP scope-token )`. */
/** One scope-token: printable ASCII without space, `"` and `\`. */
const scopeToken = /^[\x21\x23-\x5B\x5D-\x7E]+$/;
/** Whether the value is a well-formed scope-token. */
export const isScopeToken = (value) => scopeToken.test(value);
/**
 * Parse a scope string into its tokens, in order, without duplicates.
 *
 * @returns null if the syntax is wrong (empty, double or outer spaces, invalid characters)
 */
export function parseScope(value) {
    const tokens = value.split(" ");
    return tokens.every(isScopeToken) ? [...new Set(tokens)] : null;
}
export const formatScope = (scope) => scope.join(" ");
/** Whether every token of `part` is in `whole`. */
export const isScopeWithin = (part, whole) => part.every((token) => whole.includes(token));
