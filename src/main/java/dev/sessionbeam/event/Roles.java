package dev.sessionbeam.event;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which fields play which part.
 *
 * @param id what tells two events of a machine at one instant apart; null: the record's own bytes
 *     do
 * @param machine whose sessions they are
 * @param time when it happened
 * @param timeFormat how the time is written
 * @param maxClockSkew how far ahead of its arrival, where that is known, an event may have happened
 * @param action what was done
 */
public record Roles(
    @Nullable FieldPath id,
    FieldPath machine,
    FieldPath time,
    TimeFormat timeFormat,
    Duration maxClockSkew,
    FieldPath action)
    implements Serializable {}
