/** PKCE (RFC 7636) and state, for clients that leave both to the application. */
import { createHash, randomBytes } from "node:crypto";

export function newPkce() {
  const code_verifier = randomBytes(32).toString("base64url");
  const code_challenge = createHash("sha256").update(code_verifier).digest("base64url");
  const state = randomBytes(16).toString("base64url");
  return { code_verifier, challenge: { code_challenge, code_challenge_method: "S256", state } };
}

/** The code in the response. @throws Error if it does not match the request */
export function codeIn(answer: URL, { challenge }: ReturnType<typeof newPkce>): string {
  const code = answer.searchParams.get("code");
  if (code !== null && answer.searchParams.get("state") === challenge.state) return code;
  throw new Error(`no answer to the authorization request: ${answer.search}`);
}
