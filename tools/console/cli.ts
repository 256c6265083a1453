/** `npm run console`: AT commands by hand. */
import { join } from "node:path";
import { accessPoint, releaseOf } from "../../host-sim/cli/defaults";
import { Failure } from "../../host-sim/cli/failure";
import { portLine, virtualLine } from "../../host-sim/cli/line";
import { ExitCode, program } from "../../host-sim/cli/program";
import { realWorld } from "../../host-sim/world/real/index";
import { rowLine } from "../wire/print";
import type { Row } from "../wire/row";
import { Console } from "./console";
import { cacheFolder, History } from "./history";
import { type ConsoleOptions, consoleOptions } from "./options";
import { Queue } from "./queue";
import { Session } from "./session";
import { Terminal } from "./terminal";

/** Milliseconds that a module takes to start, at the most. */
const START = 2000;

async function run(options: ConsoleOptions): Promise<number> {
	const { port, baud, profile, release, ssid, password, seed, timeout, transcript, capture } = options;
	const world = realWorld({ accessPoints: [accessPoint(ssid, password)], seed });
	const secrets = [password];
	const source = port ?? `virtual, ${release ? `release ${release}` : profile}`;
	let failure: Failure | undefined;
	let quit = () => {};
	const quitting = new Promise<void>((done) => {
		quit = done;
	});
	const line = port
		? await portLine(port, baud, (lost) => {
				failure = lost;
				quit();
			})
		: virtualLine(world, releaseOf(profile, release), baud);
	const history = new History(options.history ?? join(cacheFolder(), "history"), secrets);
	let explained = options.explain;
	const queue = new Queue();
	const say = (lines: readonly string[]) =>
		terminal.print(terminal.coloured ? lines.map((it) => `\x1b[33m${it}\x1b[0m`) : lines);
	const showPrompt = () => {
		const { expects } = session;
		const wanted =
			expects === Number.POSITIVE_INFINITY ? "data until +++" : `${expects} ${expects === 1 ? "byte" : "bytes"}`;
		terminal.prompt(expects ? `${wanted}> ` : "> ");
	};
	const onRow = (row: Row) => {
		// a person has typed the command and sees it, and needs neither its echo nor the module's prompt
		const known =
			row.kind === "command" ? terminal.interactive && queue.length <= 1 : row.kind === "echo" || row.text === ">";
		if (!known) terminal.print([rowLine(row, { coloured: terminal.coloured, explained })]);
		if (row.expects !== undefined || row.kind === "result") showPrompt();
	};
	const { clock } = world;
	const session: Session = new Session({
		...{ end: line.end, source, baud, secrets, now: () => clock.now(), patience: timeout * 1000 },
		...{ onRow, onNote: (text) => say([text]) },
	});
	// the published firmware takes its time, and says when it is there
	if (!port && releaseOf(profile, release) !== "reference") queue.add(() => session.started(START));
	const console = new Console(session, {
		...{ say, quit },
		explain: (on) => {
			explained = on;
		},
	});
	const terminal: Terminal = new Terminal(
		{ input: process.stdin, output: process.stdout, history: history.lines },
		{
			onLine(text) {
				if (!session.expects) history.add(text.trim());
				queue.add(() => console.run(text)).then(showPrompt);
				showPrompt();
			},
			onInterrupt() {
				if (!queue.length) say(["Ctrl-D or .quit ends it"]);
				queue.clear();
				session.interrupt();
				showPrompt();
			},
			onEnd() {
				// what was typed is done first
				queue.done.then(quit);
			},
		},
	);
	try {
		if (transcript) session.transcript(transcript);
		if (capture) session.capture(capture);
	} catch (error) {
		terminal.close();
		throw new Failure((error as Error).message, "Choose another file.");
	}
	if (terminal.interactive) {
		const place = port ? `module at ${port}` : `virtual WFI32 (${source.slice(9)}), network "${ssid}"`;
		say([`${place}; .help lists what there is, Ctrl-D ends it`]);
	}
	await quitting;
	terminal.close();
	session.close();
	await line.close();
	world.close();
	if (failure) throw failure;
	return session.failures && !terminal.interactive ? ExitCode.failed : ExitCode.ok;
}

program(() => run(consoleOptions(process.argv.slice(2))));
