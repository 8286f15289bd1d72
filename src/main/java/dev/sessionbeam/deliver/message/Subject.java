package dev.sessionbeam.deliver.message;

/**
 * What a delivery is about.
 *
 * @param machine the machine of the event or session
 * @param id the event's id or the session's id
 * @param number the event's instant, in milliseconds since the epoch, or the session's revision
 */
public record Subject(Source source, String machine, String id, long number) {}
