import { MEASURED, type Name, spell } from "drivers/at/names";

/* Places of chapters in `Names.listeners`, in the order in which they are told of trouble. */

export const MQTT = 0;
export const SOCKETS = 1;
export const RESOLVER = 2;
export const PING = 3;
export const TLS = 4;
export const CERTIFICATES = 5;
export const SCAN = 6;
export const ACCESS_POINT = 7;
export const STATION = 8;
export const CHAPTERS = 9;

/* The names of all answers and events that the driver knows. Made beforehand: where this is preloaded, they lie in flash. */

/** +SOCKRXT:<id>,<count> */
export const SOCKRXT = spell("SOCKRXT", SOCKETS, 2);
/** +SOCKCL:<id> */
export const SOCKCL = spell("SOCKCL", SOCKETS, 1);
/** +WSCNIND:<rssi>,<security>,<channel>,<bssid>,<ssid> */
export const WSCNIND = spell("WSCNIND", SCAN, 3, 2);
/** +MQTTPUB:<topic length>,<topic>,<payload length>,<payload> */
export const MQTTPUB = spell("MQTTPUB", MQTT, 1, MEASURED);

export const SOCKRD = spell("SOCKRD");
export const MQTTPUBACC = spell("MQTTPUBACC", MQTT);
export const MQTTPUBCOMP = spell("MQTTPUBCOMP", MQTT);
export const MQTTPUBERR = spell("MQTTPUBERR", MQTT);
export const MQTTCONN = spell("MQTTCONN", MQTT);
export const MQTTCONNACK = spell("MQTTCONNACK", MQTT);
export const MQTTSUB = spell("MQTTSUB", MQTT);
export const MQTTUNSUB = spell("MQTTUNSUB", MQTT);
export const MQTTC = spell("MQTTC");
export const SOCKRXU = spell("SOCKRXU", SOCKETS);
export const SOCKIND = spell("SOCKIND", SOCKETS);
export const SOCKTLS = spell("SOCKTLS", SOCKETS);
export const SOCKERR = spell("SOCKERR", SOCKETS);
export const SOCKO = spell("SOCKO");
export const SOCKLST = spell("SOCKLST");
export const WSTALU = spell("WSTALU", STATION);
export const WSTALD = spell("WSTALD", STATION);
export const WSTAAIP = spell("WSTAAIP", STATION);
export const WSTAERR = spell("WSTAERR", STATION);
export const WSTA = spell("WSTA", STATION);
export const WSTAC = spell("WSTAC");
export const WSCNDONE = spell("WSCNDONE", SCAN);
export const WSCNERROR = spell("WSCNERROR", SCAN);
export const WSCNC = spell("WSCNC");
export const WAP = spell("WAP", ACCESS_POINT);
export const WAPSC = spell("WAPSC", ACCESS_POINT);
export const WAPSD = spell("WAPSD", ACCESS_POINT);
export const WAPAIP = spell("WAPAIP", ACCESS_POINT);
export const WAPC = spell("WAPC");
export const DNSRESOLV = spell("DNSRESOLV", RESOLVER);
export const DNSERROR = spell("DNSERROR", RESOLVER);
export const PING_REPLY = spell("PING", PING);
export const TLSC = spell("TLSC");
export const LOADCERT = spell("LOADCERT");
export const GMI = spell("GMI");
export const GMM = spell("GMM");
export const GMR = spell("GMR");
export const VER = spell("VER");

/** Those that are told with their fields first, then the likeliest. */
export const names: readonly Name[] = Object.freeze([
	...[SOCKRXT, SOCKCL, MQTTPUB, WSCNIND],
	...[SOCKRD, MQTTPUBACC, SOCKIND, SOCKRXU, MQTTSUB, MQTTCONN, WSTA, WSTALU, WSTAAIP, WSTALD, SOCKERR],
	...[MQTTPUBCOMP, MQTTPUBERR, MQTTCONNACK, MQTTUNSUB, MQTTC, SOCKTLS, SOCKO, SOCKLST, DNSRESOLV, DNSERROR, PING_REPLY],
	...[WSTAERR, WSTAC, WSCNDONE, WSCNERROR, WSCNC, WAP, WAPSC, WAPSD, WAPAIP, WAPC, TLSC, LOADCERT],
	...[GMI, GMM, GMR, VER],
]);
