import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { cleanUp, cleanups, start } from "./peers";

/* A multicast pair: the whole stack and a socket of this machine, in one group. */

afterEach(cleanUp);

const group = "239.1.2.3";

/** Whether a datagram to a group comes back on this machine: some have no route for it. */
function hasMulticast(): boolean {
	const probe = `
		const socket = require("dgram").createSocket({ type: "udp4", reuseAddr: true });
		setTimeout(() => process.exit(1), 1000);
		socket.on("error", () => process.exit(1));
		socket.on("message", () => process.exit(0));
		socket.bind(0, () => {
			try { socket.addMembership("${group}"); } catch { process.exit(1); }
			socket.send("?", socket.address().port, "${group}", (error) => { if (error) process.exit(1); });
		});`;
	try {
		execFileSync(process.execPath, ["-e", probe], { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
}

const where = hasMulticast();
if (!where) console.warn("this machine has no multicast: the tests with a multicast pair are skipped");
const testThere = where ? test : test.skip;

testThere.each(["reference", "anycloud"] as const)(
	"what is sent to a group comes to both members, %s",
	async (release) => {
		const { wfi32 } = await start(release);
		const member = createSocket({ type: "udp4", reuseAddr: true });
		cleanups.push(() => member.close());
		member.bind(0);
		await once(member, "listening");
		const { port } = member.address();
		member.addMembership(group);
		const free = createSocket("udp4");
		free.bind(0);
		await once(free, "listening");
		const own = free.address().port;
		await new Promise<void>((resolve) => free.close(() => resolve()));
		let heard = (_text: string) => {};
		const udp = new wfi32.UDP({
			port: own,
			onReadable() {
				for (let it = this.read(); it; it = this.read()) heard(Buffer.from(it).toString());
			},
		});
		udp.add(group);
		// to the other member, after the group was joined: writing waits for its turn
		udp.write(Buffer.from("to all"), group, port);
		const [bytes] = await once(member, "message");
		expect(`${bytes}`).toBe("to all");
		const answer = new Promise<string>((resolve) => {
			heard = resolve;
		});
		member.send("to you all", own, group);
		expect(await answer).toBe("to you all");
	},
);
