/** What every refusal has to look like, whatever was sent (RFC 6749 §5.2). */
import { type ErrorCode, type Reason, reasons, statusOf } from "@regrant/shared";
import { expect } from "vitest";
import type { Answer } from "./token-endpoint.js";

type Refusal = Pick<Answer, "status" | "headers" | "body">;

/** Asserts that the answer is exactly this refusal. */
export function expectError(refusal: Refusal, status: number, code: ErrorCode, reason: Reason): void {
  expect(errorFault(refusal)).toBeNull();
  expect({ status: refusal.status, error: refusal.body.error, reason: reasonOf(refusal.body) }).toEqual({
    status,
    error: code,
    reason,
  });
}

/** The reason that `error_uri` leads to. */
export const reasonOf = ({ error_uri }: Refusal["body"]): string =>
  typeof error_uri === "string" ? error_uri.slice(error_uri.lastIndexOf("/") + 1) : "";

/** What is wrong with the form of a refusal, or null: the JSON of RFC 6749 §5.2 with a known error and reason. */
export function errorFault({ headers, body }: Refusal): string | null {
  const { error, error_description: description, error_uri: uri, ...others } = body;
  const reason = reasonOf(body);
  if (!/^application\/json\b/.test(headers.get("content-type") ?? "")) return "its content type is not JSON";
  if (headers.get("cache-control") !== "no-store") return "it may be cached";
  if (typeof error !== "string" || !Object.hasOwn(statusOf, error)) return `unknown error ${String(error)}`;
  if (!isReason(reason)) return `unknown reason in ${String(uri)}`;
  if (reasons[reason].error !== error) return `${reason} does not go with ${error}`;
  if (typeof description !== "string" || !/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/.test(description)) {
    return `error_description breaks RFC 6749 §5.2: ${JSON.stringify(description)}`;
  }
  if (Object.keys(others).length > 0) return `more members than RFC 6749 §5.2 has: ${Object.keys(others)}`;
  return null;
}

const isReason = (value: string): value is Reason => Object.hasOwn(reasons, value);
