import type { StandardMQTT } from "app/mqtt-client";

/**
 * MQTT over the module's TCP. Without a client in the manifest there is none: `app/sdk/manifest.json` puts the SDK's here.
 */
export const StandardMQTTClient: StandardMQTT | undefined = undefined as StandardMQTT | undefined;
