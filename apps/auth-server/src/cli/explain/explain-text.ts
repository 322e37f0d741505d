/** What a text is, told by its form, and who explains it. */
import { explainAccessToken } from "./access-token.js";
import type { Asked, Explanation } from "./explanation.js";
import { explainHandle } from "./handle.js";
import { explainId } from "./id.js";
import { explainRefreshToken } from "./refresh-token.js";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function explainText(asked: Asked, pasted: string): Promise<Explanation> {
  // As people copy it: with the scheme before it, in quotes, with a line's end.
  const text = pasted
    .trim()
    .replace(/^(authorization: *)?bearer +/i, "")
    .replace(/^(["'])(.*)\1$/s, "$2");
  if (text.startsWith("rgr_")) return explainRefreshToken(asked, text);
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(text)) return explainAccessToken(asked, text);
  if (uuid.test(text)) return explainId(asked, text.toLowerCase());
  if (/^[\w-]{43}$/.test(text)) return explainHandle(asked, text);
  return {
    kind: "unknown",
    what: `A text of ${text.length} characters`,
    works: null,
    why: "It has the form of nothing that Regrant issues.",
    next: "Paste a whole access token, refresh token, authorization code or secret, or the id of a request (x-request-id), a session or a user.",
    facts: {},
    events: [],
  };
}
