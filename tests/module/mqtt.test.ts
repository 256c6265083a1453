import { type Bench, type BenchOptions, bench } from "./bench";

function joined(options: BenchOptions = {}): Bench {
	const it = bench(options);
	it.join();
	it.command('AT+MQTTC=1,"192.0.2.10"');
	it.command("AT+MQTTC=2,1883");
	it.command("AT+MQTTC=7,0");
	return it;
}

function connected(options: BenchOptions = {}): Bench {
	const it = joined(options);
	expect(it.command("AT+MQTTCONN=1")).toContain("+MQTTCONN:1");
	return it;
}

describe("reference", () => {
	test("has the defaults of 6.1.3", () => {
		expect(bench().command("AT+MQTTC")).toMatch(
			/^\+MQTTC:1,""\r\n\+MQTTC:2,8883\r\n\+MQTTC:3,"[^"]+"\r\n\+MQTTC:4,""\r\n\+MQTTC:7,1\r\nOK\r\n$/,
		);
	});

	test("connects, and says so in two events", () => {
		const it = joined();
		expect(it.command("AT+MQTTCONN")).toBe("+MQTTCONN:0\r\nOK\r\n");
		expect(it.command("AT+MQTTCONN=1")).toBe("OK\r\n+MQTTCONNACK:0,0\r\n+MQTTCONN:1\r\n");
		expect(it.command("AT+MQTTCONN")).toBe("+MQTTCONN:1\r\nOK\r\n");
		expect(it.command("AT+MQTTCONN=1")).toBe("ERROR:47\r\n");
		expect(it.module.state.mqtt.state).toBe("connected");
	});

	test("presents itself with its client ID and user name", () => {
		const it = joined();
		it.command('AT+MQTTC=3,"sensor 7"');
		it.command('AT+MQTTC=4,"me"');
		it.command("AT+MQTTCONN=1");
		expect(it.world.broker.sessions).toMatchObject([{ clientId: "sensor 7", username: "me" }]);
	});

	test("finds its broker by name", () => {
		const it = joined({ names: { "broker.example": "192.0.2.10" } });
		it.command('AT+MQTTC=1,"broker.example"');
		expect(it.command("AT+MQTTCONN=1")).toContain("+MQTTCONN:1");
	});

	test.each([
		["a name nobody knows", 'AT+MQTTC=1,"nowhere.example"'],
		["a port nobody listens on", "AT+MQTTC=2,1884"],
		["TLS with a broker that has none", "AT+MQTTC=7,1"],
	])("says that it is not connected with %s", (_what, line) => {
		const it = joined();
		it.command(line);
		expect(it.command("AT+MQTTCONN=1", 15_000)).toBe("OK\r\n+MQTTCONN:0\r\n");
		expect(it.module.state.mqtt.state).toBe("off");
	});

	test("tells the return code of a broker that refuses", () => {
		const it = joined();
		it.world.broker.authorise = ({ username }) => (username === "me" ? 0 : 5);
		expect(it.command("AT+MQTTCONN=1")).toBe("OK\r\n+MQTTCONNACK:0,5\r\n+MQTTCONN:0\r\n");
	});

	test("gives up on a broker that does not answer", () => {
		const it = joined();
		it.world.broker.silent = true;
		expect(it.command("AT+MQTTCONN=1", 9_000)).toBe("OK\r\n");
		expect(it.after(2_000)).toBe("+MQTTCONN:0\r\n");
	});

	test("needs a broker, and a link", () => {
		const it = bench();
		expect(it.command("AT+MQTTCONN=1")).toBe("ERROR:9\r\n");
		it.join();
		expect(it.command("AT+MQTTCONN=1")).toBe("ERROR:47\r\n");
	});

	test("subscribes and is given messages, lengths before contents", () => {
		const it = connected();
		expect(it.command('AT+MQTTSUB="home/+/temperature",1')).toBe("OK\r\n+MQTTSUB:0\r\n");
		it.world.broker.publish("home/kitchen/temperature", "21.5");
		it.world.broker.publish("home/kitchen/humidity", "40");
		expect(it.after(100)).toBe('+MQTTPUB:24,"home/kitchen/temperature",4,"21.5"\r\n');
	});

	test("a message that cannot be quoted comes in hexadecimal, its length in bytes", () => {
		const it = connected();
		it.command('AT+MQTTSUB="#",0');
		it.world.broker.publish("status", '{"a":"b"}');
		expect(it.after(100)).toBe('+MQTTPUB:6,"status",9,[7B2261223A2262227D]\r\n');
		it.world.broker.publish("empty", "");
		expect(it.after(100)).toBe('+MQTTPUB:5,"empty",0,""\r\n');
	});

	test("retained messages come after subscribing", () => {
		const it = connected();
		it.world.broker.publish("config", "on", { retain: true });
		expect(it.command('AT+MQTTSUB="config"')).toContain('+MQTTPUB:6,"config",2,"on"\r\n');
	});

	test("unsubscribing ends it", () => {
		const it = connected();
		it.command('AT+MQTTSUB="a",0');
		expect(it.command('AT+MQTTUNSUB="a"')).toBe("OK\r\n+MQTTUNSUB:1\r\n");
		it.world.broker.publish("a", "b");
		expect(it.after(100)).toBe("");
		expect(it.module.state.mqtt.subscriptions).toEqual([]);
	});

	test.each([
		[0, "OK\r\n"],
		[1, "OK\r\n+MQTTPUBACC\r\n"],
		[2, "OK\r\n+MQTTPUBCOMP\r\n"],
	])("publishes with QoS %i", (qos, said) => {
		const it = connected();
		expect(it.command(`AT+MQTTPUB=0,${qos},1,"Topic/name","123456"`)).toBe(said);
		expect(it.world.broker.published).toMatchObject([{ topic: "Topic/name", text: "123456", qos, retain: true }]);
		expect(it.world.broker.retained("Topic/name")).toBeDefined();
	});

	test("publishes any bytes", () => {
		const it = connected();
		it.command('AT+MQTTPUB=0,0,0,"b",[00FF0A]');
		expect([...it.world.broker.published[0]!.payload]).toEqual([0, 255, 10]);
	});

	test("a request without an answer fails in time", () => {
		const it = connected();
		it.world.broker.silent = true;
		expect(it.command('AT+MQTTPUB=0,1,0,"a","b"', 9000)).toBe("OK\r\n");
		expect(it.after(2000)).toBe("+MQTTPUBERR\r\n");
		expect(it.command('AT+MQTTSUB="a"', 11_000)).toBe("OK\r\n+MQTTSUB:1\r\n");
		expect(it.command('AT+MQTTUNSUB="a"', 11_000)).toBe("OK\r\n+MQTTUNSUB:0\r\n");
	});

	test.each(['AT+MQTTSUB="a/#/b",0', 'AT+MQTTSUB="",0', 'AT+MQTTPUB=0,0,0,"a/+","b"', 'AT+MQTTPUB=0,0,2,"a","b"'])(
		"%s is refused",
		(line) => {
			expect(connected().command(line)).toBe("ERROR:4\r\n");
		},
	);

	test("disconnects", () => {
		const it = connected();
		expect(it.command("AT+MQTTDISCONN")).toBe("OK\r\n+MQTTCONN:0\r\n");
		expect(it.world.broker.sessions).toEqual([]);
		expect(it.command("AT+MQTTDISCONN")).toBe("ERROR:47\r\n");
		expect(it.command('AT+MQTTPUB=0,0,0,"a","b"')).toBe("ERROR:47\r\n");
	});

	test("a reason code may be given", () => {
		expect(connected().command("AT+MQTTDISCONN=4")).toContain("+MQTTCONN:0");
	});

	test("tells that the broker, or the link, is lost, and stays disconnected", () => {
		const it = connected();
		it.world.broker.takeDown();
		expect(it.after(0)).toBe("+MQTTCONN:0\r\n");
		it.world.broker.bringUp();
		expect(it.after(60_000)).toBe("");
		it.command("AT+MQTTCONN=1");
		it.world.radio.accessPoints[0]!.kick();
		expect(it.after(0)).toContain("+MQTTCONN:0\r\n");
	});

	test("notices a broker that fell silent when its keep-alive time is over", () => {
		const it = connected();
		it.world.broker.silent = true;
		expect(it.after(89_000)).toBe("");
		expect(it.after(2_000)).toBe("+MQTTCONN:0\r\n");
		const other = connected();
		other.world.broker.silent = true;
		other.after(60_000);
		other.world.broker.silent = false;
		expect(other.after(600_000)).toBe("");
	});

	test("verifies the broker by the CA of configuration 1", () => {
		const tls = { authority: "the right one" };
		const options = {
			broker: { address: "192.0.2.10", port: 8883, tls },
			certificates: { good: "the right one", bad: "another" },
		};
		for (const [name, state] of [
			["good", 1],
			["bad", 0],
			["missing", 0],
		] as const) {
			const it = joined(options);
			it.command("AT+MQTTC=2,8883");
			it.command("AT+MQTTC=7,1");
			it.command(`AT+TLSC=1,1,"${name}"`);
			expect(it.command("AT+MQTTCONN=1")).toContain(`+MQTTCONN:${state}`);
		}
	});
});

