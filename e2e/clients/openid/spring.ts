/** Spring Security's sign-in by OpenID Connect, in the Spring Boot application clients/spring. */
import { claimsIn, type PartySetting, type PartyWalk, partyWalkOf } from "../../support/relying-party.js";
import { parseObject } from "../../support/token-endpoint.js";
import { withSpring } from "../spring.js";

export const springParty =
  (jar: string): PartyWalk =>
  (setting, world) =>
    withSpring(jar, Number(new URL(setting.origin).port), propertiesOf(setting), () => walk(setting, world));

const walk = partyWalkOf(({ origin, postLogoutRedirectUri }, { visit }) => {
  const open = async (path: string) => {
    await visit(new URL(path, origin), `${origin}/done`);
    const answer = await fetch(`${origin}/known`);
    return parseObject(await answer.text()) as { idToken?: string; user?: Record<string, unknown> };
  };
  return {
    async signIn() {
      const { idToken = "", user = {} } = await open("/oauth2/authorization/regrant");
      return { idToken: claimsIn(idToken), user };
    },
    refresh: async () => claimsIn((await open("/refresh-now")).idToken ?? ""),
    isSignedIn: async () => (await open("/look")).idToken !== undefined,
    signOut: () => visit(new URL("/logout", origin), postLogoutRedirectUri),
  };
});

function propertiesOf({ issuer, client }: PartySetting): string[] {
  const registration = Object.entries({
    provider: "regrant",
    "client-id": client.client_id,
    "client-secret": client.client_secret ?? "",
    scope: "openid,profile,email",
  });
  return [
    "--spring.profiles.active=openid",
    `--regrant.issuer=${issuer}`,
    "--regrant.audience=none",
    `--spring.security.oauth2.client.provider.regrant.issuer-uri=${issuer}`,
    ...registration.map(
      ([name, value]) => `--spring.security.oauth2.client.registration.regrant.${name}=${value}`,
    ),
  ];
}
