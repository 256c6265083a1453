// Looking at the driver leaves it as it is: chapters that nobody uses are not made for it.
import { behaviour } from "testing/behaviour";
import { Stage } from "tests/device/stage";
import { diagnose } from "wfi32/diagnostics";
import { Listener } from "wfi32/listener";
import { statusOf } from "wfi32/status";
import { UDP } from "wfi32/udp";

behaviour("status, diagnostics and the own address make no chapter", async (t) => {
	const stage = new Stage(t, { chapter: "", title: "", steps: [] }, 0, "reference", {});
	await stage.ready();
	const { driver } = stage;
	const inUse = () => [driver.stationInUse, driver.mqttInUse, driver.tlsInUse].map((it) => it !== undefined);
	const { wifi, mqtt, tls } = statusOf(driver);
	t.equal([wifi.state, wifi.SSID, mqtt, tls], ["off", undefined, "off", []]);
	const { linkFailures, lostMessages } = diagnose(driver);
	t.equal([linkFailures, lostMessages], [0, 0]);
	t.throws(() => new UDP({ address: "192.168.0.100" }, driver), RangeError);
	t.throws(() => new Listener({ address: "192.168.0.100" }, driver), RangeError);
	t.equal(inUse(), [false, false, false]);
	t.ok(stage.wifi() && driver.mqtt && driver.tls);
	t.equal(inUse(), [true, true, true]);
	t.equal([statusOf(driver).wifi.state, statusOf(driver).mqtt], ["off", "off"]);
	driver.close();
});
