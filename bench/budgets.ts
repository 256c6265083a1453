/** What is kept of the figures: the budgets, and what the peers cost. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../host-sim/xs/root";
import type { Experiment } from "./peers";

const budgetsFile = join(root, "bench/budgets.json");
const peersFile = join(root, "bench/peers.json");

/** By engine's version, then by name. */
export type Budgets = Record<string, Record<string, number>>;
/** By engine's version. */
export type PeerFigures = Record<string, Experiment[]>;

const read = (file: string) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});
const write = (file: string, it: object) => writeFileSync(file, `${JSON.stringify(it, null, "\t")}\n`);

export const readBudgets = (): Budgets => read(budgetsFile);
export const writeBudgets = (it: Budgets): void => write(budgetsFile, it);
export const readPeers = (): PeerFigures => read(peersFile);
export const writePeers = (it: PeerFigures): void => write(peersFile, it);
