// "embedded:network/interface/wifi" (ECMA-419 17.8)
import { bound } from "wfi32/standard/bound";
import { WiFi, type WiFiOptions } from "wfi32/wifi";

export type { WiFiOptions };

type Instance = WiFi;

const StandardWiFi = bound<WiFiOptions, Instance>(WiFi, "WiFi");
type StandardWiFi = Instance;

export default StandardWiFi;
