package dev.sessionbeam.event;

/**
 * An event and the record that it was made from. A later step needs the record if it rejects the
 * event.
 */
public record SourcedEvent(Event event, RawRecord record) {}
