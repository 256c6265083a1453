// The examination as a program: for `npm run doctor`, and alone on a device.
import Serial from "embedded:io/serial";
import { post } from "host/channel";
import config from "mc/config";
import { Doctor, type DoctorOptions } from "wfi32/doctor";

const { serial, turns } = config as unknown as Pick<DoctorOptions, "serial" | "turns">;
new Doctor({
	serial: { ...serial, io: Serial as never },
	turns,
	onFinding: (grade, text, advice) => post(JSON.stringify({ grade, text, advice })),
	onDone: (outcome) => post(JSON.stringify({ outcome })),
});
