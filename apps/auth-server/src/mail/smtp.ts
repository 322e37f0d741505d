/** Sends mails over SMTP (RFC 5321). */
import { isLoopbackHost } from "@regrant/shared";
import { createTransport } from "nodemailer";
import { compose } from "./compose.js";
import { mostConnections, type Outlet, type Problem } from "./message.js";

/** Milliseconds. An attempt takes as long as `all` at most, which is less than a claim on a mail lasts. */
const limits = { connect: 10_000, greeting: 10_000, idle: 30_000, all: 60_000 };

/**
 * Connections are opened when there is something to send and kept for a while. TLS is verified wherever it is used: from the
 * start with `smtps:`, else as soon as the server offers it (RFC 3207), and always before a password is sent to another host.
 */
export function connectSmtp(url: string, issuer: string): Outlet {
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const isLocal = isLoopbackHost(hostname);
  const secure = protocol === "smtps:";
  const transport = createTransport({
    pool: true,
    maxConnections: mostConnections,
    maxRequeues: 1,
    idleTimeout: limits.idle,
    host,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // What is on this computer needs no certificate, and has none that anybody has signed.
    ignoreTLS: isLocal,
    requireTLS: username !== "" && !isLocal,
    ...(username !== "" && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    name: new URL(issuer).hostname,
    connectionTimeout: limits.connect,
    greetingTimeout: limits.greeting,
    dnsTimeout: limits.connect,
    socketTimeout: limits.idle,
  });
  // A connection that breaks also tells whoever is sending.
  transport.on("error", () => {});
  return {
    async send(message, signal) {
      const both = AbortSignal.any([signal, AbortSignal.timeout(limits.all)]);
      try {
        await transport.sendMail({ ...compose(message, issuer), signal: both });
        return null;
      } catch (error) {
        return problemOf(error as SmtpError);
      }
    },
    verify: () => transport.verify().then(() => null, problemOf),
    close: () => transport.close({ force: true }),
  };
}

type SmtpError = Error & {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly rejectedErrors?: readonly SmtpError[];
};

/** The server's words may contain the address; its codes do not (RFC 3463). */
export function problemOf(error: SmtpError): Problem {
  const { code, command, response, responseCode } = error.rejectedErrors?.[0] ?? error;
  const words = { answer: response ?? error.message };
  const answer = [responseCode, /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? "")?.[1]]
    .filter(Boolean)
    .join(" ");
  const onlyThisMail =
    (code === "EENVELOPE" || code === "EMESSAGE") && command !== "MAIL FROM" && responseCode !== 421;
  if (onlyThisMail) {
    const what = code === "EENVELOPE" && command !== "DATA" ? "the recipient" : "the mail";
    const isPermanent = responseCode === undefined || responseCode >= 500;
    return {
      problem: `${isPermanent ? "refused" : "cannot take"} ${what}${answer && ` (${answer})`}`,
      ...words,
      onlyThisMail,
      isPermanent,
    };
  }
  const why = answer || error.originalCode || code || "";
  return {
    problem: `${serverProblem(code, responseCode)}${why && ` (${why})`}`,
    ...words,
    onlyThisMail,
    isPermanent: false,
  };
}

function serverProblem(code: string | undefined, responseCode: number | undefined): string {
  if (code === "EAUTH") return "refused the user name or password in SMTP_URL";
  if (responseCode !== undefined && responseCode < 500) return "takes no mails now";
  if (code === "EENVELOPE") return "refused the sender in MAIL_FROM";
  if (code === "ETLS") return "could not be reached over TLS";
  return code === "ETIMEDOUT" || code === "EABORT" ? "did not answer in time" : "could not be reached";
}
