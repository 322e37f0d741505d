/** Shared parts of the administration's schemas. */
import { type TSchema, Type } from "typebox";
import { maxAccessTokenSeconds } from "../config.js";

/** Ten years, the limit of the settings too. */
export const maxSessionSeconds = 315_360_000;

/** Null: the server's own setting. */
const nullableSeconds = (maximum: number, description: string) =>
  Type.Unsafe<number | null>({ type: ["integer", "null"], minimum: 1, maximum, description });

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** One of these words, or null. */
export const nullableWord = <T extends string>(words: readonly T[], description: string) =>
  Type.Unsafe<T | null>({ type: ["string", "null"], enum: [...words, null], description });

export const lifetimes = {
  access_token_seconds: nullableSeconds(maxAccessTokenSeconds, "Lifetime of access tokens."),
  session_idle_seconds: nullableSeconds(maxSessionSeconds, "Lifetime of a session without a refresh."),
  session_absolute_seconds: nullableSeconds(maxSessionSeconds, "Maximum lifetime of a session."),
};

/** No control characters, and no lone surrogates (Cs), which JSON can carry but PostgreSQL cannot store. */
export const shortText = (description: string) =>
  Type.String({ pattern: "^[^\\p{Cc}\\p{Cs}]{1,200}$", description: `1 to 200 characters${description}` });

export const scope = Type.String({
  pattern: "^([\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*)?$",
  maxLength: 10_000,
  description: "scope names separated by single spaces (RFC 6749 §3.3)",
});

export const dateTime = Type.String({ format: "date-time" });

export const closed = { additionalProperties: false };
