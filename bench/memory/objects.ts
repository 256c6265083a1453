/** What the public objects take on the heap of a 32-bit engine, garbage left out. */
import { Stack } from "../stack";

export const SLOT = 16;

export interface Weight {
	what: string;
	slots: number;
	/** Bytes of chunks, and how many of them are buffers of fixed size. */
	chunks: number;
	buffers: number;
	/** All of it in bytes. */
	bytes: number;
}

const weight = (what: string, slots: number, chunks: number, buffers = 0): Weight => ({
	what,
	slots,
	chunks,
	buffers,
	bytes: slots * SLOT + chunks,
});

const start = (engine: string) =>
	new Stack(engine, {
		...{ release: "reference", baud: 230_400, chunk: 32, capacity: 2048 },
		...{ entry: "bench/memory", config: {} },
	});

/** What is made without a provider, */
const alone = ["WFI32", "Doctor"];
/** and what is made beside one. */
const classes = [
	...["WiFi", "TCP", "TLS", "TLSConfiguration", "Listener", "UDP", "Resolver", "MQTTClient", "AccessPoint", "Ping"],
];

/** Each class alone: made in a fresh program with nothing but a provider. */
export async function weighObjects(engine: string): Promise<Weight[]> {
	const weights: Weight[] = [];
	for (const name of [...alone, ...classes]) {
		const { program, close } = opened(engine);
		try {
			if (!alone.includes(name)) program.ask("make WFI32");
			program.clock.advance(1000);
			program.ask("make nothing"); // what the asking itself leaves behind
			const before = program.heap();
			const { buffers } = program.ask(`make ${name}`);
			const after = program.heap();
			const own = name === "WFI32" ? (buffers as number) : 0;
			weights.push(weight(name, after.slots - before.slots, after.chunks - before.chunks, own));
		} finally {
			await close();
		}
	}
	return weights;
}

function opened(engine: string) {
	const stack = start(engine);
	return { stack, program: stack.program, close: () => stack.close() };
}

/** Provider, Wi-Fi, two TCP sockets and MQTT together: joined, connected, subscribed, with data moved each way. */
export async function weighTogether(engine: string): Promise<Weight> {
	const { stack, program, close } = opened(engine);
	try {
		program.ask("make nothing");
		const before = program.heap();
		const { buffers } = program.ask("make WFI32");
		program.ask("make WiFi");
		program.ask("join");
		const is = (name: string, least: number) => Number(program.ask("how")[name]) >= least;
		stack.until(() => is("isAddressed", 1), 30_000);
		program.ask("make TCP");
		program.ask("make TCP");
		stack.until(() => is("connected", 2), 30_000);
		program.ask("make MQTTClient");
		stack.until(() => is("isSubscribed", 1), 30_000);
		stack.peer?.write(new Uint8Array(2000).fill(0x62));
		stack.until(() => is("received", 2), 30_000);
		const after = program.heap();
		return weight("together", after.slots - before.slots, after.chunks - before.chunks, buffers as number);
	} finally {
		await close();
	}
}
