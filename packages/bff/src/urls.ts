/** Which URLs tokens and cookies may travel to. */
import { isLoopbackHost } from "@regrant/shared/loopback";

/** Whether it is http that never leaves this machine; anywhere else tokens require https (RFC 9700 §2.6). */
export const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === "http:" && isLoopbackHost(hostname);
