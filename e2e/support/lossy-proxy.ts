/** Stands between clients and a server, and loses answers: the server has done its work, and nobody hears of it. */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";

export interface LossyProxy {
  /** The answers to this many of the next POSTs to this path are lost. */
  lose(path: string, count: number): void;
  /** How many are lost by now. */
  lost(): number;
  stop(): Promise<void>;
}

/** Listens on `localhost`, and passes each request on unchanged, each on a connection of its own. */
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
      // A browser sends a request again by itself where a connection breaks that has served before.
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
