package dev.sessionbeam.event;

import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.TimeFormat;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The fields that have the roles id, machine, time and action.
 *
 * @param id the field that distinguishes events of a machine at one instant; null if the record's
 *     own bytes do
 * @param machine the field that names the machine, whose events make sessions
 * @param time the field with the time of the event
 * @param timeFormat the format of the time
 * @param maxClockSkew how much later than its arrival an event's time may be, if the arrival is
 *     known
 * @param action the field with the action
 */
public record Roles(
    @Nullable FieldPath id,
    FieldPath machine,
    FieldPath time,
    TimeFormat timeFormat,
    Duration maxClockSkew,
    FieldPath action)
    implements Serializable {}
