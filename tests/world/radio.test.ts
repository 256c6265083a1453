import { memoryWorld } from "../../host-sim/world/memory/index";
import type { JoinRequest, SoftAccessPointEvents } from "../../host-sim/world/radio";
import { seededRandom } from "../../host-sim/world/random";

const access = { ssid: "net", bssid: "00:00:00:00:00:01", channel: 3, security: "wpa2", password: "password" } as const;

function station(world: ReturnType<typeof memoryWorld>, changes: Partial<JoinRequest> = {}) {
	const heard: string[] = [];
	const link = world.radio.join(
		{ ssid: Buffer.from("net"), mac: "00:00:00:00:00:02", securities: ["wpa2"], password: "password", ...changes },
		{
			onUp: ({ bssid }) => heard.push(`up ${bssid}`),
			onAddress: (address) => heard.push(address),
			onFailed: (reason) => heard.push(reason),
			onDown: () => heard.push("down"),
		},
	);
	return { heard, link };
}

test("association comes first, the address later", () => {
	const world = memoryWorld({ accessPoints: [{ ...access, joinDelay: 30, dhcp: { address: "10.0.0.2", delay: 40 } }] });
	const { heard } = station(world);
	world.clock.advance(30);
	expect(heard).toEqual([`up ${access.bssid}`]);
	world.clock.advance(40);
	expect(heard).toEqual([`up ${access.bssid}`, "10.0.0.2"]);
	expect(world.radio.accessPoints[0]!.stations).toEqual(["00:00:00:00:00:02"]);
});

test("an access point that changes under way is met as it is then", () => {
	const world = memoryWorld({ accessPoints: [access] });
	const { heard } = station(world);
	world.clock.advance(100);
	world.radio.accessPoints[0]!.set({ password: "changed!" });
	world.clock.advance(1000);
	expect(heard).toEqual(["password"]);
});

test("what only changes how it is heard does not end a link; anything else does", () => {
	const world = memoryWorld({ accessPoints: [access] });
	const { heard } = station(world);
	world.clock.advance(1000);
	const accessPoint = world.radio.accessPoints[0]!;
	accessPoint.set({ rssi: -80, hidden: true });
	expect(heard).not.toContain("down");
	accessPoint.set({ channel: 9 });
	expect(heard.at(-1)).toBe("down");
});

test("who left hears nothing more", () => {
	const world = memoryWorld({ accessPoints: [access] });
	const early = station(world);
	early.link.leave();
	const late = station(world);
	world.clock.advance(250);
	late.link.leave();
	world.radio.accessPoints[0]!.set({ up: false });
	world.clock.advance(10_000);
	expect(early.heard).toEqual([]);
	expect(late.heard).toEqual([`up ${access.bssid}`]);
});

test("a soft access point hears of its stations and gives them addresses", () => {
	const world = memoryWorld();
	const heard: string[] = [];
	const owner: SoftAccessPointEvents = {
		onJoined: (mac) => heard.push(`joined ${mac}`),
		onLeft: (mac) => heard.push(`left ${mac}`),
		assign: () => "10.1.1.1",
	};
	const soft = world.radio.add(access, owner);
	const guest = station(world);
	world.clock.advance(1000);
	expect(guest.heard.at(-1)).toBe("10.1.1.1");
	world.radio.remove(soft);
	expect(guest.heard.at(-1)).toBe("down");
	expect(heard).toEqual(["joined 00:00:00:00:00:02", "left 00:00:00:00:00:02"]);
});

test("the same seed gives the same numbers, all of them in [0, 1)", () => {
	const [a, b, c] = [seededRandom(7), seededRandom(7), seededRandom(8)];
	const numbers = Array.from({ length: 1000 }, () => a());
	expect(Array.from({ length: 1000 }, () => b())).toEqual(numbers);
	expect(c()).not.toBe(numbers[0]);
	expect(numbers.every((it) => it >= 0 && it < 1)).toBe(true);
	const mean = numbers.reduce((sum, it) => sum + it, 0) / numbers.length;
	expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
});
