/** What an API says of DPoP that takes bearer tokens too (RFC 9449 §7.1). */
import { proofAlgorithms } from "../../src/dpop.js";

export const dpopOffer = `, DPoP algs="${proofAlgorithms.join(" ")}"`;
export const exposed = "www-authenticate, retry-after, dpop-nonce";
