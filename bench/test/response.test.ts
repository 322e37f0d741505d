import { describe, expect, it } from "vitest";
import { findMember, parseResponse } from "../src/generator/response.js";

const answer = (head: string, body: string): Buffer => Buffer.from(`${head}\r\n\r\n${body}`, "latin1");

describe("the generator's HTTP/1.1", () => {
  it.each(["content-length", "Content-Length"])("reads status and body by %s", (name) => {
    const response = parseResponse(answer(`HTTP/1.1 200 OK\r\n${name}: 2\r\nvary: Origin`, "{}"));
    expect(response?.status).toBe(200);
    expect(response?.body.toString()).toBe("{}");
  });

  it("waits for the rest of the head and of the body", () => {
    const whole = answer("HTTP/1.1 400 Bad Request\r\ncontent-length: 5", "error");
    for (let length = 0; length < whole.length; length += 1) {
      expect(parseResponse(whole.subarray(0, length))).toBeNull();
    }
    expect(parseResponse(whole)?.status).toBe(400);
  });

  it("refuses chunked bodies and more than was asked for", () => {
    expect(() => parseResponse(answer("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked", ""))).toThrow(
      /no content-length/,
    );
    expect(() => parseResponse(answer("HTTP/1.1 200 OK\r\ncontent-length: 1", "{}"))).toThrow(
      /more than one/,
    );
  });

  it("does not take a content-length from the body", () => {
    expect(() => parseResponse(answer("HTTP/1.1 200 OK", "\r\ncontent-length: 3\r\n"))).toThrow(
      /no content-length/,
    );
  });

  it("finds a token in flat JSON", () => {
    const body = Buffer.from('{"access_token":"a.b.c","refresh_token":"rgr_x-Y_1","expires_in":600}');
    expect(findMember(body, "refresh_token")).toBe("rgr_x-Y_1");
    expect(findMember(body, "id_token")).toBeNull();
  });
});
