import { WORDS } from "./words.js";

/** From here on the seconds are shown, too. */
const LAST_MINUTES = 5;
/** Beyond it the page names the day, and no clock moves. */
const MOST_MINUTES = 180;

/** What a clock says of so many seconds: minutes begun, and seconds at the end. */
export const clockSaid = (seconds) => {
  if (seconds <= 0) return WORDS.timeOver;
  const minutes = Math.ceil(seconds / 60);
  if (minutes > LAST_MINUTES) return WORDS.minutesLeft(minutes);
  return WORDS.timeLeft(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
};

/**
 * Lets the time of a test run on the page. It counts from what the server said, whatever the telephone's own
 * clock shows, and reads aloud only when little is left. When it is over, the server alone decides.
 */
export function runClock(clock) {
  const seconds = Number(clock.dataset.left);
  if (seconds > MOST_MINUTES * 60) return;
  const began = Date.now();
  const until = clock.textContent.slice(clock.textContent.indexOf(":"));
  const aloud = document.createElement("span");
  aloud.className = "unseen";
  aloud.setAttribute("role", "status");
  clock.after(aloud);
  const marks = [10, 5, 1];
  const tick = () => {
    const left = seconds - Math.floor((Date.now() - began) / 1000);
    clock.textContent = `${clockSaid(left)}${left > 0 ? until : "."}`;
    for (; left <= marks[0] * 60; marks.shift())
      if (left > marks[0] * 60 - 5) aloud.textContent = WORDS.minutesLeft(marks[0]);
    if (left > 0) setTimeout(tick, 1000);
    else aloud.textContent = WORDS.timeOver;
  };
  tick();
}
