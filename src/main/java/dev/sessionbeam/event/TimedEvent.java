package dev.sessionbeam.event;

/**
 * A cleaned event and its time, which has been checked.
 *
 * @param millis its instant, in milliseconds since the epoch
 */
public record TimedEvent(ParsedEvent event, long millis) {}
