/** What a User-Agent header says of a device: enough for a name and a picture. Browsers let their users write anything into it. */
import bowser from "bowser";

export type DeviceKind = "computer" | "phone" | "tablet" | "television" | "program" | "unknown";

export interface Device {
  readonly kind: DeviceKind;
  /** "Firefox", or the first word of what is no browser; null where the header says nothing. */
  readonly program: string | null;
  /** "Linux"; null where it is not said. */
  readonly system: string | null;
}

const kinds: Readonly<Record<string, DeviceKind>> = {
  mobile: "phone",
  tablet: "tablet",
  tv: "television",
  bot: "program",
};

export function deviceOf(userAgent: string | null): Device {
  const { browser, os, platform } = bowser.parse(userAgent || " ");
  const system = os.name || null;
  if (browser.name && (system ?? platform.type)) {
    const kind = kinds[platform.type ?? ""] ?? "computer";
    return { kind, program: browser.name, system: system === browser.name ? null : system };
  }
  const program = userAgent?.split(/[ /(]/, 1)[0] || null;
  return { kind: program === null ? "unknown" : "program", program, system: null };
}
