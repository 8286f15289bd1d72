package dev.sessionbeam.prepare;

/**
 * What a line of {@code events/} says about its event.
 *
 * @param millis its instant, in milliseconds since the epoch
 * @param opening whether it is an opening event
 */
public record WrittenEvent(String machine, long millis, boolean opening, String action) {}
