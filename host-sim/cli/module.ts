/** `npm run module`: the virtual module alone, for a host elsewhere. */
import { redactor } from "../../tools/wire/credentials";
import { Decoder } from "../../tools/wire/decoder";
import { FaultyWire } from "../faults/index";
import { Uart, VirtualModule } from "../module/index";
import { realWorld } from "../world/real/index";
import { attachPty } from "./attach-pty";
import { attachTcp } from "./attach-tcp";
import { openCapture } from "./capture";
import { accessPoint, releaseOf } from "./defaults";
import { Failure } from "./failure";
import { Log } from "./log";
import { type ModuleOptions, moduleOptions } from "./module-options";
import { openPage } from "./page";
import { program } from "./program";

/** Plays the module until interrupted. */
async function play(options: ModuleOptions): Promise<number> {
	const { profile, release, ssid, password, names, pings, certificates, seed, quiet, ui } = options;
	const redact = redactor([password]);
	const log = new Log({ out: process.stdout, redact, quiet });
	const world = realWorld({ accessPoints: [accessPoint(ssid, password)], names, pings, certificates, seed });
	const { clock } = world;
	const module = new VirtualModule({ world, release: releaseOf(profile, release) });
	const faulty = new FaultyWire(module, clock);
	// the other end's speed is not known here: it is taken to follow the module's (AT+IPR)
	const uart = new Uart({ clock, module: faulty.device, baud: module.baud });
	const end = faulty.host(uart.dte);
	const source = `virtual, ${release ? `release ${release}` : profile}`;
	const start = clock.now();
	const capture =
		options.capture && openCapture(options.capture, { baud: module.baud, source, secrets: [password], start });
	module.onBaud = (baud) => {
		uart.baud = baud;
		if (capture) capture.speed(baud, clock.now());
	};
	const page = ui === undefined ? undefined : await openPage({ ui, log, now: () => clock.now(), redact });
	const wire = new Decoder(
		(row) => {
			log.row(row);
			page?.row(row);
		},
		[password],
	);
	const passed = (direction: "toModule" | "toHost", bytes: Uint8Array) => {
		wire.feed(direction, bytes, clock.now());
		if (capture) capture.feed(direction, bytes, clock.now());
		page?.passed(direction, bytes);
	};
	let stop: () => void = () => {};
	let failure: Error | undefined;
	const stopped = new Promise<void>((done) => {
		stop = done;
	});
	process.on("SIGINT", stop).on("SIGTERM", stop);
	const events = {
		onReceive(bytes: Uint8Array) {
			passed("toModule", bytes);
			end.send(bytes);
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
	end.onReceive = (bytes) => {
		passed("toHost", bytes);
		send(bytes);
	};
	module.powerOn();
	const access = `network "${ssid}", ${password ? "WPA2" : "open"}`;
	const title = `virtual WFI32 (${release ? `release ${release}` : profile}) at ${place}; ${access}`;
	log.line("note", `${title}; Ctrl-C ends it`);
	const random = () => world.random();
	const surroundings = { clock, wire: faulty, uart, module, random, accessPoint: world.radio.accessPoints[0] };
	page?.watch({ title, module, surroundings, why: { driver: "elsewhere: the host's own", module: "" } });
	await stopped;
	const { commands, errors, events: told, overflowed } = module.counters;
	await page?.close();
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
