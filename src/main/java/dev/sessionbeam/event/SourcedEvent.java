package dev.sessionbeam.event;

/** An event together with the record it was made of, which is what a later refusal keeps. */
public record SourcedEvent(Event event, RawRecord record) {}
