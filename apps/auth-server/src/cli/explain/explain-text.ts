/** Recognizes a text by its form and explains it. */
import { isAnyClientId } from "../../clients/client-id.js";
import { explainAccessToken } from "./access-token.js";
import { explainClient } from "./client.js";
import type { Asked, Explanation } from "./explanation.js";
import { explainHandle } from "./handle.js";
import { explainEmail, explainId } from "./id.js";
import { explainRefreshToken } from "./refresh-token.js";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function explainText(asked: Asked, pasted: string): Promise<Explanation> {
  // As people paste it: with the scheme, in quotes, with a newline.
  const text = pasted
    .trim()
    .replace(/^(authorization: *)?(bearer|dpop) +/i, "")
    .replace(/^(["'])(.*)\1$/s, "$2");
  if (text.startsWith("rgr_")) return explainRefreshToken(asked, text);
  const client = isAnyClientId(text) ? await explainClient(asked, text) : null;
  if (client !== null) return client;
  if (text.includes("@")) return explainEmail(asked, text);
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(text)) return explainAccessToken(asked, text);
  if (uuid.test(text)) return explainId(asked, text.toLowerCase());
  if (/^[\w-]{43}$/.test(text)) return explainHandle(asked, text);
  return {
    kind: "unknown",
    what: `A text of ${text.length} characters`,
    works: null,
    why: "It is no client_id here, and does not look like anything that Regrant issues.",
    next: "Paste a whole access token, refresh token, authorization code or secret; the id of a request (x-request-id), session, user or client; or a user's email address.",
    facts: {},
    events: [],
  };
}
