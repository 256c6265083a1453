/** `npm run module`: the virtual module alone, for a host elsewhere. */
import { redactor } from "../../tools/wire/credentials";
import { Decoder } from "../../tools/wire/decoder";
import { Uart, VirtualModule } from "../module/index";
import { realWorld } from "../world/real/index";
import { attachPty } from "./attach-pty";
import { attachTcp } from "./attach-tcp";
import { openCapture } from "./capture";
import { accessPoint, releaseOf } from "./defaults";
import { Failure } from "./failure";
import { Log } from "./log";
import { type ModuleOptions, moduleOptions } from "./module-options";
import { program } from "./program";

/** Plays the module until interrupted. */
async function play(options: ModuleOptions): Promise<number> {
	const { profile, release, ssid, password, names, certificates, seed, quiet } = options;
	const log = new Log({ out: process.stdout, redact: redactor([password]), quiet });
	const world = realWorld({ accessPoints: [accessPoint(ssid, password)], names, certificates, seed });
	const module = new VirtualModule({ world, release: releaseOf(profile, release) });
	// the other end's speed is not known here: it is taken to follow the module's (AT+IPR)
	const uart = new Uart({ clock: world.clock, module, baud: module.baud });
	const source = `virtual, ${release ? `release ${release}` : profile}`;
	const start = world.clock.now();
	const capture =
		options.capture && openCapture(options.capture, { baud: module.baud, source, secrets: [password], start });
	module.onBaud = (baud) => {
		uart.baud = baud;
		if (capture) capture.speed(baud, world.clock.now());
	};
	const wire = new Decoder((row) => log.row(row), [password]);
	let stop: () => void = () => {};
	let failure: Error | undefined;
	const stopped = new Promise<void>((done) => {
		stop = done;
	});
	process.on("SIGINT", stop).on("SIGTERM", stop);
	const events = {
		onReceive(bytes: Uint8Array) {
			wire.feed("toModule", bytes, world.clock.now());
			if (capture) capture.feed("toModule", bytes, world.clock.now());
			uart.dte.send(bytes);
		},
		onNote: (text: string) => log.line("note", text),
		onLost(error: Error) {
			failure = error;
			stop();
		},
	};
	const attachment = options.tcp
		? await attachTcp(options.tcp, events)
		: await attachPty(options.pty as string, events);
	const { place, send } = attachment;
	uart.dte.onReceive = (bytes) => {
		wire.feed("toHost", bytes, world.clock.now());
		if (capture) capture.feed("toHost", bytes, world.clock.now());
		send(bytes);
	};
	module.powerOn();
	const access = `network "${ssid}", ${password ? "WPA2" : "open"}`;
	log.line(
		"note",
		`virtual WFI32 (${release ? `release ${release}` : profile}) at ${place}; ${access}; Ctrl-C ends it`,
	);
	await stopped;
	const { commands, errors, events: told, overflowed } = module.counters;
	module.powerOff();
	uart.close();
	await attachment.close();
	world.close();
	if (capture) capture.close();
	if (failure) throw new Failure(failure.message);
	log.plain(`\n${commands} commands, ${errors} errors, ${told} events, ${overflowed} bytes lost on the way in`);
	return 0;
}

program(() => play(moduleOptions(process.argv.slice(2))));
