/** Says when it hears something: bytes on its port, messages, its own timer every 10 ms. */
import { onMessage, post } from "host/channel";
import { open, readAll, write } from "tests/device/host-serial-ports";
import Time from "time";
import Timer from "timer";

const say = (text: string) => post(`${Time.microseconds} ${text}`);

const serial = open({
	onReadable() {
		const bytes = readAll(this);
		say(`heard ${bytes}`);
		write(serial, [bytes[0] + 1]);
	},
});
Timer.repeat(() => say("tick"), 10);
onMessage((text) => say(text));
