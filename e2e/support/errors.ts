/** The form that every refusal must have, whatever was sent (RFC 6749 §5.2). */
import { type ErrorCode, type Reason, reasons, statusOf } from "@regrant/shared";
import { expect } from "vitest";
import type { Shape } from "./good-requests.js";
import type { RawAnswer } from "./raw-http.js";
import type { Answer } from "./token-endpoint.js";

type Refusal = Pick<Answer, "status" | "headers" | "body">;

/** Expects exactly this refusal. */
export function expectError(refusal: Refusal, status: number, code: ErrorCode, reason: Reason): void {
  expect(errorFault(refusal)).toBeNull();
  expect({ status: refusal.status, error: refusal.body.error, reason: reasonOf(refusal.body) }).toEqual({
    status,
    error: code,
    reason,
  });
}

/** The last path segment of `error_uri`, or of a problem's `type`. */
export const reasonOf = ({ error_uri, type }: Refusal["body"]): string => {
  const uri = error_uri ?? type;
  return typeof uri === "string" ? uri.slice(uri.lastIndexOf("/") + 1) : "";
};

/** Found before the address is known, and so always sent as JSON. */
const beforeRouting = ["request_malformed", "not_found", "overloaded"];

/** What is wrong with a refusal's form, for an address of this shape or any; or null. */
export function refusalFault(
  answer: RawAnswer,
  body: Refusal["body"] | null,
  shape: Shape | undefined,
): string | null {
  const type = answer.headers.get("content-type");
  if (shape !== "oauth" && type === "text/html; charset=utf-8") return pageFault(answer);
  if (body === null) return "is an error that is not JSON";
  if (shape !== "oauth" && type?.startsWith("application/problem+json")) return problemFault(answer, body);
  if (shape !== undefined && shape !== "oauth" && !beforeRouting.includes(reasonOf(body)))
    return `is JSON where it should be a ${shape}`;
  return errorFault({ ...answer, body });
}

function pageFault({ headers, body }: RawAnswer): string | null {
  if (headers.get("cache-control") !== "no-store") return "is a page that may be cached";
  if (!headers.get("content-security-policy")?.includes("default-src 'none'"))
    return "is a page without policy";
  return /^<!doctype html>.*<\/html>\s*$/is.test(body) ? null : "is no whole page";
}

/** RFC 9457, with the members in the admin API's document. */
function problemFault({ status, headers }: RawAnswer, body: Refusal["body"]): string | null {
  const { type, title, status: told, detail, reason, request_id, errors, ...others } = body;
  if (headers.get("cache-control") !== "no-store") return "it may be cached";
  if (typeof reason !== "string" || !isReason(reason)) return `unknown reason ${String(reason)}`;
  if (reasonOf(body) !== reason || title !== reasons[reason].meaning) return "type, title and reason differ";
  if (told !== status) return `the problem says ${String(told)}`;
  if (typeof detail !== "string" || detail === "") return "it has no detail";
  if (request_id !== headers.get("x-request-id")) return "it names another request";
  if (errors !== undefined && !Array.isArray(errors)) return "errors are no list";
  if (Object.keys(others).length > 0) return `unknown members: ${Object.keys(others)}`;
  return null;
}

/** What is wrong with a refusal's form, or null: it must be RFC 6749 §5.2 JSON with a known error and reason. */
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
