/** All figures. What cannot be had on this machine is said and left out. */
import { buildEngine, whyNoEngine } from "../host-sim/xs/build";
import { Progress } from "../tools/progress";
import { type EventCost, eventCosts } from "./events";
import { type Goodput, goodputs } from "./goodput";
import { type Journey, journeys, type Reaction, reactions } from "./latency";
import { buildMachine, engineVersion, type MachineTools, machineTools, whyNoMachine } from "./machine";
import { gatherMemory, type MemoryFigures, whyNoMemory } from "./memory/gather";
import { type Cost, chunks, receiveCosts } from "./receive";
import { type Stages, stageCosts } from "./stages";
import { type StreamCost, streamCosts } from "./stream";
import { type TransmitCost, transmitCosts } from "./transmit";

/** What figures are measured with: the emulated machine, the host's own engine, a 32-bit one. */
export type Tool = "machine" | "engine" | "memory";

export interface Missing {
	tool: Tool;
	/** What is left out, and why. */
	why: string;
}

export interface AllFigures {
	/** XS, from the sources used. */
	engine: string;
	/** What the emulated machine is made of; missing without it. */
	tools?: MachineTools;
	missing: Missing[];
	receive: Cost[];
	streams: StreamCost[];
	events: EventCost[];
	transmit: TransmitCost[];
	stages: Stages[];
	reactions: Reaction[];
	goodput: Goodput[];
	journeys: Journey[];
	/** Missing without a 32-bit engine. */
	memory?: MemoryFigures;
}

export interface GatherOptions {
	/** Ours only, in reads of 1, 64 and 512 bytes. */
	quick: boolean;
	say: (line: string) => void;
}

export async function gather({ quick, say }: GatherOptions): Promise<AllFigures> {
	const figures: AllFigures = {
		engine: engineVersion(),
		missing: [],
		receive: [],
		streams: [],
		events: [],
		transmit: [],
		stages: [],
		reactions: [],
		goodput: [],
		journeys: [],
	};
	const noMachine = whyNoMachine();
	if (noMachine && process.env.REQUIRE_MACHINE) throw new Error(noMachine);
	if (noMachine) figures.missing.push({ tool: "machine", why: `instructions of the Cortex-M4: ${noMachine}` });
	else {
		const machine = buildMachine(say);
		figures.tools = machineTools();
		say("receiving …");
		figures.receive = await watched("receiving", (step) =>
			receiveCosts(machine, quick ? [1, 64, 512] : chunks, quick, step),
		);
		say("through the whole stack …");
		figures.streams = await watched("through the whole stack", (step) => streamCosts(machine, quick, step));
		figures.events = await watched("events through the whole stack", (step) => eventCosts(machine, quick, step));
		say("transmitting …");
		figures.transmit = await watched("transmitting", (step) => transmitCosts(machine, quick, step));
		// what they add up to has budgets of its own
		if (!quick) figures.stages = await watched("stages of a command", (step) => stageCosts(machine, step));
		say("reactions …");
		figures.reactions = await watched("reactions", (step) => reactions(machine, step));
	}
	const noEngine = whyNoEngine();
	if (noEngine) figures.missing.push({ tool: "engine", why: `goodput, and latency in virtual time: ${noEngine}` });
	else {
		await buildEngine({ onProgress: say });
		say("goodput …");
		figures.goodput = await watched("goodput", goodputs);
		figures.journeys = await watched("latency", journeys);
	}
	const noMemory = whyNoMemory();
	if (noMemory) figures.missing.push({ tool: "memory", why: `memory: ${noMemory}` });
	// its budgets are checked by `npm run memory`
	else if (!quick) figures.memory = await gatherMemory(say);
	for (const { why } of figures.missing) say(`left out: ${why}`);
	return figures;
}

/** Measures with progress on a terminal. */
async function watched<T>(what: string, measure: (step: (note: string) => void) => Promise<T>): Promise<T> {
	const progress = new Progress(what);
	try {
		return await measure((note) => progress.step(note));
	} finally {
		progress.end();
	}
}
