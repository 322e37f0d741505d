/** Refusals are identified by their reason, so tests compare that. */
import { OAuthError } from "@regrant/shared";

/** The reason why this throws or rejects; "admitted" if it does not. */
export async function reasonOf(attempt: () => unknown): Promise<string> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof OAuthError) return error.reason;
    throw error;
  }
  return "admitted";
}
