package dev.sessionbeam.event;

/**
 * A record on its way from validation to the session: its fields as mended so far, and the record
 * itself, which is what a refusal keeps.
 */
public record ParsedEvent(RawRecord raw, JsonObject fields) {
  /** The same record with other fields. */
  public ParsedEvent with(JsonObject changed) {
    return new ParsedEvent(raw, changed);
  }
}
