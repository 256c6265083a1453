import { moduleOptions } from "../../host-sim/cli/module-options";
import { startOptions } from "../../host-sim/cli/start-options";

let said = "";

beforeEach(() => {
	said = "";
	delete process.env.WIFI_PASSWORD;
	for (const stream of [process.stderr, process.stdout]) {
		jest.spyOn(stream, "write").mockImplementation((text) => {
			said += text;
			return true;
		});
	}
});

afterEach(() => jest.restoreAllMocks());

test("without options: the virtual module by the reference, on XS, with a network of its own", () => {
	const options = startOptions([]);
	expect(options).toMatchObject({ engine: "xs", insist: false, profile: "reference", interval: 2000, timeout: 60 });
	expect(options.ssid).toBe("workshop");
	expect(options.password.length).toBeGreaterThanOrEqual(8);
	expect(options.listen).toEqual({ address: "127.0.0.1", port: 0 });
});

test("a network given without a password is an open one", () => {
	expect(startOptions(["--ssid", "cafe"])).toMatchObject({ ssid: "cafe", password: "" });
	expect(moduleOptions(["--tcp", "1", "--ssid", "cafe"])).toMatchObject({ ssid: "cafe", password: "" });
});

test("the password may come from the environment, where ps does not show it", () => {
	process.env.WIFI_PASSWORD = "from the environment";
	expect(startOptions(["--ssid", "home"]).password).toBe("from the environment");
	expect(startOptions(["--ssid", "home", "--password", "from the line"]).password).toBe("from the line");
});

test.each([
	["1883", { address: "127.0.0.1", port: 1883 }],
	["0.0.0.0", { address: "0.0.0.0", port: 0 }],
	["192.0.2.1:1884", { address: "192.0.2.1", port: 1884 }],
])("--listen %s", (text, expected) => {
	expect(startOptions(["--listen", text]).listen).toEqual(expected);
});

test.each([
	["--listen", "localhost:1"],
	["--listen", "1.2.3.4:"],
	["--listen", ":1883"],
	["--listen", "65536"],
	["--readings", "0"],
	["--readings", "3x"],
	["--interval", "99"],
	["--engine", "v8"],
	["--profile", "other"],
	["--release", "0.3.2"],
	["--broker", "192.0.2.1"],
	["--broker", "http://192.0.2.1"],
	["--broker", "mqtts://192.0.2.1"],
	["--broker", "mqtt://user:word@192.0.2.1"],
	["--ssid", ""],
	["--ssid", "ß".repeat(17)],
	["--id", "a/b"],
	["--id", "x".repeat(24)],
	["--unknown"],
	["surplus"],
])("refused with a message: %s %s", (...parameters) => {
	expect(() => startOptions(parameters)).toThrow(expect.objectContaining({ name: "CommanderError", exitCode: 1 }));
	expect(said).toContain("--help lists the options");
});

test.each(["secret7", "größer als sieben", "x".repeat(65)])(
	"a password that cannot be one is not repeated: %s",
	(password) => {
		let message = "";
		try {
			startOptions(["--password", password]);
		} catch (error) {
			message = (error as Error).message;
		}
		expect(message).toContain("password must have");
		expect(message + said).not.toContain(password);
	},
);

test.each([
	[["--baud", "9600"], "--baud needs --port"],
	[["--port", "/dev/x", "--profile", "anycloud"], "virtual module's"],
	[["--port", "/dev/x", "--release", "1.0.1"], "virtual module's"],
	[["--broker", "mqtt://x", "--listen", "1"], "exclude each other"],
])("options that do not go together: %j", (parameters, message) => {
	expect(() => startOptions(parameters)).toThrow(message);
});

test("the module needs one place for its UART", () => {
	expect(() => moduleOptions([])).toThrow("--tcp or --pty");
	expect(() => moduleOptions(["--tcp", "1", "--pty", "x"])).toThrow("--tcp or --pty");
});

test("pings: several, of both families, and nothing else", () => {
	const { pings } = moduleOptions(["--tcp", "1", "--pings", "192.0.2.1=12", "--pings", "2001:db8::1=0"]);
	expect(pings).toEqual({ "192.0.2.1": 12, "2001:db8::1": 0 });
	expect(moduleOptions(["--tcp", "1"]).pings).toEqual({});
	for (const wrong of ["host=1", "192.0.2.1", "192.0.2.1=", "192.0.2.1=x", "192.0.2.1=-1"])
		expect(() => moduleOptions(["--tcp", "1", "--pings", wrong])).toThrow("--pings");
});

test("names: several, of both families", () => {
	const { names } = moduleOptions(["--tcp", "1", "--names", "a=192.0.2.1,2001:db8::1", "--names", "b=192.0.2.2"]);
	expect(names).toEqual({ a: ["192.0.2.1", "2001:db8::1"], b: ["192.0.2.2"] });
});

test.each(["a=", "=1.2.3.4", "a=nowhere", "/no/such/file"])("names that are none: %s", (entry) => {
	expect(() => moduleOptions(["--tcp", "1", "--names", entry])).toThrow(expect.objectContaining({ exitCode: 1 }));
});

test("--help shows every option and examples", () => {
	expect(() => startOptions(["--help"])).toThrow(expect.objectContaining({ exitCode: 0 }));
	expect(said).toContain("--readings <n>");
	expect(said).toContain("Examples:");
	expect(said).not.toContain("correct horse");
});
