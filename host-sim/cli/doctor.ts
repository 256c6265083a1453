/** `npm run doctor`: why a module on a serial port does not answer, or how well it does. Ends with what it found as its code. */
import { Command } from "commander";
import type { Grade, Outcome } from "wfi32/doctor";
import { launchNode } from "../node/firmware";
import { realWorld } from "../world/real/index";
import { baud } from "./defaults";
import { Failure } from "./failure";
import { portLine, tapped } from "./line";
import { integer } from "./option-values";
import { program } from "./program";

interface Options {
	port: string;
	baud: number;
	turns: number;
	traffic?: boolean;
}

interface Message {
	grade?: Grade;
	text?: string;
	advice?: string;
	outcome?: Outcome;
}

/** 1 is for a port that cannot be opened, 2 for options that make no sense. */
const codes: Record<Outcome, number> = { good: 0, closed: 1, silent: 3, trouble: 4 };
const signs: Record<Grade, string> = { good: "good", note: "    ", warning: "look", bad: "BAD " };
const verdicts: Record<Outcome, string> = {
	good: "All is well: npm start -- --port … runs the product with it.",
	trouble: "The module answers, but not as it should.",
	silent: "Nothing answers.",
	closed: "The port cannot be used.",
};

function optionsOf(args: string[]): Options {
	return new Command("npm run doctor --")
		.description("Looks at a module on a serial port: speed, echo, who it is, and whether all it says arrives.")
		.requiredOption("--port <path>", "the serial port, e.g. /dev/ttyUSB0")
		.option("--baud <n>", "the speed that is looked at first", integer(1, 5_000_000), baud)
		.option("--turns <n>", "questions of the link test", integer(0, 10_000), 100)
		.option("--traffic", "show what goes over the wire")
		.addHelpText(
			"after",
			"\nExit codes: 0 all is well, 1 no such port, 3 nothing answers, 4 it answers, but not as it should.",
		)
		.exitOverride()
		.parse(args, { from: "user" })
		.opts<Options>();
}

async function examine({ port, baud, turns, traffic }: Options): Promise<number> {
	let fail: (failure: Failure) => void = () => {};
	const lost = new Promise<Outcome>((_, reject) => {
		fail = reject;
	});
	const line = await portLine(port, baud, (failure) => fail(failure));
	const show = (direction: "toModule" | "toHost", bytes: Uint8Array) =>
		console.log(
			`     ${direction === "toModule" ? "→" : "←"} ${JSON.stringify(Buffer.from(bytes).toString("latin1"))}`,
		);
	const end = traffic ? tapped(line.end, show) : line.end;
	let settle: (outcome: Outcome) => void = () => {};
	const done = new Promise<Outcome>((it) => {
		settle = it;
	});
	const firmware = launchNode({
		entry: "host/doctor",
		clock: realWorld({ accessPoints: [] }).clock,
		ports: { 0: { end, onOpen: (speed) => line.opened(speed) } },
		config: { serial: { port: 0, baud }, turns },
		onMessage(text) {
			const { grade, text: sentence, advice, outcome } = JSON.parse(text) as Message;
			if (grade) console.log(`${signs[grade]} ${sentence}${advice ? `\n     ${advice}` : ""}`);
			if (outcome) settle(outcome);
		},
		onExit: (error) => error && fail(new Failure(error.message)),
	});
	try {
		const outcome = await Promise.race([done, lost]);
		console.log(`\n${verdicts[outcome]}`);
		return codes[outcome];
	} finally {
		await firmware.close();
		await line.close();
	}
}

program(() => examine(optionsOf(process.argv.slice(2))));
