/** Authenticators as Chromium plays them: a device with a screen lock, or a key on a ring, for one tab. */
import type { CDPSession, Page } from "playwright-core";

export interface VirtualAuthenticator {
  /** How many passkeys are on it. */
  count(): Promise<number>;
  remove(): Promise<void>;
}

interface Options {
  /** A key plugged in, instead of the device itself. */
  readonly isKey?: boolean;
  /** Whether its passkeys are copied to the user's other devices. */
  readonly isSynced?: boolean;
}

/** Plugs an authenticator in, whose user touches and unlocks it whenever it is asked. */
export async function plugIn(
  page: Page,
  { isKey = false, isSynced = false }: Options = {},
): Promise<VirtualAuthenticator> {
  const devtools: CDPSession = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable", { enableUI: false });
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: isKey ? "usb" : "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: isSynced,
      defaultBackupState: isSynced,
    },
  });
  return {
    count: async () =>
      (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length,
    remove: () =>
      devtools.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }).then(() => undefined),
  };
}
