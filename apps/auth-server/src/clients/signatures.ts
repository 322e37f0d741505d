/** Which algorithms a client's assertions and ID tokens may be signed with. */
import { type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";
import type { ClientSettings } from "./settings.js";

/** FAPI 2.0 Security Profile §5.4.1 has no RS256. */
export const signaturesOf = ({ profile }: Pick<ClientSettings, "profile">): readonly SigningAlgorithm[] =>
  profile === "fapi2" ? signingAlgorithms.filter((alg) => alg !== "RS256") : signingAlgorithms;
