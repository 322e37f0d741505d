import type { FastifyServerFactory } from "fastify";
import type { HttpContext } from "../http-context.js";
export declare function createFrontDoor(context: HttpContext): FastifyServerFactory;
