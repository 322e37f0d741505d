/**
 * Signing in where there is no browser: the user enters a code on another device (RFC 8628).
 *
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.5
 */
import * as oauth from "oauth4webapi";
import { RefusedError, UnavailableError } from "./errors.js";
import type { ClientOptions, DeviceCode, DeviceSignInOptions } from "./options.js";
import type { Server } from "./server.js";
import type { Redeemed } from "./sign-in.js";

/** Where the server does not say (§3.2). */
const defaultIntervalSeconds = 5;
/** What each slow_down adds (§3.5). */
const slowerSeconds = 5;
const longestBackoffSeconds = 60;

/** @throws RefusedError | UnavailableError; the signal's reason */
export async function waitForDevice(
  options: ClientOptions,
  server: Server,
  show: (code: DeviceCode) => void | Promise<void>,
  { signal }: DeviceSignInOptions,
): Promise<Redeemed> {
  signal?.throwIfAborted();
  const device = await server.requestDeviceCode();
  const deadline = performance.now() + device.expires_in * 1_000;
  await show({
    userCode: device.user_code,
    verificationUri: device.verification_uri,
    verificationUriComplete: device.verification_uri_complete ?? null,
    expiresAt: new Date(Date.now() + device.expires_in * 1_000),
  });
  const needsIdToken = options.scope?.split(" ").includes("openid") ?? false;
  for (let seconds = device.interval ?? defaultIntervalSeconds; ; ) {
    await pause(seconds * 1_000, signal);
    if (performance.now() >= deadline) {
      throw new RefusedError("expired_token", "device_code_expired", "nobody entered the code in time");
    }
    try {
      const answer = await server.requestTokens(["A", "B"], (metadata, request) =>
        oauth.deviceCodeGrantRequest(metadata, server.client, oauth.None(), device.device_code, request),
      );
      return { answer, asked: { needsIdToken } };
    } catch (error) {
      seconds = nextInterval(seconds, error);
    }
  }
}

/** @throws whatever ends the wait */
function nextInterval(seconds: number, error: unknown): number {
  if (error instanceof UnavailableError) {
    // §3.5: fewer requests while there are no answers.
    const asked = Math.ceil((error.retryAfterMs ?? 0) / 1_000);
    return Math.max(asked, seconds, Math.min(seconds * 2, longestBackoffSeconds));
  }
  if (error instanceof RefusedError && error.error === "slow_down") return seconds + slowerSeconds;
  if (error instanceof RefusedError && error.error === "authorization_pending") return seconds;
  throw error;
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
  });
}
