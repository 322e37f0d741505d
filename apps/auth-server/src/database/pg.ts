/** node-postgres, and nothing beside it. */
import "./navigator.js";

export { default } from "pg";
