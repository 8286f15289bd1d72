package dev.sessionbeam.event;

import dev.sessionbeam.json.JsonObject;

/**
 * A record that passed validation: the record itself, and its fields after the changes so far. The
 * record is needed if a later step rejects the event: then its original bytes go to {@code
 * invalid/}.
 */
public record ParsedEvent(RawRecord raw, JsonObject fields) {
  /** The same record with other fields. */
  public ParsedEvent with(JsonObject changed) {
    return new ParsedEvent(raw, changed);
  }
}
