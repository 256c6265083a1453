/** What is kept of the figures: the budgets, and what the peers cost. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../host-sim/xs/root";
import type { MachineTools } from "./machine";
import type { Experiment } from "./peers";

const budgetsFile = join(root, "bench/budgets.json");
const peersFile = join(root, "bench/peers.json");

/** By engine's version, then by name. */
export type Budgets = Record<string, Record<string, number>>;
/** What they were measured with, by engine's version. */
export type ToolsByEngine = Record<string, MachineTools>;
/** By engine's version. */
export type PeerFigures = Record<string, Experiment[]>;

const read = (file: string) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});
const write = (file: string, it: object) => writeFileSync(file, `${JSON.stringify(it, null, "\t")}\n`);

const readAll = (): { tools: ToolsByEngine; budgets: Budgets } => ({ tools: {}, budgets: {}, ...read(budgetsFile) });

export const readBudgets = (): Budgets => readAll().budgets;
export const readTools = (): ToolsByEngine => readAll().tools;

/** Those of an engine; the others' stay. */
export function writeBudgets(engine: string, its: Record<string, number>, tools: MachineTools): void {
	const all = readAll();
	write(budgetsFile, { tools: { ...all.tools, [engine]: tools }, budgets: { ...all.budgets, [engine]: its } });
}

export const readPeers = (): PeerFigures => read(peersFile);
export const writePeers = (it: PeerFigures): void => write(peersFile, it);
