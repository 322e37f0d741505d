/** An authenticator in software, which also lies when asked to. What it answers is as browsers send it. */
import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";
import { issuer } from "./authorization.js";
import type { Browser, Page } from "./browser.js";
import { hiddenFields } from "./browser.js";

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
  readonly excludeCredentials: readonly { readonly id: string }[];
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly userVerification: string;
  readonly allowCredentials?: readonly { readonly id: string }[];
}

/** What is otherwise than it should be. */
export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly challenge?: string;
  readonly crossOrigin?: boolean;
  /** Present 1, verified 4, can be copied 8, has been copied 16. */
  readonly flags?: number;
  readonly signCount?: number;
  readonly id?: string;
  readonly userHandle?: string | null;
  readonly key?: KeyObject;
  readonly format?: string;
  readonly statement?: ReadonlyMap<string, unknown>;
  readonly attachment?: string;
  readonly transports?: readonly string[];
}

export const present = 1;
export const verified = 4;
export const copyable = 8;
export const copied = 16;

const algorithms = {
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  EdDSA: () => generateKeyPairSync("ed25519"),
  RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
};
export type Algorithm = keyof typeof algorithms;

const bytesOf = (text = "") => new Uint8Array(Buffer.from(text, "base64url"));

function coseOf(algorithm: Algorithm, publicKey: KeyObject): Map<number, number | Uint8Array> {
  const { x, y, n, e } = publicKey.export({ format: "jwk" });
  if (algorithm === "EdDSA")
    return new Map<number, number | Uint8Array>([
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, bytesOf(x)],
    ]);
  if (algorithm === "RS256")
    return new Map<number, number | Uint8Array>([
      [1, 3],
      [3, -257],
      [-1, bytesOf(n)],
      [-2, bytesOf(e)],
    ]);
  return new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, bytesOf(x)],
    [-3, bytesOf(y)],
  ]);
}

const sha256 = (data: string | Buffer) => hash("sha256", data, "buffer");

export class Authenticator {
  readonly #flags: number;
  readonly #algorithm: Algorithm;
  readonly id = randomBytes(32).toString("base64url");
  #key: KeyObject | undefined;
  #userHandle = "";
  #signCount: number;

  /** One that is on this device only and counts; `copyable` ones do not count. */
  constructor({ flags = present | verified, algorithm = "ES256" as Algorithm } = {}) {
    this.#flags = flags;
    this.#algorithm = algorithm;
    this.#signCount = (flags & copyable) === 0 ? 1 : 0;
  }

  #clientData(type: string, { challenge }: { readonly challenge: string }, lies: Lies): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? issuer,
        crossOrigin: lies.crossOrigin ?? false,
      }),
    );
  }

  #authenticatorData(rpId: string, lies: Lies, attested: Buffer = Buffer.alloc(0)): Buffer {
    const rest = Buffer.alloc(5);
    rest[0] = (lies.flags ?? this.#flags) | (attested.length > 0 ? 64 : 0);
    rest.writeUInt32BE(lies.signCount ?? this.#signCount, 1);
    return Buffer.concat([sha256(lies.rpId ?? rpId), rest, attested]);
  }

  create(options: CreationOptions, lies: Lies = {}): string {
    const { publicKey, privateKey } = algorithms[this.#algorithm]();
    this.#key = privateKey;
    this.#userHandle = options.user.id;
    const id = Buffer.from(this.id, "base64url");
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const cose = isoCBOR.encode(coseOf(this.#algorithm, publicKey));
    const authData = this.#authenticatorData(
      options.rp.id,
      lies,
      Buffer.concat([Buffer.alloc(16), length, id, cose]),
    );
    const attestation = isoCBOR.encode(
      new Map<string, unknown>([
        ["fmt", lies.format ?? "none"],
        ["attStmt", lies.statement ?? new Map()],
        ["authData", new Uint8Array(authData)],
      ]) as Parameters<typeof isoCBOR.encode>[0],
    );
    return JSON.stringify({
      ...{ id: lies.id ?? this.id, rawId: lies.id ?? this.id, type: "public-key" },
      authenticatorAttachment: lies.attachment ?? "platform",
      response: {
        clientDataJSON: this.#clientData("webauthn.create", options, lies).toString("base64url"),
        attestationObject: Buffer.from(attestation).toString("base64url"),
        transports: lies.transports ?? ["internal"],
      },
    });
  }

  get(options: RequestOptions, lies: Lies = {}): string {
    if (this.#signCount > 0) this.#signCount += 1;
    const clientData = this.#clientData("webauthn.get", options, lies);
    const authData = this.#authenticatorData(options.rpId, lies);
    const key = lies.key ?? this.#key;
    if (key === undefined) throw new Error("it was registered nowhere");
    const digest = this.#algorithm === "EdDSA" ? null : "sha256";
    const signature = sign(digest, Buffer.concat([authData, sha256(clientData)]), key);
    const userHandle = lies.userHandle === undefined ? this.#userHandle : lies.userHandle;
    return JSON.stringify({
      ...{ id: lies.id ?? this.id, rawId: lies.id ?? this.id, type: "public-key" },
      response: {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authData.toString("base64url"),
        signature: signature.toString("base64url"),
        ...(userHandle !== null && { userHandle }),
      },
    });
  }
}

/** What the page asks the browser for. */
export function optionsOn<T>({ body }: Page): T {
  const [, options] = / data-options="([^"]*)"/.exec(body) ?? [];
  if (options === undefined) throw new Error("the page asks for no passkey");
  return JSON.parse(options.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&"));
}

/** Add a passkey in the account of who is signed in. @returns the page after that of the recovery codes, or of the refusal */
export async function addPasskey(browser: Browser, authenticator: Authenticator, lies?: Lies): Promise<Page> {
  const page = await browser.visit("/account/factors");
  const passkey = authenticator.create(optionsOn(page), lies);
  const after = await browser.submit(page, "/account/factors/passkeys", { passkey });
  return after.body.includes('<ul class="codes">') ? browser.visit("/account/factors") : after;
}

/** What a login page's form sends once the passkey has answered. */
export const answerTo = (page: Page, authenticator: Authenticator, lies?: Lies) => ({
  ...hiddenFields(page, "/login/passkey"),
  passkey: authenticator.get(optionsOn(page), lies),
});

/** Sign in with nothing but a passkey. */
export async function signInWith(browser: Browser, authenticator: Authenticator, lies?: Lies): Promise<Page> {
  const page = await browser.visit("/login");
  return browser.follow(await browser.post("/login/passkey", answerTo(page, authenticator, lies)));
}
