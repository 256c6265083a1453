// A program under a watchdog, which tells that it begins.
import Watchdog from "drivers/watchdog";
import { post } from "host/channel";
import Timer from "timer";

const watchdog = new Watchdog({ timeout: 2000 });
Timer.repeat(() => watchdog.feed(), 250);
post("begun");
