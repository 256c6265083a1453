import { resolve } from "node:path";

/** The project's root. */
export const root = resolve(__dirname, "../..");
