// Reads a calendar file from standard input and prints its meetings as JSON, as ical.js (the parser
// of Thunderbird) understands them; a file that it does not understand ends with its complaint.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

// Files that follow one another are a list of calendars.
const parsed = ICAL.parse(readFileSync(0, "utf8"));
const calendars = (typeof parsed[0] === "string" ? [parsed] : parsed).map((one) => new ICAL.Component(one));
const events = calendars.flatMap((calendar) =>
  calendar.getAllSubcomponents("vevent").map((component) => [calendar, component]),
);
const meetings = events.map(([calendar, component]) => {
  const event = new ICAL.Event(component);
  return {
    method: calendar.getFirstPropertyValue("method"),
    uid: event.uid,
    sequence: event.sequence,
    starts: event.startDate.toJSDate().toISOString(),
    ends: event.endDate.toJSDate().toISOString(),
    title: event.summary,
    place: event.location,
    link: component.getFirstPropertyValue("url"),
    status: component.getFirstPropertyValue("status"),
    organizer: component.getFirstPropertyValue("organizer"),
    attendees: component.getAllProperties("attendee").map((one) => one.getFirstValue()),
  };
});
console.log(JSON.stringify(meetings));
