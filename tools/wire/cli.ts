/** `npm run wire`: a capture, decoded; as a picture of the line; as a transcript. */
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { basename } from "node:path";
import { Command } from "commander";
import { Failure } from "../../host-sim/cli/failure";
import { ExitCode, program } from "../../host-sim/cli/program";
import { Progress } from "../progress";
import { type Capture, readCapture } from "./capture";
import { rowsOf, transcriptOf } from "./of-capture";
import { rowLine } from "./print";
import { vcdOf } from "./vcd";

interface Options {
	vcd?: string;
	transcript?: string;
	title?: string;
	json?: boolean;
	quiet?: boolean;
}

const examples = `
Examples:
  npm start -- --capture run.wire --readings 3        records what goes over the wire
  npm run wire -- run.wire                            shows it, decoded
  npm run wire -- run.wire --vcd run.vcd              and makes a file for PulseView or GTKWave`;

function parse(parameters: readonly string[]): { file: string; options: Options } {
	const parsed = new Command("npm run wire --")
		.description("Shows a capture of the wire, decoded: when, which way, what, where the reference describes it.")
		.argument("<file>", "made by npm start, npm run module or npm run console with --capture")
		.option("--vcd <file>", "write both lines' levels as a value change dump, for PulseView or GTKWave")
		.option("--transcript <file>", "write a transcript that tests/transcripts can play")
		.option("--title <text>", "what the transcript shows")
		.option("--json", "print the rows as JSON, one a line")
		.option("--quiet", "print nothing")
		.showHelpAfterError("(--help lists the options)")
		.addHelpText("after", examples)
		.exitOverride()
		.parse(parameters as string[], { from: "user" });
	return { file: parsed.args[0], options: parsed.opts<Options>() };
}

function read(file: string): Capture {
	try {
		return readCapture(readFileSync(file, "utf8"));
	} catch (error) {
		throw new Failure(`${file}: ${(error as Error).message}`, "--capture of npm start makes such files.");
	}
}

function writeVcd(file: string, capture: Capture): void {
	const progress = new Progress(`writing ${file}`);
	const descriptor = openSync(file, "w");
	try {
		let gathered = "";
		for (const piece of vcdOf(capture)) {
			gathered += piece;
			if (gathered.length < 1 << 16) continue;
			writeSync(descriptor, gathered);
			gathered = "";
			progress.step();
		}
		writeSync(descriptor, gathered);
	} finally {
		closeSync(descriptor);
		progress.end();
	}
}

function show(file: string, { vcd, transcript, title, json, quiet }: Options): number {
	const capture = read(file);
	const { isTTY, columns } = process.stdout;
	const coloured = isTTY === true && !process.env.NO_COLOR;
	if (!quiet) {
		const lines = rowsOf(capture).map((row) =>
			json ? JSON.stringify(row) : rowLine(row, { coloured, columns: isTTY ? columns : undefined }),
		);
		process.stdout.write(lines.map((it) => `${it}\n`).join(""));
	}
	try {
		if (vcd) writeVcd(vcd, capture);
		if (transcript) writeFileSync(transcript, transcriptOf(capture, basename(file), title));
	} catch (error) {
		throw new Failure((error as Error).message);
	}
	return ExitCode.ok;
}

program(async () => {
	const { file, options } = parse(process.argv.slice(2));
	return show(file, options);
});
