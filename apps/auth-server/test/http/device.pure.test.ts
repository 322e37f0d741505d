import { describe, expect, it } from "vitest";
import { type Device, deviceOf } from "../../src/http/views/device.js";

const webKit = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5";
const blink = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0";
const cases: readonly [
  userAgent: string | null,
  kind: Device["kind"],
  program: string | null,
  system: string | null,
][] = [
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "computer", "Firefox", "Linux"],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Safari/537.36 Edg/140.0`,
    "computer",
    "Microsoft Edge",
    "Windows",
  ],
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webKit} Safari/605.1.15`,
    "computer",
    "Safari",
    "macOS",
  ],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${blink} Safari/537.36`, "computer", "Chrome", "Chrome OS"],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${webKit} Mobile/15E148 Safari/604.1`,
    "phone",
    "Safari",
    "iOS",
  ],
  [`Mozilla/5.0 (Linux; Android 10; K) ${blink} Mobile Safari/537.36`, "phone", "Chrome", "Android"],
  [`Mozilla/5.0 (Linux; Android 10; K) ${blink} Safari/537.36`, "tablet", "Chrome", "Android"],
  [
    "Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/6.0 TV Safari/537.36",
    "television",
    "Tizen",
    null,
  ],
  ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "program", "Googlebot", null],
  ["curl/8.14.1", "program", "curl", null],
  ["Dart/3.5 (dart:io)", "program", "Dart", null],
  ["Notes/1.2 CFNetwork/1494 Darwin/23.4.0", "program", "Notes", null],
  ["", "unknown", null, null],
  [" ", "unknown", null, null],
  [null, "unknown", null, null],
];

describe("A device, by its User-Agent header", () => {
  it.each(cases)("%s", (userAgent, kind, program, system) => {
    expect(deviceOf(userAgent)).toEqual({ kind, program, system });
  });
});
