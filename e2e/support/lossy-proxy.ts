/** A proxy that loses responses: the server has done its work, and the client does not learn of it. */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";

export interface LossyProxy {
  /** Lose the responses to this many of the next POSTs to this path. */
  lose(path: string, count: number): void;
  /** How many were lost so far. */
  lost(): number;
  stop(): Promise<void>;
}

/** Listens on `localhost` and passes on each request unchanged, on a new connection. */
export async function startLossyProxy(port: number, target: string): Promise<LossyProxy> {
  let lossy = { path: "", count: 0 };
  let lost = 0;
  const pass = (request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url = "", headers } = request;
    const onward = forward(target + url, { method, headers, agent: false }, (answer) => {
      if (method === "POST" && url === lossy.path && lossy.count > 0) {
        lossy = { ...lossy, count: lossy.count - 1 };
        lost += 1;
        answer.resume().once("end", () => response.destroy());
        return;
      }
      // Browsers resend a request by themselves if a reused connection breaks.
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, connection: "close" });
      answer.pipe(response);
    });
    onward.once("error", () => response.destroy());
    request.pipe(onward);
  };
  const server = createServer(pass);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "localhost", resolve);
  });
  return {
    lose: (path, count) => {
      lossy = { path, count };
    },
    lost: () => lost,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
