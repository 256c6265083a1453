/** The options of `npm start`. */
import { Command, Option } from "commander";
import type { Planned } from "../faults/index";
import type { Dialect } from "../launch";
import { network, profiles, releaseNames } from "./defaults";
import type { EngineName } from "./engine";
import { UsageFailure } from "./failure";
import { brokerUrl, checkPassword, faultPlan, integer, type Place, place, productId, ssid } from "./option-values";

export interface StartOptions {
	readings?: number;
	engine: EngineName;
	/** The engine was asked for by name. */
	insist: boolean;
	profile: (typeof profiles)[number];
	release?: (typeof releaseNames)[number];
	broker?: URL;
	listen: Place;
	port?: string;
	baud?: number;
	ssid: string;
	password: string;
	id?: string;
	interval: number;
	/** Whose MQTT: the module's own service, or a client over its TCP. */
	mqtt: "module" | "standard";
	dialect: Dialect;
	timeout: number;
	summary?: string;
	seed?: number;
	/** What is to go wrong, and when. */
	faults?: readonly Planned[];
	quiet?: boolean;
	/** A page is wanted: its port, or true. */
	ui?: number | true;
	/** Where to record what goes over the wire. */
	capture?: string;
}

const examples = `
Examples:
  npm start                                          watch it work; Ctrl-C ends it
  npm start -- --readings 3                          end after three readings
  npm start -- --ui                                  the same as a page, with buttons that break things
  npm start -- --profile anycloud --readings 3       the module as its published firmware behaves
  npm start -- --port /dev/ttyUSB0 --ssid home --broker mqtt://192.168.0.10
                                                     the same program with a real module (password: WIFI_PASSWORD)`;

function command(): Command {
	return new Command("npm start --")
		.description("Runs the firmware with the virtual WFI32, a broker and a live view of what happens.")
		.option("--readings <n>", "end after so many readings have reached the broker", integer(1, 1_000_000))
		.addOption(new Option("--engine <name>", "what runs the firmware").choices(["xs", "node"]).default("xs"))
		.addOption(new Option("--profile <name>", "how the virtual module behaves").choices(profiles).default("reference"))
		.addOption(new Option("--release <version>", "a release of its published firmware").choices(releaseNames))
		.option("--broker <url>", "a broker outside, mqtt://host:port, rather than the built-in one", brokerUrl)
		.option("--listen <address:port>", "where the built-in broker listens (default: 127.0.0.1, a free port)", place)
		.option("--port <path>", "a serial port with a real module, or a pseudo-terminal; no virtual module then")
		.option("--baud <n>", "its speed (default: 230400)", integer(300, 4_000_000))
		.option("--ssid <name>", "the network to join", ssid, network.ssid)
		.addOption(
			new Option("--password <text>", "its password; --ssid without one is an open network").env("WIFI_PASSWORD"),
		)
		.option("--id <text>", "the product's name: its topics begin with sensors/<id>", productId)
		.option("--interval <ms>", "between readings", integer(100, 86_400_000), 2000)
		.addOption(
			new Option("--mqtt <whose>", "the module's own service, or ECMA-419's client over its TCP")
				.choices(["module", "standard"])
				.default("module"),
		)
		.addOption(
			new Option("--dialect <name>", "whose embedded:io/serial the firmware sees")
				.choices(["standard", "esp32", "pico", "lin", "mac"])
				.default("esp32"),
		)
		.option("--timeout <s>", "how long to wait for a reading", integer(1, 86_400), 60)
		.option("--summary <file>", "write the summary as JSON")
		.option("--seed <n>", "the same chances each time", integer(1, 2 ** 32))
		.option("--faults <file>", "what is to go wrong, and when, as JSON (host-sim/faults/plan.ts)", faultPlan)
		.option("--ui [port]", "a page for the browser of this machine (default: 4190)", integer(0, 65_535))
		.option("--capture <file>", "record what goes over the wire, for npm run wire")
		.option("--quiet", "no AT traffic")
		.allowExcessArguments(false)
		.showHelpAfterError("(--help lists the options)")
		.addHelpText("after", examples)
		.exitOverride();
}

/**
 * @throws CommanderError for --help and for what is not understood (which it has then said)
 * @throws UsageFailure for options that do not go together
 */
export function startOptions(parameters: readonly string[]): StartOptions {
	const parsed = command().parse(parameters as string[], { from: "user" });
	const given = (name: string) => parsed.getOptionValueSource(name) === "cli";
	const options = parsed.opts<Omit<StartOptions, "password"> & { password?: string }>();
	if (given("baud") && !given("port"))
		throw new UsageFailure("--baud needs --port: the virtual module has the speed of a module after its reset");
	if (given("broker") && given("listen")) throw new UsageFailure("--broker and --listen exclude each other");
	if (given("port") && (given("profile") || given("release")))
		throw new UsageFailure("--profile and --release are the virtual module's; with --port there is none");
	if (given("faults") && given("port"))
		throw new UsageFailure("--faults happen to the virtual module; with --port there is none");
	return {
		...options,
		listen: options.listen ?? place("127.0.0.1"),
		password: checkPassword(options.password ?? (given("ssid") ? "" : network.password)),
		insist: given("engine"),
	};
}
