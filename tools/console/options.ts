/** The options of `npm run console`. */
import { Command, Option } from "commander";
import { network, profiles, releaseNames } from "../../host-sim/cli/defaults";
import { UsageFailure } from "../../host-sim/cli/failure";
import { checkPassword, integer, ssid } from "../../host-sim/cli/option-values";

export interface ConsoleOptions {
	port?: string;
	baud: number;
	profile: (typeof profiles)[number];
	release?: (typeof releaseNames)[number];
	ssid: string;
	password: string;
	timeout: number;
	transcript?: string;
	capture?: string;
	history?: string;
	explain: boolean;
	seed?: number;
}

const examples = `
Examples:
  npm run console                                       a virtual module
  npm run console -- --profile anycloud                 as its published firmware behaves
  npm run console -- --port /dev/ttyUSB0                a real one
  printf 'ATE0\\nAT+GMR\\n' | npm run console            commands from a pipe; fails if one of them does`;

/**
 * @throws CommanderError for --help and for what is not understood (which it has then said)
 * @throws UsageFailure for options that do not go together
 */
export function consoleOptions(parameters: readonly string[]): ConsoleOptions {
	const parsed = new Command("npm run console --")
		.description("AT commands by hand, with completion, help and meanings, to a virtual module or a real one.")
		.option("--port <path>", "a serial port with a real module, or a pseudo-terminal; no virtual module then")
		.option("--baud <n>", "its speed", integer(300, 4_000_000), 230_400)
		.addOption(new Option("--profile <name>", "how the virtual module behaves").choices(profiles).default("reference"))
		.addOption(new Option("--release <version>", "a release of its published firmware").choices(releaseNames))
		.option("--ssid <name>", "the network in range of the virtual module", ssid, network.ssid)
		.addOption(
			new Option("--password <text>", "its password; --ssid without one is an open network").env("WIFI_PASSWORD"),
		)
		.option("--timeout <s>", "how long to wait for a command's result", integer(1, 3600), 15)
		.option("--transcript <file>", "record a transcript that tests/transcripts can play")
		.option("--capture <file>", "record what goes over the wire, for npm run wire")
		.option("--history <file>", "where lines typed are kept (default: the user's cache folder)")
		.option("--no-explain", "without what lines mean")
		.option("--seed <n>", "the same chances each time", integer(1, 2 ** 32))
		.allowExcessArguments(false)
		.showHelpAfterError("(--help lists the options)")
		.addHelpText("after", examples)
		.exitOverride()
		.parse(parameters as string[], { from: "user" });
	const given = (name: string) => parsed.getOptionValueSource(name) === "cli";
	const options = parsed.opts<Omit<ConsoleOptions, "password"> & { password?: string }>();
	if (given("port") && (given("profile") || given("release") || given("ssid") || given("seed")))
		throw new UsageFailure(
			"--profile, --release, --ssid and --seed are the virtual module's; with --port there is none",
		);
	if (given("baud") && !given("port"))
		throw new UsageFailure("--baud needs --port: the virtual module has the speed of a module after its reset");
	return { ...options, password: checkPassword(options.password ?? (given("ssid") ? "" : network.password)) };
}
