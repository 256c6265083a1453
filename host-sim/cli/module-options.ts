/** The options of `npm run module`. */
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { Command, InvalidArgumentError, Option } from "commander";
import { network, profiles, releaseNames } from "./defaults";
import { UsageFailure } from "./failure";
import { checkPassword, integer, type Place, place, ssid } from "./option-values";

export interface ModuleOptions {
	tcp?: Place;
	pty?: string;
	profile: (typeof profiles)[number];
	release?: (typeof releaseNames)[number];
	ssid: string;
	password: string;
	certificates?: string;
	names: Record<string, string[]>;
	pings: Record<string, number>;
	seed?: number;
	quiet?: boolean;
	/** A page is wanted: its port, or true. */
	ui?: number | true;
	/** Where to record what goes over the wire. */
	capture?: string;
}

type Names = ModuleOptions["names"];

function add(names: Names, name: string, addresses: string[], where: string): void {
	const wrong = addresses.find((it) => !isIP(it));
	if (!name || wrong !== undefined || !addresses.length)
		throw new InvalidArgumentError(`${where}: ${wrong ?? "nothing"} is not an IP address.`);
	names[name] = [...(names[name] ?? []), ...addresses];
}

/** Lines as in /etc/hosts: an address, its names, and perhaps a comment. */
function addFile(names: Names, path: string): void {
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch (error) {
		throw new InvalidArgumentError(`${(error as Error).message}.`);
	}
	for (const [index, line] of text.split("\n").entries()) {
		const [address, ...aliases] = line.replace(/#.*/, "").trim().split(/\s+/);
		if (address) for (const name of aliases) add(names, name, [address], `${path}, line ${index + 1}`);
	}
}

function namesFrom(text: string, names: Names = {}): Names {
	const [name, addresses] = text.split("=", 2);
	if (addresses === undefined) addFile(names, text);
	else add(names, name, addresses.split(","), text);
	return names;
}

function pingsFrom(text: string, pings: ModuleOptions["pings"] = {}): ModuleOptions["pings"] {
	const [address, time = ""] = text.split("=", 2);
	if (!isIP(address) || !/^\d{1,5}$/.test(time))
		throw new InvalidArgumentError("It must be an IP address, = and the milliseconds of its round trip.");
	return { ...pings, [address]: Number(time) };
}

const examples = `
Examples:
  npm run module -- --tcp 7032            then, elsewhere: nc 127.0.0.1 7032, and type AT
  npm run module -- --pty /tmp/wfi32      then, elsewhere: npm start -- --port /tmp/wfi32`;

/**
 * @throws CommanderError for --help and for what is not understood (which it has then said)
 * @throws UsageFailure for options that do not go together
 */
export function moduleOptions(parameters: readonly string[]): ModuleOptions {
	const parsed = new Command("npm run module --")
		.description("The virtual WFI32 alone, its UART on a TCP port or a pseudo-terminal for a host of yours.")
		.option("--tcp <address:port>", "its UART is this TCP port (address: 127.0.0.1 unless given)", place)
		.option("--pty <path>", "its UART is a pseudo-terminal, with a link to it at this path")
		.addOption(new Option("--profile <name>", "how it behaves").choices(profiles).default("reference"))
		.addOption(new Option("--release <version>", "a release of its published firmware").choices(releaseNames))
		.option("--ssid <name>", "the network in range", ssid, network.ssid)
		.addOption(
			new Option("--password <text>", "its password; --ssid without one is an open network").env("WIFI_PASSWORD"),
		)
		.option("--certificates <folder>", "certificates and keys by name: <name>, .pem, .crt, .key or .der")
		.option("--names <entry>", "name=address[,address], or a file like /etc/hosts; may be repeated", namesFrom)
		.option("--pings <entry>", "address=milliseconds: who answers a ping, and when; may be repeated", pingsFrom)
		.option("--seed <n>", "the same chances each time", integer(1, 2 ** 32))
		.option("--ui [port]", "a page for the browser of this machine (default: 4190)", integer(0, 65_535))
		.option("--capture <file>", "record what goes over the wire, for npm run wire")
		.option("--quiet", "no AT traffic")
		.allowExcessArguments(false)
		.showHelpAfterError("(--help lists the options)")
		.addHelpText("after", examples)
		.exitOverride()
		.parse(parameters as string[], { from: "user" });
	const given = (name: string) => parsed.getOptionValueSource(name) === "cli";
	const options = parsed.opts<Omit<ModuleOptions, "password"> & { password?: string }>();
	if (given("tcp") === given("pty"))
		throw new UsageFailure("where is its UART? Give --tcp or --pty", "(--help has examples)");
	const password = checkPassword(options.password ?? (given("ssid") ? "" : network.password));
	return { ...options, names: options.names ?? {}, pings: options.pings ?? {}, password };
}
