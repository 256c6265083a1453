/** Credentials that have proved good stay on the device. */
import { credentialsOf, keep } from "app/credentials";
import Preference from "preference";
import { behaviour } from "testing/behaviour";

behaviour("configured credentials are taken before those that are kept", (t) => {
	keep({ ssid: "kept", password: "kept password" });
	t.equal(credentialsOf({ ssid: "home", password: "correct horse" }), { ssid: "home", password: "correct horse" });
	t.equal(credentialsOf({ ssid: "", password: "" }), { ssid: "kept", password: "kept password" });
});

behaviour("without any there are none", (t) => {
	t.equal(credentialsOf({ ssid: "", password: "" }), { ssid: "", password: "" });
});

behaviour("what is there already is not written again", (t) => {
	t.equal(keep({ ssid: "home", password: "a password" }), true);
	t.equal(keep({ ssid: "home", password: "a password" }), false);
	t.equal(keep({ ssid: "home", password: "" }), true);
	t.equal(credentialsOf({ ssid: "", password: "" }), { ssid: "home", password: "" });
});

behaviour("writing that fails half way leaves no network with another's password", (t) => {
	keep({ ssid: "old", password: "old password" });
	const { set } = Preference;
	let writes = 0;
	Preference.set = (...given) => {
		if (++writes === 2) throw new Error("full");
		set(...given);
	};
	t.throws(() => keep({ ssid: "new", password: "new password" }));
	Preference.set = set;
	t.equal(credentialsOf({ ssid: "", password: "" }), { ssid: "", password: "" });
});
