/** Where the keys come from that verify an assertion. */
import {
  type CompactJWSHeaderParameters,
  type CryptoKey,
  createLocalJWKSet,
  type FlattenedJWSInput,
  type JSONWebKeySet,
} from "jose";
import { faultOfKey, type PublicKeys, withoutEdDsaAlg } from "./public-keys.js";

/** Finds the key that a JWS names. @throws jose's JWKSNoMatchingKey, JWKSMultipleMatchingKeys; {KeysUnavailable} */
export type FindKey = (header: CompactJWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

/** A set's own keys. The others in it are left out: another server may take them (RFC 7517 §5). */
export const keysIn = ({ keys }: PublicKeys): FindKey =>
  createLocalJWKSet({
    keys: keys.filter((key) => faultOfKey(key) === null).map(withoutEdDsaAlg),
  } as JSONWebKeySet);

/** The keys are unknown: now, or as long as their owner changes nothing. The message continues a sentence that begins with the host. */
export class KeysUnavailable extends Error {
  override readonly name = "KeysUnavailable";

  constructor(
    readonly host: string,
    message: string,
    /** Whether trying again later may help. */
    readonly isOutage: boolean,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
