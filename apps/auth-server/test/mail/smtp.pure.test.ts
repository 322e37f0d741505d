import { describe, expect, it } from "vitest";
import { problemOf } from "../../src/mail/smtp.js";

const error = (code: string, command: string, response = "", more = {}) =>
  Object.assign(new Error(`failed: ${response}`), {
    code,
    command,
    ...(response !== "" && { response, responseCode: Number(response.slice(0, 3)) }),
    ...more,
  });

describe("what a mail server says", () => {
  it.each([
    [
      "an unknown recipient",
      error("EENVELOPE", "RCPT TO", "550 5.1.1 <ada@example.com>: no such user"),
      { problem: "refused the recipient (550 5.1.1)", onlyThisMail: true, isPermanent: true },
    ],
    [
      "greylisting",
      error("EENVELOPE", "RCPT TO", "451 4.7.1 <ada@example.com>: try again later"),
      { problem: "cannot take the recipient (451 4.7.1)", onlyThisMail: true, isPermanent: false },
    ],
    [
      "a refused mail",
      error("EMESSAGE", "DATA", "554 5.7.1 spam"),
      { problem: "refused the mail (554 5.7.1)", onlyThisMail: true, isPermanent: true },
    ],
    [
      "an answer without an enhanced code",
      error("EMESSAGE", "DATA", "452 disk full"),
      { problem: "cannot take the mail (452)", onlyThisMail: true, isPermanent: false },
    ],
    [
      "an address that cannot be sent",
      error("EENVELOPE", "API"),
      { problem: "refused the recipient", onlyThisMail: true, isPermanent: true },
    ],
    [
      "a refused sender",
      error("EENVELOPE", "MAIL FROM", "553 5.7.1 not yours"),
      { problem: "refused the sender in MAIL_FROM (553 5.7.1)", onlyThisMail: false, isPermanent: false },
    ],
    [
      "a server that closes down",
      error("EENVELOPE", "RCPT TO", "421 4.3.2 closing"),
      { problem: "takes no mails now (421 4.3.2)", onlyThisMail: false, isPermanent: false },
    ],
    [
      "a wrong password",
      error("EAUTH", "AUTH PLAIN", "535 5.7.8 no"),
      {
        problem: "refused the user name or password in SMTP_URL (535 5.7.8)",
        onlyThisMail: false,
        isPermanent: false,
      },
    ],
    [
      "nobody there",
      error("ESOCKET", "CONN", "", { originalCode: "ECONNREFUSED" }),
      { problem: "could not be reached (ECONNREFUSED)", onlyThisMail: false, isPermanent: false },
    ],
    [
      "a false certificate",
      error("ETLS", "CONN", "", { originalCode: "DEPTH_ZERO_SELF_SIGNED_CERT" }),
      {
        problem: "could not be reached over TLS (DEPTH_ZERO_SELF_SIGNED_CERT)",
        onlyThisMail: false,
        isPermanent: false,
      },
    ],
    [
      "silence",
      error("ETIMEDOUT", "CONN"),
      { problem: "did not answer in time (ETIMEDOUT)", onlyThisMail: false, isPermanent: false },
    ],
  ])("%s", (_name, failure, expected) => {
    const { answer, ...problem } = problemOf(failure);
    expect(problem).toEqual(expected);
    expect(problem.problem).not.toContain("ada@");
    expect(answer).not.toBe("");
  });
});
