/** All figures of memory, of a 32-bit engine. */
import { buildEngine, whyNoEngine } from "../../host-sim/xs/build";
import { Progress } from "../../tools/progress";
import { heapOf, runApp } from "./app";
import { type CodeSize, codeSizes } from "./code";
import { SLOT, type Weight, weighObjects, weighTogether } from "./objects";

export const READINGS = 10_000;
/** Heaps that the product is tried in, in bytes, beyond its modules, which a device keeps in flash. */
const HEAPS = [32, 36, 40, 44, 48, 52, 56, 60, 64, 72, 80, 96].map((it) => it * 1024);
/** Stacks that it is tried in, in slots. */
const STACKS = [512, 544, 576, 608, 640, 672, 704, 736, 768, 1024];
/** Chunk bytes that garbage may take before it is collected. */
const SPARE = 3072;

export interface MemoryFigures {
	/** What each class takes, made alone in a program that has a provider; the provider first. */
	objects: Weight[];
	/** Provider, Wi-Fi, two TCP sockets and MQTT at work. */
	together: Weight;
	/** The sample product when it has run, garbage left out. */
	app: Weight;
	/** The smallest heap of fixed size, in bytes, in which the product took {@link READINGS} readings to the broker. */
	fixed: number;
	/** The smallest stack, in slots, in which the product ran and got readings out. */
	stack: number;
	code: CodeSize[];
}

/** Why nothing can be weighed here, or undefined if it can. */
export const whyNoMemory = () => whyNoEngine({ bits: 32 });

export async function gatherMemory(say: (line: string) => void): Promise<MemoryFigures> {
	const engine = await buildEngine({ bits: 32, onProgress: say });
	say("memory …");
	const progress = new Progress("weighing");
	try {
		return await weigh(engine, progress);
	} finally {
		progress.end();
	}
}

async function weigh(engine: string, progress: Progress): Promise<MemoryFigures> {
	progress.step("the product");
	const loaded = heapOf(engine, "bench/loaded");
	const free = runApp(engine, undefined, 200);
	if (!free.heap) throw new Error(`the product did not run: ${free.failure}`);
	const slots = free.heap.slots - loaded.slots;
	const chunks = free.heap.chunks - loaded.chunks;
	const fixed = HEAPS.find((size) => {
		progress.step(`the product in ${size} bytes`);
		const room = chunks + SPARE;
		const run = runApp(engine, { slots: Math.floor((size - room) / SLOT), chunks: room }, READINGS);
		progress.say(`${size} bytes: ${run.failure ?? `${run.readings} readings`}`);
		return !run.failure;
	});
	if (!fixed) throw new Error("the product runs in none of the heaps of fixed size");
	const stack = STACKS.find((slots) => {
		progress.step(`the product on a stack of ${slots} slots`);
		return !runApp(engine, undefined, 50, slots).failure;
	});
	if (!stack) throw new Error("the product runs on none of the stacks");
	progress.step("objects");
	return {
		objects: await weighObjects(engine),
		together: await weighTogether(engine),
		app: { what: "app", slots, chunks, buffers: free.buffers, bytes: slots * SLOT + chunks },
		fixed,
		stack,
		code: codeSizes(engine),
	};
}
