// "embedded:network/ws/client": what ECMA-419 calls it; the SDK 8.2.3 says "websocket"
export { default } from "embedded:network/websocket/client";