describe("the firmware", () => {
	const release = "anycloud";

	test("prints quotes in a message as they are", () => {
		const it = connected({ release });
		it.command('AT+MQTTSUB="#",0');
		it.world.broker.publish("status", '{"a":"b"}');
		expect(it.after(100)).toBe('\r+MQTTPUB:6,"status",9,"{"a":"b"}"\r\n');
	});

	test("takes one request at a time", () => {
		const it = connected({ release });
		it.world.broker.silent = true;
		expect(it.command('AT+MQTTPUB=0,1,0,"a","b"')).toBe("OK\r\n");
		expect(it.command('AT+MQTTPUB=0,1,0,"a","b"')).toContain("ERROR:47");
		expect(it.command('AT+MQTTSUB="a",0')).toContain("ERROR:47");
		expect(it.after(11_000)).toContain("+MQTTPUBERR");
		it.world.broker.silent = false;
		expect(it.command('AT+MQTTPUB=0,1,0,"a","b"')).toBe("OK\r\n\r+MQTTPUBACC\r\n");
	});

	test("takes four subscriptions; the fifth is never heard of", () => {
		const it = connected({ release });
		for (const topic of ["a", "b", "c", "d"]) {
			expect(it.command(`AT+MQTTSUB="${topic}",0`)).toContain("+MQTTSUB:0");
		}
		expect(it.command('AT+MQTTSUB="e",0', 60_000)).toBe("OK\r\n");
		it.world.broker.publish("e", "x");
		expect(it.after(100)).toBe("");
		expect(it.command('AT+MQTTSUB="a",1')).toContain("+MQTTSUB:0");
	});

	test("tells QoS 2 as it tells QoS 1", () => {
		expect(connected({ release }).command('AT+MQTTPUB=0,2,0,"a","b"')).toBe("OK\r\n\r+MQTTPUBACC\r\n");
	});

	test("connects again by itself, its subscriptions forgotten", () => {
		const it = connected({ release });
		it.command('AT+MQTTSUB="a",0');
		it.world.broker.dropSessions();
		expect(it.after(0)).toBe("\r+MQTTCONN:0\r\n");
		expect(it.after(10_000)).toBe("\r+MQTTCONNACK:0,0\r\n\r+MQTTCONN:1\r\n");
		it.world.broker.publish("a", "b");
		expect(it.after(100)).toBe("");
	});

	test("keeps its password to itself", () => {
		const it = joined({ release });
		let given: string | undefined = "none yet";
		it.world.broker.authorise = ({ password }) => {
			given = password;
			return 0;
		};
		expect(it.command('AT+MQTTC=5,"swordfish1"')).toBe("OK\r\n");
		it.command("AT+MQTTCONN=1");
		expect(given).toBeUndefined();
	});

	test("tells a failure as 1,1", () => {
		const it = joined({ release });
		it.world.broker.takeDown();
		expect(it.command("AT+MQTTCONN=1", 1000)).toBe("OK\r\n\r+MQTTCONNACK:1,1\r\n\r+MQTTCONN:0\r\n");
	});

	test.each([
		['AT+MQTTSUB="a"', 5],
		["AT+MQTTDISCONN=1", 5],
		[`AT+MQTTC=1,"${"x".repeat(65)}"`, 7],
		[`AT+MQTTC=3,"${"x".repeat(24)}"`, 7],
		[`AT+MQTTSUB="${"x".repeat(129)}",0`, 4],
	])("%s is refused", (line, code) => {
		expect(connected({ release }).command(line)).toContain(`ERROR:${code}`);
	});

	test("trusts a broker by a certificate loaded at run time", () => {
		const options = { release, broker: { address: "192.0.2.10", port: 8883, tls: { authority: "-----PEM" } } } as const;
		for (const [certificate, state] of [
			["-----PEM", 1],
			["-----XXX", 0],
		] as const) {
			const it = joined(options);
			it.command("AT+MQTTC=2,8883");
			it.command("AT+MQTTC=7,1");
			expect(it.command(`AT+LOADCERT=${certificate.length},"mine"`)).toBe("#");
			it.send(certificate);
			expect(it.after(200)).toBe("+LOADCERT:0\r\n");
			expect(it.command("AT+MQTTCONN=1", 2000)).toContain(`+MQTTCONN:${state}`);
		}
	});
});
