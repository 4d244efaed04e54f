// @ts-check
/** The projector's round plan keeps up with the clock: it is drawn again twice a minute, while the page is seen. */

const EVERY_MS = 30000;

setInterval(() => document.visibilityState === "visible" && location.reload(), EVERY_MS);
