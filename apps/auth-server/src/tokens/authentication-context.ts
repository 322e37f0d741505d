/**
 * How users were authenticated, in the words of ID tokens.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8176
 * @see https://openid.net/specs/openid-connect-core-1_0.html#acrSemantics
 */

/** The levels that `acr_values` may ask for, the strongest first. */
export const supportedAcrs = ["1"] as const;

export const passwordSignIn = { amr: ["pwd"], acr: "1" } as const;
