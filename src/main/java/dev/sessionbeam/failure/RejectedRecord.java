package dev.sessionbeam.failure;

import dev.sessionbeam.event.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * A rejected record with all its bytes, and the reason. It is valid input for a replay.
 *
 * @param stage the step that rejected the record
 * @param message what is wrong, for a person
 * @param field the field that is the cause, or null if the cause is the record as a whole
 */
public record RejectedRecord(
    RawRecord record, Reason reason, Stage stage, String message, @Nullable String field) {}
